"""What went wrong at an endpoint, in our vocabulary, and whether trying again can help."""

import httpx2
import openai

from assistant.domain.errors import ModelFailedError
from assistant.domain.model_use import FallbackReason

#: Worth a second try within the same turn; a time-out has cost too much already.
PASSING = frozenset(
    {FallbackReason.RATE_LIMITED, FallbackReason.SERVER_ERROR, FallbackReason.CONNECTION, FallbackReason.MALFORMED}
)


def reason_of(error: Exception) -> FallbackReason:
    """The kind of failure; whatever nobody foresaw is an answer that cannot be read."""
    match error:
        case ModelFailedError():
            return FallbackReason(error.reason)
        case openai.APITimeoutError() | httpx2.TimeoutException():
            return FallbackReason.TIMEOUT
        case openai.AuthenticationError() | openai.PermissionDeniedError() | openai.NotFoundError():
            return FallbackReason.UNAUTHORISED
        case openai.RateLimitError():
            return FallbackReason.RATE_LIMITED
        case openai.InternalServerError():
            return FallbackReason.SERVER_ERROR
        case openai.APIConnectionError() | httpx2.TransportError() | ConnectionError():
            return FallbackReason.CONNECTION
        case _:
            return FallbackReason.MALFORMED


def asked_to_wait(error: Exception) -> float | None:
    """Seconds of a Retry-After header; None where there is none, or a date."""
    if not isinstance(error, openai.APIStatusError):
        return None
    try:
        return max(0.0, float(error.response.headers.get("retry-after", "")))
    except ValueError:
        return None
