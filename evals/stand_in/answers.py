"""What a script may answer: words, tool calls, or one of the ways in which an endpoint fails."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from evals.stand_in.chat_request import ChatRequest


class FaultKind(StrEnum):
    """How an endpoint can fail; each was seen with a real one."""

    UNAUTHORISED = "unauthorised"  # 401, JSON error
    BAD_REQUEST = "bad_request"  # 400, JSON error (a model that knows no tools)
    RATE_LIMITED = "rate_limited"  # 429, with Retry-After when one is given
    SERVER_ERROR = "server_error"  # 500, JSON error
    BAD_GATEWAY_HTML = "bad_gateway_html"  # 502, an HTML page
    HTML_OK = "html_ok"  # 200, an HTML page (a sign-in page, a captive portal)
    SILENCE = "silence"  # accepted, never answered
    HALF_STREAM = "half_stream"  # the connection closes in the middle of a sentence: a transfer error
    QUIET_HALF_STREAM = "quiet_half_stream"  # the same, but the transfer ends properly: only the finish is missing
    RESET = "reset"  # TCP reset instead of an answer
    SLOW = "slow"  # the whole answer, `after_seconds` late
    SLOW_DRIP = "slow_drip"  # one chunk every `after_seconds`
    ONLY_COMMENTS = "only_comments"  # 200, a stream kept open with comments, without an answer
    EMPTY = "empty"  # 200, no words
    EMPTY_CHOICES = "empty_choices"  # 200, choices: []
    NOT_JSON = "not_json"  # 200, JSON cut short, or a broken line in the stream
    WRONG_SHAPE = "wrong_shape"  # 200, JSON that is no completion
    FINISH_LENGTH = "finish_length"  # cut off by the limit of tokens
    CONTENT_FILTER = "content_filter"  # withheld by the endpoint's own filter
    UNKNOWN_TOOL = "unknown_tool"  # calls a tool that was not offered
    BROKEN_ARGUMENTS = "broken_arguments"  # arguments that are not JSON
    WRONG_ARGUMENTS = "wrong_arguments"  # JSON with wrong types and an unknown key
    ENDLESS_TOOLS = "endless_tools"  # calls a tool again, whatever it was told


@dataclass(frozen=True)
class Say:
    """Words; `reasoning` goes in `reasoning_content`, or with `think` before the text between <think> and </think>."""

    text: str
    reasoning: str = ""
    think: bool = False


@dataclass(frozen=True)
class CallTools:
    """Calls of tools, each (name, arguments); arguments given as a string are sent as they are, valid or not."""

    calls: tuple[tuple[str, Mapping[str, object] | str], ...]
    text: str = ""


@dataclass(frozen=True)
class Fault:
    """A failure, `after_seconds` late (slow_drip: that long before each chunk); `text` replaces the usual words."""

    kind: FaultKind
    after_seconds: float = 0.0
    retry_after: float | None = None
    text: str = ""


Answer = Say | CallTools | Fault
Script = Callable[[ChatRequest], Answer]
