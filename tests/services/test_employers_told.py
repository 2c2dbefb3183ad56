"""What employers hear of their workers and lists, over the knowledge that is shipped: on 23 November 2026."""

from pathlib import Path

import pytest

from assistant.adapters.knowledge_store import KnowledgeStore, LoadedKnowledge
from assistant.domain.conversation import AnswerStatus, HandoverReason
from assistant.domain.knowledge import Audience
from tests.fakes.clock import FixedClock
from tests.services.talking import Talk

TWO_KINDS = "上个月招了两个脱贫户，还有一个自主就业退役士兵，合同都签了两年，社保也交了，一年能抵好多税"
OF_GROUPS = "微型企业，2个今年毕业的本科生，3个是四十五岁以上的女同志，重庆户口，登记失业的，都签了三年合同，交了社保"


@pytest.fixture(scope="module")
def shipped(shipped_knowledge: tuple[Path, Path]) -> LoadedKnowledge:
    source, data = shipped_knowledge
    return KnowledgeStore(source, data, FixedClock()).open_current()


@pytest.fixture
def talk(shipped: LoadedKnowledge) -> Talk:
    return Talk(shipped, audience=Audience.EMPLOYER)


def test_each_kind_of_workers_has_its_own_sum_and_the_whole_is_said_to_be_the_most(talk: Talk) -> None:
    text = talk.say(TWO_KINDS).text
    assert all(words in text for words in ("每年最多15600元", "每年最多9000元", "每年最多24600元"))
    assert "23400" not in text and "27000" not in text


def test_what_is_asked_of_one_kind_is_told_of_its_scheme(talk: Talk) -> None:
    talk.say(OF_GROUPS)
    told = talk.say("那三个女的那个，要准备啥材料，在哪里交")
    assert "招用人员花名册" in told.text
    assert not told.cards


def test_a_kind_made_out_from_age_and_registration_is_said_to_be_derived(talk: Talk) -> None:
    text = talk.say(OF_GROUPS).text
    assert "登记失业4050人员" in text and "照您说的年龄和失业登记推出来的" in text


def test_trainees_kept_and_their_insurance_are_added_to_the_monthly_sum(talk: Talk) -> None:
    text = talk.say("我们是备案的见习基地，带了5个见习生，每人6个月，留下3个，意外险都买了，补贴一共好多").text
    assert "43100元" in text


def test_a_list_is_gone_through_on_its_page_and_not_in_the_chat(talk: Talk) -> None:
    told = talk.say("我有一份两百多人的花名册，能不能一次看出来哪些人够条件")
    assert told.status is AnswerStatus.ANSWERED and "/employers/batch" in told.text


def test_whoever_wants_a_person_gets_one_though_they_speak_of_a_list(talk: Talk) -> None:
    told = talk.say("转人工，名单上三十几个人要逐个核对")
    assert told.handover is not None and told.handover.reason is HandoverReason.ASKED


@pytest.mark.parametrize(
    "text",
    ["我们是事业单位，编制八十个，一个残疾人都没得，到2027年底最少要安排几个人？", "招10个残疾人残保金能免好多"],
)
def test_a_question_on_a_rule_drafts_no_request(talk: Talk, text: str) -> None:
    assert all(card["kind"] != "labour_request" for card in talk.say(text).cards)


def test_limits_that_may_not_be_set_are_named_and_left_out_of_the_draft(talk: Talk) -> None:
    told = talk.say("招3个普工，南岸，五千一个月，女的不要，残疾人不要")
    assert "性别不能当招人的条件" in told.text and "招人不能歧视残疾人" in told.text
    assert [card["kind"] for card in told.cards] == ["labour_request"]


def test_a_name_of_a_firm_is_looked_up_as_it_was_typed(shipped: LoadedKnowledge) -> None:
    told = Talk(shipped).say("帮我查下重庆示例鑫隆达捷物流有限公司正规不正规")
    assert "鑫隆达捷" in told.text
