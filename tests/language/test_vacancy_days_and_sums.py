"""Days a one-off job is for, and sums as they are spoken by the piece."""

from datetime import date

import pytest

from assistant.domain.vacancy_filter import PayFloor, VacancyFilter
from assistant.language.vacancy_refinement import refine
from assistant.language.vacancy_wishes import read_wishes
from tests.language.wish_words import read_context

CONTEXT = read_context()  # a Monday, 2026-11-23


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("元旦有没有临时工", date(2027, 1, 1)),
        ("下周一开工的木工有没", date(2026, 11, 30)),
        ("下周三的群众演员", date(2026, 12, 2)),
        ("12月5号的活动兼职", date(2026, 12, 5)),
        ("明天不行后天可以的日结", date(2026, 11, 25)),
        ("明天后天有没得日结", date(2026, 11, 24)),
        ("春节前想找个短期工", None),
        ("国庆去发传单的活", None),
        ("元旦前后都有空 兼职", None),
        ("周一到周五的文员", None),
        ("周六的兼职", None),
        ("我12月5号毕业 找文员", None),
        ("我明天就能上岗 找保安", None),
    ],
)
def test_only_the_day_of_the_work_counts(text: str, day: date | None) -> None:
    assert read_wishes(text, CONTEXT).starts_on == day


@pytest.mark.parametrize(
    ("text", "floor"),
    [
        ("一件不能少于一块二", PayFloor(1.2, "piece")),
        ("一块八一件", PayFloor(1.8, "piece")),
        ("三块五一单的外卖", PayFloor(3.5, "piece")),
        ("十八块五一小时的超市", PayFloor(18.5, "hour")),
        ("二十块一小时的兼职", PayFloor(20, "hour")),
        ("一平米十八块的刮大白", PayFloor(18, "piece")),
        ("房租一个月八百 想找个四千的保洁", PayFloor(4000, "month")),
        ("我还六千的花呗,找日结", None),
        ("以前一个月七千,现在五千就行", PayFloor(5000, "month")),
        ("一天低于三百五不得去,焊工", PayFloor(350, "day")),
    ],
)
def test_a_sum_is_the_wage_and_nothing_else(text: str, floor: PayFloor | None) -> None:
    assert read_wishes(text, CONTEXT).pay_floor == floor


def _after(*turns: str) -> VacancyFilter:
    wanted = read_wishes(turns[0], CONTEXT)
    for turn in turns[1:]:
        refined = refine(wanted, turn, CONTEXT)
        wanted = refined.wanted if refined is not None else wanted
    return wanted


def test_of_two_landmarks_over_turns_only_the_districts_count() -> None:
    wanted = _after("观音桥的咖啡师", "解放碑也可以")
    assert (wanted.near, set(wanted.region_ids)) == (None, {"jiangbei", "yuzhong"})


def test_a_new_place_takes_the_place_of_nearby() -> None:
    wanted = _after("附近的保洁", "渝北")
    assert (wanted.near, wanted.region_ids) == (None, ("yubei",))


def test_a_message_with_two_things_of_a_filter_is_about_the_search() -> None:
    wanted = _after("想找电弓的工作", "打错了 电工", "有低压电工证 电工做了四年")
    assert (wanted.occupations, wanted.licences, wanted.experience_years) == (("电工",), ("电工证",), 4)


def test_a_kind_refused_later_leaves_the_occupation() -> None:
    wanted = _after("客服", "不要电话客服")
    assert (wanted.occupations, wanted.not_words) == (("客服",), ("电话客服",))
