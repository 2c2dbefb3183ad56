"""What a worker has to be able to, and by when workers are needed, in an employer's words."""

from datetime import date

import pytest

from assistant.language.labour_changes import asks_when_called, changes_the_draft, fields_dropped, is_content
from assistant.language.labour_terms import read_pay
from assistant.language.worker_needs import read_conditions, read_due, read_feast, read_needs

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("招磨工2名,南岸,要会看图纸,有上岗证", ("要会看图纸", "有上岗证")),
        ("再补一句,最好懂点英语", ("最好懂点英语",)),
        ("三年以上经验的,大专以上", ("三年以上经验的", "大专以上")),
        ("招2个普工,包吃住,月薪5000", ()),
        ("女的优先,要35岁以下的", ()),
    ],
)
def test_needs_are_kept_in_the_words_they_were_said_in(text: str, needs: tuple[str, ...]) -> None:
    assert read_needs(text) == needs


def test_a_limit_in_time_is_no_start_and_a_feast_is_a_day() -> None:
    assert read_due("元旦前到岗") == "元旦前到岗" and read_due("过完年上班") == "过完年上班"
    assert read_due("1月5号上班") == ""
    assert read_feast("元旦上班", TODAY) == date(2027, 1, 1)


def test_a_bare_range_within_a_months_pay_is_pay_and_years_are_not() -> None:
    pay = read_pay("钳工,5800到7200", None)
    assert (pay.min_yuan, pay.max_yuan, pay.per) == (5800, 7200, "month")
    assert not read_pay("2024到2026年的老员工", None).is_known


def test_pay_by_the_piece_and_no_board_are_told() -> None:
    assert read_conditions("按件算,食宿自理") == ("计件", "食宿自理")


def test_words_about_a_draft() -> None:
    assert changes_the_draft("再加一条,要会叉车") and not changes_the_draft("招普工有补贴吗")
    assert fields_dropped("夜班那条不写") == ("shifts",)
    assert fields_dropped("年龄那条去掉") == () and fields_dropped("包住") is None
    assert asks_when_called("好久有人来对接") and not asks_when_called("工资好久发")
    assert is_content("好的") and not is_content("好久")
