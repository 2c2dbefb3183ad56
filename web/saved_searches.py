"""Saved searches of a conversation with what they brought, and the consent to be found by employers. Plain forms."""

from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.status import HTTP_303_SEE_OTHER

from assistant.domain.errors import ConflictError, InvalidInputError, NotFoundError
from assistant.domain.saved_searches import NoticeChannel
from assistant.domain.vacancy_filter import VacancyFilter
from web.access import Address, OpenedConversation
from web.problems import ProblemError, describe_problem
from web.saved_searches_view import label_of, view_profile, view_searches
from web.site import Site, SiteDep

router = APIRouter(prefix="/c/{conversation_id}", include_in_schema=False)
Text = Annotated[str, Form()]
Texts = Annotated[list[str], Form()]
_MOST_NOTICES = 200
#: What the page says after a form, by the word in its address.
_DONE = {
    "saved": "searches-done-saved",
    "removed": "searches-done-removed",
    "agreed": "searches-done-agreed",
    "withdrawn": "searches-done-withdrawn",
}


@router.get("/searches")
def searches(request: Request, conversation_id: OpenedConversation, site: SiteDep, done: str = "") -> Response:
    """What is saved, what is new, and what is told to whom."""
    return _show(request, site, conversation_id, done=_DONE.get(done, ""))


@router.post("/searches")
def save(
    request: Request, conversation_id: OpenedConversation, site: SiteDep, address: Address, operator: Text = ""
) -> Response:
    """Saves the search that is under way in the conversation."""
    notify = NoticeChannel.OPERATOR if operator == "yes" else NoticeChannel.IN_CONVERSATION
    try:
        site.rate_limits.admit_facts(conversation_id, address)
        wanted, desk = _wanted(site, conversation_id), site.assistant.vacancies
        label = label_of(desk.chips(wanted))
        site.assistant.saved_searches.save(conversation_id, wanted, label, desk.search, notify)
    except (ProblemError, InvalidInputError, ConflictError) as error:
        return _refuse(request, site, conversation_id, error)
    return _see(conversation_id, "saved")


@router.post("/searches/read")
def mark_read(conversation_id: OpenedConversation, site: SiteDep, notice: Texts = []) -> Response:  # noqa: B006
    """Takes the notices that were shown off the list."""
    site.assistant.saved_searches.mark_read(conversation_id, notice[:_MOST_NOTICES])
    return _see(conversation_id)


@router.post("/searches/{search_id}/remove")
def remove(conversation_id: OpenedConversation, search_id: str, site: SiteDep) -> Response:
    """Removes a saved search; a second time it is gone already."""
    with suppress(NotFoundError):
        site.assistant.saved_searches.remove(conversation_id, search_id)
    return _see(conversation_id, "removed")


@router.post("/profile")
def decide(
    request: Request,
    conversation_id: OpenedConversation,
    site: SiteDep,
    address: Address,
    answer: Text = "",
    seen: Text = "",
) -> Response:
    """Agrees that employers may see exactly what was shown, or withdraws that. Withdrawing is never refused."""
    profiles = site.assistant.profiles
    if answer == "withdraw":
        profiles.withdraw(conversation_id)
        return _see(conversation_id, "withdrawn")
    if answer != "agree":
        return _see(conversation_id)
    try:
        site.rate_limits.admit_facts(conversation_id, address)
        profiles.agree(conversation_id, _wanted(site, conversation_id), seen)
    except (ProblemError, InvalidInputError, ConflictError) as error:
        return _refuse(request, site, conversation_id, error)
    return _see(conversation_id, "agreed")


def _wanted(site: Site, conversation_id: str) -> VacancyFilter:
    return site.assistant.conversations.known(conversation_id).wanted or VacancyFilter()


def _show(
    request: Request, site: Site, conversation_id: str, error: str = "", status_code: int = 200, done: str = ""
) -> Response:
    desk, wanted = site.assistant.vacancies, _wanted(site, conversation_id)
    service = site.assistant.saved_searches
    unread = service.unread_notices(conversation_id)
    saved = view_searches(service, conversation_id, unread, desk)
    context = {
        "conversation_id": conversation_id,
        "here": f"/c/{conversation_id}/searches",
        "chips": [chip.label for chip in desk.chips(wanted)],
        "is_saved": any(one.wanted == wanted for one in saved),
        "searches": saved,
        "notice_ids": [notice.id for notice in unread],
        "profile": view_profile(site.assistant.profiles.find(conversation_id), wanted, desk),
        "error": error,
        "done": done,
    }
    return site.pages.render(request, "searches.html", context, status_code)


def _refuse(request: Request, site: Site, conversation_id: str, error: Exception) -> Response:
    """The page again, with why it was not done."""
    told = describe_problem(request, error)
    words = str(error) if isinstance(error, ConflictError) else told.detail
    return _show(request, site, conversation_id, words, told.status)


def _see(conversation_id: str, done: str = "") -> Response:
    path = f"/c/{conversation_id}/searches"
    return RedirectResponse(f"{path}?done={done}" if done else path, HTTP_303_SEE_OTHER)
