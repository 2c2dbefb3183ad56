"""What saved searches and profiles need from the outside."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from assistant.domain.saved_searches import Notice, Profile, SavedSearch


@runtime_checkable
class SavedSearchStore(Protocol):
    """Saved searches and their notices; all of a conversation's go with it. Every method may raise UnavailableError."""

    def add_search(self, search: SavedSearch, known_ids: Collection[str], most: int) -> SavedSearch:
        """Keeps the search; vacancies of `known_ids` will not be news to it.

        A conversation that has saved this filter already keeps the older search, whose channel becomes the new one's.
        Raises NotFoundError if there is no such conversation, ConflictError if it holds `most` searches.
        """
        ...

    def list_searches(self, conversation_id: str) -> Sequence[SavedSearch]:
        """The oldest first."""
        ...

    def all_searches(self) -> Sequence[SavedSearch]: ...

    def remove_search(self, conversation_id: str, search_id: str) -> None:
        """With its notices. Raises NotFoundError if the conversation has no such search."""
        ...

    def add_notice(self, notice: Notice) -> Notice | None:
        """Keeps the notice with those of its vacancies that are news to its search.

        None, and nothing kept, where none is, or the search has been removed. Two at once never name a vacancy twice.
        """
        ...

    def set_looked(self, search_ids: Collection[str], number: int) -> None:
        """Notes that the searches have been looked at up to this change; never back to an earlier one."""
        ...

    def unread_notices(self, conversation_id: str, limit: int = 100) -> Sequence[Notice]:
        """Newest first."""
        ...

    def mark_read(self, conversation_id: str, notice_ids: Collection[str], at: datetime) -> None:
        """Notices of another conversation, or that do not exist, are passed over."""
        ...

    def untold_notices(self, since: datetime, limit: int) -> Sequence[Notice]:
        """Newest first: written since then, unread, not yet told, of searches whose channel is the operator's."""
        ...

    def mark_told(self, notice_ids: Collection[str], at: datetime) -> None: ...


@runtime_checkable
class ProfileStore(Protocol):
    """The profiles job seekers have agreed to, one a conversation, gone with it. May raise UnavailableError."""

    def put_profile(self, profile: Profile) -> None:
        """Takes the place of the conversation's earlier one. Raises NotFoundError without such a conversation."""
        ...

    def find_profile(self, conversation_id: str) -> Profile | None: ...

    def withdraw_profile(self, conversation_id: str) -> None:
        """Nothing is left of it; one that does not exist is no error."""
        ...

    def iterate_profiles(self, occupations: Collection[str] | None = None) -> Iterator[Profile]:
        """Those that name one of the occupations, or all; however old, in no order that means anything."""
        ...


@runtime_checkable
class OwnAdverts(Protocol):
    """Which vacancy an advert of a feed belongs to. May raise UnavailableError."""

    def find_vacancy_id(self, feed_id: str, external_id: str) -> str | None: ...


@runtime_checkable
class Claims(Protocol):
    """Work that only one process may do at a time; `FeedStore` keeps the claims."""

    def claim(self, name: str, holder: str, seconds: int, at: datetime) -> bool: ...
