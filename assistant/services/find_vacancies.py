"""Finding vacancies: the index proposes, the truth in SQL decides, and nobody is sent where a limit is broken."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.domain.matching import Match, limits_broken
from assistant.domain.regions import RegionTable
from assistant.domain.vacancies import Vacancy
from assistant.domain.vacancy_filter import VacancyFilter
from assistant.services.live_checks import LiveChecks
from assistant.services.match_vacancy import MatchWords, match_vacancy
from assistant.services.vacancy_ports import VacancyIndex, VacancyQuery, VacancyStore
from assistant.services.wanted_regions import refused_regions, wanted_regions

#: How many the index proposes for each one that is shown: some fall away, and employers should differ.
_PROPOSED = 12
_MOST_PROPOSED = 400
_TOMORROW = timedelta(days=1)


@dataclass(frozen=True)
class FoundVacancies:
    """`matches` best first; `total` is how many fit altogether, as the index counts them."""

    wanted: VacancyFilter
    matches: tuple[Match, ...]
    total: int


class VacancySearch:
    """Searches on one day."""

    def __init__(
        self, index: VacancyIndex, store: VacancyStore, words: MatchWords, checks: LiveChecks, today: date
    ) -> None:
        self._index = index
        self.checks = checks
        self._store = store
        self.words = words
        self._today = today

    @property
    def regions(self) -> RegionTable:
        return self.words.regions

    @property
    def today(self) -> date:
        return self._today

    def find(self, wanted: VacancyFilter, limit: int = 5, exclude_ids: tuple[str, ...] = ()) -> FoundVacancies:
        """The best `limit` that break no limit, of as many employers as there are. May raise UnavailableError."""
        query = VacancyQuery(wanted, self._today, exclude_ids=exclude_ids)
        fitting: list[Match] = []
        proposed = min(limit * _PROPOSED, _MOST_PROPOSED)
        for offset in range(0, _MOST_PROPOSED, proposed):
            hits = self._index.search(replace(query, limit=proposed, offset=offset))
            fitting += self._fitting([hit.vacancy_id for hit in hits], wanted)
            if len(fitting) >= limit or len(hits) < proposed:
                break
        fitting.sort(key=lambda match: (-match.score, -self._posted(match.vacancy), match.vacancy.id))
        total = self._index.count(query) if fitting else 0
        shown = tuple(self._checked(match, wanted) for match in _diverse(fitting, limit))
        return FoundVacancies(wanted, shown, max(total, len(shown)))

    def page(
        self, wanted: VacancyFilter, text: str, page: int, size: int = 20, newest_first: bool = False
    ) -> FoundVacancies:
        """One page of all that fit, in the index's order, for a list people leaf through. `page` counts from 1."""
        query = VacancyQuery(wanted, self._today, text, size, (page - 1) * size, newest_first=newest_first)
        hits = self._index.search(query)
        matches = self._fitting([hit.vacancy_id for hit in hits], wanted)
        shown = tuple(self._checked(match, wanted) for match in matches)
        return FoundVacancies(wanted, shown, self._index.count(query))

    def count(self, wanted: VacancyFilter) -> int:
        """How many the index holds for a filter."""
        return self._index.count(VacancyQuery(wanted, self._today))

    def match(self, vacancy: Vacancy, wanted: VacancyFilter) -> Match:
        return match_vacancy(vacancy, wanted, self._today, self.words)

    def _posted(self, vacancy: Vacancy) -> int:
        """The day it was posted as a number; 0 where it is not said or lies ahead, which says nothing."""
        posted = vacancy.posted_on
        return posted.toordinal() if posted is not None and posted <= self._today + _TOMORROW else 0

    def checked(self, vacancy: Vacancy) -> Vacancy:
        """The vacancy with what only a look at all others shows."""
        return self.checks.with_findings(vacancy)

    def _checked(self, match: Match, wanted: VacancyFilter) -> Match:
        vacancy = self.checked(match.vacancy)
        return match if vacancy is match.vacancy else self.match(vacancy, wanted)

    def broken(self, vacancy: Vacancy, wanted: VacancyFilter) -> tuple[str, ...]:
        """The limits a vacancy breaks."""
        regions = self.words.regions
        places, refused = wanted_regions(wanted.region_ids, regions), refused_regions(wanted.not_region_ids, regions)
        return limits_broken(vacancy, wanted, self._today, places, refused)

    def _fitting(self, ids: list[str], wanted: VacancyFilter) -> list[Match]:
        """In the order of the ids; what has closed since it was indexed, or breaks a limit after all, is left out."""
        found = self._store.find_vacancies(ids, self._today)
        vacancies = (self.checks.with_pay_finding(found[name]) for name in ids if name in found)
        return [self.match(vacancy, wanted) for vacancy in vacancies if not self.broken(vacancy, wanted)]


def _diverse(matches: list[Match], limit: int) -> tuple[Match, ...]:
    """Each employer's best before any employer's second."""
    rounds: dict[int, list[Match]] = {}
    counts: dict[str, int] = {}
    for match in matches:
        employer = match.vacancy.employer or match.vacancy.id
        counts[employer] = counts.get(employer, 0) + 1
        rounds.setdefault(counts[employer], []).append(match)
    return tuple(_first(rounds, limit))


def _first(rounds: dict[int, list[Match]], limit: int) -> Iterator[Match]:
    flat = [match for number in sorted(rounds) for match in rounds[number]]
    yield from flat[:limit]
