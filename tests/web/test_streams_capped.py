"""How many event streams stay open, what those hear who come later, and how a place becomes free again."""

import asyncio
import gc
import json
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPResponse
from pathlib import Path
from urllib.error import HTTPError

import pytest

from assistant.adapters.live.local_signals import InProcessNotifier
from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.staff import Role, StaffMember
from assistant.settings import Settings
from tests.journeys.staff_at_work import OWN, settle_staff
from tests.web.live_server import serve
from web.app import create_app
from web.live_stream import LiveStreams, StreamLimits
from web.problems import ProblemError

ROOT = Path(__file__).parents[2]
LI = StaffMember("li", Role.ADVISOR)


@pytest.fixture(scope="module")
def site(new_data_dir: Callable[[str], Path]) -> Iterator[tuple[str, Assistant]]:
    settings = Settings(
        _env_file=None, data_dir=new_data_dir("capped"), knowledge_dir=ROOT / "knowledge_base",
        streams_per_conversation=2, streams_per_address=4, streams_in_all=6, trusted_proxies="127.0.0.1",
    )  # fmt: skip
    assistant = build_assistant(settings)
    settle_staff(assistant)
    with serve(create_app(assistant)) as url:
        yield url, assistant


def ask(site: tuple[str, Assistant], path: str, cookie: str, address: str = "198.51.100.1") -> HTTPResponse:
    headers = {"Cookie": cookie, "X-Forwarded-For": address}
    answer: HTTPResponse = urllib.request.urlopen(urllib.request.Request(site[0] + path, headers=headers), timeout=10)
    assert answer.readline() == b"retry: 1000\n"
    return answer


def talk(site: tuple[str, Assistant]) -> tuple[str, str]:
    """The path of a conversation's stream, and the cookie that opens it."""
    started = site[1].conversations.start()
    return f"/api/conversations/{started.id}/events", f"conversation_{started.id}={started.secret}"


def refused(site: tuple[str, Assistant], path: str, cookie: str, address: str = "198.51.100.1") -> HTTPError:
    with pytest.raises(HTTPError) as error:
        ask(site, path, cookie, address)
    return error.value


@contextmanager
def opened(site: tuple[str, Assistant], count: int, address: str = "198.51.100.1") -> Iterator[None]:
    """So many streams, each of a conversation of its own; gone at the end, for the server too."""
    with ExitStack() as stack:
        for _ in range(count):
            stack.enter_context(ask(site, *talk(site), address))
        yield
    wait_until_free(site, address)


def wait_until_free(site: tuple[str, Assistant], address: str = "198.51.100.1") -> None:
    """The server notices a closed connection when it next writes to it, or at once."""
    path, cookie = talk(site)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            with ExitStack() as stack:
                for _ in range(2):
                    stack.enter_context(ask(site, path, cookie, address))
                return
        except HTTPError:
            time.sleep(0.1)
    raise AssertionError("the places do not become free")


def test_one_conversation_has_its_share_and_is_told_in_words_when_to_come_again(site: tuple[str, Assistant]) -> None:
    path, cookie = talk(site)
    with ask(site, path, cookie), ask(site, path, cookie):
        error = refused(site, path, cookie)
        problem = json.loads(error.read())
        assert (error.code, problem["status"]) == (429, 429)
        assert error.headers["Content-Type"] == "application/problem+json"
        assert 1 <= int(error.headers["Retry-After"]) <= 60
        assert problem["type"] == "urn:assistant:problem:too_many_streams" and "新回复" in problem["detail"]
        ask(site, *talk(site)).close()  # another conversation is not concerned
    wait_until_free(site)


def test_one_address_has_its_share_and_another_is_not_concerned(site: tuple[str, Assistant]) -> None:
    with opened(site, 4):
        assert refused(site, *talk(site)).code == 429
        ask(site, *talk(site), "203.0.113.7").close()


def test_beyond_what_one_process_keeps_open_it_says_so_and_everything_else_goes_on(site: tuple[str, Assistant]) -> None:
    with opened(site, 3), opened(site, 3, "203.0.113.7"):
        path, cookie = talk(site)
        error = refused(site, path, cookie, "192.0.2.5")
        assert error.code == 503 and int(error.headers["Retry-After"]) >= 1
        assert json.loads(error.read())["type"] == "urn:assistant:problem:streams_full"
        polled = urllib.request.Request(site[0] + path.replace("events", "messages"), headers={"Cookie": cookie})
        with urllib.request.urlopen(polled, timeout=10) as answer:
            assert json.loads(answer.read())["turns"] == []


def test_the_desks_streams_are_counted_by_case(site: tuple[str, Assistant]) -> None:
    assistant = site[1]
    started = assistant.conversations.start()
    handover = assistant.conversations.hand_over(started.id).handover
    assert handover is not None and handover.case_number is not None
    assistant.office.desk.claim(LI, handover.case_number)
    cookie = f"staff_session={assistant.office.accounts.log_in('li', OWN).token}"
    path = f"/staff/cases/{handover.case_number}/events"
    with ask(site, path, cookie), ask(site, path, cookie):
        assert refused(site, path, cookie).code == 429
    wait_until_free(site)


def test_a_place_that_was_taken_for_a_stream_never_begun_is_free_again() -> None:
    streams = LiveStreams(StreamLimits(1, 9, 9))
    seat = streams.take_seat("a", "x")
    with pytest.raises(ProblemError):
        streams.take_seat("a", "x")
    del seat
    gc.collect()
    assert streams.take_seat("a", "x").topic == "a"


def test_a_stream_outlives_any_silence_and_then_tells_what_is_new() -> None:
    async def listen() -> list[bytes]:
        streams, notifier = LiveStreams(StreamLimits(1, 1, 1), beat_seconds=0.005), InProcessNotifier()
        news: list[bytes] = []

        def read_on(last: int) -> tuple[list[bytes], int]:
            return news[last:], len(news)

        stream = streams.follow(streams.take_seat("a", "x"), notifier, "a", 0, read_on)
        heard = [await anext(stream) for _ in range(30)]
        news.append(b"data: at last\n\n")
        notifier.wake("a")
        while heard[-1] != news[0]:
            heard.append(await anext(stream))
        await stream.aclose()  # type: ignore[attr-defined]
        assert notifier.topics() == ()
        streams.take_seat("a", "x")
        return heard

    heard = asyncio.run(listen())
    assert heard[0] == b"retry: 1000\n\n" and set(heard[1:-1]) == {b": \n\n"}
