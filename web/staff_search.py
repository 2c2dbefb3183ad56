"""The search inspector: what a question finds, and why."""

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.domain.errors import InvalidInputError
from assistant.domain.knowledge import Audience
from assistant.services.inspect_search import SearchQuestion, SearchView
from web.message_text import strip_hidden
from web.problems import describe_problem
from web.site import Site, SiteDep
from web.staff_access import CONSOLE, LoggedIn, Reader
from web.staff_queue import offices_of

router = APIRouter(include_in_schema=False)
_NO_DAY = "日期请按“年-月-日”填写，例如 2026-12-01。"
_NO_AUDIENCE = "请选个人或者单位。"


@router.get(f"{CONSOLE}/search")
def search_page(
    request: Request,
    site: SiteDep,
    who: Reader,
    text: str = "",
    day: str = "",
    region: str = "",
    audience: str = Audience.JOB_SEEKER.value,
) -> Response:
    """Without a text the empty form; nothing that is asked here is kept."""
    site.assistant.inspector.require(who.member)
    text = site.assistant.mask(strip_hidden(text)).strip()
    day, region = strip_hidden(day).strip(), strip_hidden(region)
    chosen = {"text": text, "day": day, "region": region, "audience": audience}
    if not text:
        return _show(request, site, who, chosen)
    try:
        question = SearchQuestion(text, _day_of(day, site), region, _audience_of(audience))
        view = site.assistant.inspector.inspect(who.member, question)
    except InvalidInputError as error:
        return _show(request, site, who, chosen, error=str(error), status=describe_problem(request, error).status)
    return _show(request, site, who, chosen, view)


def _show(
    request: Request,
    site: Site,
    who: LoggedIn,
    chosen: dict[str, str],
    view: SearchView | None = None,
    error: str = "",
    status: int = 200,
) -> Response:
    today = site.assistant.office.clock.today()
    context = {
        "who": who,
        "offices": offices_of(who),
        "chosen": {**chosen, "day": chosen["day"] or today.isoformat()},
        "regions": [(one.id, one.name) for one in site.assistant.regions],
        "audiences": [each.value for each in Audience],
        "view": view,
        "error": error,
    }
    return site.pages.render(request, "staff_search.html", context, status)


def _day_of(text: str, site: Site) -> date:
    """Today for no day. Raises InvalidInputError."""
    if not text.strip():
        return site.assistant.office.clock.today()
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise InvalidInputError(_NO_DAY) from error


def _audience_of(text: str) -> Audience:
    """Raises InvalidInputError."""
    try:
        return Audience(text)
    except ValueError as error:
        raise InvalidInputError(_NO_AUDIENCE) from error
