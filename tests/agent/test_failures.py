"""Every failure of an endpoint has one name, and only a passing one is worth a second try."""

import httpx2
import openai
import pytest

from assistant.agent.failures import PASSING, asked_to_wait, reason_of
from assistant.domain.errors import ModelFailedError
from assistant.domain.model_use import FallbackReason

REQUEST = httpx2.Request("POST", "http://127.0.0.1/v1/chat/completions")


def answered(kind: type[openai.APIStatusError], status: int, **headers: str) -> openai.APIStatusError:
    response = httpx2.Response(status, headers={name.replace("_", "-"): value for name, value in headers.items()},
                               request=REQUEST)  # fmt: skip
    return kind("said the endpoint", response=response, body=None)


KINDS: dict[str, tuple[Exception, FallbackReason]] = {
    "401": (answered(openai.AuthenticationError, 401), FallbackReason.UNAUTHORISED),
    "403": (answered(openai.PermissionDeniedError, 403), FallbackReason.UNAUTHORISED),
    "404": (answered(openai.NotFoundError, 404), FallbackReason.UNAUTHORISED),
    "400": (answered(openai.BadRequestError, 400), FallbackReason.MALFORMED),
    "429": (answered(openai.RateLimitError, 429), FallbackReason.RATE_LIMITED),
    "500": (answered(openai.InternalServerError, 500), FallbackReason.SERVER_ERROR),
    "no answer": (openai.APITimeoutError(REQUEST), FallbackReason.TIMEOUT),
    "no answer in a stream": (httpx2.ReadTimeout("late"), FallbackReason.TIMEOUT),
    "no connection": (openai.APIConnectionError(request=REQUEST), FallbackReason.CONNECTION),
    "half a stream": (httpx2.RemoteProtocolError("closed"), FallbackReason.CONNECTION),
    "a reset": (ConnectionResetError(), FallbackReason.CONNECTION),
    "no JSON": (ValueError("no JSON"), FallbackReason.MALFORMED),
    "whatever else": (KeyError("choices"), FallbackReason.MALFORMED),
    "ours": (ModelFailedError(FallbackReason.TOO_MANY_CALLS), FallbackReason.TOO_MANY_CALLS),
}


@pytest.mark.parametrize(("error", "reason"), KINDS.values(), ids=KINDS)
def test_each_failure_has_its_reason(error: Exception, reason: FallbackReason) -> None:
    assert reason_of(error) is reason


def test_a_wrong_key_and_lost_time_are_not_tried_again() -> None:
    assert not PASSING & {FallbackReason.UNAUTHORISED, FallbackReason.TIMEOUT, FallbackReason.TOO_MANY_CALLS}


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry_after": "2"}, 2.0),
        ({"retry_after": "0.5"}, 0.5),
        ({"retry_after": "-3"}, 0.0),
        ({"retry_after": "Wed, 21 Oct 2026 07:28:00 GMT"}, None),
        ({}, None),
    ],
)
def test_an_endpoint_may_ask_to_be_waited_for(headers: dict[str, str], seconds: float | None) -> None:
    assert asked_to_wait(answered(openai.RateLimitError, 429, **headers)) == seconds


def test_where_no_answer_came_nothing_was_asked() -> None:
    assert asked_to_wait(openai.APITimeoutError(REQUEST)) is None
