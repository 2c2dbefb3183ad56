"""Saved searches: kept by the conversation, looked at again as vacancies change, told of once."""

import logging
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.domain.errors import InvalidInputError
from assistant.domain.matching import Match, limits_broken
from assistant.domain.saved_searches import Notice, NoticeChannel, SavedSearch
from assistant.domain.vacancies import Vacancy
from assistant.domain.vacancy_filter import VacancyFilter
from assistant.services.clock import Clock
from assistant.services.find_vacancies import VacancySearch
from assistant.services.notification_ports import Notification, Notifier, Recipient
from assistant.services.saved_search_ports import Claims, SavedSearchStore
from assistant.services.vacancy_ports import VacancyIndex, VacancyQuery, VacancyStore
from assistant.services.wanted_regions import refused_regions, wanted_regions

MOST_SEARCHES = 5
_MOST_KNOWN = 500
_LONGEST_LABEL = 80
_MOST_SHOWN, _MOST_LOOKED_AT, _MOST_UNREAD = 10, 200, 100
_CHANGES_AT_ONCE, _MOST_ROUNDS = 500, 60
#: Changes the index may be behind when a search is saved: they are looked at again, so that none is lost in between.
_INDEX_BEHIND = 500
_CLAIM, _CLAIM_SECONDS = "saved-searches", 600
#: What could not be told for so long is left to the conversation alone.
_TOLD_WITHIN = timedelta(days=7)
_MOST_UNTOLD, _MOST_TOLD, _MOST_FAILURES = 500, 100, 3
_NOTHING_SAID = "请先说说想找什么样的工作，再保存这次搜索。"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SearchParts:
    """What saved searches work with. `public_url`: where links of notices lead, without a slash at its end."""

    store: SavedSearchStore
    vacancies: VacancyStore
    index: VacancyIndex
    notifier: Notifier
    claims: Claims
    clock: Clock
    public_url: str = ""


@dataclass(frozen=True)
class News:
    """What of the unread notices of one search can be recommended now.

    `more`: how many are not worked out; `gone`: how many have closed or changed since.
    """

    matches: tuple[Match, ...]
    more: int
    gone: int


class SavedSearches:
    """Every method may raise UnavailableError."""

    def __init__(self, parts: SearchParts) -> None:
        self._parts = parts

    def save(
        self,
        conversation_id: str,
        wanted: VacancyFilter,
        label: str,
        search: VacancySearch,
        notify: NoticeChannel = NoticeChannel.IN_CONVERSATION,
    ) -> SavedSearch:
        """The search that is now kept; what matches at this moment is no news to it.

        Raises InvalidInputError for a filter that says nothing, ConflictError beyond `MOST_SEARCHES`.
        """
        if wanted.says_nothing:
            raise InvalidInputError(_NOTHING_SAID)
        number = self._parts.vacancies.last_number()
        query = VacancyQuery(wanted, search.today, limit=_MOST_KNOWN, newest_first=True)
        known = self._parts.index.search(query)
        saved = SavedSearch(
            id=secrets.token_urlsafe(9),
            conversation_id=conversation_id,
            wanted=wanted,
            label=label[:_LONGEST_LABEL],
            created_at=self._parts.clock.now(),
            notify=notify,
            looked_number=max(0, number - _INDEX_BEHIND),
            knew_all=self._parts.index.count(query) <= _MOST_KNOWN,
        )
        return self._parts.store.add_search(saved, [hit.vacancy_id for hit in known], MOST_SEARCHES)

    def list_for(self, conversation_id: str) -> Sequence[SavedSearch]:
        """The oldest first."""
        return self._parts.store.list_searches(conversation_id)

    def remove(self, conversation_id: str, search_id: str) -> None:
        """Raises NotFoundError if the conversation has no such search."""
        self._parts.store.remove_search(conversation_id, search_id)

    def unread_notices(self, conversation_id: str) -> Sequence[Notice]:
        """Newest first, a bounded number."""
        return self._parts.store.unread_notices(conversation_id, _MOST_UNREAD)

    def mark_read(self, conversation_id: str, notice_ids: Sequence[str]) -> None:
        self._parts.store.mark_read(conversation_id, notice_ids, self._parts.clock.now())

    def show(
        self, notices: Iterable[Notice], wanted: VacancyFilter, search: VacancySearch, most: int = _MOST_SHOWN
    ) -> News:
        """The notices of one search as they may be shown now: only what is open and breaks no limit, newest first."""
        ids = [name for notice in notices for name in notice.vacancy_ids]
        looked_at = ids[:_MOST_LOOKED_AT]
        fitting = self._fitting(looked_at, wanted, search)
        matches = tuple(search.match(search.checked(vacancy), wanted) for vacancy in fitting[:most])
        return News(matches, len(ids) - len(looked_at) + len(fitting) - len(matches), len(looked_at) - len(fitting))

    def _fitting(self, ids: Sequence[str], wanted: VacancyFilter, search: VacancySearch) -> list[Vacancy]:
        """In the order of the ids; what has closed or breaks a limit is left out."""
        found = self._parts.vacancies.find_vacancies(ids, search.today)
        return [found[name] for name in ids if name in found and not search.broken(found[name], wanted)]

    def check_all(self, now: datetime, search: VacancySearch) -> tuple[Notice, ...]:
        """Writes a notice for every search that has news, then tells what has not been told. One process at a time.

        A run looks at a bounded number of changes; the next goes on from there. What fails on the way is found again by
        the next run, and no vacancy is named twice to one search.
        """
        claims, holder = self._parts.claims, secrets.token_hex(8)
        if not claims.claim(_CLAIM, holder, _CLAIM_SECONDS, now):
            return ()
        try:
            searches = {one.id: one for one in self._parts.store.all_searches()}
            written = self._write_notices(searches, now, search)
            self._tell(searches, now)
        finally:
            claims.claim(_CLAIM, holder, 0, now)
        return written

    def _write_notices(
        self, searches: Mapping[str, SavedSearch], now: datetime, search: VacancySearch
    ) -> tuple[Notice, ...]:
        if not searches:
            return ()
        found, number = self._news(searches, search)
        notices = (self._notice(searches[name], ids, now, search) for name, ids in found.items())
        written = tuple(notice for notice in notices if notice is not None)
        self._parts.store.set_looked(tuple(searches), number)
        return written

    def _news(self, searches: Mapping[str, SavedSearch], search: VacancySearch) -> tuple[Mapping[str, list[str]], int]:
        """Search → vacancies that have changed and match, and the change up to which this was looked at."""
        watchers = _Watchers(searches.values(), search)
        number = min(one.looked_number for one in searches.values())
        found: dict[str, dict[str, None]] = {}
        for _ in range(_MOST_ROUNDS):
            changes = self._parts.vacancies.changes_after(number, _CHANGES_AT_ONCE, search.today)
            for change in changes:
                for name in watchers.wanting(change.vacancy, change.number) if change.vacancy is not None else ():
                    found.setdefault(name, {})[change.vacancy_id] = None
            if not changes:
                break
            number = changes[-1].number
        return {name: list(ids) for name, ids in found.items()}, number

    def _notice(
        self, saved: SavedSearch, vacancy_ids: Sequence[str], now: datetime, search: VacancySearch
    ) -> Notice | None:
        """Looks once more: what was read first may have closed while the rest was read."""
        fitting = self._fitting(vacancy_ids, saved.wanted, search)
        matches = sorted((search.match(vacancy, saved.wanted) for vacancy in fitting), key=lambda match: -match.score)
        if not matches:
            return None
        ids = tuple(match.vacancy.id for match in matches)
        return self._parts.store.add_notice(Notice(secrets.token_urlsafe(9), saved.id, saved.conversation_id, ids, now))

    def _tell(self, searches: Mapping[str, SavedSearch], now: datetime) -> None:
        """Once for each search. A channel that fails again and again is left alone until the next run."""
        untold: dict[str, list[Notice]] = {}
        for notice in self._parts.store.untold_notices(now - _TOLD_WITHIN, _MOST_UNTOLD):
            untold.setdefault(notice.search_id, []).append(notice)
        failures = 0
        for name, notices in list(untold.items())[:_MOST_TOLD]:
            if name not in searches:
                continue
            try:
                self._parts.notifier.notify(self._notification(searches[name], notices))
            except Exception as error:  # whatever a channel raises must not keep the others from being told
                _log.error("a notice could not be told: %s", type(error).__name__)
                failures += 1
                if failures == _MOST_FAILURES:
                    return
                continue
            self._parts.store.mark_told([notice.id for notice in notices], now)

    def _notification(self, saved: SavedSearch, notices: Sequence[Notice]) -> Notification:
        count = sum(len(notice.vacancy_ids) for notice in notices)
        link = f"{self._parts.public_url.rstrip('/')}/c/{saved.conversation_id}/searches"
        subject = f"保存的搜索有{count}个新岗位"
        text = f"搜索“{saved.label}”有{count}个新岗位。只有保存搜索的人能在自己的浏览器里打开：{link}"
        return Notification(f"search:{notices[0].id}", Recipient(), subject, text, link, count)


class _Watchers:
    """Searches by the occupations they name, so that a change is set beside those only whom it can concern."""

    def __init__(self, searches: Iterable[SavedSearch], search: VacancySearch) -> None:
        self._today = search.today
        self._by_occupation: dict[str, list[SavedSearch]] = {}
        self._others: list[SavedSearch] = []
        self._regions: dict[str, frozenset[str] | None] = {}
        self._refused: dict[str, frozenset[str]] = {}
        for one in searches:
            if one.has_passed(search.today):
                continue
            self._regions[one.id] = wanted_regions(one.wanted.region_ids, search.regions)
            self._refused[one.id] = refused_regions(one.wanted.not_region_ids, search.regions)
            if not one.wanted.occupations or one.wanted.words:
                self._others.append(one)
            for name in one.wanted.occupations if not one.wanted.words else ():
                self._by_occupation.setdefault(name, []).append(one)

    def wanting(self, vacancy: Vacancy, number: int) -> Iterator[str]:
        """The searches whose limits the vacancy keeps, of those that have not looked at this change yet."""
        named = {one.id: one for name in vacancy.occupations for one in self._by_occupation.get(name, ())}
        for one in (*named.values(), *self._others):
            if one.looked_number >= number or _was_there_before(one, vacancy):
                continue
            if not limits_broken(vacancy, one.wanted, self._today, self._regions[one.id], self._refused[one.id]):
                yield one.id


def _was_there_before(saved: SavedSearch, vacancy: Vacancy) -> bool:
    """Whether a vacancy that nobody could note as known was posted before the search was saved."""
    if saved.knew_all or vacancy.posted_on is None:
        return False
    return vacancy.posted_on < saved.created_at.date()
