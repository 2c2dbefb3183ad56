"""A callback that passes on what a model writes while it writes, and stops it when its time is over."""

import time
from typing import Any
from uuid import UUID

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk, GenerationChunk

from assistant.domain.errors import ModelFailedError
from assistant.domain.model_use import FallbackReason
from assistant.services.model_ports import Listener


class Hearing(BaseCallbackHandler):
    """One turn's. `deadline`: monotonic seconds; a chunk after it ends the call."""

    raise_error = True
    run_inline = True

    def __init__(self, listener: Listener, deadline: float) -> None:
        self._listener = listener
        self._deadline = deadline

    def on_chat_model_start(self, *_: Any, **__: Any) -> None:
        """Whatever was heard before was no answer: an announcement, or a try that failed."""
        self._listener.start_again()

    def on_llm_new_token(
        self,
        token: str | list[str | dict[str, Any]],
        *,
        chunk: GenerationChunk | ChatGenerationChunk | None = None,
        run_id: UUID,
        parent_run_id: UUID | None = None,
        tags: list[str] | None = None,
        **_: Any,
    ) -> None:
        """Raises ModelFailedError when the time is over."""
        if time.monotonic() > self._deadline:
            raise ModelFailedError(FallbackReason.TIMEOUT)
        message = chunk.message if isinstance(chunk, ChatGenerationChunk) else None
        if isinstance(message, AIMessageChunk) and message.tool_call_chunks:
            return
        if isinstance(token, str) and token:
            self._listener.text(token)

    def on_tool_start(self, serialized: dict[str, Any], *_: Any, **__: Any) -> None:
        self._listener.calls_tool(str((serialized or {}).get("name", "")))
