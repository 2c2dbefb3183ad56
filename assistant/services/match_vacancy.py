"""Why a vacancy fits and what is missing, from fields of the record only.

Nothing about who the person is enters: neither sex nor age nor household is a field of a filter.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from assistant.domain.matching import Match, refused_shifts
from assistant.domain.regions import RegionTable
from assistant.domain.vacancies import HOURS_A_DAY, PAID_DAYS_A_MONTH, Education, Shift, Vacancy
from assistant.domain.vacancy_filter import NEAR_HERE, NEAR_RAIL, VacancyFilter
from assistant.services.vacancy_phrases import PER_WORDS as _PERS
from assistant.services.vacancy_phrases import day_words, pay_words, schooling_words, where_words, yuan
from assistant.services.wanted_regions import wanted_regions

#: What makes up the score: wishes met, nearness, freshness, and how much the advert tells; warnings and gaps cost.
_WISHES, _NEAR, _FRESH, _TELLS, _KIND = 0.25, 0.15, 0.1, 0.1, 0.4
_WARNING_COST, _GAP_COST, _OTHER_DAY_COST = 0.3, 0.02, 0.2
_FRESH_DAYS, _OLD_DAYS = 30, 90


@dataclass(frozen=True)
class MatchWords:
    """What matching needs to speak: names of shifts, kinds of work and schooling, and the regions."""

    labels: Mapping[str, str]
    regions: RegionTable


def match_vacancy(vacancy: Vacancy, wanted: VacancyFilter, today: date, words: MatchWords) -> Match:
    """The match of a vacancy that breaks no limit."""
    reasons = tuple(_reasons(vacancy, wanted, today, words))
    gaps = (*_gaps(vacancy, wanted, words), *_age_gap(vacancy, today))
    return Match(vacancy, _score(vacancy, wanted, today, words, len(gaps)), reasons, gaps)


def _reasons(vacancy: Vacancy, wanted: VacancyFilter, today: date, words: MatchWords) -> Iterator[str]:
    named = [name for name in vacancy.occupations if name in wanted.occupations]
    if named:
        yield f"是您要找的{'、'.join(named)}"
    if wanted.near not in (None, NEAR_HERE, NEAR_RAIL) and _is_at(vacancy, str(wanted.near)):
        yield f"就在{wanted.near}"
    elif wanted.region_ids and vacancy.region_id:
        yield f"地点在{where_words(vacancy, words.regions, today)}"
    if wanted.near == NEAR_RAIL:
        yield "广告写明靠近轨道交通"
    if wanted.pay_floor is not None:
        floor = f"{yuan(wanted.pay_floor.yuan)}元/{_PERS[wanted.pay_floor.per]}"
        yield f"工资{pay_words(vacancy.pay)}，不低于您要的{floor}{_converted(vacancy, wanted)}"
    if wanted.benefits:
        yield "、".join(wanted.benefits)
    if wanted.shifts:
        yield "、".join(words.labels[shift.value] for shift in wanted.shifts)
    if refused_shifts(wanted) and _tells_when(vacancy):
        yield f"{'、'.join(words.labels[shift.value] for shift in vacancy.shifts)}，没有您不要的班次"
    if wanted.employment_types:
        yield words.labels[vacancy.employment_type.value]
    if wanted.starts_on is not None and vacancy.starts_on == wanted.starts_on:
        yield f"{day_words(wanted.starts_on)}开工"
    yield from _abilities_met(vacancy, wanted, words)
    met = _wishes_met(vacancy, wanted, words)
    if met:
        yield f"还满足您希望的{'、'.join(met)}"


def _abilities_met(vacancy: Vacancy, wanted: VacancyFilter, words: MatchWords) -> Iterator[str]:
    held = [name for name in vacancy.licences if name in wanted.licences]
    if held:
        yield f"要求{'、'.join(held)}，您有"
    if wanted.education is not None and vacancy.education not in (None, Education.NONE):
        assert vacancy.education is not None
        yield f"要求{schooling_words(vacancy.education, words.labels)}，您够"
    if wanted.experience_years is not None and vacancy.experience_years == 0:
        yield "不要求经验"
    elif wanted.experience_years and vacancy.experience_years:
        yield f"要求{vacancy.experience_years}年经验，您够"


def _gaps(vacancy: Vacancy, wanted: VacancyFilter, words: MatchWords) -> Iterator[str]:
    missing = [name for name in vacancy.licences if name not in wanted.licences]
    if missing:
        yield f"要求有{'、'.join(missing)}"
    if wanted.education is None and vacancy.education not in (None, Education.NONE, Education.JUNIOR):
        assert vacancy.education is not None
        yield f"要求{schooling_words(vacancy.education, words.labels)}"
    if wanted.experience_years is None and vacancy.experience_years:
        yield f"要求{vacancy.experience_years}年以上经验"
    if refused_shifts(wanted) and not _tells_when(vacancy):
        refused = "、".join(words.labels[shift.value] for shift in wanted.not_shifts)
        yield f"没写班次，先问清楚有没有{refused}"
    if wanted.starts_on is not None and vacancy.starts_on is None:
        yield f"没写哪天开工，先问清楚{day_words(wanted.starts_on)}能不能做"
    if not vacancy.pay.is_known:
        yield "没写工资，先问清楚"
    unmet = [wish for wish in _wishes(wanted, words) if wish not in _wishes_met(vacancy, wanted, words)]
    if unmet:
        yield f"没写您希望的{'、'.join(unmet)}"


def _age_gap(vacancy: Vacancy, today: date) -> Iterator[str]:
    """An advert nobody has closed for so long may have been forgotten."""
    posted = vacancy.posted_on
    if posted is not None and (today - posted).days > _OLD_DAYS:
        yield f"{posted.year}年{posted.month}月发布的，先问还招不招"


def _tells_when(vacancy: Vacancy) -> bool:
    return any(shift is not Shift.WEEKEND_OFF for shift in vacancy.shifts)


def _converted(vacancy: Vacancy, wanted: VacancyFilter) -> str:
    if wanted.pay_floor is None or vacancy.pay.per == wanted.pay_floor.per:
        return ""
    both_long = {vacancy.pay.per, wanted.pay_floor.per} <= {"month", "year"}
    return "（按12个月折算）" if both_long else f"（按每月{PAID_DAYS_A_MONTH:g}天、每天{HOURS_A_DAY:g}小时折算）"


def _wishes(wanted: VacancyFilter, words: MatchWords) -> tuple[str, ...]:
    wishes = wanted.wishes
    named = [*wishes.occupations, *wishes.benefits]
    named += [words.labels[shift.value] for shift in wishes.shifts]
    named += [words.labels[kind.value] for kind in wishes.employment_types]
    return tuple(named)


def _wishes_met(vacancy: Vacancy, wanted: VacancyFilter, words: MatchWords) -> tuple[str, ...]:
    has = {*vacancy.occupations, *vacancy.benefits, words.labels[vacancy.employment_type.value]}
    has.update(words.labels[shift.value] for shift in vacancy.shifts)
    return tuple(wish for wish in _wishes(wanted, words) if wish in has)


def _is_at(vacancy: Vacancy, place: str) -> bool:
    return place in vacancy.place or place == vacancy.landmark


def _score(vacancy: Vacancy, wanted: VacancyFilter, today: date, words: MatchWords, gaps: int) -> float:
    wishes = _wishes(wanted, words)
    share = len(_wishes_met(vacancy, wanted, words)) / len(wishes) if wishes else 1.0
    age = (today - vacancy.posted_on).days if vacancy.posted_on else _FRESH_DAYS
    fresh = max(0.0, 1 - max(age, 0) / _FRESH_DAYS) if age >= -1 else 0.0
    tells = sum((vacancy.pay.is_known, bool(vacancy.shifts), bool(vacancy.description), bool(vacancy.place))) / 4
    score = _KIND + _WISHES * share + _NEAR * _nearness(vacancy, wanted, words) + _FRESH * fresh + _TELLS * tells
    cost = _GAP_COST * gaps + (_WARNING_COST if vacancy.findings else 0.0)
    if wanted.starts_on is not None and vacancy.starts_on is None:
        cost += _OTHER_DAY_COST
    return round(min(1.0, max(0.0, score - cost)), 4)


def _nearness(vacancy: Vacancy, wanted: VacancyFilter, words: MatchWords) -> float:
    """1 where a place named stands in the advert, or no place was named."""
    places = [place for place in (wanted.near, wanted.wishes.near) if place not in (None, NEAR_HERE)]
    regions = wanted_regions(wanted.wishes.region_ids, words.regions)
    if not places and regions is None:
        return 1.0
    at = [vacancy.is_near_rail if place == NEAR_RAIL else _is_at(vacancy, str(place)) for place in places]
    return 1.0 if any(at) or (regions is not None and vacancy.region_id in regions) else 0.0
