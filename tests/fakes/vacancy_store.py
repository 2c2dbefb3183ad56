"""Vacancies in memory."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.domain.errors import NotFoundError
from assistant.domain.vacancies import Vacancy, VacancySource, VacancyState
from assistant.services.vacancy_ports import Feed, Stored, TakenAdvert, VacancyChange

_ORDER = (VacancyState.OPEN, VacancyState.HELD, VacancyState.CLOSED)


@dataclass
class _Kept:
    """One advert of one feed. `decided`: what staff decided about it as it is."""

    feed: Feed
    advert: TakenAdvert
    vacancy_id: str
    seen_in: int
    first: int
    state: VacancyState
    decided: VacancyState | None = None


class FakeVacancyStore:
    """Implements `VacancyStore`. A vacancy shows the oldest of its adverts, those still open before the others."""

    def __init__(self) -> None:
        self._adverts: dict[tuple[str, str], _Kept] = {}
        self._changed: dict[str, int] = {}
        self._last_number = 0
        self._last_id = 0

    def put_adverts(self, feed: Feed, adverts: Sequence[TakenAdvert], run: int) -> Stored:
        taken = changed = unchanged = 0
        for advert in {advert.external_id: advert for advert in adverts}.values():
            kept = self._adverts.get((feed.id, advert.external_id))
            if kept is not None and _is_same(kept, advert):
                unchanged += 1
                kept.seen_in = run
                continue
            taken, changed = taken + (kept is None), changed + (kept is not None)
            self._keep(feed, advert, kept, run)
        return Stored(taken, changed, unchanged)

    def close_adverts(self, feed_id: str, external_ids: Collection[str]) -> int:
        found = (self._adverts.get((feed_id, external_id)) for external_id in set(external_ids))
        return self._close(kept for kept in found if kept is not None)

    def count_unseen(self, feed_id: str, run: int) -> tuple[int, int]:
        kept = self._not_closed(feed_id)
        return len(kept), sum(advert.seen_in != run for advert in kept)

    def close_unseen(self, feed_id: str, run: int) -> int:
        return self._close(advert for advert in self._not_closed(feed_id) if advert.seen_in != run)

    def set_state(self, vacancy_id: str, state: VacancyState) -> None:
        group = [kept for kept in self._group(vacancy_id) if kept.state is not VacancyState.CLOSED]
        if not group:
            raise NotFoundError("There is no such vacancy, or it has closed by itself.")
        for kept in group:
            kept.state = kept.decided = state
        self._note(vacancy_id)

    def find_vacancies(self, ids: Collection[str], today: date) -> Mapping[str, Vacancy]:
        found = {vacancy_id: self._vacancy(vacancy_id, today) for vacancy_id in ids}
        return {vacancy_id: vacancy for vacancy_id, vacancy in found.items() if vacancy is not None}

    def list_held(self, limit: int, today: date) -> Sequence[Vacancy]:
        return [vacancy for vacancy in self._all(today) if vacancy.state is VacancyState.HELD][:limit]

    def last_number(self) -> int:
        return self._last_number

    def changes_after(self, number: int, limit: int, today: date) -> Sequence[VacancyChange]:
        later = sorted((at, vacancy_id) for vacancy_id, at in self._changed.items() if at > number)[:limit]
        found = [(at, vacancy_id, self._vacancy(vacancy_id, today)) for at, vacancy_id in later]
        return [
            VacancyChange(
                at, vacancy_id, vacancy if vacancy is not None and vacancy.state is VacancyState.OPEN else None
            )
            for at, vacancy_id, vacancy in found
        ]

    def find_by_employer(self, employer: str, today: date, limit: int = 50) -> Sequence[Vacancy]:
        return [vacancy for vacancy in self._all(today) if vacancy.employer == employer][:limit]

    def close_feed(self, feed_id: str) -> int:
        """What removing a feed does to its adverts."""
        return self._close(self._not_closed(feed_id))

    def _keep(self, feed: Feed, advert: TakenAdvert, kept: _Kept | None, run: int) -> None:
        vacancy_id = self._vacancy_id(advert, kept)
        first = kept.first if kept is not None else self._last_number
        self._adverts[feed.id, advert.external_id] = _Kept(feed, advert, vacancy_id, run, first, advert.vacancy.state)
        self._note(vacancy_id)
        if kept is not None and kept.vacancy_id != vacancy_id:
            self._note(kept.vacancy_id)

    def _vacancy_id(self, advert: TakenAdvert, kept: _Kept | None) -> str:
        """An advert keeps its vacancy unless others share it and the two have grown apart."""
        is_same = kept is not None and kept.advert.fingerprint == advert.fingerprint
        if kept is not None and (is_same or len(self._group(kept.vacancy_id)) == 1):
            return kept.vacancy_id
        for other in self._adverts.values():
            if other.state is not VacancyState.CLOSED and other.advert.fingerprint == advert.fingerprint:
                return other.vacancy_id
        self._last_id += 1
        return f"v{self._last_id}"

    def _close(self, adverts: Iterable[_Kept]) -> int:
        closed = [kept for kept in adverts if kept.state is not VacancyState.CLOSED]
        for kept in closed:
            kept.state = VacancyState.CLOSED
            self._note(kept.vacancy_id)
        return len(closed)

    def _note(self, vacancy_id: str) -> None:
        self._last_number += 1
        self._changed[vacancy_id] = self._last_number

    def _not_closed(self, feed_id: str) -> list[_Kept]:
        own = (kept for kept in self._adverts.values() if kept.feed.id == feed_id)
        return [kept for kept in own if kept.state is not VacancyState.CLOSED]

    def _group(self, vacancy_id: str) -> list[_Kept]:
        return [kept for kept in self._adverts.values() if kept.vacancy_id == vacancy_id]

    def _all(self, today: date) -> list[Vacancy]:
        ids = dict.fromkeys(kept.vacancy_id for kept in self._adverts.values())
        return [vacancy for vacancy_id in ids if (vacancy := self._vacancy(vacancy_id, today)) is not None]

    def _vacancy(self, vacancy_id: str, today: date) -> Vacancy | None:
        group = sorted(self._group(vacancy_id), key=lambda kept: (_ORDER.index(kept.state), kept.first))
        if not group:
            return None
        shown = group[0]
        days = {name: today + timedelta(days=days) for name, days in shown.advert.day_offsets.items()}
        sources = tuple(
            VacancySource(kept.feed.id, kept.feed.label, kept.advert.external_id, kept.advert.url)
            for kept in group
            if kept.state is shown.state
        )
        return replace(shown.advert.vacancy, **days, id=vacancy_id, state=shown.state, sources=sources)


def _is_same(kept: _Kept, advert: TakenAdvert) -> bool:
    """Whether nothing changes. A closed advert that comes again is open again, unless staff closed it."""
    stays = kept.state is not VacancyState.CLOSED or kept.decided is VacancyState.CLOSED
    return kept.advert.digest == advert.digest and stays
