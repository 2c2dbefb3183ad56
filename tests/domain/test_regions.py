"""Rules stay where they hold, and old names lead to what they are today."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.errors import NotFoundError
from assistant.domain.regions import Coverage, Region, RegionTable
from tests.language.place_data import shipped_regions

BEFORE = date(2025, 11, 5)
AFTER = date(2025, 11, 6)
TODAY = date(2026, 11, 23)
TABLE = shipped_regions()
DISTRICT_IDS = [region.id for region in TABLE if region.kind in ("district", "county", "functional_zone")]


def test_there_are_38_districts_and_counties_before_the_change_and_37_after_it() -> None:
    before = TABLE.find_current_districts(BEFORE)
    after = TABLE.find_current_districts(AFTER)
    assert (len(before), len(after)) == (38, 37)
    assert sum(region.kind == "district" for region in after) == 25
    assert {region.id for region in before} ^ {region.id for region in after} == {"jiangbei", "yubei", "liangjiang"}


@pytest.mark.parametrize("region_id", ["jiangbei", "yubei"])
def test_a_district_that_was_dissolved_is_its_successor_from_that_day_on(region_id: str) -> None:
    before, after = TABLE.find_current(region_id, BEFORE), TABLE.find_current(region_id, AFTER)
    assert before is not None and before.id == region_id
    assert after is not None and after.id == "liangjiang"


def test_an_id_that_does_not_exist_is_found_as_nothing_and_got_as_an_error() -> None:
    assert TABLE.find_current("atlantis", TODAY) is None
    assert TABLE.find_region("atlantis") is None
    with pytest.raises(NotFoundError, match="atlantis"):
        TABLE.get_region("atlantis")


def test_a_new_district_without_a_known_code_says_so() -> None:
    region = TABLE.get_region("liangjiang")
    assert region.code is None
    assert region.provisional_label


def test_every_region_without_a_code_is_labelled() -> None:
    assert all(region.code or region.provisional_label for region in TABLE)


@settings(deadline=None)
@given(person=st.sampled_from(DISTRICT_IDS), rule=st.sampled_from(["cn", "chongqing"]), on=st.dates(date(2020, 1, 1)))
def test_a_national_or_municipal_rule_holds_in_every_district(person: str, rule: str, on: date) -> None:
    assert TABLE.covers(rule, person, on) is Coverage.COVERED


@settings(deadline=None)
@given(rule=st.sampled_from(DISTRICT_IDS), person=st.sampled_from(DISTRICT_IDS), on=st.dates(date(2020, 1, 1)))
def test_a_districts_rule_never_holds_in_another_district(rule: str, person: str, on: date) -> None:
    changed = {"jiangbei", "yubei", "liangjiang"}
    if rule != person and not {rule, person} <= changed:
        assert TABLE.covers(rule, person, on) is Coverage.NOT_COVERED


@settings(deadline=None)
@given(rule=st.sampled_from(DISTRICT_IDS), on=st.dates(date(2020, 1, 1)))
def test_a_districts_rule_is_not_given_to_somebody_of_whom_only_the_city_is_known(rule: str, on: date) -> None:
    assert TABLE.covers(rule, "chongqing", on) is Coverage.NOT_COVERED


@pytest.mark.parametrize(
    ("rule", "person", "on", "coverage"),
    [
        ("jiangbei", "jiangbei", BEFORE, Coverage.COVERED),
        ("jiangbei", "jiangbei", TODAY, Coverage.BY_SUCCESSION),
        ("jiangbei", "liangjiang", TODAY, Coverage.BY_SUCCESSION),
        ("jiangbei", "yubei", TODAY, Coverage.NOT_COVERED),
        ("yubei", "jiangbei", BEFORE, Coverage.NOT_COVERED),
        ("liangjiang", "jiangbei", TODAY, Coverage.COVERED),
        ("liangjiang", "yubei", TODAY, Coverage.COVERED),
        ("liangjiang", "jiangbei", BEFORE, Coverage.NOT_COVERED),
        ("chongqing", "cn", TODAY, Coverage.NOT_COVERED),
    ],
)
def test_a_rule_of_a_dissolved_district_is_flagged_where_it_may_go_on(
    rule: str, person: str, on: date, coverage: Coverage
) -> None:
    assert TABLE.covers(rule, person, on) is coverage


def test_predecessors_are_found() -> None:
    assert {region.id for region in TABLE.find_predecessors("liangjiang")} == {"jiangbei", "yubei"}


def test_the_four_key_assistance_counties_are_marked() -> None:
    marked = {region.id for region in TABLE if "key_assistance_county" in region.designations}
    assert marked == {"chengkou", "wuxi", "youyang", "pengshui"}


def test_a_table_refuses_an_id_used_twice() -> None:
    with pytest.raises(ValueError, match="twice"):
        RegionTable([Region("a", "甲", "district"), Region("a", "乙", "district")])


def test_a_table_refuses_a_reference_that_leads_nowhere() -> None:
    with pytest.raises(ValueError, match="not defined"):
        RegionTable([Region("a", "甲", "district", parent_id="b")])


def test_a_table_refuses_references_in_a_circle() -> None:
    with pytest.raises(ValueError, match="circle"):
        RegionTable([Region("a", "甲", "district", successor_id="b"), Region("b", "乙", "district", successor_id="a")])
