"""Saving a search, reading what is new, agreeing to be found: plain forms, for the owner of the conversation alone."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.domain.conversation import ConversationState
from assistant.domain.knowledge import Audience
from assistant.domain.matching import Match
from assistant.domain.saved_searches import NoticeChannel
from assistant.domain.vacancies import AdvertFinding, Education, Shift, VacancyState
from assistant.domain.vacancy_filter import PayFloor, VacancyFilter
from assistant.services.filter_chips import Chip, chips_of
from assistant.services.find_vacancies import VacancySearch
from assistant.services.match_vacancy import MatchWords
from assistant.services.ports import StoredConversation
from assistant.services.profile_desk import ProfileDesk, consent_digest
from assistant.services.push_tokens import make_token, token_opens
from assistant.services.saved_searches import MOST_SEARCHES, SavedSearches
from assistant.services.vacancy_card import Card, vacancy_card
from assistant.services.vacancy_ports import Feed
from assistant.settings import Settings
from tests.services.saved_searching import Office, match_words
from tests.vacancy_examples import FEED, NOW
from tests.web.fake_assistant import FakeAssistant, FakeConversations, load_page_texts
from web import api_profiles, saved_searches
from web.app import create_app
from web.rendering import WEB_DIR
from web.saved_searches_view import unread_count

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


def test_the_search_under_way_is_saved_and_listed(client: TestClient, office: Office) -> None:
    assert "保存这个搜索" in page(client)
    save(client)
    saved = office.searches.list_for("c1")
    assert [one.wanted for one in saved] == [SEEKER]
    assert saved[0].notify is NoticeChannel.IN_CONVERSATION
    shown = page(client, "saved")
    assert "已经保存。" in shown
    assert "叉车司机、巴南区、月薪5500元以上、不上夜班、高中或中专学历、有叉车证" in shown
    assert "这个搜索已经保存。" in shown
    assert "新岗位只在这里显示" in shown


def test_the_operator_is_told_only_where_the_box_was_ticked(client: TestClient, office: Office) -> None:
    save(client, operator="yes")
    assert office.searches.list_for("c1")[0].notify is NoticeChannel.OPERATOR
    assert "也告诉值班人员" in page(client)


def test_where_nothing_is_looked_for_nothing_can_be_saved(client: TestClient, conversations: Conversations) -> None:
    conversations.wanted.clear()
    assert "还没有条件" in page(client)
    response = client.post("/c/c1/searches")
    assert response.status_code == 422
    assert "请先说说想找什么样的工作" in response.text


def test_a_sixth_search_is_refused_with_the_way_out(
    client: TestClient, conversations: Conversations, office: Office
) -> None:
    for years in range(MOST_SEARCHES):
        conversations.wanted["c1"] = replace(SEEKER, experience_years=years)
        save(client)
    conversations.wanted["c1"] = SEEKER
    response = client.post("/c/c1/searches")
    assert response.status_code == 409
    assert 'role="alert"' in response.text
    assert len(office.searches.list_for("c1")) == MOST_SEARCHES


def test_new_vacancies_are_shown_until_they_are_read(client: TestClient, office: Office) -> None:
    save(client)
    vacancy_id = office.put("new", title="叉车司机<b>急</b>")
    office.check()
    raw = client.get("/c/c1/searches").text
    assert f'href="/vacancies/{vacancy_id}"' in raw
    assert "叉车司机&lt;b&gt;急&lt;/b&gt;" in raw
    shown = html.unescape(raw)
    assert "示例new公司 · 6000-7500元/月 · 巴南区·界石镇" in shown
    notice = re.search(r'name="notice" value="([^"]+)"', raw)
    assert notice is not None
    client.get("/c/c1/searches")
    assert len(office.searches.unread_notices("c1")) == 1, "reading a page changes nothing"
    assert client.post("/c/c1/searches/read", data={"notice": notice[1]}).status_code == 303
    assert "暂时没有新岗位" in page(client)


def test_what_a_check_found_stands_beside_a_new_vacancy(client: TestClient, office: Office) -> None:
    save(client)
    office.put("new", findings=(AdvertFinding("fee", "要交押金，小心。", "交押金", "示例规定"),))
    office.check()
    assert "要交押金，小心。" in page(client)


@pytest.mark.parametrize(("news", "words"), [(0, ""), (2, "<strong>（2 个新岗位）</strong>")])
def test_the_way_to_the_page_says_how_much_is_new(client: TestClient, office: Office, news: int, words: str) -> None:
    save(client)
    for number in range(news):
        office.put(str(number))
        office.check()
    context = {"conversation_id": "c1", "unread_count": unread_count(office.searches, "c1")}
    templates = Environment(loader=FileSystemLoader(WEB_DIR / "templates"), undefined=StrictUndefined, autoescape=True)
    templates.globals["t"] = load_page_texts().__getitem__
    link = templates.get_template("_searches_link.html").render(context)
    assert link.strip() == f'<a class="tools__item" href="/c/c1/searches">保存的搜索{words}</a>'


def test_a_vacancy_that_has_closed_since_is_counted_and_not_shown(client: TestClient, office: Office) -> None:
    save(client)
    gone, still = office.put("gone"), office.put("still")
    office.check()
    office.close("gone")
    shown = page(client)
    assert f"/vacancies/{still}" in shown
    assert f"/vacancies/{gone}" not in shown
    assert "1 个已经招满、撤下或者改了" in shown


def test_a_long_notice_shows_some_and_says_how_many_more(client: TestClient, office: Office) -> None:
    save(client)
    for number in range(12):
        office.put(str(number))
    office.check()
    shown = page(client)
    assert shown.count('href="/vacancies/v') == 10
    assert "还有 2 个" in shown


def test_a_search_is_removed_and_removing_it_again_is_no_error(client: TestClient, office: Office) -> None:
    save(client)
    search_id = office.searches.list_for("c1")[0].id
    for _ in range(2):
        response = client.post(f"/c/c1/searches/{search_id}/remove")
        assert response.headers["location"] == "/c/c1/searches?done=removed"
    assert list(office.searches.list_for("c1")) == []


def test_consent_shows_exactly_what_will_be_visible(client: TestClient, office: Office) -> None:
    shown = page(client)
    assert "同意以后，用人单位会看到" in shown
    assert "<p>叉车司机、巴南区、月薪5500元以上、高中或中专学历、有叉车证</p>" in shown
    assert office.desk.find("c1") is None
    agree(client)
    assert "用人单位现在能看到" in page(client, "agreed")
    assert "2月21日" in page(client)


def test_consent_is_withdrawn_with_one_button(client: TestClient, office: Office) -> None:
    agree(client)
    response = client.post("/c/c1/profile", data={"answer": "withdraw"})
    assert response.headers["location"] == "/c/c1/searches?done=withdrawn"
    assert office.desk.find("c1") is None
    assert "没有留下" in page(client, "withdrawn")


@pytest.mark.parametrize("data", [{}, {"answer": "yes"}, {"answer": ""}])
def test_nothing_but_agreeing_is_consent(client: TestClient, office: Office, data: dict[str, str]) -> None:
    assert client.post("/c/c1/profile", data=data | {"seen": consent_digest(SEEKER)}).status_code == 303
    assert office.desk.find("c1") is None


def test_agreeing_to_something_else_than_was_shown_shows_it_again(
    client: TestClient, conversations: Conversations, office: Office
) -> None:
    conversations.wanted["c1"] = replace(SEEKER, region_ids=("wanzhou",))
    response = client.post("/c/c1/profile", data={"answer": "agree", "seen": consent_digest(SEEKER)})
    assert response.status_code == 409
    assert "条件刚刚变了" in response.text
    assert office.desk.find("c1") is None


def test_a_changed_search_changes_nothing_employers_see_until_it_is_agreed_to(
    client: TestClient, conversations: Conversations, office: Office
) -> None:
    agree(client)
    conversations.wanted["c1"] = replace(SEEKER, region_ids=("wanzhou",))
    assert "条件变了。更新以后，用人单位会看到" in page(client)
    kept = office.desk.find("c1")
    assert kept is not None
    assert kept.wanted.region_ids == ("banan",)


def test_another_browser_gets_nothing_and_can_do_nothing(app: FastAPI, client: TestClient, office: Office) -> None:
    save(client)
    search_id = office.searches.list_for("c1")[0].id
    stranger = TestClient(app, follow_redirects=False)
    assert stranger.get("/c/c1/searches").status_code == 404
    for path in ("searches", "searches/read", f"searches/{search_id}/remove", "profile"):
        data = {"answer": "agree", "seen": consent_digest(SEEKER)}
        assert stranger.post(f"/c/c1/{path}", data=data).status_code == 404
    assert len(office.searches.list_for("c1")) == 1
    assert office.desk.find("c1") is None


def test_another_conversation_of_the_same_browser_removes_nothing_here(client: TestClient, office: Office) -> None:
    save(client)
    client.post("/api/conversations")
    search_id = office.searches.list_for("c1")[0].id
    client.post(f"/c/c2/searches/{search_id}/remove")
    assert len(office.searches.list_for("c1")) == 1


@pytest.mark.parametrize("done", ["nonsense", "<script>", "保存"])
def test_an_unknown_word_in_the_address_shows_nothing(client: TestClient, done: str) -> None:
    assert "notice--info" not in page(client, done)


def profiles(client: TestClient, external_id: str, token: str = TOKEN.token, feed: str = FEED.id) -> Response:
    headers = {"Authorization": f"Bearer {token}"}
    return client.get(f"/api/feeds/{feed}/adverts/{external_id}/profiles", headers=headers)


def test_an_employer_reads_who_suits_an_own_advert_without_who_they_are(client: TestClient, office: Office) -> None:
    agree(client)
    office.put("a/1")
    response = profiles(client, "a/1")
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    (found,) = response.json()["profiles"]
    kept = office.desk.find("c1")
    assert kept is not None
    assert found.pop("reference") == kept.reference
    assert found.pop("score") > 0
    assert found == {
        "occupations": ["叉车司机"],
        "regions": ["巴南区"],
        "employment_types": [],
        "education": "senior",
        "experience_years": None,
        "licences": ["叉车证"],
        "pay_floor": "5500元/月起",
        "reasons": ["想找叉车司机的工作", "愿意在这里工作", "贵单位写明的工资够", "说有叉车证"],
        "gaps": ["没说做过几年"],
    }


def test_without_consent_nobody_is_found(client: TestClient, office: Office) -> None:
    office.put("mine")
    assert profiles(client, "mine").json() == {"profiles": []}
    agree(client)
    client.post("/c/c1/profile", data={"answer": "withdraw"})
    assert profiles(client, "mine").json() == {"profiles": []}


def test_a_wrong_token_an_unknown_feed_and_a_foreign_advert_get_nothing(client: TestClient, office: Office) -> None:
    agree(client)
    office.put("mine")
    office.put("held", state=VacancyState.HELD)
    for token, feed in (("wrong", FEED.id), ("", FEED.id), (TOKEN.token, "partner"), (TOKEN.token, "%00")):
        response = profiles(client, "mine", token, feed)
        assert response.status_code == 401
        assert response.headers["content-type"] == "application/problem+json"
    for name in ("held", "none", "%00", "..%2F..%2Fmine"):
        assert profiles(client, name).status_code == 404
