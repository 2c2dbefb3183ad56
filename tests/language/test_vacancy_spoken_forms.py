"""Spoken short forms: 万二, 三张一天, 晚上七点以后, 下周一的零工, 沙区, and titles without a name of ours."""

from datetime import date

import pytest

from assistant.domain.vacancies import EmploymentType, Shift
from assistant.domain.vacancy_filter import PayFloor, VacancyFilter
from assistant.language.vacancy_wishes import read_wishes
from tests.language.wish_words import read_context

CONTEXT = read_context()


def read(text: str) -> VacancyFilter:
    return read_wishes(text, CONTEXT)


@pytest.mark.parametrize(
    ("text", "floor"),
    [
        ("万二的焊工", PayFloor(12000)),
        ("月薪万三以上", PayFloor(13000)),
        ("小工一天三张", PayFloor(300, "day")),
        ("一天两张半的零工", PayFloor(250, "day")),
        ("日结三张", PayFloor(300, "day")),
        ("手工活，一件不低于五角钱", PayFloor(0.5, "piece")),
        ("五毛一个的手工活", PayFloor(0.5, "piece")),
        ("低于七千我不考虑", PayFloor(7000)),
        ("之前工资五千，现在六千才考虑", PayFloor(6000)),
        ("老板拖我两万块钱，每个月按时发四千五就行", PayFloor(4500)),
        ("月嫂做了七年 月薪1w2起", PayFloor(12000)),
        ("木工做了二十年了一天四百五少了不做", PayFloor(450, "day")),
        ("一天少了350不去", PayFloor(350, "day")),
        ("底线7000的电工", PayFloor(7000)),
        ("普工 5500加", PayFloor(5500)),
        ("一个月不到八千不谈", PayFloor(8000)),
        ("房贷一个月要还三千八，不能低于九千", PayFloor(9000)),
        ("一万没得啊？那八千以上", PayFloor(8000)),
        ("叉车司机六干五以上", PayFloor(6500)),
        ("剪辑接单，一条不低于八十块", PayFloor(80, "piece")),
        ("我有三张证", None),
    ],
)
def test_sums_are_read_as_they_are_spoken(text: str, floor: PayFloor | None) -> None:
    assert read(text).pay_floor == floor


@pytest.mark.parametrize(
    ("text", "shift"),
    [
        ("晚上七点到十点的兼职", Shift.EVENING),
        ("只要晚上七点以后的", Shift.EVENING),
        ("晚上八点到早上八点的保安", Shift.NIGHT),
        ("早上六点到下午两点的活", Shift.DAY),
        ("双修的文员", Shift.WEEKEND_OFF),
        ("周末必须休息", Shift.WEEKEND_OFF),
    ],
)
def test_hours_and_slips_name_a_shift(text: str, shift: Shift) -> None:
    assert read(text).shifts == (shift,)


@pytest.mark.parametrize("text", ["有没得夜班的保安", "上不上夜班的都看看，夜班保安"])
def test_a_question_refuses_nothing(text: str) -> None:
    assert read(text).not_shifts == ()


def test_the_question_for_work_without_nights_refuses_nights() -> None:
    wanted = read("有没有不上夜班的")
    assert (wanted.shifts, wanted.not_shifts) == ((), (Shift.NIGHT,))


def test_the_question_for_daily_paid_work_asks_for_it() -> None:
    wanted = read("明天有没得一天一结的活路")
    assert wanted.employment_types == (EmploymentType.CASUAL,)
    assert wanted.not_employment_types == ()
    assert wanted.starts_on == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("下周一的零工", date(2026, 11, 30)),
        ("周六有没得活干", date(2026, 11, 28)),
        ("周末有没得活", date(2026, 11, 28)),
        ("下周末的日结", date(2026, 12, 5)),
        ("明天后天的日结", date(2026, 11, 24)),
        ("明后天有没得零工", date(2026, 11, 24)),
        ("28号做一天", date(2026, 11, 28)),
        ("3号做一天", date(2026, 12, 3)),
        ("明天元旦，只做一天", date(2026, 11, 24)),
        ("3号线附近的零工", None),
    ],
)
def test_a_day_is_read_in_every_form(text: str, day: date | None) -> None:
    assert read(text).starts_on == day


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("调音师", ("调音师",)),
        ("涪陵有招验光师的没得", ("验光师",)),
        ("江北有没有酒吧招调酒师", ("调酒师",)),
        ("无人机飞手有没有招的", ("无人机飞手",)),
        ("地勤", ("地勤",)),
        ("非中介直招的", ()),
        ("新手", ()),
        ("找个出力气的活", ()),
    ],
)
def test_a_title_without_a_name_of_ours_is_kept_as_it_is(text: str, words: tuple[str, ...]) -> None:
    assert read(text).words == words


@pytest.mark.parametrize(
    ("text", "occupation"),
    [
        ("半挂", "货车司机"),
        ("油漆", "油漆工"),
        ("仓库有招的没", "仓管员"),
        ("食堂", "后厨杂工"),
        ("小车司机", "小车司机"),
    ],
)
def test_a_word_alone_names_its_occupation(text: str, occupation: str) -> None:
    assert read(text).occupations == (occupation,)


@pytest.mark.parametrize(
    ("text", "region_ids", "near"),
    [
        ("沙区的保安", ("shapingba",), None),
        ("江津双福的普工", ("jiangjin",), "双福"),
        ("大足石刻导游", ("dazu",), "大足石刻"),
        ("两江新区照母山的人事", ("liangjiang",), "照母山"),
        ("重庆大学硕士，结构设计师", (), None),
        ("荣昌猪我养过三年", (), None),
        ("全国都可以的货车司机", ("cn",), None),
        ("茶园的保安", ("nanan",), "茶园"),
    ],
)
def test_places_are_read_as_people_call_them(text: str, region_ids: tuple[str, ...], near: str | None) -> None:
    wanted = read(text)
    assert (wanted.region_ids, wanted.near) == (region_ids, near)


@pytest.mark.parametrize(
    ("text", "licences"),
    [
        ("C1也有", ("驾驶证C1",)),
        ("我的驾照是A2", ("驾驶证A2",)),
        ("B2的驾照", ("驾驶证B2",)),
        ("考过社工证", ("社工证",)),
        ("社工证没考过", ()),
    ],
)
def test_a_licence_is_read_by_its_class_and_only_where_it_is_held(text: str, licences: tuple[str, ...]) -> None:
    assert read(text).licences == licences


def test_several_refused_after_a_list_are_all_refused() -> None:
    wanted = read("销售、电话销售、保险销售这三样莫给我推，文员有没得")
    assert set(wanted.not_occupations) == {"销售", "电话销售", "保险销售"}
    assert wanted.occupations == ("文员",)


def test_the_rest_of_a_kind_is_wanted() -> None:
    wanted = read("微商不做，其他的兼职都可以")
    assert wanted.employment_types == (EmploymentType.PART_TIME,)
    assert wanted.not_words == ("微商",)


@pytest.mark.parametrize(
    ("text", "occupations"),
    [
        ("找保安，不对，找保洁，江北", {"保洁"}),
        ("我和我老公一起找，他做电工，我做保洁", {"电工", "保洁"}),
        ("我老公是电工，我找保洁", {"保洁"}),
        ("保洁或者洗碗就好", {"保洁", "洗碗工"}),
    ],
)
def test_a_word_put_right_is_gone_and_of_a_couple_both_are_sought(text: str, occupations: set[str]) -> None:
    assert set(read(text).occupations) == occupations


@pytest.mark.parametrize(
    ("text", "floor"),
    [
        ("贴标签，五分钱一张", PayFloor(0.05, "piece")),
        ("跑外卖，单价五块以上", PayFloor(5, "piece")),
        ("公司赔了八万，现在找行政，四千五", PayFloor(4500)),
        ("外面都开到两百八了，垫江找小工，两百一天就行", PayFloor(200, "day")),
    ],
)
def test_pay_by_the_piece_is_read_and_what_others_pay_or_paid_is_none(text: str, floor: PayFloor) -> None:
    assert read(text).pay_floor == floor
