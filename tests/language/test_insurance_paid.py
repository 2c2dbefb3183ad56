"""What somebody paid for their own insurance in a year counts where both parts are told, and for the year."""

from decimal import Decimal

import pytest

from assistant.language.insurance_paid import read_insurance_paid


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("去年养老交了9600，医保交了4200", 13800),
        ("我自己交的，一年医疗三千六，养老八千四", 12000),
        ("全年养老保险10000元 医疗保险4000元", 14000),
    ],
)
def test_both_parts_of_a_year_are_added(text: str, yuan: int) -> None:
    assert read_insurance_paid(text) == Decimal(yuan)


@pytest.mark.parametrize(
    "text",
    ["每个月养老800医保400，一年下来好多", "去年养老交了9600", "一年要交养老和医保", "养老交了9600，医保交了4200", ""],
)
def test_a_missing_part_a_month_or_no_year_is_no_sum(text: str) -> None:
    assert read_insurance_paid(text) is None
