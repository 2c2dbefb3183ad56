"""Vectors from an endpoint that speaks OpenAI's language: a small server on this machine."""

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread, Timer
from typing import Any

import pytest

from assistant.adapters.embeddings.openai_embedder import LONGEST_CHARACTERS, OpenAiEmbedder
from assistant.domain.errors import UnavailableError
from assistant.services.embedding_ports import Embedder

Answer = tuple[int, dict[str, str], object]
Answering = Callable[[dict[str, Any]], Answer]


def vectors(request: dict[str, Any], numbers: int = 2) -> Answer:
    """The length of each text, last text first, as the order of an answer is not promised."""
    made = [
        {"object": "embedding", "index": place, "embedding": [float(len(text)), *[1.0] * (numbers - 1)]}
        for place, text in enumerate(request["input"])
    ]
    return 200, {}, {"object": "list", "data": made[::-1], "model": request["model"], "usage": {}}


class QuietServer(ThreadingHTTPServer):
    """Says nothing of a client that has not waited for its answer."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        pass


class Endpoint:
    """A server whose answers are given one after the other; the last one stays. `waits` holds its answers back."""

    def __init__(self) -> None:
        self.answers: list[Answering] = [vectors]
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.goes_on = Event()
        self.goes_on.set()
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                endpoint.requests.append(request)
                endpoint.keys.append(self.headers["Authorization"])
                endpoint.goes_on.wait(20)
                answer = endpoint.answers.pop(0) if len(endpoint.answers) > 1 else endpoint.answers[0]
                status, headers, content = answer(request)
                body = content if isinstance(content, bytes) else json.dumps(content).encode()
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", **headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: object) -> None:
                pass

        self.server = QuietServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    started = Endpoint()
    Thread(target=started.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield started
    started.goes_on.set()
    started.server.shutdown()
    started.server.server_close()


def connect(endpoint: Endpoint, waits: list[float] | None = None, timeout_seconds: float = 5.0) -> OpenAiEmbedder:
    return OpenAiEmbedder("m", endpoint.url, "secret", timeout_seconds, (waits if waits is not None else []).append)


def refuse(status: int, **headers: str) -> Answering:
    return lambda request: (status, {name.replace("_", "-"): value for name, value in headers.items()}, {"error": {}})


def test_texts_are_sent_in_batches_and_come_back_in_order(endpoint: Endpoint) -> None:
    embedder = connect(endpoint)
    assert isinstance(embedder, Embedder)
    assert [vector[0] for vector in embedder.embed_passages(["字" * (n + 1) for n in range(70)])] == list(range(1, 71))
    assert [len(request["input"]) for request in endpoint.requests] == [32, 32, 6]
    assert {request["model"] for request in endpoint.requests} == {"m"}
    assert set(endpoint.keys) == {"Bearer secret"}


def test_the_dimension_is_learnt_from_the_first_answer(endpoint: Endpoint) -> None:
    embedder = connect(endpoint)
    assert (embedder.dimension(), embedder.dimension(), len(endpoint.requests)) == (2, 2, 1)


def test_an_endpoint_may_take_longer_for_its_first_answer_than_for_a_question(endpoint: Endpoint) -> None:
    endpoint.goes_on.clear()
    embedder = connect(endpoint, timeout_seconds=0.05)
    with pytest.raises(UnavailableError, match="Timeout"):
        embedder.embed_query("工资")
    Timer(0.2, endpoint.goes_on.set).start()
    assert embedder.dimension() == 2


def test_a_text_longer_than_models_read_is_cut_a_question_at_its_beginning(endpoint: Endpoint) -> None:
    embedder = connect(endpoint)
    embedder.embed_passages(["a" * 3 + "b" * LONGEST_CHARACTERS])
    embedder.embed_query("a" * 3 + "b" * LONGEST_CHARACTERS)
    sent = [request["input"][0] for request in endpoint.requests]
    assert sent == ["a" * 3 + "b" * (LONGEST_CHARACTERS - 3), "b" * LONGEST_CHARACTERS]


def test_a_refusal_that_may_pass_is_tried_again_after_a_while(endpoint: Endpoint) -> None:
    endpoint.answers = [refuse(429, Retry_After="2"), refuse(503), vectors]
    waits: list[float] = []
    assert connect(endpoint, waits).embed_passages(["工资"]) == [[2.0, 1.0]]
    assert waits == [2.0, 4.0]


@pytest.mark.parametrize(
    ("answer", "requests"),
    [(refuse(500), 3), (refuse(400), 1), (refuse(401), 1), (refuse(429, Retry_After="3600"), 1)],
)
def test_what_does_not_pass_is_an_error(endpoint: Endpoint, answer: Answering, requests: int) -> None:
    endpoint.answers = [answer]
    with pytest.raises(UnavailableError, match="status"):
        connect(endpoint).embed_passages(["工资"])
    assert len(endpoint.requests) == requests


def test_a_question_is_tried_once_only(endpoint: Endpoint) -> None:
    endpoint.answers = [refuse(503)]
    with pytest.raises(UnavailableError):
        connect(endpoint).embed_query("工资")
    assert len(endpoint.requests) == 1


def test_an_endpoint_that_does_not_answer_in_time_or_at_all_is_an_error(endpoint: Endpoint) -> None:
    endpoint.goes_on.clear()
    with pytest.raises(UnavailableError, match="Timeout"):
        connect(endpoint, timeout_seconds=0.05).embed_query("工资")
    with pytest.raises(UnavailableError, match="Connection"):
        OpenAiEmbedder("m", "http://127.0.0.1:9/v1", "", 1.0).embed_query("工资")


def fewer(request: dict[str, Any]) -> Answer:
    status, headers, content = vectors(request)
    assert isinstance(content, dict)
    return status, headers, content | {"data": content["data"][:-1]}


@pytest.mark.parametrize(
    "answer",
    [
        fewer,
        lambda request: (200, {}, b'{"data": [{"index": 0, "embedding": [NaN, 1]}, {"index": 1, "embedding": [1, 1]}]}'),
        lambda request: (200, {}, {"data": [{"index": 0, "embedding": [1]}, {"index": 1, "embedding": [1, 2]}]}),
        lambda request: (200, {}, {"data": [{"index": 0, "embedding": []}, {"index": 1, "embedding": []}]}),
        lambda request: (200, {}, {"data": [{"index": 0, "embedding": "no"}, {"index": 1}]}),
        lambda request: (200, {}, {"data": None}),
        lambda request: (200, {}, {"error": "an error inside"}),
        lambda request: (200, {}, b"<html>"),
        lambda request: (200, {}, b"[]"),
        lambda request: (200, {"Content-Type": "text/html"}, b"<html>"),
    ],
    ids=["fewer", "nan", "lengths", "empty", "strings", "null", "error", "html", "list", "page"],
)  # fmt: skip
def test_an_answer_that_is_none_is_an_error(endpoint: Endpoint, answer: Answering) -> None:
    endpoint.answers = [answer]
    with pytest.raises(UnavailableError):
        connect(endpoint).embed_passages(["工资", "假"])


def test_a_model_whose_vectors_change_their_length_is_an_error(endpoint: Endpoint) -> None:
    endpoint.answers = [vectors, lambda request: vectors(request, 3)]
    embedder = connect(endpoint)
    embedder.embed_query("工资")
    with pytest.raises(UnavailableError, match="of 3 numbers, and of 2 before"):
        embedder.embed_query("工资")
