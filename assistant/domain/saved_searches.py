"""Searches that go on by themselves, the notices they bring, and what a job seeker lets employers see.

No personal address is kept yet: a notice always appears in the conversation, and may besides be told to the operator's
own channel. A person's own address comes with the encrypted form it needs.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from assistant.domain.vacancy_filter import NEAR_RAIL, VacancyFilter, VacancyWishes

#: How long a consent holds: who has found work does not come back to withdraw it.
CONSENT_DAYS = 90


class NoticeChannel(StrEnum):
    """Where a notice goes besides the conversation, in which it always appears."""

    IN_CONVERSATION = "in_conversation"
    OPERATOR = "operator"


@dataclass(frozen=True)
class SavedSearch:
    """A filter that is looked at again whenever vacancies have changed.

    `looked_number`: the change of vacancies up to which it has been looked at. `knew_all`: when it was saved, every
    vacancy that matched was noted as known; where there were too many, what was posted before that day is no news.
    """

    id: str
    conversation_id: str
    wanted: VacancyFilter
    label: str
    created_at: datetime
    notify: NoticeChannel = NoticeChannel.IN_CONVERSATION
    looked_number: int = 0
    knew_all: bool = True

    def has_passed(self, today: date) -> bool:
        """Whether it is for a day that lies behind us."""
        return self.wanted.starts_on is not None and self.wanted.starts_on < today


@dataclass(frozen=True)
class Notice:
    """New vacancies of one saved search, the best first. They may have closed since `at`."""

    id: str
    search_id: str
    conversation_id: str
    vacancy_ids: tuple[str, ...]
    at: datetime
    read_at: datetime | None = None


@dataclass(frozen=True)
class Profile:
    """What one conversation has agreed that employers may see of a job seeker, without who it is.

    `reference` is random, made anew with every consent. `wanted` holds what `profile_filter` keeps: employers are shown
    its `shown_filter`, the rest only decides which vacancies fit.
    """

    reference: str
    conversation_id: str
    wanted: VacancyFilter
    consented_at: datetime

    @property
    def holds_until(self) -> date:
        """The last day of the consent."""
        return self.consented_at.date() + timedelta(days=CONSENT_DAYS)

    def is_valid_on(self, day: date) -> bool:
        return day <= self.holds_until


def profile_filter(wanted: VacancyFilter) -> VacancyFilter:
    """What is kept of a filter for a profile: its limits without free words for titles, places and days, no wishes.

    Words to be avoided stay: without them a vacancy would seem to fit. They are not shown.
    """
    near = NEAR_RAIL if wanted.near == NEAR_RAIL else None
    return replace(wanted, words=(), near=near, starts_on=None, wishes=VacancyWishes())


def shown_filter(wanted: VacancyFilter) -> VacancyFilter:
    """The part of a filter that an employer sees: nothing of it says who somebody is, or where exactly they live."""
    return VacancyFilter(
        occupations=wanted.occupations,
        region_ids=wanted.region_ids,
        pay_floor=wanted.pay_floor,
        employment_types=wanted.employment_types,
        education=wanted.education,
        experience_years=wanted.experience_years,
        licences=wanted.licences,
    )
