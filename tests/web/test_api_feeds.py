"""Sources that push adverts."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.testclient import TestClient
from starlette.exceptions import HTTPException

from assistant.domain.errors import AssistantError, UnavailableError
from assistant.domain.vacancies import RawAdvert, Vacancy
from assistant.services.push_tokens import make_token
from assistant.services.sync_feed import FeedSync
from assistant.services.take_in import AdvertIntake
from assistant.services.vacancy_ports import Feed, FeedKind, Stored
from assistant.settings import Settings
from tests.fakes.clock import FixedClock
from tests.fakes.feed_store import FakeFeedStore
from tests.fakes.vacancy_store import FakeVacancyStore
from tests.web.fake_assistant import FakeAssistant
from web import api_feeds
from web.app import build_site
from web.problems import answer_problem

MADE = make_token()
FEED = Feed("partner", FeedKind.PUSH, "示例来源", is_snapshot=False, token_digest=MADE.digest)


class Plain:
    def read(self, raw: RawAdvert, today: date) -> Vacancy:
        return Vacancy("", raw.title, raw.employer)

    def check(self, raw: RawAdvert, vacancy: Vacancy, today: date) -> tuple[()]:
        return ()


@dataclass(frozen=True)
class AssistantWithFeeds(FakeAssistant):
    feeds: FeedSync | None = None
    feed_store: FakeFeedStore = field(default_factory=FakeFeedStore)


@dataclass
class Source:
    """Somebody who pushes, with the right token unless told otherwise."""

    client: TestClient
    feeds: FakeFeedStore
    vacancies: FakeVacancyStore

    def push(
        self, body: object, feed_id: str = "partner", token: str = MADE.token, kind: str = "application/json"
    ) -> tuple[int, dict[str, object]]:
        content = body if isinstance(body, str | bytes) else json.dumps(body)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": kind}
        answer = self.client.post(f"/api/feeds/{feed_id}/adverts", content=content, headers=headers)
        if answer.status_code != 200:
            assert answer.headers["content-type"] == "application/problem+json"
        return answer.status_code, answer.json()


@pytest.fixture
def source() -> Iterator[Source]:
    vacancies = FakeVacancyStore()
    feeds = FakeFeedStore(vacancies)
    feeds.put_feed(FEED)
    plain, clock = Plain(), FixedClock()
    sync = FeedSync(feeds, vacancies, {}, AdvertIntake(plain, plain, clock.today), clock)
    app = FastAPI()
    app.state.site = build_site(AssistantWithFeeds(Settings(_env_file=None), feeds=sync))  # type: ignore[arg-type]
    for error in (HTTPException, RequestValidationError, AssistantError):
        app.add_exception_handler(error, answer_problem)
    app.include_router(api_feeds.router)
    with TestClient(app) as client:
        yield Source(client, feeds, vacancies)


def item(number: int, **more: object) -> dict[str, object]:
    return {"external_id": str(number), "title": f"普工{number}", "employer": "示例电子厂", **more}


def test_items_are_taken_changed_left_and_closed(source: Source) -> None:
    nothing: dict[str, object] = {"taken": 0, "changed": 0, "unchanged": 0, "closed": 0, "rejected": []}
    assert source.push([item(1), item(2)]) == (200, {**nothing, "taken": 2})
    again = [item(1), item(2, pay="面议"), {"external_id": "1", "removed": True}]
    assert source.push(again) == (200, {**nothing, "changed": 1, "closed": 1})


def test_lines_are_taken_and_a_broken_one_costs_itself(source: Source) -> None:
    lines = "\n".join([json.dumps(item(1)), "{", "", json.dumps(item(2))])
    status, body = source.push(lines, kind="application/x-ndjson")
    assert (status, body["taken"]) == (200, 2)
    assert body["rejected"] == [{"row": 2, "external_id": "", "reason": "Is no JSON object."}]


def test_the_columns_of_the_feed_are_used_where_it_has_some(source: Source) -> None:
    source.feeds.put_feed(replace(FEED, columns={"external_id": "编号", "title": "岗位"}))
    assert source.push([{"编号": 1, "岗位": "普工"}])[1]["taken"] == 1


def test_an_item_that_cannot_be_used_is_named_and_the_others_are_taken(source: Source) -> None:
    status, body = source.push([item(1), {"external_id": "x"}, 5, {"removed": True}])
    assert (status, body["taken"]) == (200, 1)
    rejected = body["rejected"]
    assert isinstance(rejected, list)
    assert [(row["row"], row["external_id"]) for row in rejected] == [(2, "x"), (3, ""), (4, "")]


@pytest.mark.parametrize(
    ("feed_id", "token"),
    [("partner", "wrong"), ("partner", ""), ("nobody", MADE.token)],
    ids=["a wrong one", "none", "no such feed"],
)
def test_a_wrong_token_and_a_feed_that_is_not_there_get_one_answer(source: Source, feed_id: str, token: str) -> None:
    status, body = source.push([item(1)], feed_id, token)
    assert (status, body["type"]) == (401, "urn:assistant:problem:wrong_token")
    assert source.vacancies.last_number() == 0


def test_without_a_token_nothing_is_read(source: Source) -> None:
    assert source.client.post("/api/feeds/partner/adverts", content=b"[").status_code == 401


def test_a_feed_that_is_paused_takes_nothing(source: Source) -> None:
    source.feeds.put_feed(replace(FEED, is_paused=True))
    assert source.push([item(1)])[0] == 401


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("[", 400),
        (b"\xff\xfe[]", 400),
        ("[" * 50_000, 400),
        ('{"title": "x"}', 422),
        ("[]", 422),
        (json.dumps([item(number) for number in range(1_001)]), 422),
        ("[" + " " * (2 * 1024 * 1024) + "]", 413),
    ],
)
def test_what_cannot_be_used_is_a_problem(source: Source, body: str | bytes, status: int) -> None:
    assert source.push(body)[0] == status
    assert source.vacancies.last_number() == 0


def test_only_json_is_read(source: Source) -> None:
    assert source.push([item(1)], kind="text/plain")[0] == 415


def test_where_the_store_does_not_answer_the_source_may_try_again(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_: object) -> Stored:
        raise UnavailableError("no database")

    monkeypatch.setattr(source.vacancies, "put_adverts", down)
    assert source.push([item(1)])[0] == 503


def test_the_description_of_the_api_tells_what_is_taken(source: Source) -> None:
    described = source.client.get("/openapi.json").json()["paths"]["/api/feeds/{feed_id}/adverts"]["post"]
    assert set(described["requestBody"]["content"]) == {"application/json", "application/x-ndjson"}
    assert {"200", "401", "413", "422"} <= described["responses"].keys()
