"""What adverts print and what people say meet in the same names, dialect included."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.segment import fold
from assistant.language.vacancy_words import WordKind
from assistant.language.word_scan import WordScanner
from tests.language.vacancy_word_data import shipped_words

BOARD_AND_LODGING = ("包吃", "包住")
INSURED = ("五险", "公积金")


def values(text: str, kind: WordKind) -> tuple[str, ...]:
    return shipped_words().values(fold(text), kind)


@pytest.mark.parametrize("kind", list(WordKind))
def test_every_value_has_words(kind: WordKind) -> None:
    for entry in shipped_words().entries:
        if entry.kind is kind and kind is not WordKind.OCCUPATION:
            assert len(entry.said) + len(entry.patterns) > 1, entry.value


@pytest.mark.parametrize(
    ("text", "names"),
    [
        *((text, BOARD_AND_LODGING) for text in ("包吃住", "包食宿", "管吃管住", "提供食宿", "包吃包住", "有吃有住")),
        *((text, ("包吃",)) for text in ("管饭", "包三餐", "提供工作餐", "免费午餐", "管一顿")),
        *((text, ("包住",)) for text in ("提供住宿", "管住", "有地方住", "员工宿舍", "有宿舍")),
        *((text, INSURED) for text in ("五险一金", "六险二金", "七险一金", "六险一金")),
        *((text, ("五险",)) for text in ("五险", "要买社保的", "缴纳社保")),
        *((text, ("日结",)) for text in ("日结", "一天一结", "当天结", "做完就结", "当天拿钱")),
        *((text, ("年终奖",)) for text in ("年终奖金", "13薪", "年底双薪")),
        *((text, ("可带娃",)) for text in ("可以带娃", "能带小孩", "宝妈优先", "要接送娃儿", "方便接孩子")),
        *((text, ("坐班",)) for text in ("坐到做", "坐着上班")),
        ("夜班津贴", ("夜班补贴",)),
        ("厂车接送", ("班车",)),
        ("报销来回车费", ()),
        ("包来回路费", ("包车费",)),
        ("在社保局上班", ()),
        ("保险公司销售", ()),
    ],
)
def test_benefits(text: str, names: tuple[str, ...]) -> None:
    assert values(text, WordKind.BENEFIT) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("叉车本", ("叉车证",)),
        ("特种作业低压电工证", ("电工证",)),
        ("高低压电工证", ("电工证", "高压电工证")),
        ("有C照", ("驾驶证C1",)),
        ("有c1", ("驾驶证C1",)),
        ("有驾照", ("驾驶证C1",)),
        ("驾驶证：B2", ("驾驶证B2",)),
        ("A2/B2驾照", ("驾驶证A2", "驾驶证B2")),
        ("大货车证", ("驾驶证B2",)),
        ("半挂证", ("驾驶证A2",)),
        ("摩托车驾照", ("摩托车驾驶证",)),
        ("货运从业资格证", ("从业资格证",)),
        ("会计从业资格证", ("会计从业资格",)),
        ("网约车人证", ("网约车证",)),
        ("教资", ("教师资格证",)),
        ("普通话二甲", ("普通话证",)),
        ("二甲医院", ()),
        ("英语四六级", ("英语四级", "英语六级")),
        ("一建", ("建造师证",)),
        ("第一建筑公司", ()),
        ("A2栋3楼", ()),
        ("B2B销售", ()),
        ("会开车", ()),
    ],
)
def test_licences(text: str, names: tuple[str, ...]) -> None:
    assert values(text, WordKind.LICENCE) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("8小时白班", ("day",)),
        ("长白班", ("day",)),
        ("不上夜班", ("night",)),
        ("熬夜", ("night",)),
        ("打夜", ("night",)),
        ("两班倒", ("rotating",)),
        ("白夜班", ("rotating",)),
        ("四班三运转", ("rotating",)),
        ("晚上做的", ("evening",)),
        ("周末双休", ("weekend_off",)),
        ("做五休二", ("weekend_off",)),
        ("做六休一", ()),
        ("单休", ()),
        ("单双休", ()),
        ("夜班补贴", ()),
        ("周日班车", ()),
    ],
)
def test_shifts(text: str, names: tuple[str, ...]) -> None:
    assert values(text, WordKind.SHIFT) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("打零工", ("casual",)),
        ("日结", ("casual",)),
        ("暑假工", ("casual",)),
        ("临时工", ("casual",)),
        ("面临工作压力", ()),
        ("缩短工期", ()),
        ("兼职", ("part_time",)),
        ("钟点工", ("part_time",)),
        ("见习岗", ("traineeship",)),
        ("实习生", ("traineeship",)),
        ("实习期三个月", ()),
        ("公益性岗位", ("public_welfare_post",)),
        ("办公岗位", ()),
        ("长期工", ("full_time",)),
    ],
)
def test_employment_types(text: str, names: tuple[str, ...]) -> None:
    assert values(text, WordKind.EMPLOYMENT_TYPE) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("学历不限", ("none",)),
        ("小学文化", ("none",)),
        ("初中毕业", ("junior",)),
        ("初中数学老师", ()),
        ("中专以上", ("senior",)),
        ("技校", ("senior",)),
        ("高中老师", ()),
        ("大专及以上", ("college",)),
        ("专科护士", ()),
        ("本科", ("bachelor",)),
        ("大学城", ()),
        ("研究生", ("master",)),
        ("博士", ("doctor",)),
    ],
)
def test_schooling(text: str, names: tuple[str, ...]) -> None:
    assert values(text, WordKind.EDUCATION) == names


_SCANNER = WordScanner(shipped_words(), *WordKind)
_PIECES = st.sampled_from(
    [word for entry in shipped_words().entries for word in entry.said[:6]]
    + list("不有包吃住证班ab12/,。 休")
    + ["驾照", "b2", "c1", "社保局", "双休", "招", "spa"]
)


@given(st.lists(_PIECES, max_size=12).map("".join))
def test_the_fast_scanner_finds_what_the_table_finds(text: str) -> None:
    assert sorted(_SCANNER.find(text), key=str) == sorted(shipped_words().find(text), key=str)
