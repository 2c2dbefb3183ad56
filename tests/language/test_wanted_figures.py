"""Which kind of figure a question wants, and whether a text has one."""

import pytest

from assistant.language.wanted_figures import FigureKind, find_wanted_figures, has_figure


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("失业金一个月多少钱", {FigureKind.AMOUNT}),
        ("每个月最多扣百分之多少", {FigureKind.AMOUNT}),
        ("最迟什么时候申请", {FigureKind.TIME}),
        ("要参保几个月", {FigureKind.TIME}),
        ("一个月多少钱，能领多久", {FigureKind.AMOUNT, FigureKind.TIME}),
        ("要带什么材料", set()),
    ],
)
def test_a_question_tells_which_kind_of_figure_it_wants(question: str, kinds: set[FigureKind]) -> None:
    assert find_wanted_figures(question) == kinds


def test_a_figure_may_be_a_parameter_filled_in_for_the_day() -> None:
    assert has_figure("每月{{minimum_wage_tier1}}元", FigureKind.AMOUNT)
    assert not has_figure("每月{{minimum_wage_tier1}}元", FigureKind.TIME)
