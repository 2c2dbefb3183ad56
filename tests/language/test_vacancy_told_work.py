"""What somebody has done, and for how long, is read however they say it; what they were done is no search."""

import pytest

from assistant.domain.vacancies import Shift
from assistant.domain.vacancy_filter import VacancyFilter
from assistant.language.vacancy_wishes import read_wishes
from tests.language.wish_words import read_context

CONTEXT = read_context()


@pytest.mark.parametrize(
    ("text", "occupations", "years"),
    [
        ("踩了六年缝纫机,渝北", ("缝纫工",), 6),
        ("开了十年公交想换个开大巴的", ("客车司机",), 10),
        ("修了九年电梯,南岸,七千", ("电梯维保工",), 9),
        ("剪了七年头发", ("美发师",), 7),
        ("硕士,做过三年算法工程师,必须双休", ("算法工程师",), 3),
        ("有三年前台接待经验,求行政岗位", ("前台", "行政"), 3),
        ("我在火锅店端了五年盘子,想换个文员", ("文员",), None),
        ("外卖跑了两年想换快递", ("快递员",), None),
        ("没跑过车,想试哈网约车", ("网约车司机",), 0),
        ("没干过餐饮 想做传菜", ("传菜员",), 0),
    ],
)
def test_years_count_for_the_work_that_is_wanted(text: str, occupations: tuple[str, ...], years: int | None) -> None:
    wanted = read_wishes(text, CONTEXT)
    assert (set(wanted.occupations), wanted.experience_years) == (set(occupations), years)


@pytest.mark.parametrize(
    "text", ["社保交了八年", "住南坪五年了", "带了三年娃", "结婚十年", "病了两年", "毕业两年 找运营", "来重庆三年了"]
)
def test_years_of_something_else_are_no_experience(text: str) -> None:
    assert read_wishes(text, CONTEXT).experience_years is None


@pytest.mark.parametrize(
    "text",
    [
        "我做保洁被拖欠工资,怎么投诉",
        "我做保安三个月没发工资了,咋个办",
        "在火锅店当服务员被辞退了,能赔好多钱",
        "我想投诉公司欠薪,我是开叉车的",
        "工地上干活受了伤老板不管",
    ],
)
def test_whoever_was_wronged_at_work_looks_for_nothing(text: str) -> None:
    assert read_wishes(text, CONTEXT) == VacancyFilter()


def test_whoever_was_wronged_and_looks_for_work_is_heard() -> None:
    assert read_wishes("被拖欠工资不干了,想重新找个保洁的活", CONTEXT).occupations == ("保洁",)


@pytest.mark.parametrize(
    ("text", "occupations"),
    [
        ("退休老师 想做家教", ("家教",)),
        ("一直在工地做小工,身体不行了,想找个保安", ("保安",)),
        ("现在在电子厂上夜班遭不住了,想找个白班的仓管", ("仓管员",)),
        ("电子厂搬越南去了,江津要是有数控操作工的岗位就喊我一声", ("数控操作工",)),
        ("给老板开小车的司机", ("小车司机",)),
        ("电脑打字会一点 数据录入员这种", ("数据录入员",)),
    ],
)
def test_work_that_is_only_told_of_is_not_wanted(text: str, occupations: tuple[str, ...]) -> None:
    assert read_wishes(text, CONTEXT).occupations == occupations


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("洪崖洞酒吧还要调酒师不 我只能上晚班", ("调酒师",)),
        ("干验光师八年了 眼镜店有要验光师的没", ("验光师",)),
        ("营养师找工作", ("营养师",)),
        ("电影院检票员", ("检票员",)),
        ("酒吧驻唱", ("驻唱",)),
        ("到手六千", ()),
        ("退伍军人,人员多的厂", ()),
    ],
)
def test_a_trade_is_known_by_its_last_letter(text: str, words: tuple[str, ...]) -> None:
    assert read_wishes(text, CONTEXT).words == words


@pytest.mark.parametrize(
    ("text", "shifts"),
    [
        ("白天上班 想晚上六点到十点兼职收银", (Shift.EVENING,)),
        ("想找个白天的兼职", (Shift.DAY,)),
        ("要接送娃 只能做白天 收银", (Shift.DAY,)),
        ("我只能上晚班", (Shift.EVENING,)),
        ("只能上白班,最好给买社保", (Shift.DAY,)),
        ("晚班也可以", ()),
    ],
)
def test_the_hours_of_the_work_sought_are_told_from_those_of_the_day(text: str, shifts: tuple[Shift, ...]) -> None:
    assert read_wishes(text, CONTEXT).shifts == shifts


def test_a_kind_of_the_work_sought_may_be_refused() -> None:
    wanted = read_wishes("想找护士,不要美容护士", CONTEXT)
    assert (wanted.occupations, wanted.not_occupations, wanted.not_words) == (("护士",), (), ("美容护士",))
