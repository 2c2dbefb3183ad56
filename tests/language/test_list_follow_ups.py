"""A list of workers, its columns, and rows that are wrong or empty."""

import pytest

from assistant.language.list_asks import asks_about_list, asks_of_columns, asks_of_rows


@pytest.mark.parametrize(
    "text", ["手头有份表,一百来号人,哪些能享受", "整了个表,员工都在里头,看哪个够补贴", "一张单子40个人"]
)
def test_a_table_of_people_is_a_list(text: str) -> None:
    assert asks_about_list(text)


@pytest.mark.parametrize("text", ["我们公司有40个人,有啥补贴", "工资表要保存多久", "申请表在哪里下"])
def test_other_tables_are_none(text: str) -> None:
    assert not asks_about_list(text)


def test_columns_and_rows_are_told_apart() -> None:
    assert asks_of_columns("只有名字和合同两栏,够不够") and asks_of_columns("要填哪几列")
    assert asks_of_rows("有三行没填,要紧不") and asks_of_rows("填错几个会不会整张表作废")
    assert not asks_of_rows("合同没填日期")
