"""A web server and a mail server on this machine, each for the length of a test."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer


@dataclass
class Heard:
    """What came in; `answer` is the status code the web server gives, `refuses` the command the mail server does."""

    port: int = 0
    answer: int = 200
    refuses: str = ""
    bodies: list[bytes] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)


@contextmanager
def web_server() -> Iterator[Heard]:
    heard = Heard()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.paths.append(self.path)
            self.send_response(200)
            self.end_headers()

        def do_POST(self) -> None:
            heard.paths.append(self.path)
            heard.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(heard.answer)
            if 300 <= heard.answer < 400:
                self.send_header("Location", f"http://127.0.0.1:{heard.port}/elsewhere")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            return None

    with HTTPServer(("127.0.0.1", 0), Handler) as server, _running(server):
        heard.port = server.server_address[1]
        yield heard


@contextmanager
def mail_server() -> Iterator[Heard]:
    heard = Heard()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 local")
            while line := self.rfile.readline():
                command = line.strip().upper().split(b" ")[0].decode()
                if command == heard.refuses:
                    self._say("550 no")
                elif command == "DATA":
                    self._say("354 go on")
                    heard.bodies.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                    self._say("250 taken")
                elif command == "QUIT":
                    self._say("221 bye")
                    return
                else:
                    self._say("250 fine")

        def _say(self, words: str) -> None:
            self.wfile.write(f"{words}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server, _running(server):
        heard.port = server.server_address[1]
        yield heard


@contextmanager
def _running(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
