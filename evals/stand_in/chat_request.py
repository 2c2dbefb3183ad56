"""A chat request as a script sees it."""

from dataclasses import dataclass, field
from typing import Any

Message = dict[str, Any]


@dataclass(frozen=True)
class ChatRequest:
    """One request for a completion: the fields a script needs, and the whole `body` as it came."""

    model: str
    messages: list[Message]
    tools: tuple[str, ...] = ()
    stream: bool = False
    body: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def last_person_text(self) -> str:
        """The text of the last message with the role `user`; empty when there is none."""
        return next((text_of(message) for message in reversed(self.messages) if message.get("role") == "user"), "")

    @property
    def since_person(self) -> list[Message]:
        """The messages after the last one of the person."""
        places = [place for place, message in enumerate(self.messages) if message.get("role") == "user"]
        return self.messages[places[-1] + 1 :] if places else list(self.messages)

    @property
    def tool_results(self) -> tuple[str, ...]:
        """What tools answered since the person's last message."""
        return tuple(text_of(message) for message in self.since_person if message.get("role") == "tool")

    @property
    def system_text(self) -> str:
        """All messages with the role `system` or `developer`, joined by a blank line."""
        return "\n\n".join(text_of(m) for m in self.messages if m.get("role") in ("system", "developer"))

    @property
    def asked_times(self) -> int:
        """How many rounds of tool calls the model made since the person's last message."""
        return rounds_of_calls(self.since_person)

    @property
    def wants_usage(self) -> bool:
        """Whether a stream should end with a chunk of usage."""
        return bool((self.body.get("stream_options") or {}).get("include_usage"))

    def tool_parameters(self, name: str) -> dict[str, Any]:
        """The JSON schema of an offered tool's parameters; empty when the tool was not offered."""
        for tool in self.body.get("tools") or []:
            if tool.get("function", {}).get("name") == name:
                return dict(tool["function"].get("parameters") or {})
        return {}


def read_chat_request(body: dict[str, Any]) -> ChatRequest:
    """The request in a parsed body. Raises ValueError when it is not one."""
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages or not all(isinstance(message, dict) for message in messages):
        raise ValueError("'messages' must be a list of at least one message.")
    if not isinstance(body.get("model"), str):
        raise ValueError("'model' must be a string.")
    tools = tuple(str(tool["function"]["name"]) for tool in body.get("tools") or [] if "function" in tool)
    return ChatRequest(body["model"], messages, tools, bool(body.get("stream")), body)


def rounds_of_calls(messages: list[Message]) -> int:
    """How many of the messages are calls of tools by the model."""
    return sum(1 for message in messages if message.get("role") == "assistant" and message.get("tool_calls"))


def text_of(message: Message) -> str:
    """The words of a message, whether its content is a string or a list of parts."""
    content = message.get("content")
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    return "".join(part if isinstance(part, str) else str(part.get("text", "")) for part in parts)
