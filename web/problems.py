"""What goes wrong, said once: problem+json for programs, a page for people, both in plain Chinese."""

from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from assistant.domain.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError, UnavailableError
from web.site import get_site

PROBLEM_MEDIA_TYPE = "application/problem+json"
_PROGRAM_PATHS = ("/api/", "/healthz", "/readyz", "/openapi.json")


class ProblemName(StrEnum):
    """Every problem; its words stand in pages.yaml under `problem-<name>-title` and `-detail`."""

    BAD_REQUEST = "bad_request"
    OPERATOR_ONLY = "operator_only"
    UNREADABLE_BODY = "unreadable_body"
    CROSS_SITE = "cross_site"
    NOT_ALLOWED = "not_allowed"
    NOT_FOUND = "not_found"
    CONVERSATION_NOT_FOUND = "conversation_not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    CONFLICT = "conflict"
    GONE = "gone"
    TOO_LARGE = "too_large"
    UNSUPPORTED_TYPE = "unsupported_type"
    INVALID_FIELD = "invalid_field"
    EMPTY_MESSAGE = "empty_message"
    MESSAGE_TOO_LONG = "message_too_long"
    RATE_LIMITED = "rate_limited"
    TOO_MANY_STREAMS = "too_many_streams"
    STREAMS_FULL = "streams_full"
    UNAVAILABLE = "unavailable"
    NOT_READY = "not_ready"
    INTERNAL = "internal"


HTTP_STATUS: dict[ProblemName, HTTPStatus] = {
    ProblemName.BAD_REQUEST: HTTPStatus.BAD_REQUEST,
    ProblemName.UNREADABLE_BODY: HTTPStatus.BAD_REQUEST,
    ProblemName.OPERATOR_ONLY: HTTPStatus.UNAUTHORIZED,
    ProblemName.CROSS_SITE: HTTPStatus.FORBIDDEN,
    ProblemName.NOT_ALLOWED: HTTPStatus.FORBIDDEN,
    ProblemName.NOT_FOUND: HTTPStatus.NOT_FOUND,
    ProblemName.CONVERSATION_NOT_FOUND: HTTPStatus.NOT_FOUND,
    ProblemName.METHOD_NOT_ALLOWED: HTTPStatus.METHOD_NOT_ALLOWED,
    ProblemName.CONFLICT: HTTPStatus.CONFLICT,
    ProblemName.GONE: HTTPStatus.GONE,
    ProblemName.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    ProblemName.UNSUPPORTED_TYPE: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    ProblemName.INVALID_FIELD: HTTPStatus.UNPROCESSABLE_ENTITY,
    ProblemName.EMPTY_MESSAGE: HTTPStatus.UNPROCESSABLE_ENTITY,
    ProblemName.MESSAGE_TOO_LONG: HTTPStatus.UNPROCESSABLE_ENTITY,
    ProblemName.RATE_LIMITED: HTTPStatus.TOO_MANY_REQUESTS,
    ProblemName.TOO_MANY_STREAMS: HTTPStatus.TOO_MANY_REQUESTS,
    ProblemName.STREAMS_FULL: HTTPStatus.SERVICE_UNAVAILABLE,
    ProblemName.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
    ProblemName.NOT_READY: HTTPStatus.SERVICE_UNAVAILABLE,
    ProblemName.INTERNAL: HTTPStatus.INTERNAL_SERVER_ERROR,
}
_BY_STATUS = {
    400: ProblemName.UNREADABLE_BODY,
    404: ProblemName.NOT_FOUND,
    405: ProblemName.METHOD_NOT_ALLOWED,
    413: ProblemName.TOO_LARGE,
    415: ProblemName.UNSUPPORTED_TYPE,
}


class ProblemError(HTTPException):
    """A problem raised on purpose by the web layer. `detail` overrides the words of pages.yaml."""

    def __init__(self, name: ProblemName, detail: str = "", headers: dict[str, str] | None = None) -> None:
        super().__init__(status_code=HTTP_STATUS[name], detail=detail or None, headers=headers)
        self.name = name
        self.words = detail


@dataclass(frozen=True)
class Problem:
    """A problem as it is told: the five members of problem+json and the headers to send along."""

    name: ProblemName
    title: str
    detail: str
    request_id: str
    headers: dict[str, str]

    @property
    def status(self) -> int:
        return int(HTTP_STATUS[self.name])


def describe_problem(request: Request, error: Exception) -> Problem:
    """Which problem an error is, with its words."""
    name = _name_of(error)
    words = error.words if isinstance(error, ProblemError) else ""
    if isinstance(error, InvalidInputError | NotAllowedError):
        words = str(error)
    texts = get_site(request).assistant.page_texts
    return Problem(
        name=name,
        title=texts[f"problem-{name}-title"],
        detail=words or texts[f"problem-{name}-detail"],
        request_id=getattr(request.state, "request_id", ""),
        headers=dict(getattr(error, "headers", None) or {}),
    )


async def answer_problem(request: Request, error: Exception) -> Response:
    """The one handler of everything that is raised below it."""
    problem = describe_problem(request, error)
    if request.url.path.startswith(_PROGRAM_PATHS):
        return problem_json(problem)
    pages = get_site(request).pages
    response = pages.render(request, "error.html", {"problem": problem}, status_code=problem.status)
    response.headers.update(problem.headers)
    return response


def problem_json(problem: Problem) -> JSONResponse:
    """application/problem+json as in CONTRACTS."""
    members = {
        "type": f"urn:assistant:problem:{problem.name}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "request_id": problem.request_id,
    }
    return JSONResponse(members, problem.status, problem.headers, PROBLEM_MEDIA_TYPE)


def _name_of(error: Exception) -> ProblemName:
    match error:
        case ProblemError():
            return error.name
        case RequestValidationError():
            invalid_json = any(problem.get("type") == "json_invalid" for problem in error.errors())
            return ProblemName.UNREADABLE_BODY if invalid_json else ProblemName.INVALID_FIELD
        case HTTPException():
            return _BY_STATUS.get(error.status_code, ProblemName.BAD_REQUEST)
        case NotFoundError():
            return ProblemName.NOT_FOUND
        case InvalidInputError():
            return ProblemName.INVALID_FIELD
        case NotAllowedError():
            return ProblemName.NOT_ALLOWED
        case ConflictError():
            return ProblemName.CONFLICT
        case UnavailableError():
            return ProblemName.UNAVAILABLE
    return ProblemName.INTERNAL
