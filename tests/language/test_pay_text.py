"""Pay is understood in every wording adverts print, or is honestly unknown; the words stay as printed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.vacancies import Pay
from assistant.language.pay_text import parse_pay

REAL_TEXTS = Path("../shared/data/vacancies/salary_texts.tsv")
UNKNOWN_OF_THE_REAL = {"面议"}

#: text, least, most, per, months.
PRINTED: tuple[tuple[str, float | None, float | None, str, int | None], ...] = (
    ("30-60K·16薪", 30000, 60000, "month", 16),
    ("150-230元/天", 150, 230, "day", None),
    ("2-4千", 2000, 4000, "month", None),
    ("5.5-8千/月", 5500, 8000, "month", None),
    ("14-20K·13薪", 14000, 20000, "month", 13),
    ("1.7-3万/月", 17000, 30000, "month", None),
    ("10-16万/年", 100000, 160000, "year", None),
    ("3.8-5.5千/月", 3800, 5500, "month", None),
    ("9千-1.4万", 9000, 14000, "month", None),
    ("17k-34k", 17000, 34000, "month", None),
    ("0.4-2万/月", 4000, 20000, "month", None),
    ("5千-1万", 5000, 10000, "month", None),
    ("1.7万-2.2万", 17000, 22000, "month", None),
    ("400元/天", 400, 400, "day", None),
    ("1.5-1.6万", 15000, 16000, "month", None),
    ("6-8千·13薪", 6000, 8000, "month", 13),
    ("0.8-1万/月", 8000, 10000, "month", None),
    ("3000-10000元/月", 3000, 10000, "month", None),
    ("1-2K", 1000, 2000, "month", None),
    ("1.5千/天", 1500, 1500, "day", None),
    ("85元/天", 85, 85, "day", None),
    ("4.7-9.4千·13薪", 4700, 9400, "month", 13),
    ("10万以上/月", 100000, None, "month", None),
    ("3万及以下/年", None, 30000, "year", None),
    ("1.2-1.5万·18薪", 12000, 15000, "month", 18),
    ("6千-1.2万·13薪", 6000, 12000, "month", 13),
    ("4-5万/年", 40000, 50000, "year", None),
    ("1-1.5万", 10000, 15000, "month", None),
    ("50元/天", 50, 50, "day", None),
    ("2.5-3.5万/月", 25000, 35000, "month", None),
)
BLUE_COLLAR: tuple[tuple[str, float | None, float | None, str], ...] = (
    ("4500-6500", 4500, 6500, "month"),
    ("综合工资6000-8000元", 6000, 8000, "month"),
    ("底薪3000+提成", 3000, None, "month"),
    ("底薪3000+提成，综合6000-10000", 3000, 10000, "month"),
    ("25元/小时", 25, 25, "hour"),
    ("20块一个小时", 20, 20, "hour"),
    ("十五块一小时", 15, 15, "hour"),
    ("时薪20", 20, 20, "hour"),
    ("8小时制18元/h", 18, 18, "hour"),
    ("200/天 包吃", 200, 200, "day"),
    ("220元一天，日结", 220, 220, "day"),
    ("一天一结180", 180, 180, "day"),
    ("日结 200-260", 200, 260, "day"),
    ("200元/12小时", 200, 200, "day"),
    ("月薪6千左右", 6000, 6000, "month"),
    ("保底5000上不封顶", 5000, None, "month"),
    ("保底4000+计件", 4000, None, "month"),
    ("6000元+", 6000, None, "month"),
    ("5k起", 5000, None, "month"),
    ("不低于5000", 5000, None, "month"),
    ("高达12000元", None, 12000, "month"),
    ("计件0.8元/件", 0.8, 0.8, "piece"),
    ("3.5元/单", 3.5, 3.5, "piece"),
    ("计件，多劳多得，6000-9000", 6000, 9000, "month"),
    ("3000～4500元/月", 3000, 4500, "month"),
    ("￥5,000-8,000/月", 5000, 8000, "month"),
    ("年薪12万", 120000, 120000, "year"),
    ("两千八到三千五", 2800, 3500, "month"),
    ("五六千", 5000, 6000, "month"),
    ("8千到1万2", 8000, 12000, "month"),
    ("8-1万", 8000, 10000, "month"),
    ("3000-1.2万", 3000, 12000, "month"),
    ("8000-5000", 5000, 8000, "month"),
    ("面议（5000-8000）", 5000, 8000, "month"),
    ("试用期3000元，转正4500-6000", 4500, 6000, "month"),
    ("每天工作8小时，每月休4天，4000-5000", 4000, 5000, "month"),
    ("全勤奖200，工资5000", 5000, 5000, "month"),
)


@pytest.mark.parametrize(("text", "least", "most", "per", "months"), PRINTED)
def test_pay_of_job_boards_is_read(
    text: str, least: float | None, most: float | None, per: str, months: int | None
) -> None:
    pay = parse_pay(text)
    assert (pay.min_yuan, pay.max_yuan, pay.per, pay.months, pay.text) == (least, most, per, months, text)


@pytest.mark.parametrize(("text", "least", "most", "per"), BLUE_COLLAR)
def test_pay_of_blue_collar_adverts_is_read(text: str, least: float | None, most: float | None, per: str) -> None:
    pay = parse_pay(text)
    assert (pay.min_yuan, pay.max_yuan, pay.per, pay.text) == (least, most, per, text)


@pytest.mark.parametrize(
    "text",
    ["面议", "薪资面议", "待遇从优", "-5000", "-5000-3000元", "9999999", "1000000", "0", "120", "$5000", "月入过万"],
)
def test_what_says_nothing_certain_is_unknown_and_keeps_its_words(text: str) -> None:
    assert parse_pay(text) == Pay(text=text)


def test_every_real_text_is_read_but_those_that_name_no_figure() -> None:
    if not REAL_TEXTS.exists():
        pytest.skip("../shared/data is not here")
    texts = [line.split("\t")[0] for line in REAL_TEXTS.read_text(encoding="utf-8").splitlines()[1:]]
    printed = [text for text in texts if text]
    assert {text for text in printed if not parse_pay(text).is_known} == UNKNOWN_OF_THE_REAL & set(printed)
    assert all(parse_pay(text).text == text for text in printed)


def test_a_bare_amount_needs_a_period_to_be_pay_where_none_is_assumed() -> None:
    assert not parse_pay("4500-6500", default_per=None).is_known
    assert parse_pay("4500-6500/月", default_per=None).is_known


def test_words_are_kept_up_to_sixty_characters() -> None:
    assert len(parse_pay("工资" * 5000 + "6000").text) == 60


@given(st.text(alphabet="0123456789.-~+kK万千百元块/天月年时小·薪 上下以底提成,一二三两负", max_size=30))
def test_whatever_is_printed_ends_are_in_order_and_never_negative(text: str) -> None:
    pay = parse_pay(text)
    ends = [end for end in (pay.min_yuan, pay.max_yuan) if end is not None]
    assert all(end > 0 for end in ends)
    assert ends == sorted(ends)
    assert bool(ends) == pay.is_known == (pay.per is not None)
    assert pay.text == text.strip()


@given(st.integers(1000, 90_000), st.integers(0, 90_000), st.sampled_from(["", "元", "元/月", "/月"]))
def test_a_plain_range_is_read_as_printed(low: int, more: int, unit: str) -> None:
    pay = parse_pay(f"{low}-{low + more}{unit}")
    assert (pay.min_yuan, pay.max_yuan, pay.per) == (low, low + more, "month")
