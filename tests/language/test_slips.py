"""Slips in any word are mended by how people write; what they wrote as it should be is never touched."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.language.letters import LettersReader
from assistant.language.segment import LazyCutter
from assistant.language.slips import SlipMender
from assistant.language.usage import count_usage

SAID = (
    "公司一直拖欠工资怎么办",
    "老板拖欠工资三个月",
    "拖欠工资找哪个部门",
    "加班费按几倍算",
    "加班费怎么算",
    "公司不给加班费",
    "我想申请失业金",
    "失业金申请要什么材料",
    "申请补贴要什么材料",
    "培训的鉴定费能报销多少",
    "鉴定费报销吗",
    "厂里解除了合同",
    "合同到期单位没续签",
    "他去街道登了记",
    "失业登记在哪里办",
)
USAGE = count_usage(
    text for number in range(6) for text in (*SAID, *(f"{one}{'吗呢嘛呀啊哦'[number]}" for one in SAID))
)
MENDER, READER = SlipMender(USAGE, LazyCutter()), LettersReader(USAGE)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("加班废怎么算", "加班费怎么算"),
        ("我想伸请失业金", "我想申请失业金"),
        ("老板拖拖欠工资", "老板拖欠工资"),
        ("失业金申请要什么才料", "失业金申请要什么材料"),
    ],
)
def test_a_slip_in_a_word_people_use_is_put_right(typed: str, read: str) -> None:
    assert MENDER.mend(typed) == read


@pytest.mark.parametrize("text", [*SAID, "补签合同", "支一扶一干几年", "6000元以上", "hello", ""])
def test_what_is_written_as_it_should_be_stays(text: str) -> None:
    assert MENDER.mend(text) == text


@settings(deadline=None)
@given(st.text(st.sampled_from("不没未无非免一二三四五六七八九十两半几0123456789，。a "), max_size=20))
def test_negations_and_numbers_are_never_touched(text: str) -> None:
    assert MENDER.mend(text) == text


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("老板拖欠gongzi三个月", "老板拖欠工资三个月"),
        ("我想shenqing失业金", "我想申请失业金"),
        ("jiabanfei怎么算", "加班费怎么算"),
    ],
)
def test_a_word_in_letters_is_read_by_what_stands_around_it(typed: str, read: str) -> None:
    assert READER.read(typed) == read


@pytest.mark.parametrize(
    "text", ["我会python", "发到hr@example.com", "打开www.example.com", "PS和CAD都会", "woyao", "K2栋"]
)
def test_english_addresses_and_codes_stay_letters(text: str) -> None:
    assert READER.read(text) == text


@settings(deadline=None)
@given(st.text(st.sampled_from("工资申请加班费gongzishen，。1 "), max_size=24))
def test_reading_letters_twice_changes_nothing_more(text: str) -> None:
    read = READER.read(text)
    assert READER.read(read) == read
