"""Profiles: agreed to, withdrawn, and set beside a vacancy."""

import hashlib
import json
import secrets
from dataclasses import dataclass

from assistant.domain.errors import ConflictError, InvalidInputError, NotFoundError
from assistant.domain.saved_searches import Profile, profile_filter
from assistant.domain.vacancies import Vacancy
from assistant.domain.vacancy_filter import VacancyFilter
from assistant.services.clock import Clock
from assistant.services.filter_json import filter_as_json
from assistant.services.find_vacancies import VacancySearch
from assistant.services.match_profiles import ProfileMatch, matching_profiles
from assistant.services.saved_search_ports import OwnAdverts, ProfileStore
from assistant.services.vacancy_ports import VacancyStore

_NO_OCCUPATION = "请先说说想做什么工作，再决定要不要让用人单位看到。"
_CHANGED = "您要找的条件刚刚变了，请再看一遍会给用人单位看到什么，再决定。"
_NO_ADVERT = "没有找到这条招聘信息，或者现在没有在招。"


@dataclass(frozen=True)
class ProfileParts:
    store: ProfileStore
    adverts: OwnAdverts
    vacancies: VacancyStore
    clock: Clock


class ProfileDesk:
    """Every method may raise UnavailableError."""

    def __init__(self, parts: ProfileParts) -> None:
        self._parts = parts

    def find(self, conversation_id: str) -> Profile | None:
        """What the conversation has agreed to, if the consent still holds."""
        profile = self._parts.store.find_profile(conversation_id)
        return profile if profile is not None and profile.is_valid_on(self._parts.clock.today()) else None

    def agree(self, conversation_id: str, wanted: VacancyFilter, seen: str) -> Profile:
        """Keeps the profile. `seen`: the `consent_digest` of what the person was shown before they agreed.

        Raises InvalidInputError for a filter that names no occupation, ConflictError if it is not what was shown.
        """
        kept = profile_filter(wanted)
        if not kept.occupations:
            raise InvalidInputError(_NO_OCCUPATION)
        if seen != consent_digest(wanted):
            raise ConflictError(_CHANGED)
        profile = Profile(secrets.token_urlsafe(9), conversation_id, kept, self._parts.clock.now())
        self._parts.store.put_profile(profile)
        return profile

    def withdraw(self, conversation_id: str) -> None:
        """Nothing is left of the profile."""
        self._parts.store.withdraw_profile(conversation_id)

    def matching(self, vacancy: Vacancy, search: VacancySearch) -> tuple[ProfileMatch, ...]:
        """For staff: the consenting job seekers whom an open vacancy fits."""
        wanting = self._parts.store.iterate_profiles(vacancy.occupations)
        return matching_profiles(vacancy, wanting, search)

    def for_advert(self, feed_id: str, external_id: str, search: VacancySearch) -> tuple[ProfileMatch, ...]:
        """For who brought the advert: as above. Raises NotFoundError unless it is theirs, and open now.

        An advert that is held is nobody's business yet: what a check has found may be a fraud looking for victims.
        """
        vacancy_id = self._parts.adverts.find_vacancy_id(feed_id, external_id)
        found = self._parts.vacancies.find_vacancies([vacancy_id] if vacancy_id else [], search.today)
        vacancy = found.get(vacancy_id or "")
        if vacancy is None or not vacancy.is_open_on(search.today) or not _is_of(vacancy, feed_id, external_id):
            raise NotFoundError(_NO_ADVERT)
        return self.matching(vacancy, search)


def consent_digest(wanted: VacancyFilter) -> str:
    """Of what would be kept of a filter: the same for what the person saw and what they then agree to."""
    text = json.dumps(filter_as_json(profile_filter(wanted)), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _is_of(vacancy: Vacancy, feed_id: str, external_id: str) -> bool:
    """Whether the advert is among those that are still open: one may have closed while others go on."""
    return any((source.feed_id, source.external_id) == (feed_id, external_id) for source in vacancy.sources)
