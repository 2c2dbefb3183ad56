"""Looks at /healthz every 20 ms from a process of its own, so that nobody else's work counts as the server's delay."""

import multiprocessing
import time
from multiprocessing.connection import Connection
from typing import Self

import httpx

_EVERY_SECONDS = 0.02
_MOST_POLLS = 20_000
_PATIENCE_SECONDS = 30.0
_spawn = multiprocessing.get_context("spawn")


class HealthPolls:
    """`with HealthPolls(url) as polls:`; then `polls.seen`: when each began (`time.monotonic`), its ms."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.seen: list[tuple[float, float]] = []

    def __enter__(self) -> Self:
        self._pipe, theirs = _spawn.Pipe()
        self._process = _spawn.Process(target=_poll, args=(self._url, theirs), daemon=True)
        self._process.start()
        if not self._pipe.poll(_PATIENCE_SECONDS):
            raise TimeoutError("nothing looks at /healthz")
        self._pipe.recv()
        return self

    def __exit__(self, *_: object) -> None:
        self._pipe.send("stop")
        if self._pipe.poll(_PATIENCE_SECONDS):
            self.seen = self._pipe.recv()
        self._process.join(_PATIENCE_SECONDS)


def _poll(url: str, pipe: Connection) -> None:
    seen: list[tuple[float, float]] = []
    with httpx.Client(base_url=url, timeout=_PATIENCE_SECONDS) as client:
        client.get("/healthz").raise_for_status()
        pipe.send("begun")
        while not pipe.poll(_EVERY_SECONDS) and len(seen) < _MOST_POLLS:
            begin = time.monotonic()
            client.get("/healthz").raise_for_status()
            seen.append((begin, (time.monotonic() - begin) * 1000))
    pipe.send(seen)
