"""Writes are accepted from our own pages only; the SameSite cookie is the other half of this guard."""

from urllib.parse import urlsplit

from fastapi import Request

from web.problems import ProblemError, ProblemName
from web.site import SiteDep

_READING = {"GET", "HEAD", "OPTIONS"}
_OWN_FETCH_SITES = {"same-origin", "none"}


def require_same_origin(request: Request, site: SiteDep) -> None:
    """Raises `cross_site` for a write that a browser says comes from elsewhere.

    Programs send neither Sec-Fetch-Site nor Origin; they carry no cookies that somebody else could ride on.
    """
    if request.method in _READING:
        return
    fetch_site = request.headers.get("sec-fetch-site")
    if fetch_site is not None and fetch_site not in _OWN_FETCH_SITES:
        raise ProblemError(ProblemName.CROSS_SITE)
    origin = request.headers.get("origin")
    if origin is None:
        return
    own_hosts = {request.headers.get("host", ""), _host(site.assistant.settings.public_url)}
    if not _host(origin) or _host(origin) not in own_hosts:
        raise ProblemError(ProblemName.CROSS_SITE)


def _host(address: str) -> str:
    """Host and port of an address; "" for what is none."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""
