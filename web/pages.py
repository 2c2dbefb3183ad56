"""Pages that are read. Each works without JavaScript."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import PlainTextResponse, Response

from assistant.domain.conversation import Turn
from assistant.domain.knowledge import Audience
from web.access import OpenedConversation, find_latest_conversation
from web.api import LARGEST_ID
from web.calculator import calculator_path
from web.fact_fields import NOTHING_TYPED, Typed, list_fact_rows
from web.patterns import sample_context
from web.saved_searches_view import unread_count
from web.site import Site, SiteDep
from web.transcript import write_transcript
from web.turn_view import CardWords, vacancy_ids, view_turn

router = APIRouter(include_in_schema=False)
After = Annotated[int, Query(ge=0, le=LARGEST_ID)]


@router.get("/")
def welcome(request: Request, site: SiteDep, audience: str = "", deleted: str = "") -> Response:
    """What the service can do, and the first question."""
    return show_welcome(request, site, audience=audience, deleted=bool(deleted))


@router.get("/c/{conversation_id}")
def conversation(request: Request, conversation_id: OpenedConversation, site: SiteDep, rated: After = 0) -> Response:
    """The conversation so far, and the form to go on."""
    return show_conversation(request, site, conversation_id, rated=rated)


@router.get("/c/{conversation_id}/turns")
def turns_after(request: Request, conversation_id: OpenedConversation, site: SiteDep, after: After = 0) -> Response:
    """The turns after one that a page already shows, as the same HTML the page itself is made of."""
    return site.pages.render(request, "_turns.html", _conversation_context(site, conversation_id, after))


@router.get("/c/{conversation_id}/transcript.txt")
def transcript(conversation_id: OpenedConversation, site: SiteDep) -> PlainTextResponse:
    """The conversation as a text file."""
    turns = site.assistant.conversations.list_turns(conversation_id)
    headers = {"Content-Disposition": 'attachment; filename="transcript.txt"'}
    return PlainTextResponse(write_transcript(turns, site.assistant.page_texts), headers=headers)


@router.get("/c/{conversation_id}/delete")
def confirm_deletion(request: Request, conversation_id: OpenedConversation, site: SiteDep) -> Response:
    """Asks once more before a conversation is forgotten."""
    return site.pages.render(request, "delete.html", {"conversation_id": conversation_id})


@router.get("/help")
def help_page(request: Request, site: SiteDep) -> Response:
    """How to ask and how to read an answer."""
    return site.pages.render(request, "help.html")


@router.get("/privacy")
def privacy(request: Request, site: SiteDep) -> Response:
    """What is kept, what is masked, what can be deleted."""
    keep_days = site.assistant.settings.keep_conversations_days
    return site.pages.render(request, "privacy.html", {"keep_days": keep_days})


@router.get("/patterns")
def patterns(request: Request, site: SiteDep) -> Response:
    """Every component in every state."""
    return site.pages.render(request, "patterns.html", sample_context(site.assistant.page_texts))


def show_welcome(
    request: Request,
    site: Site,
    audience: str = "",
    deleted: bool = False,
    draft: str = "",
    error: str = "",
    status_code: int = 200,
) -> Response:
    """The welcome page; with `draft` and `error` after a question that could not be taken."""
    chosen = Audience(audience) if audience in tuple(Audience) else Audience.JOB_SEEKER
    context = {
        "audience": chosen.value,
        "audiences": [each.value for each in Audience],
        "deleted": deleted,
        "latest": find_latest_conversation(request, site),
        "calculator": calculator_path(chosen),
        "draft": draft,
        "error": error,
        "max_characters": site.assistant.settings.max_message_characters,
    }
    return site.pages.render(request, "welcome.html", context, status_code)


def show_conversation(
    request: Request,
    site: Site,
    conversation_id: str,
    rated: int = 0,
    draft: str = "",
    error: str = "",
    status_code: int = 200,
    typed: Typed = NOTHING_TYPED,
) -> Response:
    """The conversation page; with `draft` and `error` after a message, `typed` after facts that could not be taken."""
    context = {
        **_conversation_context(site, conversation_id),
        **facts_context(site, conversation_id, typed),
        "here": f"/c/{conversation_id}",
        "rated": rated,
        "draft": draft,
        "error": error,
        "max_characters": site.assistant.settings.max_message_characters,
    }
    return site.pages.render(request, "conversation.html", context, status_code)


def facts_context(site: Site, conversation_id: str, typed: Typed = NOTHING_TYPED) -> dict[str, object]:
    """What the panel of known facts shows."""
    conversations = site.assistant.conversations
    state, turns = conversations.known(conversation_id), conversations.list_turns(conversation_id)
    rows = (
        list_fact_rows(site.assistant.subsidies, state, turns, typed)
        if state.facts or state.unsure or state.staff
        else ()
    )
    return {
        "conversation_id": conversation_id,
        "calculator": calculator_path(conversations.audience_of(conversation_id)),
        "fact_rows": rows,
        "facts_are_open": bool(typed.values),
    }


def _conversation_context(site: Site, conversation_id: str, after: int = 0) -> dict[str, object]:
    turns = site.assistant.conversations.show_turns(conversation_id, after)
    words = _card_words(site, conversation_id, turns)
    views = [view_turn(turn, site.assistant.page_texts, words) for turn in turns]
    calculator = calculator_path(site.assistant.conversations.audience_of(conversation_id))
    unread = unread_count(site.assistant.saved_searches, conversation_id)
    return {
        "conversation_id": conversation_id,
        "turns": views,
        "rated": 0,
        "calculator": calculator,
        "has_searches": any(view.chips for view in views) or unread > 0,
        "unread_count": unread,
    }


def _card_words(site: Site, conversation_id: str, turns: Sequence[Turn]) -> CardWords:
    desk, ids = site.assistant.vacancies, vacancy_ids(turns)
    found = site.assistant.vacancy_store.find_vacancies(ids, desk.search.today) if ids else {}
    still_open = {name for name, vacancy in found.items() if desk.is_open(vacancy)}
    return CardWords(
        find_title=site.assistant.subsidies.find_title,
        labels=desk.words.labels,
        chips=desk.chips,
        wanted=site.assistant.conversations.known(conversation_id).wanted,
        over=ids - still_open,
    )
