"""Numbers, pay and shares as people say them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.language.amounts import MoneyMention, as_percent, find_money, find_numbers, find_rates, parse_numeral

DIGITS = "零一二三四五六七八九"


def spoken(number: int) -> str:
    """A whole number below 100,000,000 in full Chinese words."""
    if number >= 10_000:
        head, tail = divmod(number, 10_000)
        return spoken(head) + "万" + (("零" if tail < 1000 else "") + spoken(tail) if tail else "")
    words, zero = "", False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            words += ("零" if zero and words else "") + DIGITS[digit] + unit
            zero = False
        else:
            zero = bool(words)
    return words


@settings(deadline=None)
@given(st.integers(1, 99_999_999))
def test_a_number_in_full_words_is_read_as_itself(number: int) -> None:
    assert parse_numeral(spoken(number)) == number


@settings(deadline=None)
@given(st.integers(1, 9), st.integers(1, 9), st.sampled_from([("万", 10_000), ("千", 1000), ("百", 100)]))
def test_a_last_digit_without_its_unit_stands_one_place_lower(head: int, tail: int, unit: tuple[str, int]) -> None:
    name, size = unit
    assert parse_numeral(f"{DIGITS[head]}{name}{DIGITS[tail]}") == head * size + tail * size // 10


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.2万", "12000"),
        ("6k", "6000"),
        ("3千5", "3500"),
        ("1万5", "15000"),
        ("2万8千", "28000"),
        ("6,000", "6000"),
        ("两千三", "2300"),
        ("十二", "12"),
        ("一万零二", "10002"),
        ("一亿二千万", "120000000"),
        ("二〇二五", "2025"),
        ("3百万", "3000000"),
    ],
)
def test_numerals_of_every_kind_have_their_value(text: str, value: str) -> None:
    assert parse_numeral(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "万", "千万", "一般", "abc", "三支一扶"])
def test_what_is_no_numeral_has_no_value(text: str) -> None:
    assert parse_numeral(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "一般",
        "一定",
        "三支一扶",
        "万州",
        "千万不要",
        "一次性",
        "四川",
        "统一",
        "第三方",
        "一些",
        "两江新区",
        "九龙坡",
        "万盛",
        "五险一金",
    ],
)
def test_words_made_of_numeral_characters_are_no_numbers(text: str) -> None:
    assert find_numbers(text) == ()
    assert find_money(text) == ()


def test_neighbouring_digits_are_a_span() -> None:
    number = find_numbers("来了三四千人")[0]
    assert (number.low, number.high) == (3000, 4000)


def money(text: str) -> MoneyMention:
    mentions = find_money(text)
    assert len(mentions) == 1, mentions
    return mentions[0]


@pytest.mark.parametrize(
    ("text", "yuan", "per"),
    [
        ("六千块", 6000, None),
        ("一万二", 12000, None),
        ("1.2万", 12000, None),
        ("月薪6k", 6000, "month"),
        ("两千三", 2300, None),
        ("一百五一天", 150, "day"),
        ("一百一天", 100, "day"),
        ("20块一个小时", 20, "hour"),
        ("20元/时", 20, "hour"),
        ("时薪25", 25, "hour"),
        ("200/天", 200, "day"),
        ("日结200", 200, "day"),
        ("年薪15万", 150000, "year"),
        ("一年8万", 80000, "year"),
        ("10万一年", 100000, "year"),
        ("1864元/月", 1864, "month"),
        ("一个月拿五千五", 5500, "month"),
        ("5块一单", 5, "piece"),
        ("一单5块", 5, "piece"),
        ("押金500", 500, None),
        ("交了300块押金", 300, None),
        ("欠我2万3千块", 23000, None),
        ("６０００元", 6000, None),
        ("每天180块,一个月休4天", 180, "day"),
    ],
)
def test_an_amount_is_read_with_its_period(text: str, yuan: int, per: str | None) -> None:
    mention = money(text)
    assert (mention.yuan, mention.per, mention.bound) == (yuan, per, "exactly")


@pytest.mark.parametrize(
    ("text", "yuan", "bound"),
    [
        ("3千以上", 3000, "at_least"),
        ("不低于5000", 5000, "at_least"),
        ("要求不低于六千一个月", 6000, "at_least"),
        ("低于五千不干", 5000, "at_least"),
        ("没有五千不去", 5000, "at_least"),
        ("月薪五千打底", 5000, "at_least"),
        ("6000+", 6000, "at_least"),
        ("三千起", 3000, "at_least"),
        ("最少4000一个月", 4000, "at_least"),
        ("不超过8000元", 8000, "at_most"),
        ("不到三千", 3000, "at_most"),
        ("少于4000", 4000, "at_most"),
        ("5000元以内", 5000, "at_most"),
    ],
)
def test_floors_and_ceilings_are_told_apart(text: str, yuan: int, bound: str) -> None:
    mention = money(text)
    assert (mention.yuan, mention.bound) == (yuan, bound)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("八千到一万", 8000, 10000),
        ("8到1万", 8000, 10000),
        ("6-8k", 6000, 8000),
        ("8千-1万", 8000, 10000),
        ("1.5万-2万", 15000, 20000),
        ("工资2000-4500", 2000, 4500),
        ("4000到5000元一个月", 4000, 5000),
        ("三四千", 3000, 4000),
        ("20-30元/小时", 20, 30),
    ],
)
def test_a_span_of_pay_has_both_ends(text: str, low: int, high: int) -> None:
    mention = money(text)
    assert (mention.yuan, mention.upper_yuan, mention.bound) == (low, high, "range")


@pytest.mark.parametrize("text", ["五千多", "4500左右", "大概六千", "三千多块钱", "工资六千左右一个月"])
def test_a_rough_amount_says_so(text: str) -> None:
    assert money(text).approx


@pytest.mark.parametrize(
    "text",
    [
        "55岁以上",
        "2024年",
        "干了三年",
        "招30人",
        "5000个岗位",
        "三百六十行",
        "12333",
        "023-12333",
        "渝人社发〔2026〕1号",
        "35岁以下",
        "几千块",
        "两个月",
        "300公里",
        "1月27日",
    ],
)
def test_other_numbers_are_no_money(text: str) -> None:
    assert find_money(text) == ()


@settings(deadline=None)
@given(st.integers(100, 99_999), st.sampled_from(["元", "块", "块钱"]), st.sampled_from(["工资", "我拿", "", "每月"]))
def test_an_amount_with_its_unit_is_always_found(yuan: int, unit: str, before: str) -> None:
    text = f"{before}{yuan}{unit}"
    mention = money(text)
    assert mention.yuan == yuan
    assert text[mention.start : mention.end] == f"{yuan}{unit}"


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("百分之八十", Fraction(4, 5)),
        ("八成", Fraction(4, 5)),
        ("80％", Fraction(4, 5)),
        ("三分之二", Fraction(2, 3)),
        ("2/3", Fraction(2, 3)),
        ("百分之八点五", Fraction(17, 200)),
        ("0.5%", Fraction(1, 200)),
        ("5‰", Fraction(1, 200)),
        ("一半", Fraction(1, 2)),
        ("七成五", Fraction(7, 10)),
    ],
)
def test_shares_are_read_in_all_their_forms(text: str, rate: Fraction) -> None:
    assert find_rates(text)[0].rate == rate


@pytest.mark.parametrize("text", ["八成立", "三成立案", "12/31", "7/24", "985/211", "百分"])
def test_what_only_looks_like_a_share_is_none(text: str) -> None:
    assert find_rates(text) == ()


def test_a_share_can_be_told_in_per_cent() -> None:
    assert as_percent(Fraction(4, 5)) == 80
    assert as_percent(Fraction(2, 3)) == Decimal("66.67")


@settings(deadline=None)
@given(st.text(st.sampled_from("一二两三十百千万亿元块0123456789.,-到k年月个天 %成多"), max_size=30))
def test_mentions_of_money_quote_the_text_in_order(text: str) -> None:
    end = 0
    for mention in find_money(text):
        assert end <= mention.start < mention.end <= len(text)
        assert mention.upper_yuan is None or mention.upper_yuan >= mention.yuan
        end = mention.end
