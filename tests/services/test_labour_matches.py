"""What a labour request is set beside where districts have become one: 江北区 and 渝北区 are 两江新区 now."""

from dataclasses import replace

import pytest

from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.domain.errors import ConflictError
from assistant.domain.knowledge import Audience
from assistant.domain.labour_requests import Dispatch, DispatchKind, LabourTerms
from assistant.domain.vacancy_filter import VacancyFilter
from assistant.services.labour_matches import LabourMatches
from assistant.services.ports import StoredConversation
from assistant.services.profile_desk import consent_digest
from tests.services.saved_searching import Office
from tests.vacancy_examples import FORKLIFT, NOW, TODAY, taken
from tests.vacancy_office import desk_over

DISTRICTS = ("liangjiang", "yubei", "jiangbei", "banan")


def terms(region_id: str) -> LabourTerms:
    return LabourTerms("示例机械厂", "叉车司机", ("叉车司机",), 20, region_id=region_id)


@pytest.fixture
def matches(loaded: LoadedKnowledge) -> LabourMatches:
    """A vacancy and a job seeker for each of the districts."""
    office = Office()
    adverts = []
    for district in DISTRICTS:
        office.conversations.create_conversation(StoredConversation(district, Audience.JOB_SEEKER, NOW, "digest"))
        wanted = VacancyFilter(occupations=("叉车司机",), region_ids=(district,))
        office.desk.agree(district, wanted, consent_digest(wanted))
        adverts.append(taken(district, replace(FORKLIFT, region_id=district, employer=f"示例{district}")))
    return LabourMatches(desk_over(loaded.knowing, TODAY, *adverts), office.desk)


def who(matches: LabourMatches, region_id: str) -> dict[str, str]:
    """Districts of the job seekers who are found, with what is to be checked first."""
    places = {"两江新区": "liangjiang", "渝北区": "yubei", "江北区": "jiangbei", "巴南区": "banan"}
    found = {}
    for one in matches.profiles(terms(region_id)):
        name = next(district for name, district in places.items() if name in "".join(one.regions).split("（原")[-1])
        found[name] = "".join(gap for gap in one.gaps if "核实" in gap)
    return found


def test_a_request_for_the_new_district_finds_who_named_an_old_one_with_the_place_to_be_checked(
    matches: LabourMatches,
) -> None:
    found = who(matches, "liangjiang")
    assert next(iter(found)) == "liangjiang" and set(found) == {"liangjiang", "yubei", "jiangbei"}
    assert found["liangjiang"] == "" and "渝北区" in found["yubei"] and "江北区" in found["jiangbei"]
    assert all("愿意在这里工作" not in one.reasons for one in matches.profiles(terms("liangjiang"))[1:])


@pytest.mark.parametrize("district", ["yubei", "jiangbei"])
def test_a_request_for_an_old_district_finds_who_named_it_or_the_new_one(matches: LabourMatches, district: str) -> None:
    assert set(who(matches, district)) == {district, "liangjiang"}


def test_who_has_to_be_checked_first_can_be_dispatched_and_who_is_elsewhere_cannot(matches: LabourMatches) -> None:
    request = terms("liangjiang")
    named = tuple(one.reference for one in matches.profiles(request))
    matches.check(request, Dispatch(DispatchKind.PROFILES, references=named))
    elsewhere = tuple(one.reference for one in matches.profiles(terms("banan")))
    with pytest.raises(ConflictError):
        matches.check(request, Dispatch(DispatchKind.PROFILES, references=elsewhere))


@pytest.mark.parametrize(
    ("region_id", "first"),
    [
        ("liangjiang", {"liangjiang", "yubei", "jiangbei"}),
        ("yubei", {"yubei", "liangjiang"}),
        ("jiangbei", {"jiangbei", "liangjiang"}),
    ],
)
def test_vacancies_that_may_lie_in_the_same_place_come_before_those_elsewhere(
    matches: LabourMatches, region_id: str, first: set[str]
) -> None:
    found = [str(match.vacancy.region_id) for match in matches.vacancies(terms(region_id))]
    assert set(found) == set(DISTRICTS) and set(found[: len(first)]) == first
    assert region_id in ("liangjiang", found[0])
