"""Looking for a course in a conversation: limits hold, nothing is invented, and nothing is enrolled by a word."""

from dataclasses import replace

import pytest

from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.adapters.sql.courses import intake_id_of
from assistant.domain.conversation import AnswerStatus, Turn
from assistant.domain.courses import CoursePrerequisite
from assistant.services.rule_replier import RuleReplier
from tests.course_examples import ELECTRICIAN, EVENINGS, WEEKENDS, taken_intake
from tests.course_office import course_desk_over
from tests.enrolment_office import EnrolmentOffice
from tests.services.talking import Talk
from tests.vacancy_examples import FORKLIFT, taken
from tests.vacancy_office import desk_over

FREE = replace(ELECTRICIAN, title="水电安装班", provider="示例水电学校", fee_yuan=0.0, licences=(), certificate=None)
FORKLIFTS = replace(
    ELECTRICIAN, title="叉车司机取证班", subjects=("叉车",), occupations=("叉车司机",), licences=("叉车证",),
    certificate="特种设备作业人员证（叉车司机N1）", level=None,
)  # fmt: skip


@pytest.fixture
def talk(loaded: LoadedKnowledge) -> Talk:
    return talk_over(loaded)


def talk_over(loaded: LoadedKnowledge, full: bool = False) -> Talk:
    intakes = (
        taken_intake("evening"),
        taken_intake("weekend", replace(WEEKENDS, region_id="wanzhou", place="万州区高笋塘街道"), FREE, "free"),
        taken_intake("fork", EVENINGS, FORKLIFTS, "fork"),
    )
    seats = {intake_id_of("schools", "evening"): 30} if full else {}
    desk = course_desk_over(loaded.knowing, *intakes, seats_taken=seats)
    vacancies = desk_over(loaded.knowing, desk.today, taken("1", FORKLIFT))
    return Talk(loaded, RuleReplier(lambda: loaded.knowing, lambda: vacancies, lambda: desk))


def titles(turn: Turn) -> list[object]:
    return [card["title"] for card in turn.cards if card["kind"] == "course"]


def test_a_wish_in_plain_words_leads_to_what_fits(talk: Talk) -> None:
    turn = talk.say("我想学电工，晚上有空")
    assert titles(turn) == ["低压电工取证班"]
    assert (turn.status, turn.tools[0].name) == (AnswerStatus.ANSWERED, "find_courses")
    assert "周二、周四晚上7点到9点" in turn.text and "还剩30个名额" in turn.text


def test_every_line_about_a_course_is_cited(talk: Talk) -> None:
    turn = talk.say("有没有电工班")
    lines = [line for line in turn.text.splitlines() if line.startswith("- ")]
    assert lines and all(line.endswith("]") for line in lines)


def test_what_does_not_exist_is_said_and_the_nearest_is_named_as_such(talk: Talk) -> None:
    turn = talk.say("想学电工，要周末的，在巴南")
    assert "现在没有能报名的班" in turn.text
    assert "不是您要的" in turn.text
    assert titles(turn)


def test_a_trade_nobody_teaches_is_not_made_up(talk: Talk) -> None:
    turn = talk.say("有没有学开直升机的培训班")
    assert "没有能报名的班" in turn.text and not titles(turn)


def test_a_word_narrows_and_another_lets_go(talk: Talk) -> None:
    talk.say("有没有电工班")
    assert titles(talk.say("有没有周末的")) == ["水电安装班"]
    assert set(titles(talk.say("不限时间"))) == {"低压电工取证班", "水电安装班"}
    assert titles(talk.say("不要钱的")) == ["水电安装班"]


def test_the_second_one_is_the_second_card(talk: Talk) -> None:
    shown = titles(talk.say("有没有电工班"))
    turn = talk.say("那第二个啥时候开班")
    assert titles(turn) == [shown[1]]
    assert "12月8日" in turn.text or "12月12日" in turn.text


def test_near_is_asked_for_once_and_then_known(talk: Talk) -> None:
    talk.say("有没有电工班")
    assert talk.say("近点的").status is AnswerStatus.CLARIFICATION
    assert titles(talk.say("我在万州")) == ["水电安装班"]


def test_a_licence_missing_for_a_vacancy_leads_to_the_course_that_gives_it(talk: Talk) -> None:
    assert [card["kind"] for card in talk.say("巴南的叉车司机").cards] == ["vacancy"]
    assert titles(talk.say("我想去考这个证")) == ["叉车司机取证班"]


def test_the_licence_named_as_missing_is_the_one_looked_for(talk: Talk) -> None:
    assert titles(talk.say("没得电工证咋办")) == ["低压电工取证班"]


def test_prerequisites_are_judged_by_what_was_said_and_never_guessed(talk: Talk) -> None:
    turn = talk.say("我今年17岁，想考电工证")
    states = {one["text"]: one["state"] for one in turn.cards[0]["prerequisites"]}  # type: ignore[attr-defined]
    assert states == {"年满18周岁": "not_met", "初中及以上": "unknown", "身体健康": "unknown"}
    assert "还不符合：年满18周岁" in turn.text


def test_a_full_intake_says_so(loaded: LoadedKnowledge) -> None:
    turn = talk_over(loaded, full=True).say("想学电工，晚上的")
    assert "已经满员，可以排队候补" in turn.text
    assert turn.cards[0]["intakes"][0]["seats_left"] == 0  # type: ignore[index]


@pytest.mark.parametrize("text", ["帮我报名第一个", "第一个我要报名"])
def test_enrolling_is_drafted_and_left_to_the_form(loaded: LoadedKnowledge, text: str) -> None:
    office = EnrolmentOffice()
    desk = course_desk_over(loaded.knowing, taken_intake("evening"))
    vacancies = desk_over(loaded.knowing, desk.today)
    replier = RuleReplier(lambda: loaded.knowing, lambda: vacancies, lambda: desk, office.enrolling)
    talk = Talk(loaded, replier, store=office.talks)  # type: ignore[arg-type]
    course = desk.get_course(str(talk.say("有没有电工班").cards[0]["id"]))
    office.catalogue.put(course)
    turn = talk.say(text)
    assert [card["kind"] for card in turn.cards] == ["enrolment_draft"]
    assert "现在还没有报上" in turn.text and office.store.list_enrolments(course.intakes[0].id) == ()


def test_what_a_vacancy_asks_for_leads_to_its_course_in_either_order_of_the_words(talk: Talk) -> None:
    talk.say("巴南的叉车司机")
    assert titles(talk.say("第一个要的证我没得，哪里学")) == ["叉车司机取证班"]


def test_an_ordinal_beyond_what_was_shown_is_asked_back_about(talk: Talk) -> None:
    talk.say("想学叉车")
    assert talk.say("第三个有补贴吗").status is AnswerStatus.CLARIFICATION


def test_nobody_is_promised_a_subsidy_or_work(talk: Talk) -> None:
    talk.say("有没有电工班")
    turn = talk.say("学完百分百有工作噻")
    assert "不能打包票" in turn.text


def test_a_word_that_is_not_understood_is_asked_back_about(talk: Talk) -> None:
    talk.say("有没有电工班")
    assert talk.say("嘟嘟哒哒哩哩").status is AnswerStatus.CLARIFICATION


def test_looking_for_work_is_no_wish_to_learn(talk: Talk) -> None:
    turn = talk.say("找个叉车司机的工作")
    assert turn.tools[0].name == "find_vacancies"


def test_an_employer_is_shown_no_courses(loaded: LoadedKnowledge) -> None:
    asked = CoursePrerequisite("年满18周岁", age_min=18)
    desk = course_desk_over(loaded.knowing, taken_intake("1", course=replace(ELECTRICIAN, prerequisites=(asked,))))
    assert desk.page(desk.understand("电工班")).total == 1


@pytest.mark.parametrize(
    "text",
    ["叉车证拿到手了，想开叉车，两班倒的不要", "想在巴南找开叉车的活，初中毕业，夜班不上", "巴南还招不招开叉车的"],
)
def test_who_looks_for_work_and_tells_of_shifts_licences_or_schooling_is_shown_no_course(talk: Talk, text: str) -> None:
    assert [card["kind"] for card in talk.say(text).cards].count("course") == 0


def test_an_intake_at_a_time_that_is_refused_is_not_shown(talk: Talk) -> None:
    assert "低压电工取证班" not in titles(talk.say("想学电工，晚上要守店走不脱"))
    talk.say("想学水电")
    assert "水电安装班" not in titles(talk.say("周末我单子最多，莫给我整周末的"))


def test_what_is_wanted_only_there_is_not_offered_elsewhere(talk: Talk) -> None:
    turn = talk.say("酉阳有没得叉车班，就在酉阳")
    assert not titles(turn)
    assert "没有" in turn.text


def test_the_age_of_somebody_in_the_family_is_judged_for_the_course_they_would_take(talk: Talk) -> None:
    card = talk.say("我儿子15岁，想喊他学电工，巴南有班没得").cards[0]
    states = {one["text"]: one["state"] for one in card["prerequisites"]}  # type: ignore[union-attr]
    assert states["年满18周岁"] == "not_met"
    assert "person.age_years" not in talk.say("就这个").facts


def test_courses_are_listed_by_a_limit_alone(talk: Talk) -> None:
    assert titles(talk.say("不花钱的手艺班有没得")) == ["水电安装班"]
