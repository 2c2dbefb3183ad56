"""Profiles in memory."""

from collections.abc import Collection, Iterator

from assistant.domain.errors import NotFoundError
from assistant.domain.saved_searches import Profile
from tests.fakes.conversation_store import FakeConversationStore


class FakeProfileStore:
    """Implements `ProfileStore`. What belongs to a conversation that is gone is gone."""

    def __init__(self, conversations: FakeConversationStore) -> None:
        self._conversations = conversations
        self._profiles: dict[str, Profile] = {}

    def put_profile(self, profile: Profile) -> None:
        if self._conversations.find_conversation(profile.conversation_id) is None:
            raise NotFoundError(profile.conversation_id)
        self._profiles[profile.conversation_id] = profile

    def find_profile(self, conversation_id: str) -> Profile | None:
        if self._conversations.find_conversation(conversation_id) is None:
            return None
        return self._profiles.get(conversation_id)

    def withdraw_profile(self, conversation_id: str) -> None:
        self._profiles.pop(conversation_id, None)

    def iterate_profiles(self, occupations: Collection[str] | None = None) -> Iterator[Profile]:
        for conversation_id in list(self._profiles):
            profile = self.find_profile(conversation_id)
            if profile is not None and (occupations is None or set(profile.wanted.occupations) & set(occupations)):
                yield profile
