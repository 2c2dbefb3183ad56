"""How good the answers are, for anybody to read: the last report, what it was measured on, and what is weak."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from web.quality_view import read_quality_report
from web.site import SiteDep

router = APIRouter(include_in_schema=False)


@router.get("/quality")
def quality(request: Request, site: SiteDep) -> Response:
    """The last report; without one, the page says so."""
    report = read_quality_report(site.assistant.settings.quality_report)
    return site.pages.render(request, "quality.html", {"report": report})
