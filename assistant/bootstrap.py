"""The one place that names concrete classes and puts them together."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.adapters.knowledge_store import CurrentKnowledge, KnowledgeStore
from assistant.adapters.sql.cases import SqlCaseStore
from assistant.adapters.sql.conversations import SqlConversationStore
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.migrate import migrate
from assistant.adapters.workers.worker_lists import WorkerLists
from assistant.domain.errors import AssistantError
from assistant.domain.knowledge import Audience, KnowledgeBase
from assistant.services.answer_message import AnswerMessage, TurnParts
from assistant.services.clock import Clock, SystemClock
from assistant.services.conversations import ConversationService
from assistant.services.ports import CaseStore, ConversationStore
from assistant.services.rule_replier import RuleReplier
from assistant.services.subsidy_desk import SubsidyDesk
from assistant.settings import Settings


@dataclass(frozen=True)
class Assistant:
    """The running product: what web and command line use."""

    settings: Settings
    conversations: ConversationService
    cases: CaseStore
    _store: ConversationStore
    _knowledge: CurrentKnowledge
    _clock: Clock

    @property
    def page_texts(self) -> Mapping[str, str]:
        """The words of the pages, of the knowledge in force."""
        return self._knowledge.loaded.page_texts

    @property
    def worker_lists(self) -> WorkerLists:
        """Lists of workers, judged by the knowledge in force."""
        loaded = self._knowledge.loaded
        return WorkerLists(loaded.knowing.subsidies, loaded.knowing.lexicon, loaded.columns)

    @property
    def knowledge(self) -> KnowledgeBase:
        """The documents in force."""
        return self._knowledge.loaded.knowing.knowledge

    @property
    def subsidies(self) -> SubsidyDesk:
        """The calculator for forms and programs, of the knowledge in force, today."""
        return SubsidyDesk(self._knowledge.loaded.knowing, self._clock.today())

    def warm_up(self) -> None:
        """Makes what the first message would otherwise wait for; meant for a thread of its own after the start."""
        self._knowledge.loaded.knowing.lexicon.typos.correct("失业金")

    def is_ready(self) -> tuple[bool, str]:
        """Whether database and knowledge answer, and in words what does not."""
        try:
            self._store.ping()
        except AssistantError:
            return False, "数据库没有应答"
        try:
            self._knowledge.loaded.knowing.search.find("失业", Audience.JOB_SEEKER, limit=1)
        except AssistantError:
            return False, "索引没有应答"
        return True, f"knowledge {self._knowledge.loaded.digest}"


def build_assistant(settings: Settings, clock: Clock | None = None, is_trial: bool = False) -> Assistant:
    """Opens database and knowledge. `is_trial`: no case is opened that anyone could mistake for a real one."""
    clock = clock or SystemClock()
    engine = open_engine(settings.resolved_database_url)
    migrate(engine)
    store, cases = SqlConversationStore(engine), SqlCaseStore(engine)
    knowledge = CurrentKnowledge(KnowledgeStore(settings.knowledge_dir, settings.data_dir, clock))
    parts = TurnParts(
        store=store,
        cases=None if is_trial else cases,
        replier=RuleReplier(lambda: knowledge.loaded.knowing),
        knowing=lambda: knowledge.loaded.knowing,
        screening=lambda: knowledge.loaded.screening,
        clock=clock,
    )
    return Assistant(
        settings=settings,
        conversations=ConversationService(store, cases, AnswerMessage(parts), clock),
        cases=cases,
        _store=store,
        _knowledge=knowledge,
        _clock=clock,
    )


def build_trial(settings: Settings, clock: Clock) -> Assistant:
    """An assistant for `ask`, `converse` and evaluation: nothing said is kept, no real case is opened."""
    return build_assistant(settings.model_copy(update={"database_url": "sqlite://"}), clock, is_trial=True)


def open_case_store(settings: Settings) -> CaseStore:
    """The cases alone, for the command line."""
    engine = open_engine(settings.resolved_database_url)
    migrate(engine)
    return SqlCaseStore(engine)


def open_conversation_store(settings: Settings) -> ConversationStore:
    """The conversations alone, for the command line."""
    engine = open_engine(settings.resolved_database_url)
    migrate(engine)
    return SqlConversationStore(engine)


def open_knowledge_store(settings: Settings, clock: Clock | None = None) -> KnowledgeStore:
    """The knowledge alone, for the command line."""
    return KnowledgeStore(settings.knowledge_dir, settings.data_dir, clock or SystemClock())


def open_worker_lists(settings: Settings, clock: Clock | None = None) -> WorkerLists:
    """Lists of workers alone, for the command line."""
    loaded = open_knowledge_store(settings, clock).open()
    return WorkerLists(loaded.knowing.subsidies, loaded.knowing.lexicon, loaded.columns)
