"""Programs that show a token: how it is read, and the one answer to a wrong one."""

from http import HTTPStatus

from fastapi import Request
from fastapi.responses import JSONResponse, Response

from web.problems import PROBLEM_MEDIA_TYPE

_SCHEME = "bearer "


def bearer_token(authorization: str) -> str:
    """The token of an Authorization header; "" where it carries none."""
    return authorization[len(_SCHEME) :].strip() if authorization.lower().startswith(_SCHEME) else ""


def wrong_token(request: Request) -> Response:
    """The same for a wrong token and for a feed that is not there."""
    members = {
        "type": "urn:assistant:problem:wrong_token",
        "title": "没有权限",
        "status": int(HTTPStatus.UNAUTHORIZED),
        "detail": "令牌不对，或者没有这个来源。请向工作人员核对。",
        "request_id": getattr(request.state, "request_id", ""),
    }
    return JSONResponse(members, HTTPStatus.UNAUTHORIZED, {"WWW-Authenticate": "Bearer"}, PROBLEM_MEDIA_TYPE)
