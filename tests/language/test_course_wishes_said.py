"""What a search for a course tells of who is to learn, when they cannot come, and from when on they can."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from assistant.adapters.content.course_words_file import read_course_words
from assistant.adapters.content.vacancy_words_file import read_vacancy_words
from assistant.domain.course_times import LessonTime
from assistant.domain.vacancies import Education
from assistant.language.course_learner import ToldLearner, read_learner
from assistant.language.course_orders import order_in, orders_here, picking_texts, without_deadlines, without_refusals
from assistant.language.course_times_said import refused_times, starts_from
from assistant.language.course_words import CourseWords
from assistant.language.segment import fold

KNOWLEDGE = Path(__file__).parents[2] / "knowledge_base"
TODAY = date(2026, 11, 24)


@cache
def words() -> CourseWords:
    return read_course_words(KNOWLEDGE, read_vacancy_words(KNOWLEDGE))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("我妈五十三一天书没读过可以去不", ToldLearner(53, Education.NONE)),
        ("我女人三十二，初中", ToldLearner(32)),
        ("我幺儿下个月满17，想喊他学剪头", ToldLearner(16)),
        ("有没有这种培训我高中毕业二十六", ToldLearner(26)),
        ("他爸今年58岁，能报不", ToldLearner(58)),
    ],
)
def test_age_and_schooling_are_those_of_who_is_to_learn(text: str, told: ToldLearner) -> None:
    assert read_learner(text, None, TODAY) == told


def test_the_age_of_the_family_says_nothing_of_who_wants_to_learn_themselves() -> None:
    assert read_learner("我妈65岁要人照顾，我想学护理", None, TODAY) == ToldLearner()


def test_schooling_asked_of_a_course_is_told_of_nobody() -> None:
    assert read_learner("是否要求大专学历", Education.COLLEGE, TODAY) == ToldLearner()


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("周末我单子最多，莫给我整周末的", (LessonTime.WEEKEND,)),
        ("白天上班不行", (LessonTime.DAY,)),
        ("晚上要守店", (LessonTime.EVENING,)),
        ("不要晚上的", (LessonTime.EVENING,)),
        ("周末不要钱的有没得", ()),
        ("上午去不成，下午得行", ()),
        ("一三五晚上我要送货", ()),
    ],
)
def test_times_of_no_use_are_read_and_a_half_of_the_day_leaves_the_other(
    text: str, refused: tuple[LessonTime, ...]
) -> None:
    assert refused_times(fold(text), words()) == refused


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("要元旦过了开的哈", date(2027, 1, 1)),
        ("12月过了才有空", date(2027, 1, 1)),
        ("12月10号以后开的", date(2026, 12, 10)),
        ("12月10号开的那个", None),
    ],
)
def test_from_when_on_somebody_can_begin(text: str, day: date | None) -> None:
    assert starts_from(text, TODAY) == day


def test_the_clause_that_orders_says_which_is_meant_before_what_was_said_of_others() -> None:
    told = picking_texts("头一期排队怕等到过年，就后头那一期嘛", words().cues)
    assert told[0] == "就后头那一期嘛"
    assert picking_texts("电工要满18嗦。那先学剪头发，你帮他报嘛", words().cues)[1] == "那先学剪头发，你帮他报嘛"


@pytest.mark.parametrize("text", ["帮我登起嘛", "写我名字嘛", "表呢", "给我填个表", "就平时上的这个，弄起"])
def test_what_alone_might_order_anything_orders_a_place_beside_courses(text: str) -> None:
    assert orders_here(text, words().cues)


@pytest.mark.parametrize("text", ["莫给我整周末的", "表格里要写啥子", "弄起好麻烦哦", "给我弄错了"])
def test_what_refuses_or_asks_orders_nothing(text: str) -> None:
    assert not orders_here(text, words().cues)


def test_a_question_beside_an_order_is_no_part_of_it() -> None:
    assert order_in("截止好久？算了，现在就报", words().cues) == "现在就报"


@pytest.mark.parametrize("text", ["12月5号就截止吧", "报名截止到12月5号", "昨天截的 12.5就截了"])
def test_the_day_by_which_one_has_to_enrol_is_no_day_on_which_a_course_begins(text: str) -> None:
    assert "5" not in without_deadlines(text)


def test_the_day_on_which_a_course_begins_stays() -> None:
    assert without_deadlines("12月7号开的那个，给我报起") == "12月7号开的那个，给我报起"


def test_what_is_refused_is_no_order_and_what_stands_beside_it_is() -> None:
    assert without_refusals("莫弄那个，换成小面的", words().cues) == "换成小面的"
    assert without_refusals("先莫给我弄，我再想哈", words().cues) == ""
