"""What a person opens by a number and a code, without an account: a case, a labour request, an enrolment.

One `NumberAndCode` for each kind. Once given, the two are remembered for half an hour in a cookie for the pages of that
kind only; the code stands in no address. A route takes the code as `Annotated[str, Depends(pages.remembered_code)]`:
who has not shown it is sent to the page where it is asked for.
"""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.status import HTTP_303_SEE_OTHER

from assistant.domain.errors import NotFoundError
from web.access import Address
from web.message_text import strip_hidden
from web.problems import ProblemError, describe_problem
from web.site import Site, SiteDep, get_site

_HALF_AN_HOUR_SECONDS = 30 * 60


class CodeNeededError(Exception):
    """Nobody has shown the code of this number, or it was too long ago. `pages`: where to ask for it."""

    def __init__(self, pages: "NumberAndCode") -> None:
        super().__init__()
        self.pages = pages


async def answer_code_needed(request: Request, error: Exception) -> Response:
    """To the page where number and code are asked for; a code that opens nothing any more is forgotten."""
    assert isinstance(error, CodeNeededError)
    return error.pages.leave(get_site(request))


@dataclass(frozen=True)
class NumberAndCode:
    """The pages of one `kind`, which are all below `path`; `template` is the one that asks for number and code.

    The kind names the cookie, and the words `<kind>-number` and `<kind>-lost` for `_number_and_code.html`. `opens`:
    whether number and code belong together.
    """

    kind: str
    path: str
    template: str
    opens: Callable[[Site, str, str], bool]

    def ask(
        self, request: Request, site: Site, number: str = "", error: str = "", status_code: int = 200, said: str = ""
    ) -> Response:
        """Number and code, please. `said`: the key of what is told first, for example that something was withdrawn."""
        context = {"here": self.path, "kind": self.kind, "number": number, "error": error, "said": said}
        return site.pages.render(request, self.template, context, status_code)

    def open(
        self, request: Request, site: Site, address: str, number: str, code: str, find: Callable[[str, str], str]
    ) -> Response:
        """To its page, where the two belong together; otherwise asked again, so many times a minute from one address.

        `find` takes number and code, gives the number back as it is kept, and raises NotFoundError.
        """
        number = strip_hidden(number).strip().upper()
        try:
            site.rate_limits.admit_case(address)
            found = find(number, code)
        except NotFoundError as error:
            return self.ask(request, site, number, str(error), 404)
        except ProblemError as error:
            told = describe_problem(request, error)
            return self.ask(request, site, number, told.detail, told.status)
        return self.remember(self.see(found), site, found, code.strip())

    def see(self, number: str, done: str = "") -> Response:
        """To the page of the number. `done`: the word for what has just been done."""
        path = f"{self.path}/{number}"
        return RedirectResponse(f"{path}?done={done}" if done else path, HTTP_303_SEE_OTHER)

    def leave(self, site: Site, said: str = "") -> Response:
        """Back to where number and code are asked for, with both forgotten in this browser."""
        return self.forget(RedirectResponse(f"{self.path}{said}", HTTP_303_SEE_OTHER), site)

    def remembered_code(self, request: Request, number: str, site: SiteDep, address: Address) -> str:
        """The code that this browser has given for the number. Raises CodeNeededError where it opens nothing, and
        `rate_limited` for an address that has sent many such: a cookie is as easily made up as a form."""
        kept, _, code = request.cookies.get(self._cookie, "").partition(":")
        if not code or kept != number.upper():
            raise CodeNeededError(self)
        site.rate_limits.admit_remembered_code(address)
        if not self.opens(site, number, code):
            site.rate_limits.count_wrong_code(address)
            raise CodeNeededError(self)
        return code

    def remember(self, response: Response, site: Site, number: str, code: str) -> Response:
        """For half an hour from now."""
        response.set_cookie(
            self._cookie, f"{number}:{code}", max_age=_HALF_AN_HOUR_SECONDS, path=self.path, httponly=True,
            samesite="strict", secure=site.assistant.settings.cookie_secure,
        )  # fmt: skip
        return response

    def forget(self, response: Response, site: Site) -> Response:
        response.delete_cookie(
            self._cookie, path=self.path, httponly=True, samesite="strict",
            secure=site.assistant.settings.cookie_secure,
        )  # fmt: skip
        return response

    @property
    def _cookie(self) -> str:
        return f"{self.kind}_key"
