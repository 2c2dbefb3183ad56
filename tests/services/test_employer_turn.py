"""What employers hear first, and that a follow-up stays with the worker, the scheme and the draft: shipped knowledge."""

import re
from pathlib import Path

import pytest

from assistant.adapters.knowledge_store import KnowledgeStore, LoadedKnowledge
from assistant.domain.conversation import AnswerStatus, Turn
from assistant.domain.knowledge import Audience
from assistant.language.employer_matters import EmployerMatter
from assistant.language.figures import canonical_figures
from assistant.services.employer_answers import ANSWERS
from tests.fakes.clock import FixedClock
from tests.services.talking import Talk


@pytest.fixture(scope="module")
def shipped(shipped_knowledge: tuple[Path, Path]) -> LoadedKnowledge:
    source, data = shipped_knowledge
    return KnowledgeStore(source, data, FixedClock()).open_current()


@pytest.fixture
def talk(shipped: LoadedKnowledge) -> Talk:
    return Talk(shipped, audience=Audience.EMPLOYER, is_trial=True)


def summary(turn: Turn) -> str:
    return next(str(card["summary"]) for card in turn.cards if card["kind"] == "labour_request")


def test_every_matter_has_its_words_and_sections(shipped: LoadedKnowledge) -> None:
    assert set(ANSWERS) == set(EmployerMatter)
    for matter, answer in ANSWERS.items():
        assert shipped.knowing.words.lines(f"employer_{matter.value}")
        for name, headings in answer.sections.items():
            known = {passage.heading for passage in shipped.knowing.knowledge.get_document(name).passages}
            assert set(headings) <= known, (matter, set(headings) - known)


def test_no_figure_is_said_first_that_its_sections_do_not_hold(shipped: LoadedKnowledge) -> None:
    for matter, answer in ANSWERS.items():
        passages = (
            statement.text
            for name, headings in answer.sections.items()
            for passage in shipped.knowing.knowledge.get_document(name).passages
            if passage.heading in headings
            for statement in passage.statements
        )
        held = canonical_figures("\n".join(passages))
        lines = "\n".join(shipped.knowing.words.lines(f"employer_{matter.value}"))
        said = canonical_figures(re.sub(r"\{[a-z0-9-]+\}", "", lines))  # what a record says is cited by itself
        assert said <= held, (matter, said - held)


@pytest.mark.parametrize(
    ("turns", "first"),
    [
        (["试用期没满,人不合适,想辞退要不要补钱"], "看有没有法定理由"),
        (["会计怀孕五个月了,赔钱让她走可以吗"], "不能：怀孕"),
        (["聘了个67岁的老伯伯守停车场,要给他签合同买保险吗"], "按2026年7月1日起的规定"),
        (["能不能拿库存的米抵工资"], "不行：工资要用钱"),
        (["稳岗返还怎么算的", "裁员率怎么算"], "按2025年度的口径，裁员率是：2024年停保后去领失业金的人数"),
        (["单位86个人,有2个残疾职工,残保金要不要交"], "够了：按您说的"),
        (["厂里一共150人,残疾员工1名,残保金交好多"], "还要交：按您说的"),
        (["小微企业,员工20人,新招2个登记失业的,想办100万创业贷款"], "照2021年的口径还不够"),
        (["合同签的两年,试用期写了四个月"], "试用期写长了"),
    ],
)
def test_the_first_sentence_answers_what_was_asked(talk: Talk, turns: list[str], first: str) -> None:
    told = [talk.say(text) for text in turns][-1]
    assert told.text.startswith(first), told.text
    assert not told.evidence.dropped_sentences


def test_a_proposed_hire_is_assessed_and_the_talk_stays_with_her(talk: Talk) -> None:
    told = talk.say("想招位43岁的嬢嬢打扫卫生,重庆户口,做了失业登记")
    assert [card["scheme_id"] for card in told.cards] == ["employer-hardship-social-insurance-subsidy"]
    assert "实际交" in talk.say("做两个月就不做了呢").text
    assert talk.say("领到的补贴要不要退").text.startswith("没有查到")


def test_dates_of_a_graduate_are_worked_out_for_the_subsidy_of_the_counties(talk: Talk) -> None:
    talk.say("我们在彭水,12个县大学生就业补贴是打给单位还是个人")
    assert "2024年6月30日" in talk.say("有个2019年毕业的").text
    assert "2024年9月就过了" in talk.say("他2023年9月来上班的,以前社保在成都").text


def test_a_list_its_columns_and_its_bad_rows(talk: Talk) -> None:
    assert "/employers/batch" in talk.say("我手上有张表,83个人,看下哪些能领").text
    columns = talk.say("只有名字、户口、合同三栏,够了没").text
    assert columns.startswith("还差这几栏") and "合同" not in columns.split("。")[0]
    assert talk.say("有几行没填全,会不会算不了").text.startswith("不会整张作废")


def test_all_that_is_told_in_one_breath_is_in_the_request(talk: Talk) -> None:
    told = talk.say("登个招工:璧山,注塑工8名,5600到7800计件,两班倒,包住,要会调机,元旦前到岗")
    said = summary(told)
    assert all(words in said for words in ("8人", "5600", "7800", "计件", "元旦前到岗", "要会调机")), said


def test_a_limit_that_may_not_be_set_is_refused_by_its_rule_and_the_draft_is_kept(talk: Talk) -> None:
    first = summary(talk.say("招6个包装工,南岸茶园,5000包吃"))
    for words, refusal in (("加一条未婚优先", "婚育不能当招人的条件"), ("那写35岁以下嘛", "年龄没有写进")):
        told = talk.say(words)
        assert refusal in told.text and summary(told) == first
    told = talk.say("那条不写了，几天有人来对接")
    assert told.text.startswith("好，去掉了") and summary(told) == first


def test_a_need_is_added_and_a_part_left_out(talk: Talk) -> None:
    talk.say("招3个仓管,两江新区,6000,包吃")
    assert "要会用电脑" in summary(talk.say("再加一条,要会用电脑"))
    assert "包吃" not in summary(talk.say("把包吃去掉"))


def test_what_nobody_understood_leaves_the_draft_open(talk: Talk) -> None:
    first = summary(talk.say("招3个仓管,两江新区,6000,包吃"))
    told = talk.say("那个啥子来着")
    assert "草稿还留着" in told.text and summary(told) == first


def test_a_question_on_a_subsidy_after_a_draft_is_no_change_of_it(talk: Talk) -> None:
    talk.say("招3个仓管,两江新区,6000,包吃")
    assert not [card for card in talk.say("招仓管有补贴吗").cards if card["kind"] == "labour_request"]


def test_a_job_seeker_in_probation_is_told_their_own_rights(shipped: LoadedKnowledge) -> None:
    told = Talk(shipped, is_trial=True).say("试用期公司辞退我要赔钱不")
    assert told.status is AnswerStatus.ANSWERED and "写给员工看的" not in told.text
