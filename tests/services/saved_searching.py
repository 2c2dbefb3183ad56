"""Saved searches and profiles over stores in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache

from assistant.adapters.content.advert_checks_file import read_advert_checks
from assistant.adapters.content.vacancy_words_file import read_labels
from assistant.adapters.content.word_files import read_regions
from assistant.domain.errors import UnavailableError
from assistant.domain.knowledge import Audience
from assistant.domain.matching import limits_broken
from assistant.domain.regions import RegionTable
from assistant.domain.vacancies import Vacancy
from assistant.domain.vacancy_filter import VacancyFilter
from assistant.services.advert_rules import AdvertRules
from assistant.services.find_vacancies import VacancySearch
from assistant.services.live_checks import LiveChecks
from assistant.services.match_vacancy import MatchWords
from assistant.services.notification_ports import Notification, Recipient
from assistant.services.ports import StoredConversation
from assistant.services.profile_desk import ProfileDesk, ProfileParts
from assistant.services.saved_searches import SavedSearches, SearchParts
from assistant.services.vacancy_ports import VacancyHit, VacancyQuery, VacancyStore
from assistant.services.wanted_regions import refused_regions, wanted_regions
from tests.fakes.clock import FixedClock
from tests.fakes.conversation_store import FakeConversationStore
from tests.fakes.feed_store import FakeFeedStore
from tests.fakes.profile_store import FakeProfileStore
from tests.fakes.saved_search_store import FakeSavedSearchStore
from tests.fakes.vacancy_store import FakeVacancyStore
from tests.small_knowledge_base import SHIPPED
from tests.vacancy_examples import FEED, FORKLIFT, NOW, TODAY, taken

DRIVING = VacancyFilter(occupations=("叉车司机",))


@cache
def match_words() -> MatchWords:
    return MatchWords(read_labels(SHIPPED), read_regions(SHIPPED))


@cache
def advert_rules() -> AdvertRules:
    return read_advert_checks(SHIPPED)


class ScanningIndex:
    """Implements `VacancyIndex` by looking at every vacancy of the store."""

    def __init__(self, store: VacancyStore, regions: RegionTable) -> None:
        self._store, self._regions = store, regions

    def search(self, query: VacancyQuery) -> Sequence[VacancyHit]:
        found = self._found(query)[query.offset : query.offset + query.limit]
        return [VacancyHit(vacancy.id, 1.0) for vacancy in found]

    def count(self, query: VacancyQuery) -> int:
        return len(self._found(query))

    def facets(self, query: VacancyQuery) -> Mapping[str, Mapping[str, int]]:
        return {}

    def pay_range(self, *_: object) -> None:
        return None

    def pay_range_of_all(self, *_: object) -> None:
        return None

    def same_text(self, *_: object) -> tuple[str, ...]:
        return ()

    def _found(self, query: VacancyQuery) -> list[Vacancy]:
        regions = wanted_regions(query.wanted.region_ids, self._regions)
        refused = refused_regions(query.wanted.not_region_ids, self._regions)
        changes = self._store.changes_after(0, 10_000, query.today)
        vacancies = [change.vacancy for change in changes if change.vacancy is not None]
        fitting = [one for one in vacancies if not limits_broken(one, query.wanted, query.today, regions, refused)]
        return [one for one in fitting if one.id not in query.exclude_ids]


@dataclass
class Told:
    """Implements `Notifier`: keeps what it was told, or fails."""

    notifications: list[Notification] = field(default_factory=list)
    attempts: int = 0
    fails: bool = False

    def can_reach(self, recipient: Recipient) -> bool:
        return True

    def notify(self, notification: Notification) -> None:
        self.attempts += 1
        if self.fails:
            raise UnavailableError("示例：通知渠道没有应答，叉车司机")
        self.notifications.append(notification)


class Office:
    """One service with everything around it; conversations `a` and `b` have begun."""

    def __init__(self) -> None:
        self.clock = FixedClock(NOW)
        self.conversations = FakeConversationStore()
        self.vacancies = FakeVacancyStore()
        self.index = ScanningIndex(self.vacancies, match_words().regions)
        self.claims = FakeFeedStore()
        self.store = FakeSavedSearchStore(self.conversations)
        self.profiles = FakeProfileStore(self.conversations)
        self.told = Told()
        for name in ("a", "b"):
            self.conversations.create_conversation(StoredConversation(name, Audience.JOB_SEEKER, NOW, "digest"))
        parts = SearchParts(
            self.store, self.vacancies, self.index, self.told, self.claims, self.clock, "https://example.org/"
        )
        self.searches = SavedSearches(parts)
        self.desk = ProfileDesk(ProfileParts(self.profiles, self, self.vacancies, self.clock))

    @property
    def search(self) -> VacancySearch:
        today = self.clock.today()
        checks = LiveChecks(advert_rules(), self.index, self.vacancies, today)
        return VacancySearch(self.index, self.vacancies, match_words(), checks, today)

    def find_vacancy_id(self, feed_id: str, external_id: str) -> str | None:
        """Implements `OwnAdverts`; each advert here has an employer of its own."""
        found = self.vacancies.find_by_employer(_employer(external_id), TODAY)
        return found[0].id if found and feed_id == FEED.id else None

    def put(self, external_id: str, **changes: object) -> str:
        """An advert taken in, or changed; the id of its vacancy."""
        vacancy = replace(FORKLIFT, employer=_employer(external_id), **changes)  # type: ignore[arg-type]
        self.vacancies.put_adverts(FEED, [taken(external_id, vacancy)], 1)
        found = self.find_vacancy_id(FEED.id, external_id)
        assert found is not None
        return found

    def close(self, external_id: str) -> None:
        self.vacancies.close_adverts(FEED.id, [external_id])

    def check(self, minutes: int = 15) -> list[tuple[str, ...]]:
        """A run some minutes later; the vacancies of each notice it wrote."""
        self.clock.moment += timedelta(minutes=minutes)
        return [notice.vacancy_ids for notice in self.searches.check_all(self.clock.now(), self.search)]

    def save(self, wanted: VacancyFilter = DRIVING, conversation_id: str = "a", **choices: object) -> str:
        saved = self.searches.save(conversation_id, wanted, "叉车司机", self.search, **choices)  # type: ignore[arg-type]
        return saved.id


def _employer(external_id: str) -> str:
    return f"示例{external_id}公司"
