"""Turns that wait for a model leave threads to the others, and hold up nobody by being many."""

import asyncio
import threading
import time
from dataclasses import replace

import pytest

from assistant.domain.conversation import Turn
from assistant.services.events import Emit
from assistant.settings import Settings
from tests.web.fake_assistant import ANSWER, FakeAssistant
from web.app import build_site
from web.turn_threads import TurnThreads
from web.turns import TurnRunner, TurnTimeoutError

WAITING = 30


def _answer(_: Emit) -> Turn:
    return ANSWER


def test_a_turn_gets_a_thread_while_as_many_as_may_wait_for_the_model(settings: Settings) -> None:
    changed = settings.model_copy(update={"chat_model": "m", "chat_concurrency": WAITING, "turn_threads": 1})
    gate = threading.Event()

    def wait(_: Emit) -> Turn:
        assert gate.wait(10)
        return replace(ANSWER, text="late")

    async def scene() -> tuple[Turn, list[Turn]]:
        turns = build_site(FakeAssistant(changed)).turns
        waiting = [turns.start(f"c{number}", wait) for number in range(WAITING)]
        other = await turns.start("other", _answer).result()
        gate.set()
        return other, [await running.result() for running in waiting]

    other, late = asyncio.run(scene())
    assert other == ANSWER
    assert {turn.text for turn in late} == {"late"}


def test_the_event_loop_starts_no_thread_for_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    started_in: list[threading.Thread] = []
    start = threading.Thread.start

    def recorded(thread: threading.Thread) -> None:
        started_in.append(threading.current_thread())
        start(thread)

    async def scene() -> None:
        threads = TurnThreads(WAITING)
        monkeypatch.setattr(threading.Thread, "start", recorded)
        gate = threading.Event()
        waiting = [asyncio.create_task(threads.run(lambda: gate.wait(10))) for _ in range(WAITING)]
        gate.set()
        assert all(await asyncio.gather(*waiting))

    asyncio.run(scene())
    assert started_in and threading.main_thread() not in started_in


def test_no_more_work_than_there_are_threads_is_done_at_once_and_the_rest_is_done_after_it() -> None:
    at_work, most = 0, 0
    lock = threading.Lock()
    both = threading.Barrier(2)

    def work() -> None:
        nonlocal at_work, most
        with lock:
            at_work += 1
            most = max(most, at_work)
        both.wait(10)
        with lock:
            at_work -= 1
        both.wait(10)

    async def scene() -> None:
        threads = TurnThreads(2)
        await asyncio.gather(*(threads.run(work) for _ in range(6)))

    asyncio.run(scene())
    assert most == 2


def test_what_the_work_raises_reaches_who_waits_and_the_thread_goes_on() -> None:
    def fail() -> None:
        raise ValueError("broken")

    async def scene() -> int:
        threads = TurnThreads(1)
        with pytest.raises(ValueError, match="broken"):
            await threads.run(fail)
        return await threads.run(lambda: 3)

    assert asyncio.run(scene()) == 3


def test_a_turn_that_nobody_waits_for_any_more_is_not_begun() -> None:
    begun: list[str] = []
    gate = threading.Event()

    def note(_: Emit) -> Turn:
        begun.append("late")
        return ANSWER

    def hold(_: Emit) -> Turn:
        assert gate.wait(10)
        return ANSWER

    async def scene() -> None:
        turns = TurnRunner(1, timeout_seconds=0.05)
        first, second = turns.start("a", hold), turns.start("b", note)
        with pytest.raises(TurnTimeoutError):
            await second.result()
        gate.set()
        await turns.finish()
        assert first.task is not None and first.task.done()
        assert await TurnRunner(1, 5).start("c", _answer).result() == ANSWER

    asyncio.run(scene())
    assert begun == []


def test_threads_end_when_nobody_holds_them() -> None:
    async def scene() -> set[threading.Thread]:
        before = set(threading.enumerate())
        threads = TurnThreads(3)
        await asyncio.gather(*(threads.run(lambda: None) for _ in range(3)))
        return set(threading.enumerate()) - before

    left = asyncio.run(scene())
    end = time.monotonic() + 10
    while left & set(threading.enumerate()) and time.monotonic() < end:
        time.sleep(0.01)
    assert not left & set(threading.enumerate())
