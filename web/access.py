"""A conversation's key: one cookie each, which nobody reads a conversation without."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import Response

from assistant.domain.knowledge import Audience
from assistant.services.conversations import StartedConversation
from web.client_address import client_address
from web.problems import ProblemError, ProblemName
from web.site import Site, SiteDep

_THIRTY_DAYS_SECONDS = 30 * 24 * 3600
_KEY_PREFIX = "conversation_"
_KEYS_TRIED = 5


def key_cookie_name(conversation_id: str) -> str:
    return f"{_KEY_PREFIX}{conversation_id}"


def find_latest_conversation(request: Request, site: Site, audience: Audience | None = None) -> str | None:
    """The newest conversation this browser holds a key of; of this audience, where one is given.

    Browsers send the oldest cookie first.
    """
    held = [name.removeprefix(_KEY_PREFIX) for name in request.cookies if name.startswith(_KEY_PREFIX)]
    conversations = site.assistant.conversations
    for conversation_id in reversed(held[-_KEYS_TRIED:]):
        if not holds_key(request, site, conversation_id) or not conversations.list_turns(conversation_id):
            continue
        if audience is None or conversations.audience_of(conversation_id) is audience:
            return conversation_id
    return None


def holds_key(request: Request, site: Site, conversation_id: str) -> bool:
    """Whether there is such a conversation, and the request carries its key."""
    secret = request.cookies.get(key_cookie_name(conversation_id), "")
    return bool(secret) and site.assistant.conversations.opens_with(conversation_id, secret)


def give_key(response: Response, started: StartedConversation, site: Site) -> None:
    response.set_cookie(
        key_cookie_name(started.id),
        started.secret,
        max_age=_THIRTY_DAYS_SECONDS,
        path="/",
        httponly=True,
        samesite="lax",
        secure=site.assistant.settings.cookie_secure,
    )


def take_key(response: Response, conversation_id: str, site: Site) -> None:
    secure = site.assistant.settings.cookie_secure
    response.delete_cookie(key_cookie_name(conversation_id), path="/", httponly=True, samesite="lax", secure=secure)


def open_conversation(conversation_id: str, request: Request, site: SiteDep) -> str:
    """The id, if the request carries its key; otherwise the same problem as for one that never existed."""
    if not holds_key(request, site, conversation_id):
        raise ProblemError(ProblemName.CONVERSATION_NOT_FOUND)
    return conversation_id


def address_of(request: Request, site: SiteDep) -> str:
    """The key under which an address is counted; never logged, never stored."""
    return client_address(request, site.trusted_proxies)


OpenedConversation = Annotated[str, Depends(open_conversation)]
Address = Annotated[str, Depends(address_of)]
