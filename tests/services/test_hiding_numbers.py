"""Personal numbers are hidden however they are typed, and public ones are left alone."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric

from assistant.services.personal_numbers import PersonalKind
from tests.services.screening_rules import check

IDENTITY = "500101199003071231"
IDENTITY = IDENTITY[:17] + ric.calc_check_digit(IDENTITY)
CARD = "622202310000123456" + luhn.calc_check_digit("622202310000123456")


def kinds(text: str) -> list[PersonalKind]:
    return [span.kind for span in check(text).masked]


@pytest.mark.parametrize(
    "typed",
    [
        IDENTITY,
        f"身份证{IDENTITY}帮我查一下",
        f"{IDENTITY[:6]} {IDENTITY[6:14]} {IDENTITY[14:]}",
        f"{IDENTITY[:6]}-{IDENTITY[6:14]}-{IDENTITY[14:]}",
        " ".join(IDENTITY),
        IDENTITY.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        IDENTITY.translate(str.maketrans("0123456789", "零一二三四五六七八九")),
        IDENTITY.translate(str.maketrans("0123456789", "〇幺二三四五六七八九")),
        f"前六位{IDENTITY[:6]},生日{IDENTITY[6:14]},后四位{IDENTITY[14:]}",
        f"\u200b{IDENTITY[:9]}\u200b{IDENTITY[9:]}",
        "500101 19900307 123X",
        "50010119900307123x",
        "50010119900307123Ｘ",
        "500101900307123",
        "500101 900307 123",
    ],
)
def test_an_identity_number_is_hidden_however_it_is_typed(typed: str) -> None:
    screening = check(typed)
    assert [span.kind for span in screening.masked] == [PersonalKind.IDENTITY]
    assert "〔身份证号已隐去〕" in screening.clean_text
    assert "0307" not in screening.clean_text


@pytest.mark.parametrize(
    "typed",
    [
        "13800138000",
        "我电话13800138000一直打不通",
        "138 0013 8000",
        "138-0013-8000",
        "1380013 8000",
        "+86 13800138000",
        "+8613800138000",
        "0086 138 0013 8000",
        "１３８００１３８０００",
        "一三八零零一三八零零零",
        "幺三八零零幺三八零零零",
        "1 3 8 0 0 1 3 8 0 0 0",
        "手机:138 001 380 00",
        "tel13800138000",
        "微信13800138000",
        "我有一个号13800138000,一直在用",
        "https://example.org/u/13800138000",
    ],
)
def test_a_mobile_number_is_hidden_however_it_is_typed(typed: str) -> None:
    screening = check(typed)
    assert [span.kind for span in screening.masked] == [PersonalKind.MOBILE]
    assert "〔手机号已隐去〕" in screening.clean_text


@pytest.mark.parametrize(
    "typed",
    [CARD, f"卡号{CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:16]} {CARD[16:]}", "银行卡 6222 0231 0000 1234 567"],
)
def test_a_bank_card_is_hidden(typed: str) -> None:
    assert kinds(typed) == [PersonalKind.BANK_CARD]


def test_mail_addresses_and_announced_accounts_are_hidden() -> None:
    screening = check("邮箱zhang.san@example.com.cn，微信号：zhangsan_88，QQ 123456789")
    assert screening.clean_text == "邮箱〔邮箱已隐去〕，微信号：〔账号已隐去〕，QQ 〔账号已隐去〕"


def test_several_numbers_in_one_message_are_all_hidden() -> None:
    text = f"张三{IDENTITY}电话13800138000卡号{CARD}"
    assert check(text).clean_text == "张三〔身份证号已隐去〕电话〔手机号已隐去〕卡号〔银行卡号已隐去〕"


def test_of_a_longer_number_that_holds_an_identity_number_no_figure_is_left() -> None:
    assert check(f"6{IDENTITY}").clean_text == "〔身份证号已隐去〕"


def test_a_mail_address_with_spaces_in_it_is_hidden() -> None:
    assert check("zhang.san @ example . com").clean_text == "〔邮箱已隐去〕"


def test_a_number_glued_to_another_is_still_found() -> None:
    assert PersonalKind.IDENTITY in kinds(IDENTITY + "13800138000")


@pytest.mark.parametrize(
    "typed",
    [
        "打12333还是12345?",
        "重庆人社热线是不是023-12333",
        "110、119、120、12348、12351、12356",
        "电话 12345 12333 12348 都打过了",
        "永川就业局023-49584991对不对",
        "公司座机02349584991",
        "渝人社发〔2026〕1号第4条",
        "渝府办发〔2019〕120号",
        "统一社会信用代码91500000203100005X",
        "信用代码915001087562345678",
        "工资6000,5000,4500,3500,3000,2800",
        "底薪2000 3000 4000 5000 都见过",
        "2019 2020 2021 2022 年都交了",
        "2024年12月31日到2026年11月23日",
        "20241231-20261123",
        "全国2510万人参保,金额1234567890123元",
        "补贴1234567.89元",
        "https://rlsbj.cq.gov.cn/zwxx_182/tzgg/202602/t20260212_15438553.html",
        "https://reportify.cn/news/1200055962891849728",
        "微信公众号怎么关注",
        "微信支付20000元",
        "QQ群里说的",
        "职业编码4-13-01-02",
        "一三五上班,二四六休息",
        "一月二月三月四月五月六月七月八月九月十月都没发工资",
    ],
)
def test_public_numbers_amounts_and_dates_are_left_alone(typed: str) -> None:
    assert check(typed).masked == ()
    assert check(typed).clean_text == typed


def test_the_spans_point_at_the_labels_in_the_clean_text() -> None:
    screening = check(f"我是{IDENTITY}，电话13800138000")
    assert [screening.clean_text[span.start : span.end] for span in screening.masked] == [
        "〔身份证号已隐去〕",
        "〔手机号已隐去〕",
    ]


@st.composite
def identity_numbers(draw: st.DrawFn) -> str:
    area = draw(st.sampled_from(["500101", "500103", "110105", "510104", "330106"]))
    born = draw(st.dates(min_value=date(1930, 1, 1), max_value=date(2012, 1, 1))).strftime("%Y%m%d")
    number = f"{area}{born}{draw(st.integers(0, 999)):03d}0"
    return number[:17] + ric.calc_check_digit(number)


@settings(deadline=None)
@given(
    number=identity_numbers(),
    before=st.sampled_from(["", "我是", "身份证:", "12333 "]),
    after=st.sampled_from(["", "。", "谢谢"]),
)
def test_no_valid_identity_number_gets_through(number: str, before: str, after: str) -> None:
    clean = check(before + number + after).clean_text
    assert number[6:14] not in clean
    assert clean.startswith(before)
    assert clean.endswith(after)


@settings(deadline=None)
@given(
    number=st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    cut=st.sampled_from([(3, 7), (11, 11), (7, 7)]),
    mark=st.sampled_from([" ", "-", ""]),
)
def test_no_mobile_number_gets_through(number: str, cut: tuple[int, int], mark: str) -> None:
    typed = mark.join(part for part in (number[: cut[0]], number[cut[0] : cut[1]], number[cut[1] :]) if part)
    assert check(f"我的号码是{typed}").clean_text == "我的号码是〔手机号已隐去〕"


@settings(deadline=None)
@given(st.text(st.sampled_from("0123456789 -Xx一二三元年月日,.身份证电话"), max_size=80))
def test_hiding_twice_hides_nothing_more(text: str) -> None:
    once = check(text).clean_text
    assert check(once).clean_text == once
