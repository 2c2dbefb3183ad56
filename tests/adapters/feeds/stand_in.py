"""A source of adverts on the loopback, in a thread, that can misbehave in every way known."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


@dataclass
class Page:
    """An answer. `declares`: a Content-Length other than the true one. `hangs`: nothing is sent until the end; `drips`:
    a header without an end, a letter at a time."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    declares: int | None = None
    hangs: bool = False
    drips: bool = False


@dataclass
class Asked:
    """A request as it came."""

    path: str
    headers: dict[str, str]


class StandIn:
    """`answers`: path with query → page, or what makes one of the request."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.answers: dict[str, Page | Callable[[Asked], Page]] = {}
        self.asked: list[Asked] = []
        self.released = threading.Event()

    def url(self, path: str = "/jobs") -> str:
        return f"{self.address}{path}"

    def answer(self, asked: Asked) -> Page:
        self.asked.append(asked)
        found = self.answers.get(asked.path) or self.answers.get(urlsplit(asked.path).path) or Page(status=404)
        return found if isinstance(found, Page) else found(asked)


@contextmanager
def stand_in() -> Iterator[StandIn]:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = source.answer(Asked(self.path, dict(self.headers)))
            if page.hangs:
                source.released.wait(20)
                return
            if page.drips:
                self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
                with suppress(OSError):
                    while not source.released.wait(0.02):
                        self.wfile.write(b"x")
                return
            self.send_response(page.status)
            for name, value in page.headers.items():
                self.send_header(name, value)
            declared = len(page.body) if page.declares is None else page.declares
            self.send_header("Content-Length", str(declared))
            self.end_headers()
            self.wfile.write(page.body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    source = StandIn(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield source
    finally:
        source.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
