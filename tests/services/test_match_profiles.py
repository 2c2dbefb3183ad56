"""A vacancy finds the job seekers it fits who have agreed to be found, and learns nothing of who they are."""

import json
from dataclasses import fields, replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.adapters.content.places_file import read_places
from assistant.adapters.content.vacancy_phrases_file import read_wish_phrases
from assistant.adapters.content.vacancy_words_file import read_vacancy_words
from assistant.adapters.content.word_files import read_regions
from assistant.domain.errors import ConflictError, InvalidInputError, NotFoundError
from assistant.domain.saved_searches import CONSENT_DAYS, Profile, profile_filter, shown_filter
from assistant.domain.vacancies import Education, EmploymentType, Shift, Vacancy, VacancyState
from assistant.domain.vacancy_filter import NEAR_RAIL, PayFloor, VacancyFilter, VacancyWishes
from assistant.language.vacancy_wishes import WishContext, read_wishes
from assistant.services.match_profiles import MOST_PROFILES, ProfileMatch, matching_profiles, profile_match_as_json
from assistant.services.profile_desk import consent_digest
from tests.services.saved_searching import DRIVING, Office
from tests.small_knowledge_base import SHIPPED
from tests.vacancy_examples import FEED, FORKLIFT, NOW, OTHER_FEED, TODAY

SEEKER = VacancyFilter(
    occupations=("叉车司机",),
    region_ids=("banan",),
    pay_floor=PayFloor(5500),
    employment_types=(EmploymentType.FULL_TIME,),
    education=Education.SENIOR,
    experience_years=3,
    licences=("叉车证",),
)
OPEN = replace(FORKLIFT, id="v1")


@pytest.fixture
def office() -> Office:
    return Office()


def profile(wanted: VacancyFilter = SEEKER, reference: str = "r1", conversation_id: str = "a") -> Profile:
    return Profile(reference, conversation_id, wanted, NOW)


def found(office: Office, vacancy: Vacancy, *profiles: Profile) -> list[str]:
    return [match.reference for match in matching_profiles(vacancy, profiles, office.search)]


def agree(office: Office, wanted: VacancyFilter = SEEKER, conversation_id: str = "a") -> Profile:
    return office.desk.agree(conversation_id, wanted, consent_digest(wanted))


def test_an_employer_sees_what_was_agreed_and_a_random_reference(office: Office) -> None:
    match = matching_profiles(OPEN, [profile()], office.search)[0]
    assert profile_match_as_json(match) == {
        "reference": "r1",
        "occupations": ["叉车司机"],
        "regions": ["巴南区"],
        "employment_types": ["full_time"],
        "education": "senior",
        "experience_years": 3,
        "licences": ["叉车证"],
        "pay_floor": "5500元/月起",
        "score": match.score,
        "reasons": ["想找叉车司机的工作", "愿意在这里工作", "贵单位写明的工资够", "说有叉车证", "说的经验够"],
        "gaps": [],
    }


def test_what_is_not_said_is_null_or_empty_and_a_gap_where_the_advert_asks_for_it(office: Office) -> None:
    asking = replace(OPEN, education=Education.COLLEGE)
    match = profile_match_as_json(matching_profiles(asking, [profile(DRIVING)], office.search)[0])
    empty = ("regions", "employment_types", "licences", "education", "experience_years", "pay_floor")
    assert [match[name] for name in empty] == [[], [], [], None, None, None]
    assert match["gaps"] == ["没说有没有叉车证", "没说学历", "没说做过几年"]


def test_an_old_name_of_a_place_is_told_with_todays(office: Office) -> None:
    vacancy = replace(OPEN, region_id="jiangbei")
    match = matching_profiles(vacancy, [profile(replace(SEEKER, region_ids=("jiangbei",)))], office.search)[0]
    assert match.regions == ("两江新区（原江北区）",)


@pytest.mark.parametrize(
    "changes",
    [
        {"occupations": ("普工",)},
        {"region_ids": ("wanzhou",)},
        {"pay_floor": PayFloor(8000)},
        {"employment_types": (EmploymentType.CASUAL,)},
        {"experience_years": 0},
        {"not_shifts": (Shift.DAY,)},
        {"not_words": ("电动",)},
        {"benefits": ("包住",)},
        {"near": NEAR_RAIL},
    ],
)
def test_who_would_not_take_it_is_not_found(office: Office, changes: dict[str, object]) -> None:
    assert found(office, OPEN, profile(replace(SEEKER, **changes))) == []  # type: ignore[arg-type]


def test_a_vacancy_that_is_closed_held_or_past_finds_nobody(office: Office) -> None:
    for changes in ({"state": VacancyState.CLOSED}, {"state": VacancyState.HELD}, {"closes_on": TODAY.replace(day=1)}):
        assert found(office, replace(OPEN, **changes), profile()) == []  # type: ignore[arg-type]


def test_the_best_come_first_and_no_more_than_the_most(office: Office) -> None:
    fewer = profile(DRIVING, "a-says-less")
    many = [profile(SEEKER, f"r{number:02}") for number in range(MOST_PROFILES)]
    assert found(office, OPEN, fewer, *many[:2]) == ["r00", "r01", "a-says-less"]
    assert found(office, OPEN, fewer, *many) == [one.reference for one in many]


def test_a_consent_ends_by_itself(office: Office) -> None:
    agree(office)
    office.clock.moment = NOW + timedelta(days=CONSENT_DAYS)
    assert office.desk.find("a") is not None
    office.clock.moment += timedelta(days=1)
    assert office.desk.find("a") is None
    assert office.desk.matching(replace(OPEN, closes_on=None), office.search) == ()


def test_consent_is_to_what_was_shown_and_can_be_withdrawn(office: Office) -> None:
    assert list(office.profiles.iterate_profiles()) == []
    with pytest.raises(ConflictError):
        office.desk.agree("a", SEEKER, consent_digest(DRIVING))
    with pytest.raises(ConflictError):
        office.desk.agree("a", SEEKER, "")
    kept = agree(office)
    assert office.desk.find("a") == kept
    office.desk.withdraw("a")
    assert office.desk.find("a") is None
    assert office.desk.matching(OPEN, office.search) == ()


def test_who_has_not_said_what_work_they_want_is_not_shown(office: Office) -> None:
    for wanted in (VacancyFilter(), VacancyFilter(words=("跟单",)), replace(SEEKER, occupations=())):
        with pytest.raises(InvalidInputError, match="想做什么工作"):
            agree(office, wanted)


def test_a_reference_is_new_with_every_consent_and_is_not_the_conversation(office: Office) -> None:
    first, second, other = agree(office), agree(office), agree(office, conversation_id="b")
    assert len({first.reference, second.reference, other.reference, "a", "b"}) == 5


def test_free_words_places_nearby_and_days_are_not_even_kept() -> None:
    said = replace(
        SEEKER,
        words=("张三的厂",),
        near="观音桥步行街88号",
        starts_on=TODAY,
        not_words=("销售",),
        wishes=VacancyWishes(near="解放碑"),
    )
    kept = profile_filter(said)
    assert kept == replace(SEEKER, not_words=("销售",))
    assert shown_filter(kept) == SEEKER


def test_nothing_of_who_somebody_is_is_a_field_anywhere() -> None:
    named = {field.name for kind in (VacancyFilter, Profile, ProfileMatch) for field in fields(kind)}
    forbidden = {"sex", "gender", "age", "birth", "ethnic", "nation", "marri", "child", "household", "name", "phone"}
    assert [name for name in named for word in forbidden if word in name] == []


def test_an_own_advert_finds_profiles_and_a_foreign_closed_or_held_one_is_not_found(office: Office) -> None:
    agree(office)
    office.put("mine")
    office.put("held", state=VacancyState.HELD)
    office.put("closed")
    office.close("closed")
    assert len(office.desk.for_advert(FEED.id, "mine", office.search)) == 1
    for feed_id, name in ((FEED.id, "held"), (FEED.id, "closed"), (FEED.id, "none"), (OTHER_FEED.id, "mine")):
        with pytest.raises(NotFoundError):
            office.desk.for_advert(feed_id, name, office.search)


def test_what_an_employer_gets_names_no_conversation(office: Office) -> None:
    conversation = agree(office).conversation_id
    office.put("mine")
    text = json.dumps(
        [dict(profile_match_as_json(one)) for one in office.desk.for_advert(FEED.id, "mine", office.search)]
    )
    assert f'"{conversation}"' not in text
    assert "conversation" not in text


@settings(max_examples=80)
@given(
    st.lists(
        st.builds(
            VacancyFilter,
            occupations=st.sampled_from([("叉车司机",), ("普工",), ("叉车司机", "普工")]),
            region_ids=st.sampled_from([(), ("banan",), ("liangjiang",)]),
            pay_floor=st.sampled_from([None, PayFloor(5500), PayFloor(9000), PayFloor(30, "hour")]),
            not_shifts=st.sampled_from([(), (Shift.NIGHT,), (Shift.DAY,)]),
            experience_years=st.sampled_from([None, 0, 1, 9]),
            licences=st.sampled_from([(), ("叉车证",)]),
            has_no_licence=st.booleans(),
        ),
        max_size=8,
    ),
    st.sampled_from(list(VacancyState)),
)
def test_nobody_is_found_whose_limits_the_vacancy_breaks(wanted: list[VacancyFilter], state: VacancyState) -> None:
    """OPEN pays 6000 a month, is in Banan by day, asks for 叉车证 and one year."""
    people = {str(number): one for number, one in enumerate(wanted)}
    names = found(Office(), replace(OPEN, state=state), *(profile(one, name) for name, one in people.items()))
    assert len(names) == len(set(names))
    if state is not VacancyState.OPEN:
        assert names == []
        return
    assert set(names) == {
        name
        for name, one in people.items()
        if "叉车司机" in one.occupations
        and one.region_ids in ((), ("banan",))
        and one.pay_floor in (None, PayFloor(5500), PayFloor(30, "hour"))
        and Shift.DAY not in one.not_shifts
        and one.experience_years in (None, 1, 9)
        and (one.licences or not one.has_no_licence)
    }


SWAPS = {
    "sex": ("我是男的，", "我是女的，", "本人女，", ""),
    "age": ("今年22岁，", "今年52岁，", "80后，", ""),
    "ethnicity": ("我是土家族，", "我是汉族，", "苗族人，", ""),
    "household": ("我是本地户口，", "农村户口，", "家里有两个娃儿，", "离异，", ""),
}
SENTENCES = ("想在巴南开叉车，有叉车证，六千块以上，不上夜班", "想找包吃住的普工，高中毕业，做过三年")


@pytest.fixture(scope="module")
def reading() -> WishContext:
    regions = read_regions(SHIPPED)
    places = read_places(SHIPPED, regions)
    return WishContext(read_vacancy_words(SHIPPED), regions, places, read_wish_phrases(SHIPPED), TODAY)


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("words", SWAPS.values(), ids=SWAPS)
def test_sentences_that_differ_in_who_somebody_is_give_one_profile(
    reading: WishContext, sentence: str, words: tuple[str, ...]
) -> None:
    kept = {consent_digest(read_wishes(f"{who}{sentence}", reading)) for who in words}
    assert kept == {consent_digest(read_wishes(sentence, reading))}
    assert read_wishes(sentence, reading).occupations
