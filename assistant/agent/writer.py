"""LangChain's agent as a Writer: a prompt, the last exchanges, typed tools, one model after the other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import ToolErrorMiddleware
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, SystemMessage, ToolMessage

from assistant.agent.call_model import CallModel
from assistant.agent.failures import reason_of
from assistant.agent.hearing import Hearing
from assistant.agent.prompts import Prompt, digest_of, read_prompt
from assistant.agent.tools import ALL
from assistant.agent.turn_run import TurnRun
from assistant.domain.conversation import ToolCall
from assistant.domain.errors import AssistantError, ModelFailedError
from assistant.domain.knowledge import Audience
from assistant.services.model_ports import Listener, Used, WritingTask

_AUDIENCES = {Audience.JOB_SEEKER: "找工作或办事的个人", Audience.EMPLOYER: "用人单位"}
_NO_EVIDENCE = "（还没有，请用工具查）"
_LONGEST_ANSWER_BEFORE = 400
#: How an answer ends that was cut off by a limit, or by the endpoint's own filter.
_CUT_OFF = frozenset({"length", "content_filter"})
_TOKENS_AFTER = re.compile(r"(?:\s*[\[【（(［]\s*[Ss][0-9]{1,3}\s*[\]】）)］])*")
#: Steps of the agent's graph for each call of a model; only a net below the limit on calls.
_STEPS_PER_CALL = 4


@dataclass(frozen=True)
class WriterLimits:
    """`call_seconds` until an answer begins, or goes on; `most_calls` of models in a turn, both attempts together."""

    call_seconds: float = 10.0
    most_calls: int = 5


class LangChainWriter:
    """Implements Writer. The first of `models` writes; the others stand in for it."""

    def __init__(
        self, models: Sequence[tuple[str, BaseChatModel]], prompts_dir: Path, limits: WriterLimits = WriterLimits()
    ) -> None:
        """Raises InvalidInputError for a prompt that cannot be used."""
        self.name = models[0][0]
        self._answer = read_prompt(prompts_dir / "answer.md")
        self._rewrite = read_prompt(prompts_dir / "rewrite.md")
        self.prompt_digest = digest_of(self._answer, self._rewrite)
        self._most_calls = limits.most_calls
        calling = CallModel(tuple(models), limits.call_seconds, limits.most_calls)
        self._agent: Any = create_agent(
            models[0][1],
            tools=list(ALL),
            middleware=[calling, ToolErrorMiddleware(_words_for)],
            context_schema=TurnRun,
        )

    def shown_text(self) -> str:
        return self._answer.fixed_text

    def begin(self, task: WritingTask) -> "AgentWriting":
        return AgentWriting(self._agent, first_messages(task, self._answer), self._rewrite, task, self._most_calls)


class AgentWriting:
    """Implements Writing: one run of the agent, and a second one if it is told what was wrong."""

    def __init__(
        self, agent: Any, messages: list[AnyMessage], rewrite: Prompt, task: WritingTask, most_calls: int
    ) -> None:
        self._agent = agent
        self._messages = messages
        self._rewrite = rewrite
        self._run = TurnRun(task.tools, task.deadline)
        self._most_calls = most_calls

    @property
    def used(self) -> Used:
        run = self._run
        return Used(run.model, run.calls, run.prompt_tokens, run.completion_tokens, run.retries)

    def write(self, listener: Listener) -> str:
        return self._go_on(listener)

    def rewrite(self, complaints: str, listener: Listener) -> str:
        self._messages.append(HumanMessage(self._rewrite.fill(complaints=complaints)))
        return self._go_on(listener)

    def _go_on(self, listener: Listener) -> str:
        known = len(self._messages)
        config = {
            "callbacks": [Hearing(listener, self._run.deadline)],
            "recursion_limit": self._most_calls * _STEPS_PER_CALL,
        }
        try:
            result = self._agent.invoke({"messages": self._messages}, config, context=self._run)
        except AssistantError:
            raise
        except Exception as error:  # the agent's own, langgraph's: none of them may end a turn
            raise ModelFailedError(reason_of(error), type(error).__name__) from error
        self._messages = list(result["messages"])
        self._run.tools.calls.extend(_calls_in(self._messages[known:]))
        last = self._messages[-1]
        return _whole_text(last) if isinstance(last, AIMessage) else ""


def _whole_text(message: AIMessage) -> str:
    """The text; one that was cut off only up to where its last line or sentence ends: the rest may lack a 不."""
    if message.response_metadata.get("finish_reason") not in _CUT_OFF:
        return message.text
    ends = max(message.text.rfind(mark) for mark in "。！？!?\n")
    token = _TOKENS_AFTER.match(message.text, ends + 1)
    return message.text[: token.end() if token else ends + 1]


def first_messages(task: WritingTask, prompt: Prompt) -> list[AnyMessage]:
    """The prompt with what is known, the last exchanges, the question."""
    evidence = task.tools.show(task.tools.begun) or _NO_EVIDENCE
    today = task.context.today
    system = prompt.fill(
        today=f"{today.year}年{today.month}月{today.day}日",
        audience=_AUDIENCES[task.context.audience],
        known=task.known,
        evidence=evidence,
    )
    messages: list[AnyMessage] = [SystemMessage(system)]
    for exchange in task.context.earlier:
        messages.append(HumanMessage(exchange.question))
        messages.append(AIMessage(exchange.answer[:_LONGEST_ANSWER_BEFORE]))
    return [*messages, HumanMessage(task.message)]


def _calls_in(messages: list[AnyMessage]) -> list[ToolCall]:
    """The calls as they were made, those of unknown tools and with broken arguments too."""
    failed = {m.tool_call_id for m in messages if isinstance(m, ToolMessage) and m.status == "error"}
    calls: list[ToolCall] = []
    for message in messages:
        if isinstance(message, AIMessage):
            calls.extend(ToolCall(c["name"], dict(c["args"]), c["id"] not in failed) for c in message.tool_calls)
            broken = (c for c in message.invalid_tool_calls)
            calls.extend(ToolCall(c["name"] or "", {"text": c["args"] or ""}, ok=False) for c in broken)
    return calls


def _words_for(error: Exception, request: object) -> str | None:
    """A domain error in words for the model; anything else is a defect and ends the run."""
    return "这项查询现在做不了，请用已有的资料回答。" if isinstance(error, AssistantError) else None
