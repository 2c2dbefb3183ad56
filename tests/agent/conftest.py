"""The product's own writer over a local endpoint that answers by script."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.agent.chat_models import Endpoint, open_chat_model
from assistant.agent.writer import LangChainWriter, WriterLimits
from assistant.services.circuit_breaker import CircuitBreaker
from assistant.services.free_text import Wording
from assistant.services.model_ports import ModelLimits
from assistant.services.model_replier import ModelParts, ModelReplier
from assistant.services.rule_replier import RuleReplier
from evals.stand_in import StandIn
from evals.stand_in.scripts import perfect
from tests.fakes.clock import FixedClock
from tests.services.talking import Talk
from tests.vacancy_office import desk_over

PROMPTS = Path(__file__).parents[2] / "prompts"
TURN_SECONDS, CALL_SECONDS, MOST_CALLS = 2.0, 0.7, 4

OpenTalk = Callable[..., Talk]


@pytest.fixture(scope="session")
def endpoint(loaded: LoadedKnowledge) -> Iterator[StandIn]:
    """It has answered once: what a process does only the first time counts in no test's time."""
    with StandIn(perfect) as stand_in:
        talk_over(loaded, stand_in.url).say("失业金要什么材料？")
        yield stand_in


@pytest.fixture
def stand_in(endpoint: StandIn) -> StandIn:
    """As it should be, and asked nothing yet."""
    endpoint.script = perfect
    endpoint.forget_requests()
    return endpoint


@pytest.fixture
def open_talk(loaded: LoadedKnowledge, stand_in: StandIn) -> OpenTalk:
    """`open_talk("stand-in", "second")`: a conversation with these models, each asked for by its name."""

    def opened(*names: str, breaker: CircuitBreaker | None = None, url: str = stand_in.url) -> Talk:
        return talk_over(loaded, url, *names, breaker=breaker)

    return opened


def talk_over(loaded: LoadedKnowledge, url: str, *names: str, breaker: CircuitBreaker | None = None) -> Talk:
    """A conversation with the models of these names at the endpoint."""
    models = [(name, open_chat_model(Endpoint(name, url), CALL_SECONDS, 900)) for name in names or ("stand-in",)]
    writer = LangChainWriter(models, PROMPTS, WriterLimits(CALL_SECONDS, MOST_CALLS))
    desk = desk_over(loaded.knowing, FixedClock().today())
    rules = RuleReplier(lambda: loaded.knowing, lambda: desk)
    limits = ModelLimits(TURN_SECONDS, 4, time.monotonic)
    breaker = breaker or CircuitBreaker(time.monotonic)
    parts = ModelParts(rules, writer, breaker, limits, lambda: loaded.knowing, lambda: desk, wording=Wording.FREE)
    return Talk(loaded, ModelReplier(parts))
