"""Lessons as providers print them become weekly times."""

import pytest

from assistant.domain.course_times import LessonTime, lesson_times
from assistant.domain.courses import Intake
from assistant.language.weekly_times import read_weekly_times


def said(text: str) -> list[str]:
    return [f"{one.weekday} {one.starts:%H:%M}-{one.ends:%H:%M}" for one in read_weekly_times(text)]


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("周二、周四晚上7点到9点", ["2 19:00-21:00", "4 19:00-21:00"]),
        ("每周一、三晚19:00—21:30", ["1 19:00-21:30", "3 19:00-21:30"]),
        ("双休日 9:00-17:00", ["6 09:00-17:00", "7 09:00-17:00"]),
        ("周六上午9点至12点，周日下午2点到5点", ["6 09:00-12:00", "7 14:00-17:00"]),
        ("星期三晚上七点半到九点半", ["3 19:30-21:30"]),
        ("周一至周三 18:30-20:30", ["1 18:30-20:30", "2 18:30-20:30", "3 18:30-20:30"]),
        ("录播随时学", []),
        ("", []),
    ],
)
def test_days_and_clock_times_are_read(text: str, times: list[str]) -> None:
    assert said(text) == times


def test_a_part_of_the_day_alone_takes_its_usual_hours() -> None:
    assert said("周六全天") == ["6 09:00-17:00"]
    assert said("工作日晚上") == [f"{day} 19:00-21:00" for day in range(1, 6)]


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("周二、周四晚上7点到9点", {LessonTime.EVENING}),
        ("周三晚上七点到九点，周六下午2点到5点", {LessonTime.EVENING}),
        ("双休日 9:00-17:00", {LessonTime.WEEKEND}),
        ("周一至周五 9:00-12:00", {LessonTime.DAY}),
        ("周五 9:00-12:00，周六 9:00-12:00", {LessonTime.DAY}),
        ("随到随学", set()),
    ],
)
def test_a_course_is_of_the_evening_or_the_weekend_only_if_every_lesson_can_be_attended(
    text: str, fits: set[LessonTime]
) -> None:
    assert lesson_times(Intake("i", "c", weekly_times=read_weekly_times(text))) == fits
