"""How a model is called within a turn: in time, a few times, again after a passing fault, then the second model."""

import time
from collections.abc import Callable
from typing import Any, TypeAlias

import openai
from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage

from assistant.agent.failures import PASSING, asked_to_wait, reason_of
from assistant.agent.time_limit import ends_at
from assistant.agent.turn_run import TurnRun
from assistant.domain.errors import ModelFailedError
from assistant.domain.model_use import FallbackReason

Request: TypeAlias = ModelRequest[TurnRun]
Answer: TypeAlias = ModelResponse[Any] | AIMessage
#: Seconds: the first wait before a second try, the longest one, and what must be left of the turn to try at all.
_FIRST_WAIT, _LONGEST_WAIT, _LEAST_TIME = 0.3, 3.0, 1.0


class CallModel(AgentMiddleware[Any, TurnRun, Any]):
    """Wraps each call of the agent's loop. `tries` per model; `most_calls` in a turn, the last one without tools.

    A model that refuses a request with tools and takes it without is asked without them from then on: the evidence is
    in its prompt.
    """

    def __init__(
        self,
        models: tuple[tuple[str, BaseChatModel], ...],
        call_seconds: float,
        most_calls: int,
        tries: int = 2,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._models = models
        self._call_seconds = call_seconds
        self._most_calls = most_calls
        self._tries = tries
        self._sleep = sleep
        self._now = now
        self._knows_no_tools: set[str] = set()

    def wrap_model_call(self, request: Request, handler: Callable[[Request], ModelResponse[Any]]) -> Answer:
        """Raises ModelFailedError with the reason of the last try."""
        run = request.runtime.context
        if run.calls >= self._most_calls:
            raise ModelFailedError(FallbackReason.TOO_MANY_CALLS)
        run.calls += 1
        last = ModelFailedError(FallbackReason.CONNECTION)
        for name, model in self._models:
            has_tools = name not in self._knows_no_tools
            for attempt in range(self._tries):
                try:
                    response = self._call(request, handler, name, model, has_tools)
                    if not has_tools:
                        self._knows_no_tools.add(name)
                    return response
                except Exception as error:  # any library's, at the one place where an endpoint is called
                    reason = reason_of(error)
                    last = ModelFailedError(reason, type(error).__name__)
                    if has_tools and request.tools and isinstance(error, openai.BadRequestError):
                        has_tools = False
                        continue
                    if reason not in PASSING or attempt == self._tries - 1 or not self._wait(error, attempt, run):
                        break
                    run.retries += 1
        raise last

    def _call(
        self,
        request: Request,
        handler: Callable[[Request], ModelResponse[Any]],
        name: str,
        model: BaseChatModel,
        has_tools: bool,
    ) -> ModelResponse[Any]:
        run = request.runtime.context
        left = run.deadline - self._now()
        if left < _LEAST_TIME:
            raise ModelFailedError(FallbackReason.TIMEOUT)
        run.model = name
        is_last = run.calls >= self._most_calls
        with ends_at(run.deadline):
            response = handler(
                request.override(
                    model=model,
                    tools=request.tools if has_tools and not is_last else [],
                    model_settings={"timeout": min(self._call_seconds, left)},
                )
            )
        _count(response, run)
        return response

    def _wait(self, error: Exception, attempt: int, run: TurnRun) -> bool:
        """Waits as long as is asked for, or a little; False where the turn has not so much time."""
        asked = asked_to_wait(error)
        seconds = asked if asked is not None else _FIRST_WAIT * 2**attempt
        if seconds > _LONGEST_WAIT or run.deadline - self._now() < seconds + _LEAST_TIME:
            return False
        self._sleep(seconds)
        return True


def _count(response: ModelResponse[Any], run: TurnRun) -> None:
    """Adds up tokens. Raises ModelFailedError for an answer that breaks off: it may end before a 不."""
    for message in response.result:
        if not isinstance(message, AIMessage):
            continue
        usage = message.usage_metadata
        if usage is not None:
            run.prompt_tokens += usage["input_tokens"]
            run.completion_tokens += usage["output_tokens"]
        if not message.response_metadata.get("finish_reason"):
            raise ModelFailedError(FallbackReason.CONNECTION, "the answer breaks off")
