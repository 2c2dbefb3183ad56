"""Fetching over HTTP with bounds on everything: time, bytes, number of answers, and where it may lead.

The standard library's client, for nothing else is installed where the service runs. No proxy is used.
"""

import re
import socket
import ssl
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPResponse, HTTPSConnection
from threading import Timer
from typing import IO, BinaryIO, cast
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, quote, urljoin, urlsplit
from urllib.request import (
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    build_opener,
)

from assistant.domain.errors import UnavailableError

_CHUNK_BYTES = 1 << 16
_KEPT_IN_MEMORY_BYTES = 4 << 20
_UNCHANGED = 304
_GONE = (404, 410)
_LINK_NEXT = re.compile(r"<([^<>]+)>\s*;[^,]*\brel=\"?next\b")
_HEADER = "header:"
#: A time-out is of one piece of an answer; its beginning may come in many, but not for ever.
_TIMEOUTS_UNTIL_ANSWER = 3
_PORTS = {"http": 80, "https": 443}
#: Everything that may stand in an address as it is; the rest (Chinese, spaces) is encoded.
_PLAIN = "%/:=&?~#+!$,;'@()*[]"


@dataclass(frozen=True)
class Bounds:
    """What one run may take."""

    timeout_seconds: float = 20.0
    total_seconds: float = 900.0
    largest_bytes: int = 2 * 1024**3
    most_answers: int = 5_000


@dataclass(frozen=True)
class Answer:
    """`body` is seekable and stands at its beginning. `is_unchanged`: 304, without a body; `is_gone`: 404 or 410."""

    url: str
    body: BinaryIO
    etag: str | None = None
    last_modified: str | None = None
    media_type: str = ""
    next_link: str | None = None
    is_unchanged: bool = False
    is_gone: bool = False


#: Scheme, host, port.
Origin = tuple[str, str, int | None]
USUAL_BOUNDS = Bounds()


class Visit:
    """One run at one source. Every failure is an UnavailableError that says what happened."""

    def __init__(
        self,
        start: str,
        settings: Mapping[str, str],
        bounds: Bounds = USUAL_BOUNDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._start = _checked(start)
        self._bounds = bounds
        self._monotonic = monotonic
        self._ends = monotonic() + bounds.total_seconds
        self._headers = {name[len(_HEADER) :]: value for name, value in settings.items() if name.startswith(_HEADER)}
        self._watch = _Watch()
        self._opener = build_opener(ProxyHandler({}), _SameHost(self._start), _Plain(self._watch), _Tls(self._watch))
        self._bytes = 0
        self._answers = 0

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """What stands at the address, which must be of the host the visit began at."""
        self.resolve(url, url)
        self._answers += 1
        if self._answers > self._bounds.most_answers:
            raise UnavailableError(f"More than {self._bounds.most_answers} requests were needed; the source may loop.")
        plain = {"Accept-Encoding": "identity", "User-Agent": "employment-assistant-feeds"}
        try:
            request = Request(quote(url, safe=_PLAIN), headers=plain | self._headers | dict(headers or {}))
            timeout = min(self._bounds.timeout_seconds, self._left())
            with self._watch.for_seconds(_TIMEOUTS_UNTIL_ANSWER * timeout):
                response = _open(self._opener, request, timeout)
            with response:
                return self._answer(response)
        except HTTPError as error:
            error.close()
            return self._refused(url, error)
        except (OSError, HTTPException, ValueError) as error:
            raise UnavailableError(f"{_shown(url)} does not answer: {_reason(error)}.") from None

    def resolve(self, at: str, link: str) -> str:
        """The address a link at an address leads to. Raises UnavailableError where that is another host."""
        url = urljoin(at, link.strip())
        if not _is_own(self._start, _split(url)):
            raise UnavailableError(
                f"{_shown(at)} leads to another host ({_split(url).netloc[:80]}), which is not followed."
            )
        return url

    def _answer(self, response: HTTPResponse) -> Answer:
        headers = response.headers
        if headers.get("Content-Encoding", "identity") != "identity":
            raise UnavailableError("The source sends compressed answers although it was asked not to.")
        body = self._body(response, headers.get("Content-Length"))
        return Answer(
            url=response.url,
            body=body,
            etag=headers.get("ETag"),
            last_modified=headers.get("Last-Modified"),
            media_type=headers.get_content_type(),
            next_link=_next_link(headers),
        )

    def _body(self, response: HTTPResponse, declared: str | None) -> BinaryIO:
        body = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=_KEPT_IN_MEMORY_BYTES))  # noqa: SIM115
        size = 0
        while chunk := response.read1(_CHUNK_BYTES):
            size += len(chunk)
            self._bytes += len(chunk)
            if self._bytes > self._bounds.largest_bytes:
                raise UnavailableError(f"The source sent more than {self._bounds.largest_bytes:,} bytes.")
            body.write(chunk)
            self._left()
        if declared is not None and declared.isdigit() and size < int(declared):
            raise UnavailableError(f"The answer was cut: {size:,} of {int(declared):,} bytes came.")
        body.seek(0)
        return body

    def _refused(self, url: str, error: HTTPError) -> Answer:
        if error.code == _UNCHANGED:
            return Answer(url, _nothing(), is_unchanged=True)
        if error.code in _GONE:
            return Answer(url, _nothing(), is_gone=True)
        raise UnavailableError(f"{_shown(url)} answered {error.code}.")

    def _left(self) -> float:
        left = self._ends - self._monotonic()
        if left <= 0:
            raise UnavailableError(f"The source took longer than {self._bounds.total_seconds:g} seconds.")
        return left


class _Watch:
    """Cuts the connection of a request whose answer does not begin in time, however busily the source drips."""

    def __init__(self) -> None:
        self._open: HTTPConnection | None = None
        self._has_cut = False

    def connection(self, kind: type[HTTPConnection], host: str, **arguments: object) -> HTTPConnection:
        self._open = kind(host, **arguments)  # type: ignore[arg-type]
        return self._open

    @contextmanager
    def for_seconds(self, seconds: float) -> Iterator[None]:
        """Raises TimeoutError where it had to cut."""
        self._has_cut = False
        timer = Timer(seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
        if self._has_cut:  # half a head may look like a whole one, with nothing after it
            raise TimeoutError

    def _cut(self) -> None:
        connected = self._open.sock if self._open is not None else None
        if connected is not None:
            self._has_cut = True
            with suppress(OSError):
                connected.shutdown(socket.SHUT_RDWR)


class _Plain(HTTPHandler):
    def __init__(self, watch: _Watch) -> None:
        super().__init__()
        self._watch = watch

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(self._watch.connection, HTTPConnection), req)


class _Tls(HTTPSHandler):
    def __init__(self, watch: _Watch) -> None:
        super().__init__()
        self._watch = watch

    def https_open(self, req: Request) -> HTTPResponse:
        context = ssl.create_default_context()
        return self.do_open(partial(self._watch.connection, HTTPSConnection), req, context=context)


class _SameHost(HTTPRedirectHandler):
    def __init__(self, start: Origin) -> None:
        self._start = start

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        if not _is_own(self._start, _split(newurl)):
            raise UnavailableError(f"{_shown(req.full_url)} leads to another host, which is not followed.")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _open(opener: OpenerDirector, request: Request, timeout: float) -> HTTPResponse:
    response = opener.open(request, timeout=timeout)
    assert isinstance(response, HTTPResponse)  # only http and https are asked
    return response


def _checked(url: str) -> Origin:
    parts = _split(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UnavailableError(f"{_shown(url)} is no http or https address.")
    return _origin(parts)


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 (raises where it is no number)
    except ValueError:
        raise UnavailableError("The source gives an address that is none.") from None
    return parts


def _origin(parts: SplitResult) -> Origin:
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme)


def _is_own(start: Origin, parts: SplitResult) -> bool:
    """Whether an address is of the host a visit began at; from http it may lead to https, not back."""
    there = _origin(parts)
    return there == start or (start[0] == "http" and there[:2] == ("https", start[1]))


def _next_link(headers: HTTPMessage) -> str | None:
    found = _LINK_NEXT.search(headers.get("Link", ""))
    return found.group(1) if found else None


def _nothing() -> BinaryIO:
    return cast(BinaryIO, tempfile.SpooledTemporaryFile())


def _reason(error: Exception) -> str:
    if isinstance(error, URLError) and isinstance(error.reason, Exception):
        error = error.reason
    if isinstance(error, TimeoutError):
        return "it took too long"
    return (str(error) or type(error).__name__)[:200]


def _shown(url: str) -> str:
    """The address without what may be secret in it."""
    return re.sub(r"[?#].*|(?<=//)[^/@]*@", "", url)[:200]
