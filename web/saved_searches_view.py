"""Saved searches, their notices and a profile as the page shows them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.domain.saved_searches import Notice, NoticeChannel, Profile, SavedSearch, profile_filter, shown_filter
from assistant.domain.vacancy_filter import VacancyFilter
from assistant.services.filter_chips import Chip
from assistant.services.profile_desk import consent_digest
from assistant.services.saved_searches import SavedSearches
from assistant.services.vacancy_desk import VacancyDesk
from assistant.services.vacancy_phrases import day_words
from web.vacancy_view import VacancyView, view_vacancy


@dataclass(frozen=True)
class NewsView:
    """`at` is ISO. `more`: how many are not shown here; `gone`: how many have closed or changed since."""

    at: str
    vacancies: tuple[VacancyView, ...]
    more: int
    gone: int


@dataclass(frozen=True)
class SearchView:
    """`wanted` only tells whether the search under way is this one. No `news`: nothing is unread."""

    id: str
    wanted: VacancyFilter
    label: str
    saved_at: str
    tells_operator: bool
    has_passed: bool
    news: NewsView | None


@dataclass(frozen=True)
class ProfileView:
    """`agreed`: what employers see now; `offered`: what they would see after agreeing, by the search under way.

    `seen` comes back with the form, so that nobody agrees to something else than what was on the page. Empty `offered`:
    nothing can be agreed to, or it is what was agreed already.
    """

    agreed: tuple[str, ...]
    until: str
    offered: tuple[str, ...]
    seen: str


def label_of(chips: Iterable[Chip]) -> str:
    return "、".join(chip.label for chip in chips)


def unread_count(searches: SavedSearches, conversation_id: str) -> int:
    """How many vacancies the unread notices name."""
    return sum(len(notice.vacancy_ids) for notice in searches.unread_notices(conversation_id))


def view_searches(
    searches: SavedSearches, conversation_id: str, unread: Sequence[Notice], desk: VacancyDesk
) -> tuple[SearchView, ...]:
    """The saved searches, each with what is new; a vacancy that has closed since is counted, not shown."""
    return tuple(
        SearchView(
            id=one.id,
            wanted=one.wanted,
            label=one.label,
            saved_at=one.created_at.isoformat(),
            tells_operator=one.notify is NoticeChannel.OPERATOR,
            has_passed=one.has_passed(desk.search.today),
            news=_news(searches, one, [notice for notice in unread if notice.search_id == one.id], desk),
        )
        for one in searches.list_for(conversation_id)
    )


def view_profile(profile: Profile | None, wanted: VacancyFilter, desk: VacancyDesk) -> ProfileView:
    kept = profile_filter(wanted)
    is_news = bool(kept.occupations) and (profile is None or profile.wanted != kept)
    return ProfileView(
        agreed=_shown(profile.wanted, desk) if profile is not None else (),
        until=day_words(profile.holds_until) if profile is not None else "",
        offered=_shown(kept, desk) if is_news else (),
        seen=consent_digest(wanted),
    )


def _news(searches: SavedSearches, saved: SavedSearch, unread: list[Notice], desk: VacancyDesk) -> NewsView | None:
    if not unread:
        return None
    news = searches.show(unread, saved.wanted, desk.search)
    cards = (view_vacancy(desk.card(match), desk.words.labels) for match in news.matches)
    return NewsView(unread[0].at.isoformat(), tuple(cards), news.more, news.gone)


def _shown(wanted: VacancyFilter, desk: VacancyDesk) -> tuple[str, ...]:
    return tuple(chip.label for chip in desk.chips(shown_filter(wanted)))
