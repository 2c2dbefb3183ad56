"""Asking what may be slow or down."""

import logging
from threading import Event

import pytest

from assistant.domain.errors import UnavailableError
from assistant.services.optional_leg import OptionalLeg

PATIENT = 20.0


class Watch:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def fail() -> int:
    raise UnavailableError("It is down.")


def ask(leg: OptionalLeg, work: object = lambda: 1, seconds: float = PATIENT) -> object:
    pending = leg.begin(work)  # type: ignore[arg-type]
    return "resting" if pending is None else leg.take(pending, seconds)


def test_what_answers_is_given_on() -> None:
    leg = OptionalLeg("the leg")
    assert ask(leg) == 1
    assert leg.failures == 0


def test_after_a_failure_it_rests_and_is_asked_again_after_the_pause() -> None:
    watch = Watch()
    leg = OptionalLeg("the leg", pause_seconds=30, monotonic=watch)
    assert ask(leg, fail) is None
    watch.seconds = 29.9
    assert ask(leg) == "resting"
    watch.seconds = 30.0
    assert ask(leg) == 1
    assert leg.failures == 1


def test_what_takes_too_long_is_not_waited_for() -> None:
    leg, goes_on = OptionalLeg("the leg"), Event()
    try:
        assert ask(leg, lambda: goes_on.wait(PATIENT), seconds=0.0) is None
        assert ask(leg) == "resting"
    finally:
        goes_on.set()


def test_the_log_says_once_that_it_is_down_and_once_that_it_is_back(caplog: pytest.LogCaptureFixture) -> None:
    watch = Watch()
    leg = OptionalLeg("the leg", pause_seconds=1, monotonic=watch)
    with caplog.at_level(logging.INFO):
        for second, work in enumerate((fail, fail, lambda: 1, lambda: 1)):
            watch.seconds = 2.0 * second
            ask(leg, work)
    assert caplog.messages == ["the leg does not answer, the search goes on without it: It is down.",
                               "the leg answers again"]  # fmt: skip
    assert leg.failures == 2


def test_questions_that_hang_do_not_pile_up() -> None:
    leg, goes_on = OptionalLeg("the leg", pause_seconds=0), Event()
    try:
        begun = [leg.begin(lambda: goes_on.wait(PATIENT)) for _ in range(100)]
        under_way = [pending for pending in begun if pending is not None]
        assert 0 < len(under_way) < 50
    finally:
        goes_on.set()
    assert all(pending.result(PATIENT) for pending in under_way)


def test_a_defect_is_no_outage() -> None:
    leg = OptionalLeg("the leg")
    with pytest.raises(ZeroDivisionError):
        ask(leg, lambda: 1 // 0)
    assert leg.failures == 0
