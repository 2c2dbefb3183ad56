"""The calculator for people: every benefit, one benefit, and its summary to print."""

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from assistant.domain.knowledge import Audience
from web.access import Address
from web.calculator import begin_visit, show_calculator, show_summary, take_calculator_form
from web.site import SiteDep

router = APIRouter(prefix="/subsidies", include_in_schema=False)
_PEOPLE = Audience.JOB_SEEKER


@router.get("")
def all_benefits(request: Request, site: SiteDep, c: str = "") -> Response:
    """What there is for a person, as far as is known."""
    return show_calculator(request, site, begin_visit(request, site, _PEOPLE, c))


@router.post("")
async def tell(request: Request, site: SiteDep, address: Address, c: str = "") -> Response:
    """Takes what a person tells of themselves."""
    visit = await run_in_threadpool(begin_visit, request, site, _PEOPLE, c)
    return await take_calculator_form(request, site, visit, address)


@router.get("/{scheme_id}")
def one_benefit(request: Request, scheme_id: str, site: SiteDep, c: str = "") -> Response:
    """One benefit: its questions first, its card open."""
    return show_calculator(request, site, begin_visit(request, site, _PEOPLE, c, scheme_id))


@router.post("/{scheme_id}")
async def tell_for_one(request: Request, scheme_id: str, site: SiteDep, address: Address, c: str = "") -> Response:
    """Takes what decides one benefit."""
    visit = await run_in_threadpool(begin_visit, request, site, _PEOPLE, c, scheme_id)
    return await take_calculator_form(request, site, visit, address)


@router.get("/{scheme_id}/summary")
def summary(request: Request, scheme_id: str, site: SiteDep, c: str = "") -> Response:
    """The application summary of one benefit."""
    return show_summary(request, site, begin_visit(request, site, _PEOPLE, c, scheme_id))
