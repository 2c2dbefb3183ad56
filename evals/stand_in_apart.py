"""The stand-in in a process of its own, for benches: it takes no processor time of what is measured, and tells its own.

Ends with the process that started it.
"""

import multiprocessing
import time
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized
from typing import Any, Self

from evals.stand_in.answers import Answer, Script
from evals.stand_in.chat_request import ChatRequest
from evals.stand_in.server import StandIn

_START_SECONDS = 30
_spawn = multiprocessing.get_context("spawn")


class StandInApart:
    """`with StandInApart(perfect, delay_seconds=6) as stand_in:`; the script must be a function of a module."""

    def __init__(self, script: Script, delay_seconds: float = 0.0) -> None:
        self._script = script
        self._delay_seconds = delay_seconds
        self._thinking: Synchronized[float] = _spawn.Value("d", 0.0)
        self._waiting: Synchronized[int] = _spawn.Value("i", 0)
        self.url = ""

    @property
    def waiting(self) -> int:
        """How many requests wait for their answer, or are being answered."""
        return self._waiting.value

    def take_seconds(self) -> float:
        """How long the script has worked since this was last asked: what no assistant could take away."""
        with self._thinking.get_lock():
            seconds, self._thinking.value = self._thinking.value, 0.0
        return seconds

    def __enter__(self) -> Self:
        ours, theirs = _spawn.Pipe()
        arguments = (theirs, self._script, self._delay_seconds, self._thinking, self._waiting)
        self._process = _spawn.Process(target=_serve, args=arguments, daemon=True)
        self._process.start()
        self._pipe = ours
        if not ours.poll(_START_SECONDS):
            self._process.kill()
            raise TimeoutError("the stand-in did not start")
        self.url = ours.recv()
        return self

    def __exit__(self, *_: object) -> None:
        self._pipe.send("stop")
        self._process.join(_START_SECONDS)


class _TellingStandIn(StandIn):
    def __init__(
        self, script: Script, delay_seconds: float, thinking: "Synchronized[float]", waiting: "Synchronized[int]"
    ) -> None:
        def timed(request: ChatRequest) -> Answer:
            begin = time.perf_counter()
            answer = script(request)
            with thinking.get_lock():
                thinking.value += time.perf_counter() - begin
            return answer

        super().__init__(timed, delay_seconds=delay_seconds)
        self._waiting = waiting

    async def _complete(self, request: ChatRequest, connection: Any) -> bool:
        self._count(1)
        try:
            return await super()._complete(request, connection)
        finally:
            self._count(-1)

    def _count(self, change: int) -> None:
        with self._waiting.get_lock():
            self._waiting.value += change


def _serve(
    pipe: Connection,
    script: Script,
    delay_seconds: float,
    thinking: "Synchronized[float]",
    waiting: "Synchronized[int]",
) -> None:
    with _TellingStandIn(script, delay_seconds, thinking, waiting) as stand_in:
        pipe.send(stand_in.url)
        pipe.recv()
