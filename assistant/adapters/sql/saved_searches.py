"""Saved searches and their notices in SQL."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, Engine, RowMapping, Select, delete, insert, select, update

from assistant.adapters.sql.engine import read, write
from assistant.adapters.sql.filter_record import filter_as_text, filter_digest, filter_from_text
from assistant.adapters.sql.portions import portions
from assistant.adapters.sql.records import is_storable, member, storable
from assistant.adapters.sql.tables import conversations, known_vacancies, notices, saved_searches
from assistant.domain.errors import ConflictError, NotFoundError
from assistant.domain.saved_searches import Notice, NoticeChannel, SavedSearch

_log = logging.getLogger(__name__)
_TOO_MANY = "每次对话最多保存{}个搜索。请先删掉一个，再保存新的。"
_GONE = "没有找到这个保存的搜索，可能已经删除了。"
_NO_CONVERSATION = "没有找到这次会话，可能已经删除。请开始新的会话。"


class SqlSavedSearchStore:
    """Implements `SavedSearchStore`. Every method may raise UnavailableError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add_search(self, search: SavedSearch, known_ids: Collection[str], most: int) -> SavedSearch:
        if not is_storable(search.conversation_id):
            raise NotFoundError(_NO_CONVERSATION)
        with write(self._engine) as connection:
            _hold_conversation(connection, search.conversation_id)
            held = connection.execute(_searches_of(search.conversation_id)).mappings().all()
            digest = filter_digest(search.wanted)
            same = next((row for row in held if row["filter_digest"] == digest), None)
            if same is not None:
                chosen = saved_searches.c.id == same["id"]
                connection.execute(update(saved_searches).where(chosen).values(notify=search.notify.value))
                return replace(_search_as_saved(same, search), notify=search.notify)
            if len(held) >= most:
                raise ConflictError(_TOO_MANY.format(most))
            connection.execute(insert(saved_searches), _row(search))
            rows = [_known(search.id, name, None, place) for place, name in enumerate(dict.fromkeys(known_ids))]
            if rows:
                connection.execute(insert(known_vacancies), rows)
        return search

    def list_searches(self, conversation_id: str) -> Sequence[SavedSearch]:
        if not is_storable(conversation_id):
            return ()
        return self._searches(_searches_of(conversation_id))

    def all_searches(self) -> Sequence[SavedSearch]:
        return self._searches(select(saved_searches))

    def remove_search(self, conversation_id: str, search_id: str) -> None:
        if not is_storable(conversation_id) or not is_storable(search_id):
            raise NotFoundError(_GONE)
        chosen = (saved_searches.c.id == search_id) & (saved_searches.c.conversation_id == conversation_id)
        with write(self._engine) as connection:
            if connection.execute(delete(saved_searches).where(chosen)).rowcount == 0:
                raise NotFoundError(_GONE)

    def add_notice(self, notice: Notice) -> Notice | None:
        with write(self._engine) as connection:
            holding = select(saved_searches.c.id).where(saved_searches.c.id == notice.search_id).with_for_update()
            if connection.execute(holding).first() is None:
                return None
            known = _known_of(connection, notice.search_id, notice.vacancy_ids)
            news = tuple(name for name in dict.fromkeys(notice.vacancy_ids) if name not in known)
            if not news:
                return None
            row = {"id": notice.id, "search_id": notice.search_id, "at": notice.at, "read_at": notice.read_at}
            connection.execute(insert(notices), row)
            rows = [_known(notice.search_id, name, notice.id, place) for place, name in enumerate(news)]
            connection.execute(insert(known_vacancies), rows)
        return replace(notice, vacancy_ids=news)

    def set_looked(self, search_ids: Collection[str], number: int) -> None:
        with write(self._engine) as connection:
            for some in portions(tuple(search_ids)):
                behind = saved_searches.c.id.in_(some) & (saved_searches.c.looked_number < number)
                connection.execute(update(saved_searches).where(behind).values(looked_number=number))

    def unread_notices(self, conversation_id: str, limit: int = 100) -> Sequence[Notice]:
        if not is_storable(conversation_id):
            return ()
        unread = (saved_searches.c.conversation_id == conversation_id) & notices.c.read_at.is_(None)
        return self._notices(_notices().where(unread).limit(limit))

    def mark_read(self, conversation_id: str, notice_ids: Collection[str], at: datetime) -> None:
        if not is_storable(conversation_id):
            return
        of_conversation = select(saved_searches.c.id).where(saved_searches.c.conversation_id == conversation_id)
        with write(self._engine) as connection:
            for some in portions(tuple(filter(is_storable, notice_ids))):
                chosen = notices.c.id.in_(some) & notices.c.search_id.in_(of_conversation)
                connection.execute(update(notices).where(chosen & notices.c.read_at.is_(None)).values(read_at=at))

    def untold_notices(self, since: datetime, limit: int) -> Sequence[Notice]:
        untold = (notices.c.at >= since) & notices.c.read_at.is_(None) & notices.c.told_at.is_(None)
        to_operator = saved_searches.c.notify == NoticeChannel.OPERATOR.value
        return self._notices(_notices().where(untold & to_operator).limit(limit))

    def mark_told(self, notice_ids: Collection[str], at: datetime) -> None:
        with write(self._engine) as connection:
            for some in portions(tuple(notice_ids)):
                connection.execute(update(notices).where(notices.c.id.in_(some)).values(told_at=at))

    def _searches(self, chosen: Select[tuple[object, ...]]) -> Sequence[SavedSearch]:
        with read(self._engine) as connection:
            rows = connection.execute(chosen).mappings().all()
        return [search for row in rows if (search := _search(row)) is not None]

    def _notices(self, chosen: Select[tuple[object, ...]]) -> Sequence[Notice]:
        with read(self._engine) as connection:
            rows = connection.execute(chosen).mappings().all()
            named = _named_in(connection, tuple(row["id"] for row in rows))
        return [_notice(row, tuple(named.get(row["id"], ()))) for row in rows]


def _hold_conversation(connection: Connection, conversation_id: str) -> None:
    """Two saves of one conversation come one after the other. Raises NotFoundError if there is no such conversation."""
    chosen = select(conversations.c.id).where(conversations.c.id == conversation_id).with_for_update()
    if connection.execute(chosen).first() is None:
        raise NotFoundError(_NO_CONVERSATION)


def _searches_of(conversation_id: str) -> Select[tuple[object, ...]]:
    of_conversation = saved_searches.c.conversation_id == conversation_id
    return select(saved_searches).where(of_conversation).order_by(saved_searches.c.created_at, saved_searches.c.id)


def _notices() -> Select[tuple[object, ...]]:
    joined = notices.join(saved_searches, saved_searches.c.id == notices.c.search_id)
    chosen = select(*notices.c, saved_searches.c.conversation_id).select_from(joined)
    return chosen.order_by(notices.c.at.desc(), notices.c.id)


def _known_of(connection: Connection, search_id: str, vacancy_ids: tuple[str, ...]) -> set[str]:
    known: set[str] = set()
    for some in portions(vacancy_ids):
        chosen = (known_vacancies.c.search_id == search_id) & known_vacancies.c.vacancy_id.in_(some)
        known.update(connection.execute(select(known_vacancies.c.vacancy_id).where(chosen)).scalars())
    return known


def _named_in(connection: Connection, notice_ids: tuple[str, ...]) -> dict[str, list[str]]:
    """Notice → its vacancies, in their order."""
    named: dict[str, list[str]] = {}
    columns = (known_vacancies.c.notice_id, known_vacancies.c.vacancy_id)
    for some in portions(notice_ids):
        chosen = select(*columns).where(known_vacancies.c.notice_id.in_(some)).order_by(known_vacancies.c.position)
        for notice_id, vacancy_id in connection.execute(chosen):
            named.setdefault(notice_id, []).append(vacancy_id)
    return named


def _known(search_id: str, vacancy_id: str, notice_id: str | None, position: int) -> dict[str, object]:
    return {"search_id": search_id, "vacancy_id": vacancy_id, "notice_id": notice_id, "position": position}


def _row(search: SavedSearch) -> dict[str, object]:
    return {
        "id": search.id,
        "conversation_id": search.conversation_id,
        "filter_digest": filter_digest(search.wanted),
        "filter_json": filter_as_text(search.wanted),
        "label": storable(search.label),
        "created_at": search.created_at,
        "notify": search.notify.value,
        "looked_number": search.looked_number,
        "knew_all": search.knew_all,
    }


def _search_as_saved(row: RowMapping, search: SavedSearch) -> SavedSearch:
    """The kept search; its filter is the given one's, for their digests are the same."""
    return replace(
        search,
        id=row["id"],
        label=row["label"],
        created_at=row["created_at"],
        looked_number=row["looked_number"],
        knew_all=row["knew_all"],
    )


def _search(row: RowMapping) -> SavedSearch | None:
    wanted = filter_from_text(row["filter_json"])
    if wanted is None:
        _log.warning("saved search %s is left out: its filter cannot be read", row["id"])
        return None
    return SavedSearch(
        id=row["id"],
        conversation_id=row["conversation_id"],
        wanted=wanted,
        label=row["label"],
        created_at=row["created_at"],
        notify=member(NoticeChannel, row["notify"], NoticeChannel.IN_CONVERSATION),
        looked_number=row["looked_number"],
        knew_all=row["knew_all"],
    )


def _notice(row: RowMapping, vacancy_ids: tuple[str, ...]) -> Notice:
    return Notice(row["id"], row["search_id"], row["conversation_id"], vacancy_ids, row["at"], row["read_at"])
