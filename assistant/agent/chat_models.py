"""Chat models of OpenAI-compatible endpoints."""

from dataclasses import dataclass, field

from langchain_core.language_models import BaseChatModel
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from assistant.agent.time_limit import open_http_client

#: What a local endpoint that asks for no key is given; the library insists on one.
_NO_KEY = "unused"


@dataclass(frozen=True)
class Endpoint:
    """Where a model is, and under which name. No `base_url`: the library's own."""

    model: str
    base_url: str = ""
    api_key: SecretStr = field(default_factory=lambda: SecretStr(""))


def open_chat_model(endpoint: Endpoint, call_seconds: float, most_tokens: int) -> BaseChatModel:
    """A model that streams, counts its tokens and never tries again by itself: `CallModel` knows the turn's time."""
    return ChatOpenAI(
        model=endpoint.model,
        base_url=endpoint.base_url or None,
        api_key=endpoint.api_key if endpoint.api_key.get_secret_value() else SecretStr(_NO_KEY),
        timeout=call_seconds,
        max_retries=0,
        http_client=open_http_client(),
        streaming=True,
        stream_usage=True,
        temperature=0.0,
        max_completion_tokens=most_tokens,
        use_responses_api=False,
    )
