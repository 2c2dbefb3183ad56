"""An endpoint on the loopback that speaks the OpenAI protocol and answers what a script says."""

import asyncio
import json
import logging
import socket
import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any, Self

from evals.stand_in.answers import Answer, Fault, FaultKind, Script
from evals.stand_in.broken_responses import break_response, error_body
from evals.stand_in.chat_request import ChatRequest, read_chat_request
from evals.stand_in.completions import Completion, body_of, chunks_of, completion_of
from evals.stand_in.faulty_answers import find_faulty_answer
from evals.stand_in.http_connection import BadRequestError, HttpConnection, HttpRequest
from evals.stand_in.vectors import embeddings_body

MODEL = "stand-in"
_MOST_CONNECTIONS_WAITING = 512
_MOST_SCRIPTS_AT_ONCE = 32
_STOP_SECONDS = 10
_log = logging.getLogger(__name__)


class StandIn:
    """`with StandIn(script) as stand_in:` serves at `stand_in.url` in a thread of its own until the end of the block.

    `script` may be exchanged while it runs. `embedding_fault` makes the embeddings fail: a fault of the transport,
    `empty` or `slow`. Times are in seconds: `delay_seconds` before every answer, `chunk_seconds` between the chunks of
    every stream.
    """

    def __init__(
        self,
        script: Script,
        *,
        port: int = 0,
        dimension: int = 64,
        delay_seconds: float = 0.0,
        chunk_seconds: float = 0.0,
        keep: int = 2000,
    ) -> None:
        self.script = script
        self.embedding_fault: Fault | None = None
        self.delay_seconds = delay_seconds
        self.chunk_seconds = chunk_seconds
        self._port = port
        self._dimension = dimension
        self._numbers = count(1)
        self._lock = threading.Lock()
        self._requests: deque[ChatRequest] = deque(maxlen=keep)
        self._embedding_requests: deque[dict[str, Any]] = deque(maxlen=keep)
        self._scripts = ThreadPoolExecutor(_MOST_SCRIPTS_AT_ONCE, thread_name_prefix="stand-in-script")

    @property
    def url(self) -> str:
        """What a client takes as its base URL."""
        return f"http://127.0.0.1:{self._port}/v1"

    @property
    def requests(self) -> tuple[ChatRequest, ...]:
        """The last chat requests, oldest first; `.body` is all of each."""
        with self._lock:
            return tuple(self._requests)

    @property
    def embedding_requests(self) -> tuple[dict[str, Any], ...]:
        """The bodies of the last requests for embeddings, oldest first."""
        with self._lock:
            return tuple(self._embedding_requests)

    def forget_requests(self) -> None:
        with self._lock:
            self._requests.clear()
            self._embedding_requests.clear()

    def __enter__(self) -> Self:
        listening = socket.create_server(("127.0.0.1", self._port))
        self._port = listening.getsockname()[1]
        started = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(listening, started)), daemon=True)
        self._thread.start()
        if not started.wait(_STOP_SECONDS):
            raise RuntimeError("The stand-in did not start.")
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(_STOP_SECONDS)
        self._scripts.shutdown(wait=False, cancel_futures=True)

    async def _serve(self, listening: socket.socket, started: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        server = await asyncio.start_server(self._meet, sock=listening, backlog=_MOST_CONNECTIONS_WAITING)
        started.set()
        await self._stopping.wait()
        server.close()  # the connections that are open end when the loop does

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = HttpConnection(reader, writer)
        try:
            while request := await connection.read_request():
                if not await self._answer(request, connection) or not request.keeps_alive:
                    return
        except BadRequestError as error:
            await connection.send_json(400, error_body(str(error)))
        except (ConnectionError, asyncio.CancelledError):
            return  # the client has left, or the server stops
        finally:
            connection.close()

    async def _answer(self, request: HttpRequest, connection: HttpConnection) -> bool:
        """Answers one request; whether the connection can still be used."""
        route = (request.method, request.path.removeprefix("/v1"))
        try:
            if route == ("GET", "/models"):
                model = {"id": MODEL, "object": "model", "created": 0, "owned_by": "stand-in"}
                await connection.send_json(200, {"object": "list", "data": [model]})
            elif route == ("POST", "/chat/completions"):
                return await self._complete(read_chat_request(_parsed(request.body)), connection)
            elif route == ("POST", "/embeddings"):
                return await self._embed(_parsed(request.body), connection)
            else:
                await connection.send_json(404, error_body(f"Unknown request: {request.method} {request.path}."))
        except ValueError as error:
            await connection.send_json(400, error_body(str(error)))
        return True

    async def _complete(self, request: ChatRequest, connection: HttpConnection) -> bool:
        with self._lock:
            self._requests.append(request)
        answer = await self._loop.run_in_executor(self._scripts, _run_script, self.script, request)
        pause = self.chunk_seconds
        late = self.delay_seconds
        finish = ""
        if isinstance(answer, Fault):
            drips = answer.kind is FaultKind.SLOW_DRIP
            pause, late = (answer.after_seconds, late) if drips else (pause, late + answer.after_seconds)
            faulty = find_faulty_answer(answer, request)
            if faulty is None:
                await asyncio.sleep(late)
                return await break_response(answer, request, connection)
            answer, finish = faulty
        await asyncio.sleep(late)
        await _send(completion_of(answer, next(self._numbers), finish), request, connection, pause)
        return True

    async def _embed(self, body: dict[str, Any], connection: HttpConnection) -> bool:
        with self._lock:
            self._embedding_requests.append(body)
        fault = self.embedding_fault
        await asyncio.sleep(self.delay_seconds + (fault.after_seconds if fault else 0.0))
        if fault and fault.kind is FaultKind.EMPTY:
            await connection.send_json(200, {"object": "list", "data": [], "model": body.get("model")})
            return True
        request = ChatRequest(MODEL, [])
        if fault and find_faulty_answer(fault, request) is None:
            return await break_response(fault, request, connection)
        await connection.send_json(200, embeddings_body(body, self._dimension))
        return True


async def _send(completion: Completion, request: ChatRequest, connection: HttpConnection, pause: float) -> None:
    if not request.stream:
        await asyncio.sleep(pause)
        await connection.send_json(200, body_of(completion, request))
        return
    await connection.start_stream()
    for chunk in chunks_of(completion, request):
        await asyncio.sleep(pause)
        await connection.send_event(json.dumps(chunk, ensure_ascii=False))
    await connection.send_event("[DONE]")
    await connection.end_stream()


def _run_script(script: Script, request: ChatRequest) -> Answer:
    try:
        return script(request)
    except Exception as error:
        _log.exception("the script of the stand-in failed")
        return Fault(FaultKind.SERVER_ERROR, text=f"The script of the stand-in failed: {error!r}")


def _parsed(body: bytes) -> dict[str, Any]:
    parsed = json.loads(body)
    if not isinstance(parsed, dict):
        raise ValueError("The body must be a JSON object.")
    return parsed
