"""A vacancy card as a page shows it."""

import pytest

from web.vacancy_view import view_vacancy, where

LABELS = {"full_time": "全职", "day": "白班", "college": "大专", "none": "学历不限"}
CARD = {
    "kind": "vacancy",
    "id": "v1",
    "title": "样例普工",
    "region": "巴南区",
    "place": "重庆市巴南区界石镇",
    "pay_min_yuan": 6000,
    "pay_max_yuan": 7000,
    "pay_per": "month",
    "employment_type": "full_time",
    "education": "college",
    "shift": ["day"],
    "benefits": ["包吃", "包住"],
}


@pytest.mark.parametrize(
    ("region", "place", "shown"),
    [
        ("巴南区", "重庆市巴南区界石镇", "巴南区·界石镇"),
        ("巴南区", "巴南·界石", "巴南区·界石"),
        ("两江新区（原江北区）", "江北区观音桥", "两江新区（原江北区）·观音桥"),
        ("忠县", "重庆忠县", "忠县"),
        ("", "观音桥步行街", "观音桥步行街"),
        ("万州区", "", "万州区"),
        ("", "", ""),
    ],
)
def test_a_place_is_not_said_twice(region: str, place: str, shown: str) -> None:
    assert where(region, place) == shown


@pytest.mark.parametrize(
    ("printed", "pay", "unit"),
    [
        ("6000-7000", "6000-7000", "元/月"),
        ("6-7K", "6-7K", "/月"),
        ("6000-7000元", "6000-7000元", "/月"),
        ("6-7千/月", "6-7千/月", ""),
        ("月薪6000起", "月薪6000起", ""),
        ("", "6000—7000元/月", ""),
        (None, "6000—7000元/月", ""),
    ],
)
def test_pay_is_shown_as_printed_with_what_a_bare_figure_is_for(printed: str | None, pay: str, unit: str) -> None:
    view = view_vacancy({**CARD, "pay_text": printed}, LABELS)

    assert (view.pay, view.pay_unit) == (pay, unit)


def test_negotiable_pay_gets_no_unit() -> None:
    view = view_vacancy(
        {**CARD, "pay_text": "面议", "pay_min_yuan": None, "pay_max_yuan": None, "pay_per": None}, LABELS
    )

    assert (view.pay, view.pay_unit) == ("面议", "")


def test_what_a_reason_or_a_gap_says_is_no_tag() -> None:
    view = view_vacancy({**CARD, "reasons": ["包吃、包住"], "gaps": ["要求大专及以上学历"]}, LABELS)

    assert view.tags == ("全职", "白班")


def test_a_reason_that_only_repeats_the_place_is_left_out() -> None:
    view = view_vacancy({**CARD, "reasons": ["地点在巴南区·界石镇", "全职"]}, LABELS)

    assert view.reasons == ("全职",)
