"""The site with saved searches and profiles, for tests: fixtures `office`, `conversations`, `app` and `client`."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.domain.conversation import ConversationState
from assistant.domain.knowledge import Audience
from assistant.domain.matching import Match
from assistant.domain.vacancies import Education, Shift
from assistant.domain.vacancy_filter import PayFloor, VacancyFilter
from assistant.services.filter_chips import Chip, chips_of
from assistant.services.find_vacancies import VacancySearch
from assistant.services.match_vacancy import MatchWords
from assistant.services.ports import StoredConversation
from assistant.services.profile_desk import ProfileDesk
from assistant.services.push_tokens import make_token, token_opens
from assistant.services.saved_searches import SavedSearches
from assistant.services.vacancy_card import Card, vacancy_card
from assistant.services.vacancy_ports import Feed
from assistant.settings import Settings
from tests.services.saved_searching import Office, match_words
from tests.vacancy_examples import FEED, NOW
from tests.web.fake_assistant import FakeAssistant, FakeConversations
from web import api_profiles, saved_searches
from web.app import create_app

TOKEN = make_token()
SEEKER = VacancyFilter(
    occupations=("叉车司机",),
    region_ids=("banan",),
    pay_floor=PayFloor(5500),
    not_shifts=(Shift.NIGHT,),
    education=Education.SENIOR,
    licences=("叉车证",),
)


class Conversations(FakeConversations):
    """Each conversation looks for what the test says, and is known to the stores of the office."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office, self.wanted = office, {"c1": SEEKER}

    def start(self, audience: Audience = Audience.JOB_SEEKER) -> object:  # type: ignore[override]
        started = super().start(audience)
        self.office.conversations.create_conversation(StoredConversation(started.id, audience, NOW, "digest"))
        return started

    def known(self, conversation_id: str) -> ConversationState:
        return ConversationState(wanted=self.wanted.get(conversation_id))


class Desk:
    """What the pages use of `VacancyDesk`."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self.words: MatchWords = match_words()

    @property
    def search(self) -> VacancySearch:
        return self._office.search

    def chips(self, wanted: VacancyFilter) -> tuple[Chip, ...]:
        return chips_of(wanted, self.words.labels, self.words.regions)

    def card(self, match: Match) -> Card:
        return vacancy_card(match, self.words, self._office.clock.today())


class Feeds:
    def find_pushed_feed(self, feed_id: str, token: str) -> Feed | None:
        feed = replace(FEED, token_digest=TOKEN.digest) if feed_id == FEED.id else None
        return feed if token_opens(feed, token) else None


@dataclass(frozen=True)
class Site(FakeAssistant):
    saved_searches: SavedSearches = field(kw_only=True)
    profiles: ProfileDesk = field(kw_only=True)
    vacancies: Desk = field(kw_only=True)
    feeds: Feeds = field(default_factory=Feeds)

    def start(self) -> None:
        return None

    stop = start


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def conversations(office: Office) -> Conversations:
    return Conversations(office)


@pytest.fixture
def app(office: Office, conversations: Conversations) -> FastAPI:
    site = Site(
        Settings(_env_file=None),
        conversations,
        saved_searches=office.searches,
        profiles=office.desk,
        vacancies=Desk(office),
    )
    app = create_app(site)
    for part in (saved_searches, api_profiles):
        if part.router.routes[0].path not in {getattr(route, "path", "") for route in app.routes}:  # type: ignore[attr-defined]
            app.include_router(part.router)
    return app


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """A browser that holds the key of conversation c1."""
    with TestClient(app, follow_redirects=False) as client:
        client.post("/api/conversations")
        yield client


def page(client: TestClient, done: str = "") -> str:
    response = client.get("/c/c1/searches", params={"done": done})
    assert response.status_code == 200, response.text
    return html.unescape(response.text)


def save(client: TestClient, **data: str) -> None:
    response = client.post("/c/c1/searches", data=data)
    assert (response.status_code, response.headers["location"]) == (303, "/c/c1/searches?done=saved")


def agree(client: TestClient) -> None:
    seen = re.search(r'name="seen" value="([^"]+)"', page(client))
    assert seen is not None
    response = client.post("/c/c1/profile", data={"answer": "agree", "seen": seen[1]})
    assert response.headers["location"] == "/c/c1/searches?done=agreed"
