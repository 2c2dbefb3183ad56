"""Number and code of a labour request, remembered for half an hour in a cookie that goes to its pages only."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.status import HTTP_303_SEE_OTHER

from web.access import Address
from web.site import Site, SiteDep, get_site

PATH = "/employers/requests"
_COOKIE = "labour_key"
_HALF_AN_HOUR_SECONDS = 30 * 60


class LabourCodeNeededError(Exception):
    """Nobody has shown the code of this request, or it was too long ago."""


def remembered_labour_code(request: Request, number: str, site: SiteDep, address: Address) -> str:
    """The code that this browser has given for the request. Raises LabourCodeNeededError where it opens nothing, and
    `rate_limited` for an address that has sent many such: a cookie is as easily made up as a form."""
    kept, _, code = request.cookies.get(_COOKIE, "").partition(":")
    if not code or kept != number.upper():
        raise LabourCodeNeededError
    site.rate_limits.admit_remembered_code(address)
    if not site.assistant.labour.employers.opens(number, code):
        site.rate_limits.count_wrong_code(address)
        raise LabourCodeNeededError
    return code


async def answer_labour_code_needed(request: Request, error: Exception) -> Response:
    """To the page where number and code are asked for; a code that opens nothing any more is forgotten."""
    return forget(RedirectResponse(PATH, HTTP_303_SEE_OTHER), get_site(request))


LabourCode = Annotated[str, Depends(remembered_labour_code)]


def remember(response: Response, number: str, code: str, site: Site) -> None:
    secure = site.assistant.settings.cookie_secure
    response.set_cookie(
        _COOKIE, f"{number}:{code}", max_age=_HALF_AN_HOUR_SECONDS, path=PATH, httponly=True, samesite="strict",
        secure=secure,
    )  # fmt: skip


def forget(response: Response, site: Site) -> Response:
    secure = site.assistant.settings.cookie_secure
    response.delete_cookie(_COOKIE, path=PATH, httponly=True, samesite="strict", secure=secure)
    return response
