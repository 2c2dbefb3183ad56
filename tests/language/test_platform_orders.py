"""A platform tells its trade and how many orders it has a month."""

import pytest

from assistant.language.platform_orders import read_orders_a_month, read_platform_trade


@pytest.mark.parametrize(
    ("text", "trade"),
    [
        ("我们做同城货运的平台", "freight"),
        ("网约车平台，一单交好多", "ride"),
        ("我跑同城货运", None),
        ("同城货运和网约车平台都做，也是打车平台", None),
    ],
)
def test_the_trade_of_a_platform_is_read(text: str, trade: str | None) -> None:
    assert read_platform_trade(text) == trade


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("平台每月约8万单", 80000),
        ("一个月三万单上下", 30000),
        ("五万单", 50000),
        ("每天两千单，一个月交好多", None),
        ("平台2026年要给司机参保，一共有300单纠纷，你看怎么处理", None),
    ],
)
def test_orders_are_counted_by_the_month_only(text: str, orders: int | None) -> None:
    assert read_orders_a_month(text) == orders
