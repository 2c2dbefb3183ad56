"""After vacancies were shown a message is about them: by their own records, and nothing is done that cannot be done."""

from dataclasses import replace

import pytest

from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.domain.conversation import AnswerStatus
from assistant.domain.vacancies import Pay, Shift
from tests.services.talking import Talk
from tests.vacancy_examples import FORKLIFT, taken

LOW = replace(FORKLIFT, title="小区保安", employer="示例甲物业公司", description="早晚两班倒，站岗。", occupations=("保安",),
              licences=(), experience_years=0, region_id="nanan", place="南坪", pay=Pay(3000, 4000, "month", None, "3000-4000"),
              shifts=(Shift.ROTATING,), benefits=("包住",))  # fmt: skip
HIGH = replace(
    LOW,
    title="商场保安",
    employer="示例乙物业公司",
    pay=Pay(3500, 4000, "month", None, "3500-4000"),
    benefits=("五险",),
)
OPEN = replace(LOW, title="工地保安", employer="示例丙物业公司", pay=Pay(None, None, None, None, "面议"), benefits=())


@pytest.fixture
def talk(loaded: LoadedKnowledge) -> Talk:
    adverts = tuple(taken(str(number), each) for number, each in enumerate((LOW, HIGH, OPEN)))
    talk = Talk(loaded, adverts=adverts)
    talk.say("南岸的保安")
    return talk


def test_the_best_paid_is_found_by_the_records_and_negotiable_pay_is_named(talk: Talk) -> None:
    turn = talk.say("这三个哪家开得最高嘛")
    assert turn.status is AnswerStatus.ANSWERED
    assert "商场保安”：3500—4000元/月" in turn.text
    assert "工地保安，示例丙物业公司。工资：没写" in turn.text


def test_it_is_the_one_that_came_out_first(talk: Talk) -> None:
    talk.say("这几个哪个工资高")
    turn = talk.say("那它交不交社保")
    assert "商场保安" in turn.text
    assert "待遇：五险" in turn.text


def test_it_among_several_is_asked_back(talk: Talk) -> None:
    turn = talk.say("它包不包吃")
    assert turn.status is AnswerStatus.CLARIFICATION
    assert turn.suggestions == ("第一个", "第二个", "第三个")


def test_who_has_a_benefit_is_told_by_place_and_title(talk: Talk) -> None:
    assert "小区保安”。" in talk.say("哪个包住").text


def test_nobody_is_said_to_have_been_applied_for(talk: Talk) -> None:
    turn = talk.say("你替我投一个嘛")
    assert "不能替您做" in turn.text
    assert turn.handover is None
    assert "也没有替您递出去任何东西" in talk.say("帮我报个名，第二个").text


def test_a_distance_is_not_guessed(talk: Talk) -> None:
    turn = talk.say("第一个远不远")
    assert "地点：" in turn.text
    assert "我也不敢估" in turn.text


def test_a_complaint_is_checked_against_the_advert_and_the_vacancy_not_shown_again(talk: Talk) -> None:
    shown = talk.stored[-1].cards
    place = [card["title"] for card in shown].index("小区保安")
    turn = talk.say(f"为啥子第{'一二三'[place]}个写的两班倒你还推给我")
    assert "您说得对" in turn.text
    assert "小区保安" not in [card["title"] for card in talk.say("再给我看一遍南岸的保安").cards]


def test_a_complaint_the_advert_does_not_bear_out_is_said_so(talk: Talk) -> None:
    assert "没有查到“大小周”" in talk.say("第二个明明写的大小周，咋还列给我").text


def test_a_right_in_between_is_told_as_one_and_the_list_still_stands(talk: Talk) -> None:
    assert talk.say("我上家老板拖我工资啷个办").tools[0].name != "find_vacancies"
    assert "保安" in talk.say("第二个包不包住").text


def test_a_wish_no_advert_holds_keeps_the_search(talk: Talk) -> None:
    turn = talk.say("队长脾气好点的")
    assert "没法按广告筛" in turn.text
    assert "南岸区" in turn.text


def test_looking_costs_nothing(talk: Talk) -> None:
    assert "不要钱" in talk.say("要收费不").text


def test_age_decides_no_order(talk: Talk) -> None:
    assert "不拿来排先后" in talk.say("我都六十了，莫嫌老").text


def test_a_licence_that_lapsed_becomes_a_gap(loaded: LoadedKnowledge) -> None:
    talk = Talk(loaded, adverts=(taken("1", FORKLIFT),))
    talk.say("巴南的叉车，我有叉车证")
    turn = talk.say("我叉车证过期了，正在换")
    (card,) = turn.cards
    assert "要求有叉车证" in card["gaps"]  # type: ignore[operator]


def test_the_employer_of_the_one_talked_of_is_looked_up(talk: Talk) -> None:
    talk.say("哪个工资最高")
    assert "示例乙物业公司" in talk.say("它靠谱吗").text


def test_an_order_that_points_at_the_one_talked_of_seeks_no_course(talk: Talk) -> None:
    talk.say("哪个工资最高")
    turn = talk.say("我想去这家，你给我报个名")
    assert "不能替您做" in turn.text
    assert "商场保安" in turn.text


def test_the_only_one_shown_does_not_swallow_a_wrong(loaded: LoadedKnowledge) -> None:
    talk = Talk(loaded, adverts=(taken("1", FORKLIFT),))
    talk.say("巴南的叉车")
    assert "叉车司机" in talk.say("包吃不").text
    assert all(tool.name != "find_vacancies" for tool in talk.say("这个老板以前拖我工资啷个办").tools)


def test_what_no_field_holds_is_said_not_to_be_told(talk: Talk) -> None:
    assert "招聘信息里没有专门写" in talk.say("第一个累不累").text
