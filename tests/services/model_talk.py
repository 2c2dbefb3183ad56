"""A conversation with the real replier for models, over a model that writes by script."""

from collections.abc import Callable, Sequence

from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.domain.conversation import Turn
from assistant.domain.errors import ModelFailedError
from assistant.domain.model_use import FallbackReason, ModelUse
from assistant.services.circuit_breaker import CircuitBreaker
from assistant.services.collections import FoundPassage
from assistant.services.events import SentenceReady
from assistant.services.free_text import Wording
from assistant.services.model_ports import ModelLimits
from assistant.services.model_replier import ModelParts, ModelReplier
from assistant.services.rule_replier import RuleReplier
from assistant.services.turn_tools import nothing_added
from assistant.services.vacancy_ports import TakenAdvert
from tests.fakes.clock import FixedClock
from tests.fakes.conversation_store import FakeConversationStore
from tests.fakes.writer import Said, ScriptedWriter
from tests.services.talking import Talk
from tests.vacancy_office import desk_over

PAPERS = "失业金要什么材料？"
#: In the model's own words, under the token of the passage that says so.
GOOD = "领失业金要带身份证，还要报一个社保卡的银行账户。[S1]"
UNCITED = "失业保险金的申请条件是缴费满一年。"


class ModelTalk(Talk):
    """`script`: what the model writes, one after the other, the last again and again."""

    def __init__(
        self,
        loaded: LoadedKnowledge,
        *script: Said,
        breaker: CircuitBreaker | None = None,
        at_once: int = 4,
        adverts: tuple[TakenAdvert, ...] = (),
        store: FakeConversationStore | None = None,
        added: Callable[[str], Sequence[tuple[str, FoundPassage]]] = nothing_added,
        wording: Wording = Wording.FREE,
    ) -> None:
        self.writer = ScriptedWriter(*script)
        self.breaker = breaker or CircuitBreaker(lambda: 0.0)
        desk = desk_over(loaded.knowing, FixedClock().today(), *adverts)
        rules = RuleReplier(lambda: loaded.knowing, lambda: desk)
        limits = ModelLimits(turn_seconds=5.0, at_once=at_once)
        parts = ModelParts(
            rules,
            self.writer,
            self.breaker,
            limits,
            lambda: loaded.knowing,
            lambda: desk,
            added,
            prices=(2.0, 8.0),
            wording=wording,
        )
        super().__init__(loaded, ModelReplier(parts), store or FakeConversationStore(), adverts=adverts)

    @property
    def shown(self) -> list[SentenceReady]:
        """The sentences a reader has before the eyes in the end: an index that comes again begins anew from there."""
        read: list[SentenceReady] = []
        for event in self.events:
            if isinstance(event, SentenceReady):
                read[event.index :] = [event]
        return read


def failed(reason: FallbackReason) -> ModelFailedError:
    return ModelFailedError(reason)


def use_of(turn: Turn) -> ModelUse:
    """What a model did in the turn."""
    assert turn.evidence.model is not None
    return turn.evidence.model


def reason_of(turn: Turn) -> FallbackReason | None:
    return use_of(turn).reason


def lines_of(turn: Turn) -> list[str]:
    """The lines without list signs."""
    return [line.removeprefix("- ") for line in turn.text.splitlines()]
