"""The vacancies of one state of the knowledge on one day: what conversation, pages and programs use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.domain.errors import NotFoundError
from assistant.domain.matching import Match
from assistant.domain.vacancies import Vacancy, VacancyState
from assistant.domain.vacancy_filter import VacancyFilter
from assistant.language.vacancy_elsewhere import find_elsewhere
from assistant.language.vacancy_refinement import Refinement, refine
from assistant.language.vacancy_wishes import WishContext, read_wishes
from assistant.language.vacancy_words import WordKind
from assistant.services.check_employer import EmployerCheck, EmployerRecords, check_employer
from assistant.services.filter_chips import Chip, chips_of
from assistant.services.find_vacancies import FoundVacancies, VacancySearch
from assistant.services.knowing import Knowing
from assistant.services.live_checks import LiveChecks
from assistant.services.match_vacancy import MatchWords
from assistant.services.vacancy_card import Card, vacancy_card
from assistant.services.vacancy_ports import VacancyIndex, VacancyQuery, VacancyStore
from assistant.services.wanted_regions import places_around

PAGE_SIZE = 20
_SIMILAR = 5


@dataclass(frozen=True)
class VacancyPage:
    """One page of a list: the matches, how many there are on all pages, and how many per value of each facet."""

    matches: tuple[Match, ...]
    total: int
    page: int
    pages: int
    facets: Mapping[str, Mapping[str, int]]


class VacancyDesk:
    """Everything about vacancies that needs no conversation. Methods may raise UnavailableError."""

    def __init__(
        self, index: VacancyIndex, store: VacancyStore, records: EmployerRecords, knowing: Knowing, today: date
    ) -> None:
        self._records = records
        self._index = index
        self._store = store
        self._today = today
        lexicon = knowing.lexicon
        self._context = WishContext(knowing.vacancy_words, lexicon.regions, lexicon.places, knowing.wish_phrases, today)
        self._lexicon = lexicon
        self._unfilterable = knowing.unfilterable
        self.words = MatchWords(knowing.vacancy_labels, lexicon.regions)
        checks = LiveChecks(knowing.advert_rules, index, store, today)
        self.search = VacancySearch(index, store, self.words, checks, today)

    def understand(self, text: str) -> VacancyFilter:
        """What a sentence asks for; an empty filter where it asks for nothing."""
        return read_wishes(self._lexicon.normaliser.normalise(text), self._context)

    def occupations_named(self, text: str, occupations: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
        """Where the words that mean one of the occupations stand in the text, if its letters are all of one width."""
        found = self._context.words.find(text.lower(), WordKind.OCCUPATION)
        spans = {(mention.start, mention.end) for mention in found if mention.value in occupations}
        return tuple(sorted(spans))

    def licences_named(self, text: str) -> tuple[str, ...]:
        """The licences a sentence names, whether somebody has them or not."""
        return self._context.words.values(text.lower(), WordKind.LICENCE)

    def unfilterable(self, text: str) -> tuple[str, ...]:
        """What a sentence asks for that no field of a vacancy holds."""
        return tuple(name for name, said in self._unfilterable.items() if said.search(text))

    def elsewhere(self, text: str) -> tuple[str, ...]:
        """The places outside the city in which a sentence looks for work."""
        return find_elsewhere(self._lexicon.normaliser.normalise(text), self._context)

    def refine(self, before: VacancyFilter, text: str) -> Refinement | None:
        """The filter after a word on the search before; None: the text is about something else."""
        return refine(before, self._lexicon.normaliser.normalise(text), self._context)

    def chips(self, wanted: VacancyFilter) -> tuple[Chip, ...]:
        """The filter as labels that can be taken away one by one."""
        return chips_of(wanted, self.words.labels, self.words.regions)

    def find(self, wanted: VacancyFilter, limit: int = 5, exclude_ids: tuple[str, ...] = ()) -> FoundVacancies:
        return self.search.find(wanted, limit, exclude_ids)

    def page(self, wanted: VacancyFilter, text: str = "", page: int = 1, newest_first: bool = False) -> VacancyPage:
        """A page of the list with its facets. `page` beyond the last gives no matches."""
        found = self.search.page(wanted, text, page, PAGE_SIZE, newest_first)
        facets = self._index.facets(VacancyQuery(wanted, self._today, text))
        pages = max(1, -(-found.total // PAGE_SIZE))
        return VacancyPage(found.matches, found.total, page, pages, facets)

    def get_vacancy(self, vacancy_id: str) -> Vacancy:
        """The vacancy in any state but held. Raises NotFoundError."""
        vacancy = self._store.find_vacancies((vacancy_id,), self._today).get(vacancy_id)
        if vacancy is None or vacancy.state is VacancyState.HELD:
            raise NotFoundError("没有找到这个岗位，可能已经下架了。")
        return self.search.checked(vacancy)

    def find_shown(self, ids: Sequence[str]) -> tuple[Vacancy, ...]:
        """Those of the vacancies that exist, in the order of the ids."""
        found = self._store.find_vacancies(ids, self._today)
        return tuple(found[name] for name in ids if name in found)

    def checked(self, vacancy: Vacancy) -> Vacancy:
        """The vacancy with what only a look at all others shows."""
        return self.search.checked(vacancy)

    def is_open(self, vacancy: Vacancy) -> bool:
        """Whether somebody may still be sent there today."""
        return vacancy.is_open_on(self._today)

    def similar(self, vacancy: Vacancy, limit: int = _SIMILAR) -> tuple[Match, ...]:
        """Open vacancies of the same occupation: in the same place first, then where it may be the same place, since
        regions have become one, then anywhere."""
        alike = VacancyFilter(occupations=vacancy.occupations, employment_types=(vacancy.employment_type,))
        rings = places_around(vacancy.region_id, self.words.regions) if vacancy.region_id else ()
        near = [replace(alike, region_ids=inside, not_region_ids=outside) for inside, outside in rings]
        found: dict[str, Match] = {}
        for wanted in (*near, alike) if vacancy.occupations else ():
            for match in self.find(wanted, limit, (vacancy.id,)).matches:
                found.setdefault(match.vacancy.id, match)
        return tuple(found.values())[:limit]

    def match(self, vacancy: Vacancy, wanted: VacancyFilter) -> Match:
        """The vacancy beside a filter, whether it keeps to its limits or not."""
        return self.search.match(vacancy, wanted)

    def card(self, match: Match) -> Card:
        """The card of CONTRACTS."""
        return vacancy_card(match, self.words, self._today)

    def check_employer(self, name: str) -> EmployerCheck:
        """What is on record about an employer; of a name that is only part of one, about the one it surely is."""
        vacancies = self._store.find_by_employer(name, self._today)
        if not vacancies:
            longer = self._longer_name(name)
            if longer is not None:
                name, vacancies = longer, self._store.find_by_employer(longer, self._today)
        upheld = self._records.count_upheld_complaints(name)
        return check_employer(name, vacancies, upheld, self._records.list_entries(), self._today)

    def employer_of(self, vacancy_id: str) -> str | None:
        """The employer of a vacancy, if both exist."""
        vacancy = self._store.find_vacancies((vacancy_id,), self._today).get(vacancy_id)
        return vacancy.employer or None if vacancy is not None else None

    def _longer_name(self, name: str) -> str | None:
        """The one employer among those found whose name holds the words."""
        hits = self._index.search(VacancyQuery(VacancyFilter(), self._today, name, limit=PAGE_SIZE))
        found = self._store.find_vacancies([hit.vacancy_id for hit in hits], self._today)
        names = {vacancy.employer for vacancy in found.values() if name in vacancy.employer}
        return names.pop() if len(names) == 1 else None

    def of_employer(self, employer: str) -> Sequence[Vacancy]:
        """All vacancies of an employer of exactly this name, in any state."""
        return self._store.find_by_employer(employer, self._today)
