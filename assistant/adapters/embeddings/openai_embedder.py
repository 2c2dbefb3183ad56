"""Vectors from an OpenAI-compatible endpoint (`POST …/embeddings`)."""

import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING

from assistant.adapters.embeddings.vectors import check_vectors, without_surrogates
from assistant.domain.errors import InvalidInputError, UnavailableError

if TYPE_CHECKING:
    from openai import APIStatusError, OpenAI

_BATCH = 32
_ATTEMPTS = 3
_BATCH_TIMEOUT_SECONDS = 60.0
#: Before vectors are made: an endpoint may have to load its model, a dead one must not hold up the start for long.
_FIRST_TIMEOUT_SECONDS = 20.0
_FIRST_WAIT_SECONDS = 0.5
#: An endpoint that asks for a longer wait is taken for down.
_LONGEST_WAIT_SECONDS = 5.0
_WORTH_ANOTHER_TRY = (408, 409, 429)
#: Endpoints refuse or cut what is longer than their model reads; few models read more.
LONGEST_CHARACTERS = 2_000


class OpenAiEmbedder:
    """Implements `Embedder`. Passages are sent in batches, with few retries; a question once, within `timeout_seconds`.

    An empty `key` is for an endpoint that asks for none; an empty `base_url` means OpenAI's own. `sleep` waits so many
    seconds. Raises InvalidInputError where the library is missing.
    """

    def __init__(
        self,
        model: str,
        base_url: str,
        key: str,
        timeout_seconds: float,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if find_spec("openai") is None:
            raise InvalidInputError("EMBEDDING_MODEL needs libraries that are missing; run `make setup-model`.")
        self.name = model
        self._base_url = base_url
        self._key = key
        self._timeout_seconds = timeout_seconds
        self._sleep = sleep
        self._dimension: int | None = None
        self._client: OpenAI | None = None
        self._lock = Lock()

    def dimension(self) -> int:
        if self._dimension is None:
            self._ask(["就业"], max(self._timeout_seconds, _FIRST_TIMEOUT_SECONDS), 1)
        assert self._dimension is not None
        return self._dimension

    def embed_passages(self, texts: Sequence[str]) -> list[list[float]]:
        vectors: list[list[float]] = []
        for start in range(0, len(texts), _BATCH):
            batch = [without_surrogates(text)[:LONGEST_CHARACTERS] for text in texts[start : start + _BATCH]]
            vectors += self._ask(batch, _BATCH_TIMEOUT_SECONDS, _ATTEMPTS)
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Of a long text its end is sent: the question comes at the end."""
        return self._ask([without_surrogates(text)[-LONGEST_CHARACTERS:]], self._timeout_seconds, 1)[0]

    def _ask(self, texts: list[str], timeout_seconds: float, attempts: int) -> list[list[float]]:
        wait = _FIRST_WAIT_SECONDS
        for left in reversed(range(attempts)):
            answered = self._try(texts, timeout_seconds)
            if not isinstance(answered, _Refusal):
                return answered
            wait = max(wait, answered.wait_seconds)
            if not left or not answered.may_pass or wait > _LONGEST_WAIT_SECONDS:
                raise UnavailableError(f"The embedding endpoint gave nothing for '{self.name}': {answered.reason}.")
            self._sleep(wait)
            wait *= 2
        raise AssertionError("unreachable: attempts are at least one")

    def _try(self, texts: list[str], timeout_seconds: float) -> "list[list[float]] | _Refusal":
        import openai

        client = self._connected()
        try:
            answer = client.embeddings.create(
                model=self.name, input=texts, encoding_format="float", timeout=timeout_seconds
            )
            ordered = sorted(answer.data or [], key=lambda one: one.index)
            vectors = [[float(number) for number in one.embedding] for one in ordered]
        except openai.APIStatusError as error:
            may_pass = error.status_code in _WORTH_ANOTHER_TRY or error.status_code >= 500
            return _Refusal(f"status {error.status_code}", may_pass, _wait_asked_for(error))
        except openai.APIConnectionError as error:  # time-outs are of this kind, too
            return _Refusal(type(error).__name__, may_pass=True)
        except Exception as error:  # the SDK lets through whatever a strange answer makes it stumble over
            return _Refusal(f"its answer cannot be read ({type(error).__name__})", may_pass=False)
        self._learn(vectors, len(texts))
        return vectors

    def _learn(self, vectors: list[list[float]], texts: int) -> None:
        with self._lock:
            self._dimension = check_vectors(vectors, texts, self._dimension, self.name)

    def _connected(self) -> "OpenAI":
        with self._lock:
            if self._client is None:
                self._client = _connect(self._base_url, self._key)
            return self._client


class _Refusal:
    """Why an attempt brought nothing, and whether a later one may."""

    def __init__(self, reason: str, may_pass: bool, wait_seconds: float = 0.0) -> None:
        self.reason = reason
        self.may_pass = may_pass
        self.wait_seconds = wait_seconds


def _connect(base_url: str, key: str) -> "OpenAI":
    from openai import OpenAI

    return OpenAI(api_key=key or "none", base_url=base_url or None, max_retries=0)


def _wait_asked_for(error: "APIStatusError") -> float:
    """Seconds of `Retry-After`; 0 where there is none, or a date."""
    try:
        return max(float(error.response.headers.get("retry-after", "0")), 0.0)
    except ValueError:
        return 0.0
