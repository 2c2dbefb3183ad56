"""Saved searches and their notices in memory."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from assistant.domain.errors import ConflictError, NotFoundError
from assistant.domain.saved_searches import Notice, NoticeChannel, SavedSearch
from tests.fakes.conversation_store import FakeConversationStore


class FakeSavedSearchStore:
    """Implements `SavedSearchStore`. What belongs to a conversation that is gone is gone."""

    def __init__(self, conversations: FakeConversationStore) -> None:
        self._conversations = conversations
        self._searches: dict[str, SavedSearch] = {}
        self._known: dict[str, set[str]] = {}
        self._notices: dict[str, Notice] = {}
        self._told: set[str] = set()

    def add_search(self, search: SavedSearch, known_ids: Collection[str], most: int) -> SavedSearch:
        if self._conversations.find_conversation(search.conversation_id) is None:
            raise NotFoundError(search.conversation_id)
        held = self.list_searches(search.conversation_id)
        same = next((one for one in held if one.wanted == search.wanted), None)
        if same is not None:
            self._searches[same.id] = replace(same, notify=search.notify)
            return self._searches[same.id]
        if len(held) >= most:
            raise ConflictError(search.conversation_id)
        self._searches[search.id] = search
        self._known[search.id] = set(known_ids)
        return search

    def list_searches(self, conversation_id: str) -> Sequence[SavedSearch]:
        held = [one for one in self.all_searches() if one.conversation_id == conversation_id]
        return sorted(held, key=lambda one: (one.created_at, one.id))

    def all_searches(self) -> Sequence[SavedSearch]:
        found = self._conversations.find_conversation
        return [one for one in self._searches.values() if found(one.conversation_id) is not None]

    def remove_search(self, conversation_id: str, search_id: str) -> None:
        if search_id not in {one.id for one in self.list_searches(conversation_id)}:
            raise NotFoundError(search_id)
        del self._searches[search_id]
        self._notices = {name: one for name, one in self._notices.items() if one.search_id != search_id}

    def add_notice(self, notice: Notice) -> Notice | None:
        if notice.search_id not in {one.id for one in self.all_searches()}:
            return None
        known = self._known[notice.search_id]
        news = tuple(name for name in dict.fromkeys(notice.vacancy_ids) if name not in known)
        if not news:
            return None
        known.update(news)
        self._notices[notice.id] = replace(notice, vacancy_ids=news)
        return self._notices[notice.id]

    def set_looked(self, search_ids: Collection[str], number: int) -> None:
        for name in set(search_ids) & set(self._searches):
            kept = self._searches[name]
            self._searches[name] = replace(kept, looked_number=max(kept.looked_number, number))

    def unread_notices(self, conversation_id: str, limit: int = 100) -> Sequence[Notice]:
        unread = [one for one in self._newest() if one.conversation_id == conversation_id and one.read_at is None]
        return unread[:limit]

    def mark_read(self, conversation_id: str, notice_ids: Collection[str], at: datetime) -> None:
        for one in self.unread_notices(conversation_id):
            if one.id in notice_ids:
                self._notices[one.id] = replace(one, read_at=at)

    def untold_notices(self, since: datetime, limit: int) -> Sequence[Notice]:
        untold = [
            one
            for one in self._newest()
            if one.read_at is None
            and one.id not in self._told
            and one.at >= since
            and self._searches[one.search_id].notify is NoticeChannel.OPERATOR
        ]
        return untold[:limit]

    def mark_told(self, notice_ids: Collection[str], at: datetime) -> None:
        self._told.update(notice_ids)

    def _newest(self) -> list[Notice]:
        found = self._conversations.find_conversation
        kept = [one for one in self._notices.values() if found(one.conversation_id) is not None]
        return sorted(sorted(kept, key=lambda one: one.id), key=lambda one: one.at, reverse=True)
