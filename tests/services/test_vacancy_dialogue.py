"""Looking for work in a conversation: what is understood is kept, changed by a word, and never relaxed in silence."""

from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.domain.conversation import AnswerStatus, HandoverReason, Turn
from assistant.domain.errors import NotFoundError
from assistant.domain.vacancies import AdvertFinding, EmploymentType, Pay, Shift, Vacancy
from assistant.services.vacancy_ports import TakenAdvert
from tests.services.talking import Talk
from tests.vacancy_examples import FORKLIFT, TODAY, held, taken

GUARD = replace(
    FORKLIFT,
    title="小区保安",
    employer="示例保安公司",
    occupations=("保安",),
    licences=(),
    experience_years=0,
    region_id="nanan",
    place="南坪",
    pay=Pay(3500, 4000, "month", None, "3500-4000元"),
    shifts=(Shift.ROTATING,),
    benefits=("包住",),
)
DAY_WORK = replace(
    GUARD,
    title="会展搬运日结",
    employer="示例会展公司",
    occupations=("搬运工",),
    employment_type=EmploymentType.CASUAL,
    shifts=(),
    pay=Pay(220, None, "day", None, "220元/天"),
    starts_on=TODAY + timedelta(days=1),
)
FEE = AdvertFinding("sex_discrimination", "这条招聘只要男的。", "限男性", "《就业促进法》第二十七条")


def talk_over(loaded: LoadedKnowledge, *vacancies: Vacancy) -> Talk:
    adverts: tuple[TakenAdvert, ...] = tuple(taken(str(number), each) for number, each in enumerate(vacancies))
    return Talk(loaded, adverts=adverts)


@pytest.fixture
def talk(loaded: LoadedKnowledge) -> Talk:
    cheaper = replace(FORKLIFT, employer="示例配送公司", pay=Pay(5000, 5500, "month"), benefits=("包吃", "包住"))
    return talk_over(loaded, FORKLIFT, cheaper, GUARD, DAY_WORK)


def titles(turn: Turn) -> list[object]:
    return [card["title"] for card in turn.cards]


def searched(turn: Turn) -> dict[str, object]:
    (tool,) = turn.tools
    assert tool.name == "find_vacancies"
    return dict(tool.arguments)


def test_a_plain_sentence_brings_vacancies_with_reasons_gaps_and_sources(talk: Talk) -> None:
    turn = talk.say("巴南的叉车，我有叉车证，六千以上")
    assert turn.status is AnswerStatus.ANSWERED
    (card,) = turn.cards
    assert (card["kind"], card["title"], card["pay_min_yuan"], card["pay_per"]) == (
        "vacancy",
        "叉车司机",
        6000,
        "month",
    )
    assert "要求叉车证，您有" in card["reasons"]  # type: ignore[operator]
    assert "要求1年以上经验" in card["gaps"]  # type: ignore[operator]
    assert "示例仓储公司" in turn.text
    assert [citation.title for citation in turn.citations][1:] == ["岗位：叉车司机（来源：示例人力市场）"]


def test_what_was_understood_is_said_back(talk: Talk) -> None:
    assert "按“叉车司机、巴南区、月薪6000元以上”找" in talk.say("巴南的叉车，六千以上").text


def test_a_word_changes_the_search_before(talk: Talk) -> None:
    talk.say("找巴南的叉车司机")
    turn = talk.say("包住的有没得")
    assert searched(turn) == {"occupations": ["叉车司机"], "region_ids": ["banan"], "benefits": ["包住"]}
    assert [card["employer"] for card in turn.cards] == ["示例配送公司"]


def test_what_was_shown_is_not_shown_again_when_more_is_asked_for(talk: Talk) -> None:
    first = talk.say("找叉车司机")
    assert len(first.cards) == 2
    turn = talk.say("还有吗")
    assert turn.cards == ()
    assert "都给您看过了" in turn.text


def test_better_pay_without_a_floor_means_more_than_what_was_shown(talk: Talk) -> None:
    talk.say("找叉车司机")
    turn = talk.say("工资再高点")
    assert searched(turn)["pay_floor"] == {"yuan": 5500, "per": "month"}
    assert [card["pay_min_yuan"] for card in turn.cards] == [6000]


def test_nothing_found_names_the_tightest_limit_and_steps_that_can_be_taken(talk: Talk) -> None:
    turn = talk.say("巴南的叉车，九千以上")
    assert turn.cards == ()
    assert turn.status is AnswerStatus.ANSWERED
    assert "卡得最紧的是“月薪9000元以上”" in turn.text
    assert talk.say(turn.suggestions[0]).cards


@pytest.mark.parametrize("text", ["帮我找个工作嘛", "我要上班", "我想出去打工", "我要打工了"])
def test_a_search_without_anything_in_it_asks_what_is_wanted(talk: Talk, text: str) -> None:
    turn = talk.say(text)
    assert turn.status is AnswerStatus.CLARIFICATION
    assert turn.suggestions


def test_who_looks_for_a_trade_is_shown_work_whatever_else_is_said_of_them(talk: Talk) -> None:
    assert titles(talk.say("退役军人 想找安保")) == ["小区保安"]


@pytest.mark.parametrize("text", ["找个律师", "打工受伤了怎么办", "我是保安，想找老板要工钱"])
def test_who_looks_for_help_is_shown_no_work(talk: Talk, text: str) -> None:
    assert talk.say(text).cards == ()


def test_nearby_asks_where_and_then_searches_there(talk: Talk) -> None:
    asked = talk.say("附近有没得招保安的")
    assert asked.status is AnswerStatus.CLARIFICATION
    assert titles(talk.say("南岸")) == ["小区保安"]


def test_day_work_for_tomorrow_is_for_tomorrow(talk: Talk) -> None:
    assert titles(talk.say("明天有没得日结的活")) == ["会展搬运日结"]


def test_a_policy_question_in_between_ends_the_search(talk: Talk) -> None:
    talk.say("找叉车司机")
    policy = talk.say("失业金怎么领？")
    assert policy.tools[0].name == "search_policies"
    assert policy.cards == ()


def test_a_warned_advert_says_what_it_rests_on(loaded: LoadedKnowledge) -> None:
    turn = talk_over(loaded, replace(FORKLIFT, findings=(FEE,))).say("找叉车司机")
    assert "提醒：这条招聘只要男的" in turn.text
    assert "限男性" in turn.text
    assert turn.cards[0]["warnings"] == [{"code": FEE.code, "text": FEE.text, "quote": FEE.quote, "basis": FEE.basis}]


def test_a_held_advert_is_shown_to_nobody(loaded: LoadedKnowledge) -> None:
    assert talk_over(loaded, held()).say("找叉车司机").cards == ()


def test_words_of_an_advert_are_no_markup_and_no_citation(loaded: LoadedKnowledge) -> None:
    turn = talk_over(loaded, replace(FORKLIFT, title="叉车司机[1]**<b>急</b>")).say("找叉车司机")
    line = next(line for line in turn.text.splitlines() if line.startswith("- "))
    assert "<b>" not in line
    assert "**" not in line
    assert line.count("[") == 1


def test_an_employer_is_asked_for_by_name_where_none_was_shown(talk: Talk) -> None:
    turn = talk.say("第一家公司靠谱吗")
    assert turn.status is AnswerStatus.CLARIFICATION


def test_an_employer_just_shown_can_be_asked_about(talk: Talk) -> None:
    talk.say("找保安")
    turn = talk.say("这家公司靠谱吗")
    (card,) = turn.cards
    assert (card["kind"], card["employer"], card["verdict"]) == ("employer_check", "示例保安公司", None)
    assert "不是结论" in turn.text


def test_a_question_about_one_of_those_shown_is_answered_from_its_record(talk: Talk) -> None:
    talk.say("找叉车司机")
    turn = talk.say("第一个要什么证")
    assert len(turn.cards) == 1
    assert "要的证：叉车证" in turn.text
    assert "工资" not in turn.text
    assert {citation.passage_id for citation in turn.citations} == {f"vacancy:{turn.cards[0]['id']}:whole"}


def test_what_the_record_does_not_say_is_said_to_be_missing(talk: Talk) -> None:
    talk.say("明天有没得日结的活")
    assert "没写的：班次" in talk.say("这个是白班还是夜班").text
    assert "没有这个岗位的联系方式" in talk.say("这个电话多少").text


def test_a_vacancy_that_closed_after_it_was_shown_is_not_told_as_open(talk: Talk) -> None:
    talk.say("找保安")
    talk.desk._store.close_adverts("market", ["2"])  # type: ignore[attr-defined]
    turn = talk.say("这个包吃吗")
    assert turn.cards == ()
    assert "已经停止招聘" in turn.text


class TestButtons:
    def test_a_chip_taken_away_searches_without_it(self, talk: Talk) -> None:
        talk.say("巴南的叉车，九千以上")
        key = next(chip.key for chip in talk.desk.chips(talk.service.known(talk.id).wanted) if "9000" in chip.label)  # type: ignore[arg-type]
        assert len(talk.service.take_chip_away(talk.id, key).cards) == 2

    def test_what_is_refused_does_not_come_again(self, talk: Talk) -> None:
        first = talk.say("找叉车司机").cards[0]
        turn = talk.service.refuse_vacancy(talk.id, str(first["id"]))
        assert first["id"] not in [card["id"] for card in turn.cards]
        assert len(turn.cards) == 1
        assert len(talk.say("找叉车司机").cards) == 1

    def test_similar_ones_are_of_the_same_kind(self, talk: Talk) -> None:
        first = talk.say("找叉车司机").cards[0]
        turn = talk.service.show_similar_vacancies(talk.id, str(first["id"]))
        assert titles(turn) == ["叉车司机"]
        assert turn.cards[0]["id"] != first["id"]

    def test_a_report_opens_a_case_with_the_advert_as_it_stood(self, talk: Talk) -> None:
        card = talk.say("找保安").cards[0]
        turn = talk.service.report_vacancy(talk.id, str(card["id"]), "fee", "要我先交200")
        assert turn.handover is not None
        assert turn.handover.reason is HandoverReason.ADVERT_REPORT
        case = talk.cases.find_case(str(turn.handover.case_number))
        assert case is not None
        assert "小区保安" in str(case.attachment)
        assert "要我先交200" in str(case.attachment)

    def test_a_vacancy_that_does_not_exist_is_refused(self, talk: Talk) -> None:
        with pytest.raises(NotFoundError):
            talk.service.refuse_vacancy(talk.id, "nobody")


def test_who_asks_which_licence_work_needs_hears_what_the_adverts_ask_for(talk: Talk) -> None:
    turn = talk.say("开叉车要什么证")
    assert turn.text.startswith("看了对得上的2个在招岗位，写明要的证有：叉车证（2个）。")
    assert turn.suggestions[0] == "哪里能学叉车证"


def test_where_no_advert_asks_for_a_licence_that_is_said(talk: Talk) -> None:
    assert "都没写要什么证" in talk.say("当保安要啥子证").text


def test_an_age_is_no_limit_and_that_is_said(talk: Talk) -> None:
    talk.say("找保安")
    turn = talk.say("五十八了还能做不")
    assert titles(turn) == ["小区保安"]
    assert "年龄" in turn.text


def test_a_place_outside_the_city_is_said_to_be_elsewhere(talk: Talk) -> None:
    turn = talk.say("成都有没得叉车司机的工作")
    assert turn.text.startswith("成都不在重庆")
    assert "叉车司机" in titles(turn)
    later = talk.say("换成成都")
    assert later.text.startswith("成都不在重庆")
