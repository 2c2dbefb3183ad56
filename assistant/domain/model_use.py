"""What a language model did in a turn, and why rules answered where it did not."""

from dataclasses import dataclass
from enum import StrEnum


class FallbackReason(StrEnum):
    """Why the rules' answer was given though a model is configured."""

    UNAUTHORISED = "unauthorised"
    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    CONNECTION = "connection"
    TIMEOUT = "timeout"
    MALFORMED = "malformed"
    TOO_MANY_CALLS = "too_many_calls"
    EMPTY = "empty"
    UNGROUNDED = "ungrounded"
    NOTHING_CITED = "nothing_cited"
    BREAKER_OPEN = "breaker_open"
    BUSY = "busy"
    BY_RULE = "by_rule"


#: What tells that the endpoint itself is not well; what a model says is no fault of the endpoint.
ENDPOINT_FAULTS = frozenset(
    {
        FallbackReason.UNAUTHORISED,
        FallbackReason.RATE_LIMITED,
        FallbackReason.SERVER_ERROR,
        FallbackReason.CONNECTION,
        FallbackReason.TIMEOUT,
        FallbackReason.MALFORMED,
    }
)


@dataclass(frozen=True)
class ModelUse:
    """One turn's use of a model. Tokens as the endpoint counted them, 0 where it did not; `cost_yuan` by our prices.

    `reason`: why rules answered; None where the model's words were sent. `faults`: what was found wrong with its words.
    """

    model: str
    reason: FallbackReason | None = None
    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost_yuan: float = 0.0
    duration_ms: int = 0
    retries: int = 0
    faults: tuple[str, ...] = ()
    prompt_digest: str | None = None
