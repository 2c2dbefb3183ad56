"""An endpoint that fails is left alone, and asked again by one turn at a time."""

import pytest

from assistant.services.circuit_breaker import BreakerState, CircuitBreaker


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def breaker(seconds: Seconds) -> CircuitBreaker:
    return CircuitBreaker(seconds, failures_to_open=3, rest_seconds=10, longest_rest_seconds=35)


def fail(breaker: CircuitBreaker, times: int) -> None:
    for _ in range(times):
        assert breaker.may_ask()
        breaker.failed()


def test_it_opens_after_so_many_failures_in_a_row(breaker: CircuitBreaker) -> None:
    fail(breaker, 2)
    breaker.succeeded()
    fail(breaker, 2)
    assert breaker.state is BreakerState.CLOSED
    fail(breaker, 1)
    assert breaker.state is BreakerState.OPEN
    assert not breaker.may_ask()


def test_a_wrong_key_opens_it_at_once(breaker: CircuitBreaker) -> None:
    assert breaker.may_ask()
    breaker.failed(is_final=True)
    assert breaker.state is BreakerState.OPEN


def test_after_the_rest_one_turn_probes_and_the_others_wait(breaker: CircuitBreaker, seconds: Seconds) -> None:
    fail(breaker, 3)
    seconds.now = 10
    assert breaker.may_ask()
    assert breaker.state is BreakerState.PROBING
    assert not breaker.may_ask()


def test_a_probe_that_succeeds_closes_it(breaker: CircuitBreaker, seconds: Seconds) -> None:
    fail(breaker, 3)
    seconds.now = 10
    assert breaker.may_ask()
    breaker.succeeded()
    assert breaker.state is BreakerState.CLOSED
    assert breaker.may_ask()
    assert breaker.may_ask()


def test_a_probe_that_fails_doubles_the_rest_up_to_the_longest(breaker: CircuitBreaker, seconds: Seconds) -> None:
    fail(breaker, 3)
    rests = []
    for _ in range(4):
        started = seconds.now
        while not breaker.may_ask():
            seconds.now += 1
        rests.append(seconds.now - started)
        breaker.failed()
    assert rests == [10, 20, 35, 35]


def test_a_probe_that_never_comes_back_is_given_up(breaker: CircuitBreaker, seconds: Seconds) -> None:
    fail(breaker, 3)
    seconds.now = 10
    assert breaker.may_ask()
    seconds.now = 46
    assert breaker.may_ask()


def test_a_turn_that_fails_late_while_it_is_open_does_not_lengthen_the_rest(
    breaker: CircuitBreaker, seconds: Seconds
) -> None:
    assert breaker.may_ask()
    fail(breaker, 3)
    seconds.now = 5
    breaker.failed()
    seconds.now = 15
    assert breaker.may_ask()
