"""Saved searches are looked at again and again, whatever goes wrong in between."""

import json
import logging
import threading

import pytest

from assistant.domain.errors import UnavailableError
from assistant.services.find_vacancies import VacancySearch
from assistant.services.saved_search_schedule import SavedSearchSchedule
from tests.services.saved_searching import Office


def test_a_round_writes_what_is_new_and_logs_counts_alone(caplog: pytest.LogCaptureFixture) -> None:
    office = Office()
    schedule = SavedSearchSchedule(office.searches, lambda: office.search, office.clock)
    office.save()
    office.put("one")
    office.put("two")
    with caplog.at_level(logging.INFO, "assistant.services.saved_search_schedule"):
        assert len(schedule.run_once()) == 1
        assert schedule.run_once() == ()
    assert [json.loads(message) for message in caplog.messages] == [
        {"event": "notices_written", "searches": 1, "vacancies": 2}
    ]


def test_a_round_that_fails_is_logged_by_its_kind_and_the_next_finds_the_same(caplog: pytest.LogCaptureFixture) -> None:
    office = Office()
    office.save()
    office.put("one")
    answers = [UnavailableError("示例：叉车司机没有应答"), None]

    def search() -> VacancySearch:
        error = answers.pop(0)
        if error is not None:
            raise error
        return office.search

    schedule = SavedSearchSchedule(office.searches, search, office.clock)
    assert schedule.run_once() == ()
    assert "UnavailableError" in caplog.text
    assert "叉车司机" not in caplog.text
    assert len(schedule.run_once()) == 1


def test_the_loop_goes_on_until_it_is_stopped() -> None:
    office = Office()
    rounds = threading.Semaphore(0)

    def search() -> VacancySearch:
        rounds.release()
        return office.search

    schedule = SavedSearchSchedule(office.searches, search, office.clock, pause_seconds=0.001)
    thread = threading.Thread(target=schedule.loop, daemon=True)
    thread.start()
    assert all(rounds.acquire(timeout=10) for _ in range(3))
    schedule.stop()
    thread.join(10)
    assert not thread.is_alive()
