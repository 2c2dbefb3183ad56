"""An index in memory that finds what the domain lets through, in the order of the ids; and records that know nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from assistant.domain.matching import limits_broken
from assistant.domain.regions import RegionTable
from assistant.domain.vacancies import EmploymentType, Vacancy
from assistant.services.check_employer import EmployerListEntry
from assistant.services.text_fingerprint import text_fingerprint
from assistant.services.vacancy_ports import VacancyChange, VacancyHit, VacancyQuery
from assistant.services.wanted_regions import refused_regions, wanted_regions


class FakeVacancyIndex:
    """Implements `VacancyIndex` and `VacancyIndexWriter`. Words count where they stand in the title as they are."""

    def __init__(self, regions: RegionTable) -> None:
        self._regions = regions
        self._vacancies: dict[str, Vacancy] = {}
        self._applied = 0

    def search(self, query: VacancyQuery) -> Sequence[VacancyHit]:
        ids = sorted(self._matching(query))[query.offset : query.offset + query.limit]
        return [VacancyHit(name, 1.0) for name in ids]

    def count(self, query: VacancyQuery) -> int:
        return len(self._matching(query))

    def facets(self, query: VacancyQuery) -> Mapping[str, Mapping[str, int]]:
        found = [self._vacancies[name] for name in self._matching(query)]
        return {
            "region_ids": Counter(one.region_id or "-" for one in found),
            "employment_types": Counter(one.employment_type.value for one in found),
            "occupations": Counter(name for one in found for name in one.occupations),
            "education": Counter(one.education.value if one.education else "none" for one in found),
        }

    def pay_range(self, occupation: str, kind: EmploymentType) -> tuple[float, float] | None:
        return None

    def pay_range_of_all(self, kind: EmploymentType) -> tuple[float, float] | None:
        return None

    def same_text(self, fingerprint: str, limit: int) -> Sequence[str]:
        return [name for name, one in self._vacancies.items() if text_fingerprint(one) == fingerprint][:limit]

    def applied_number(self) -> int:
        return self._applied

    def apply(self, changes: Iterable[VacancyChange], number: int) -> None:
        for change in changes:
            self._vacancies.pop(change.vacancy_id, None)
            if change.vacancy is not None:
                self._vacancies[change.vacancy_id] = change.vacancy
        self._applied = number

    def _matching(self, query: VacancyQuery) -> list[str]:
        places = wanted_regions(query.wanted.region_ids, self._regions)
        refused = refused_regions(query.wanted.not_region_ids, self._regions)
        return [
            name
            for name, one in self._vacancies.items()
            if not limits_broken(one, query.wanted, query.today, places, refused)
            and name not in query.exclude_ids
            and query.text in one.title
        ]


class FakeEmployerRecords:
    """Implements `EmployerRecords`: nobody has complained, and no list is loaded."""

    def count_upheld_complaints(self, employer: str) -> int:
        return 0

    def list_entries(self) -> Sequence[EmployerListEntry]:
        return ()
