"""A real server on a free loopback port, for what a client within the process cannot show."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

_PATIENCE_SECONDS = 30


@contextmanager
def serve(app: FastAPI, port: int = 0) -> Iterator[str]:
    """The address of the running application, at any free port where none is given; stopped at the end."""
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", proxy_headers=False))
    listening = socket.create_server(("127.0.0.1", port))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        _wait_until_started(server)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        app.state.site.live.close()
        server.should_exit = True
        thread.join(_PATIENCE_SECONDS)
        listening.close()


def _wait_until_started(server: uvicorn.Server) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not server.started:
        assert time.monotonic() < deadline, "the server did not start"
        time.sleep(0.02)
