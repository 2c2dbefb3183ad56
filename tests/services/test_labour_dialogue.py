"""An employer's words become a draft of a labour request; other words do not."""

from dataclasses import replace

import pytest

from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.domain.conversation import AnswerStatus, ConversationState, TurnContext
from assistant.domain.knowledge import Audience
from assistant.domain.labour_requests import LabourTerms
from assistant.domain.vacancies import Pay
from assistant.services.draft import Draft
from assistant.services.labour_dialogue import said_by_both
from assistant.services.turn_tools import TurnTools
from tests.fakes.clock import NIGHT
from tests.services.talking import Talk
from tests.vacancy_office import desk_over

SAID = "我们厂要招20个普工，渝北，包吃住，5000左右，下月初要人"


@pytest.fixture
def talk(loaded: LoadedKnowledge) -> Talk:
    return Talk(loaded)


def terms_of(talk: Talk) -> LabourTerms:
    draft = talk.service.known(talk.id).labour_draft
    assert draft is not None
    return draft.terms


def test_what_was_said_is_drafted_with_a_card_and_nothing_is_sent_off(talk: Talk) -> None:
    turn = talk.say(SAID)
    (card,) = turn.cards
    assert turn.status is AnswerStatus.ANSWERED and [tool.name for tool in turn.tools] == ["draft_labour_request"]
    assert list(card) == ["kind", "draft_id", "summary", "form_url"]
    assert card["form_url"] == f"/employers/requests/new?c={talk.id}&draft={card['draft_id']}"
    assert "现在还没有发出去" in turn.text and "渝北区" in str(card["summary"])
    terms = terms_of(talk)
    assert (terms.occupations, terms.headcount, terms.pay) == (("普工",), 20, Pay(5000, 5000, "month"))
    assert (terms.region_id, terms.benefits, str(terms.starts_on)) == ("yubei", ("包吃", "包住"), "2026-12-01")


def test_workers_looked_for_are_no_facts_about_those_a_firm_has(talk: Talk) -> None:
    talk.say(SAID)
    assert talk.service.known(talk.id).facts == ()


def test_the_next_word_changes_the_draft_and_only_that(talk: Talk) -> None:
    first = talk.say(SAID).cards[0]["draft_id"]
    second = talk.say("工资改成5500").cards[0]["draft_id"]
    assert first != second
    assert (terms_of(talk).pay, terms_of(talk).headcount) == (Pay(5500, 5500, "month"), 20)


def test_another_matter_ends_the_draft_and_a_question_is_answered_first(talk: Talk) -> None:
    talk.say(SAID)
    assert not [card for card in talk.say("招普工有补贴吗？").cards if card.get("kind") == "labour_request"]
    assert not [card for card in talk.say("5500").cards if card.get("kind") == "labour_request"]


def test_who_only_wants_to_send_one_off_is_asked_what_and_can_fill_in_the_form(talk: Talk) -> None:
    turn = talk.say("我要发布用工需求")
    assert turn.status is AnswerStatus.CLARIFICATION and turn.cards[0]["kind"] == "labour_request"
    assert turn.cards[0]["summary"] == ""
    talk.say("20个普工，渝北")
    assert terms_of(talk).headcount == 20


@pytest.mark.parametrize(
    "text",
    ["急招服务员3名，江北观音桥，月薪4500到6000", "店头差两个洗碗工，一天150，明天就要", "工地要十五个钢筋工，沙坪坝，300一天",
     "我们公司想招聘5名电工，月薪7000以上", "想请个保姆", "厂里缺人手，还差8个操作工"],
)  # fmt: skip
def test_it_is_understood_in_many_wordings(talk: Talk, text: str) -> None:
    assert [card["kind"] for card in talk.say(text).cards] == ["labour_request"]


@pytest.mark.parametrize(
    "text",
    ["我们招了9个人有啥子补贴", "招20个人有什么补贴吗", "我想找个普工的活，5000左右", "听说那个厂要招500个人", "我们公司要裁20个人",
     "我要找个包吃住的厂，渝北", "公司要我们三个人自己交社保", "我差三个月社保", "我们两个人想找工作，渝北普工", "我想找两个人一起做的夜班",
     "我们要求公司给三个人补发工资", "公司用了十几个人的身份证", "我想请三天假", "这家厂招20个人，靠谱吗", "老板差我们5个人的工资",
     "招了七八个人", "如果我们招一个4050人员能补多少", "招到一个残疾员工，可以当两个来算", "企业招一个毕业生，每个月可以领1万元"],
)  # fmt: skip
def test_other_words_with_people_and_numbers_draft_nothing(talk: Talk, text: str) -> None:
    assert "draft_labour_request" not in [tool.name for tool in talk.say(text).tools]


def tools_for(loaded: LoadedKnowledge, message: str) -> TurnTools:
    begun = Draft((), AnswerStatus.CLARIFICATION, ConversationState(turns=1))
    desk = desk_over(loaded.knowing, NIGHT.date())
    return TurnTools(loaded.knowing, lambda: desk, begun, message, TurnContext(NIGHT.date(), conversation_id="c"))


def test_of_what_a_model_adds_nothing_gets_into_the_draft(loaded: LoadedKnowledge) -> None:
    tools = tools_for(loaded, "我们店要招3个服务员，渝北")
    shown = tools.draft_labour_request("招30个服务员，渝北，月薪8000，包住，明天要人")
    draft = tools.state.labour_draft
    assert draft is not None
    assert (draft.terms.headcount, draft.terms.pay, draft.terms.benefits, draft.terms.starts_on) == (3, Pay(), (), None)
    assert "招服务员3人" in shown and "8000" not in shown


def test_what_a_model_repeats_of_earlier_words_holds() -> None:
    first, later = LabourTerms(occupation="普工", headcount=20), LabourTerms(headcount=25)
    assert said_by_both(LabourTerms(headcount=20), (first, later)).headcount == 20
    assert said_by_both(replace(first, headcount=99), (first, later)) == LabourTerms(occupation="普工", headcount=25)


@pytest.fixture
def employer(loaded: LoadedKnowledge) -> Talk:
    return Talk(loaded, audience=Audience.EMPLOYER)


@pytest.mark.parametrize(("text", "count"), [("跟单员五名，包住", 5), ("要五个保安，白班", 5), ("缺三名焊工", 3)])
def test_an_employer_who_says_whom_and_how_many_has_said_enough(employer: Talk, text: str, count: int) -> None:
    employer.say(text)
    assert terms_of(employer).headcount == count


@pytest.mark.parametrize("text", ["跟单员五名，男性优先", "要五个男跟单，女的莫来", "招五个跟单，35岁以下"])
def test_sex_and_age_stay_out_of_the_request_and_the_employer_is_told(employer: Talk, text: str) -> None:
    turn = employer.say(text)
    terms = terms_of(employer)
    assert "没有写进需求里" in turn.text
    assert not any(word in str(terms) for word in ("男", "女", "35"))


@pytest.mark.parametrize(
    "text", ["给我推荐求职者，只看三十以下的", "我想要年轻的，三十以内", "系统能不能只推三十岁以下的人"]
)
def test_nobody_is_listed_or_chosen_by_age(employer: Talk, text: str) -> None:
    turn = employer.say(text)
    assert "不看性别、年龄" in turn.text and turn.cards[0]["kind"] == "labour_request" and turn.handover is None


@pytest.mark.parametrize(
    "text", ["一个被开的扬言要收拾人事", "招聘限三十五岁以下违法吗", "辞退的一个工人拿起菜刀在我们前台"]
)
def test_a_number_and_a_trade_alone_are_no_request(employer: Talk, text: str) -> None:
    assert not [card for card in employer.say(text).cards if card["kind"] == "labour_request"]


def test_several_kinds_of_work_are_drafted_each_with_its_number(employer: Talk) -> None:
    (card,) = employer.say("火锅店招人：服务员3个、洗碗工2个").cards
    assert (terms_of(employer).headcount, terms_of(employer).occupation) == (5, "服务员3人、洗碗工2人")
    assert "共5人" in str(card["summary"])


@pytest.mark.parametrize("text", ["急招打包工九名，能代发吗", "我们是民办学校，想招三名幼师", "来三个普工嘛，急得很"])
def test_whoever_looks_for_workers_gets_a_draft_however_it_is_put(employer: Talk, text: str) -> None:
    assert [card["kind"] for card in employer.say(text).cards] == ["labour_request"]


@pytest.mark.parametrize("text", ["招10个残疾人残保金能免好多", "我们招了20个普工，有补贴没得", "要裁10个普工"])
def test_a_question_about_a_rule_is_no_wish_for_workers(employer: Talk, text: str) -> None:
    assert not [c for c in employer.say(text).cards if c["kind"] == "labour_request"]


def test_whoever_wants_no_workers_any_more_hears_how_a_request_is_taken_back(employer: Talk) -> None:
    turn = employer.say("刚才那个用工需求取消掉")
    assert "撤回这份需求" in turn.text and turn.status is AnswerStatus.ANSWERED


def test_a_days_job_is_drafted_though_nobody_says_hiring_and_nothing_is_promised(employer: Talk) -> None:
    turn = employer.say("明早5点市场要6个搬运，180一天日结，干一天，赶得上不")
    terms = terms_of(employer)
    assert (terms.headcount, terms.pay, str(terms.starts_on)) == (6, Pay(180, 180, "day"), "2026-11-24")
    assert "早上5点" in terms.more and "不敢打包票" in turn.text and "在哪个区县" in turn.text


@pytest.mark.parametrize("text", ["招两个男工，渝北，5000", "搬运3个，残疾人不要", "前台1名，未婚，江北"])
def test_an_unlawful_limit_is_named_before_the_draft_is_offered(employer: Talk, text: str) -> None:
    turn = employer.say(text)
    assert turn.text.index("没有写进需求里") < turn.text.index("我拟了一份用工需求")
    assert not any(word in str(terms_of(employer)) for word in ("男", "残疾", "未婚"))


@pytest.mark.parametrize(
    ("said", "occupation", "heads"),
    [
        ("我们厂在长寿，要绣花工12个，帮我们把用工需求登起嘛", "绣花工", 12),
        ("用工需求：江北示例货栈，理货员6名，4600", "理货员", 6),
        ("车间要十五个扫地擦窗的保洁员，四千块，帮忙把招工单子挂上去", "保洁员", 15),
    ],
)
def test_a_request_is_drafted_however_it_is_asked_for(talk: Talk, said: str, occupation: str, heads: int) -> None:
    talk.say(said)
    terms = terms_of(talk)
    assert (terms.occupation, terms.headcount) == (occupation, heads)
