"""Every part of an understood filter is a chip that says what it is and can be taken away."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.adapters.content.vacancy_words_file import read_labels
from assistant.domain.vacancies import Education, EmploymentType, Shift
from assistant.domain.vacancy_filter import PayFloor, VacancyFilter, VacancyWishes
from assistant.services.filter_chips import Chip, chips_of, without
from tests.language.wish_words import ROOT, read_context

REGIONS = read_context().regions
LABELS = read_labels(ROOT)


def labels_of(wanted: VacancyFilter) -> list[str]:
    return [chip.label for chip in chips_of(wanted, LABELS, REGIONS)]


@pytest.mark.parametrize(
    ("wanted", "label"),
    [
        (VacancyFilter(occupations=("普工",)), "普工"),
        (VacancyFilter(words=("糖画",)), "糖画"),
        (VacancyFilter(region_ids=("liangjiang",)), "两江新区"),
        (VacancyFilter(near="here"), "离我近"),
        (VacancyFilter(near="rail"), "轻轨沿线"),
        (VacancyFilter(near="观音桥"), "观音桥附近"),
        (VacancyFilter(pay_floor=PayFloor(6000)), "月薪6000元以上"),
        (VacancyFilter(pay_floor=PayFloor(22.5, "hour")), "时薪22.5元以上"),
        (VacancyFilter(pay_floor=PayFloor(1_500_000, "year")), "年薪1500000元以上"),
        (VacancyFilter(employment_types=(EmploymentType.PART_TIME,)), "兼职"),
        (VacancyFilter(shifts=(Shift.DAY,)), "白班"),
        (VacancyFilter(benefits=("包吃",)), "包吃"),
        (VacancyFilter(not_occupations=("销售",)), "不做销售"),
        (VacancyFilter(not_shifts=(Shift.NIGHT,)), "不上夜班"),
        (VacancyFilter(not_employment_types=(EmploymentType.CASUAL,)), "不要零工"),
        (VacancyFilter(not_words=("中介",)), "不要中介"),
        (VacancyFilter(education=Education.COLLEGE), "大专学历"),
        (VacancyFilter(education=Education.NONE), "学历不限"),
        (VacancyFilter(experience_years=3), "3年经验"),
        (VacancyFilter(experience_years=0), "没有经验"),
        (VacancyFilter(licences=("叉车证",)), "有叉车证"),
        (VacancyFilter(has_no_licence=True), "没有证书"),
        (VacancyFilter(starts_on=date(2026, 11, 24)), "11月24日的活"),
        (VacancyFilter(wishes=VacancyWishes(shifts=(Shift.WEEKEND_OFF,))), "希望：双休"),
        (VacancyFilter(wishes=VacancyWishes(pay_floor=PayFloor(7000))), "希望：月薪7000元以上"),
    ],
)
def test_a_chip_says_what_it_stands_for(wanted: VacancyFilter, label: str) -> None:
    assert labels_of(wanted) == [label]


def test_keys_name_the_field_and_the_value() -> None:
    wanted = VacancyFilter(benefits=("包吃",), pay_floor=PayFloor(6000), wishes=VacancyWishes(shifts=(Shift.DAY,)))
    assert chips_of(wanted, LABELS, REGIONS) == (
        Chip("pay_floor", "月薪6000元以上"),
        Chip("benefits.包吃", "包吃"),
        Chip("wishes.shifts.day", "希望：白班"),
    )


@pytest.mark.parametrize("key", ["", "wishes", "wishes.", "benefits", "benefits.班车", "nothing.here", "pay_floor.x"])
def test_a_key_without_a_chip_changes_nothing(key: str) -> None:
    wanted = VacancyFilter(benefits=("包吃",), pay_floor=PayFloor(6000), wishes=VacancyWishes(near="here"))
    assert without(wanted, key) == wanted


def test_one_of_several_is_taken_away_alone() -> None:
    wanted = VacancyFilter(benefits=("包吃", "包住"), wishes=VacancyWishes(benefits=("包吃",)))
    assert without(wanted, "benefits.包吃") == VacancyFilter(
        benefits=("包住",), wishes=VacancyWishes(benefits=("包吃",))
    )


def some(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=3).map(tuple)


NEAR = st.sampled_from([None, "here", "rail", "观音桥"])
PAY = st.none() | st.builds(
    PayFloor, st.floats(1, 1e6), st.sampled_from(["hour", "day", "week", "month", "year", "piece"])
)
KINDS = st.lists(st.sampled_from(EmploymentType), unique=True).map(tuple)
SHIFTS = st.lists(st.sampled_from(Shift), unique=True).map(tuple)
WISHES = st.builds(
    VacancyWishes,
    occupations=some("普工", "保安"),
    region_ids=some("yubei", "nanan"),
    employment_types=KINDS,
    shifts=SHIFTS,
    benefits=some("包吃", "包住"),
    near=NEAR,
    pay_floor=PAY,
)
FILTERS = st.builds(
    VacancyFilter,
    occupations=some("普工", "保安", "UI设计师"),
    words=some("糖画", "a.b"),
    region_ids=some("yubei", "nanan", "unknown"),
    near=NEAR,
    pay_floor=PAY,
    employment_types=KINDS,
    shifts=SHIFTS,
    benefits=some("包吃", "包住", "五险"),
    not_occupations=some("销售"),
    not_shifts=SHIFTS,
    not_employment_types=KINDS,
    not_words=some("中介"),
    education=st.none() | st.sampled_from(Education),
    experience_years=st.none() | st.integers(0, 40),
    licences=some("叉车证"),
    has_no_licence=st.booleans(),
    starts_on=st.none() | st.dates(),
    wishes=WISHES,
)


@given(FILTERS)
@settings(max_examples=150)
def test_taking_every_chip_away_leaves_nothing(wanted: VacancyFilter) -> None:
    chips = chips_of(wanted, LABELS, REGIONS)
    assert len({chip.key for chip in chips}) == len(chips)
    for number, chip in enumerate(chips, start=1):
        wanted = without(wanted, chip.key)
        assert len(chips_of(wanted, LABELS, REGIONS)) == len(chips) - number
    assert wanted.says_nothing
