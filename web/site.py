"""What every route of one application shares, made once by `create_app`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from anyio import CapacityLimiter
from fastapi import Depends, Request

if TYPE_CHECKING:
    from assistant.bootstrap import Assistant
    from web.client_address import Network
    from web.live_stream import LiveStreams
    from web.rate_limits import RateLimits
    from web.rendering import Pages
    from web.turns import TurnRunner


@dataclass(frozen=True)
class Site:
    """The assistant behind the pages, and what the pages need besides.

    `lists_limiter`: how many employers' lists are worked on at once, so that a long one holds up no conversation;
    `documents_limiter`: how many files are read as documents at once.
    `live`: the streams that stay open.
    """

    assistant: Assistant
    turns: TurnRunner
    rate_limits: RateLimits
    pages: Pages
    trusted_proxies: tuple[Network, ...]
    lists_limiter: CapacityLimiter
    documents_limiter: CapacityLimiter
    live: LiveStreams


def get_site(request: Request) -> Site:
    site = request.app.state.site
    assert isinstance(site, Site)
    return site


SiteDep = Annotated[Site, Depends(get_site)]
