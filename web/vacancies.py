"""Vacancies as pages: the list with its filter in the address, and one vacancy. Each works without JavaScript."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from starlette.status import HTTP_303_SEE_OTHER, HTTP_410_GONE

from assistant.domain.errors import NotFoundError
from assistant.domain.knowledge import Audience
from assistant.domain.vacancies import Vacancy
from assistant.services.check_employer import employer_check_card
from assistant.services.vacancy_buttons import REPORT_REASONS
from assistant.services.vacancy_desk import VacancyDesk
from web.access import Address, find_latest_conversation, give_key, holds_key
from web.job_posting import job_posting
from web.problems import ProblemError, ProblemName
from web.site import Site, SiteDep
from web.vacancy_detail import view_detail
from web.vacancy_list_view import view_list
from web.vacancy_query import MOST_CHARACTERS, clean, hear, read_visit
from web.vacancy_turns import report_vacancy, show_turn

router = APIRouter(prefix="/vacancies", include_in_schema=False)
Text = Annotated[str, Form()]
_LONGEST_ID = 64


@router.get("")
def list_vacancies(request: Request, site: SiteDep, q: str = "") -> Response:
    """The list. A sentence is turned into an address that says what was understood of it."""
    desk = site.assistant.vacancies
    visit = read_visit(request.query_params, desk.words.regions)
    if sentence := clean(q):
        return RedirectResponse(hear(sentence, visit, desk).address, HTTP_303_SEE_OTHER)
    found = desk.page(visit.wanted, visit.text, visit.page, visit.newest_first)
    context = {
        "list": view_list(visit, found, desk),
        "conversation_id": find_latest_conversation(request, site, Audience.JOB_SEEKER),
        "max_characters": MOST_CHARACTERS,
    }
    return site.pages.render(request, "vacancies.html", context)


@router.get("/{vacancy_id}")
def one_vacancy(request: Request, vacancy_id: str, site: SiteDep, c: str = "") -> Response:
    """One vacancy; with status 410 once it has closed."""
    desk = site.assistant.vacancies
    vacancy = get_vacancy(vacancy_id, desk, site)
    view = view_detail(vacancy, desk, site.assistant.page_texts)
    context = {
        "detail": view,
        "posting": job_posting(vacancy, desk.search.today, desk.words.regions, site.assistant.settings.public_url),
        "employer_check": employer_check_card(desk.check_employer(vacancy.employer)) if vacancy.employer else None,
        "reasons": REPORT_REASONS,
        "conversation_id": _conversation(request, site, c),
        "is_from_conversation": bool(c),
    }
    return site.pages.render(request, "vacancy.html", context, 200 if view.is_open else HTTP_410_GONE)


@router.post("/{vacancy_id}/report")
async def report(
    request: Request, vacancy_id: str, site: SiteDep, address: Address, reason: Text = "", comment: Text = ""
) -> Response:
    """举报 from the page of a vacancy: within the latest conversation, or in one that is begun for it."""
    await run_in_threadpool(get_vacancy, vacancy_id, site.assistant.vacancies, site)
    conversation_id = await run_in_threadpool(_conversation, request, site, "")
    if conversation_id is not None:
        turn = await report_vacancy(site, conversation_id, vacancy_id, reason, comment)
        return await show_turn(request, site, conversation_id, turn)
    site.rate_limits.admit_conversation(address)
    started = await run_in_threadpool(site.assistant.conversations.start, Audience.JOB_SEEKER)
    turn = await report_vacancy(site, started.id, vacancy_id, reason, comment)
    response = await show_turn(request, site, started.id, turn)
    give_key(response, started, site)
    return response


def get_vacancy(vacancy_id: str, desk: VacancyDesk, site: Site) -> Vacancy:
    """Raises the problem `not_found`, in words about vacancies, for one that never was or is not shown."""
    try:
        if vacancy_id.isprintable() and len(vacancy_id) <= _LONGEST_ID:
            return desk.get_vacancy(vacancy_id)
    except NotFoundError:
        pass
    raise ProblemError(ProblemName.NOT_FOUND, site.assistant.page_texts["vacancy-not-found"])


def _conversation(request: Request, site: Site, named: str) -> str | None:
    """The conversation somebody came from, otherwise their latest."""
    if named and holds_key(request, site, named):
        return named
    return find_latest_conversation(request, site, Audience.JOB_SEEKER)
