"""For whoever runs the service: which replier answered, why and at what cost; and the counts a scraper reads."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from web.admin_view import overview_of, rows_of
from web.operator_access import Operator
from web.site import SiteDep

router = APIRouter(include_in_schema=False)
RECENT, SHOWN = 500, 100
_METRICS = "text/plain; version=0.0.4; charset=utf-8"


@router.get("/admin")
def admin(request: Request, site: SiteDep, _: Operator) -> Response:
    """The last turns and their sums. Nothing that was said is shown."""
    words = site.assistant.page_texts
    turns = site.assistant.recent_turns(RECENT)
    breaker = site.assistant.breaker
    context = {
        "model": site.assistant.settings.chat_model,
        "breaker": breaker.state.value if breaker is not None else "",
        "overview": overview_of(turns, words),
        "rows": rows_of(turns[:SHOWN], words),
    }
    return site.pages.render(request, "admin.html", context)


@router.get("/metrics")
def metrics(site: SiteDep, _: Operator) -> Response:
    """Counts of this process in Prometheus' form."""
    return Response(site.assistant.metrics_text, media_type=_METRICS)
