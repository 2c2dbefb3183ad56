"""A conversation with the real use case over stores in memory."""

from dataclasses import dataclass, field

from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.domain.conversation import Turn
from assistant.domain.knowledge import Audience
from assistant.services.answer_message import AnswerMessage, TurnParts
from assistant.services.conversations import ConversationService
from assistant.services.events import Event
from assistant.services.ports import Replier
from assistant.services.rule_replier import RuleReplier
from assistant.services.vacancy_ports import TakenAdvert
from tests.fakes.case_store import FakeCaseStore
from tests.fakes.clock import FixedClock
from tests.fakes.conversation_store import FakeConversationStore
from tests.vacancy_office import desk_over


@dataclass
class Talk:
    """One conversation. `is_trial`: as `ask` and `converse` run it."""

    loaded: LoadedKnowledge
    replier: Replier | None = None
    store: FakeConversationStore = field(default_factory=FakeConversationStore)
    cases: FakeCaseStore = field(default_factory=FakeCaseStore)
    is_trial: bool = False
    adverts: tuple[TakenAdvert, ...] = ()
    events: list[Event] = field(default_factory=list)
    audience: Audience = Audience.JOB_SEEKER

    def __post_init__(self) -> None:
        clock = FixedClock()
        self.desk = desk = desk_over(self.loaded.knowing, clock.today(), *self.adverts)
        parts = TurnParts(
            store=self.store,
            cases=None if self.is_trial else self.cases,
            replier=self.replier or RuleReplier(lambda: self.loaded.knowing, lambda: desk),
            knowing=lambda: self.loaded.knowing,
            screening=lambda: self.loaded.screening,
            clock=clock,
            vacancies=lambda: desk,
        )
        self.service = ConversationService(self.store, self.cases, AnswerMessage(parts), clock)
        self.id = self.service.start(self.audience).id

    def say(self, text: str) -> Turn:
        """The turn the message gets."""
        return self.service.answer(self.id, text, self.events.append)

    @property
    def stored(self) -> tuple[Turn, ...]:
        return self.store.list_turns(self.id)
