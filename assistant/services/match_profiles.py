"""A vacancy beside the job seekers who have agreed to be found: whom it fits, without who they are.

The same limits decide as the other way round. Neither sex nor age, ethnicity nor household is a field of a filter, so
none of them can change what comes out.
"""

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from assistant.domain.saved_searches import Profile, shown_filter
from assistant.domain.vacancies import Education, EmploymentType, Vacancy
from assistant.domain.vacancy_filter import VacancyFilter
from assistant.services.find_vacancies import VacancySearch
from assistant.services.vacancy_phrases import PER_WORDS, region_words, yuan

MOST_PROFILES = 20
PLACE_FITS = "愿意在这里工作"


@dataclass(frozen=True)
class ProfileMatch:
    """A job seeker as an employer sees them. `reference` leads to nobody outside of this service.

    `regions` are names, `pay_floor` words; None or empty: not said. `score` is 0 to 1.
    """

    reference: str
    occupations: tuple[str, ...]
    regions: tuple[str, ...]
    employment_types: tuple[EmploymentType, ...]
    schooling: Education | None
    experience_years: int | None
    licences: tuple[str, ...]
    pay_floor: str | None
    score: float
    reasons: tuple[str, ...]
    gaps: tuple[str, ...]


def matching_profiles(
    vacancy: Vacancy, profiles: Iterable[Profile], search: VacancySearch, limit: int = MOST_PROFILES
) -> tuple[ProfileMatch, ...]:
    """The profiles whose limits the vacancy keeps and whose consent still holds, the best first."""
    fitting = (one for one in profiles if one.is_valid_on(search.today) and not search.broken(vacancy, one.wanted))
    scored = ((search.match(vacancy, one.wanted).score, one) for one in fitting)
    best = heapq.nsmallest(limit, scored, key=lambda pair: (-pair[0], pair[1].reference))
    return tuple(_as_seen(vacancy, profile, score, search) for score, profile in best)


def profile_match_as_json(match: ProfileMatch) -> Mapping[str, object]:
    """Every key is there; unknown is null, none is []."""
    return {
        "reference": match.reference,
        "occupations": list(match.occupations),
        "regions": list(match.regions),
        "employment_types": [kind.value for kind in match.employment_types],
        "education": match.schooling.value if match.schooling is not None else None,
        "experience_years": match.experience_years,
        "licences": list(match.licences),
        "pay_floor": match.pay_floor,
        "score": match.score,
        "reasons": list(match.reasons),
        "gaps": list(match.gaps),
    }


def _as_seen(vacancy: Vacancy, profile: Profile, score: float, search: VacancySearch) -> ProfileMatch:
    shown = shown_filter(profile.wanted)
    names = (region_words(region_id, search.regions, search.today) for region_id in shown.region_ids)
    return ProfileMatch(
        reference=profile.reference,
        occupations=shown.occupations,
        regions=tuple(name for name in names if name),
        employment_types=shown.employment_types,
        schooling=shown.education,
        experience_years=shown.experience_years,
        licences=shown.licences,
        pay_floor=_floor_words(shown),
        score=score,
        reasons=tuple(_reasons(vacancy, shown)),
        gaps=tuple(_gaps(vacancy, shown)),
    )


def _floor_words(shown: VacancyFilter) -> str | None:
    floor = shown.pay_floor
    return f"{yuan(floor.yuan)}元/{PER_WORDS[floor.per]}起" if floor is not None else None


def _reasons(vacancy: Vacancy, shown: VacancyFilter) -> Iterator[str]:
    named = [name for name in vacancy.occupations if name in shown.occupations]
    if named:
        yield f"想找{'、'.join(named)}的工作"
    if shown.region_ids:
        yield PLACE_FITS
    if shown.pay_floor is not None:
        yield "贵单位写明的工资够"
    held = [name for name in vacancy.licences if name in shown.licences]
    if held:
        yield f"说有{'、'.join(held)}"
    if _asks_schooling(vacancy) and shown.education is not None:
        yield "说的学历够"
    if vacancy.experience_years and shown.experience_years is not None:
        yield "说的经验够"


def _gaps(vacancy: Vacancy, shown: VacancyFilter) -> Iterator[str]:
    """What the advert asks for and the person has not said. What they do not say counts neither way."""
    missing = [name for name in vacancy.licences if name not in shown.licences]
    if missing:
        yield f"没说有没有{'、'.join(missing)}"
    if _asks_schooling(vacancy) and shown.education is None:
        yield "没说学历"
    if vacancy.experience_years and shown.experience_years is None:
        yield "没说做过几年"


def _asks_schooling(vacancy: Vacancy) -> bool:
    return vacancy.education not in (None, Education.NONE)
