"""The one place that names concrete classes and puts them together."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from assistant.adapters.chroma_client import ChromaHome
from assistant.adapters.collection_indexes import open_collections
from assistant.adapters.dense_retrieval import DenseRetrieval
from assistant.adapters.embeddings.onnx_embedder import OnnxEmbedder
from assistant.adapters.embeddings.onnx_reranker import OnnxReranker
from assistant.adapters.embeddings.openai_embedder import OpenAiEmbedder
from assistant.adapters.knowledge_store import CurrentKnowledge, KnowledgeStore
from assistant.adapters.notify.log_notifier import LogNotifier
from assistant.adapters.notify.smtp_notifier import SmtpNotifier, SmtpServer
from assistant.adapters.notify.webhook_notifier import WebhookNotifier
from assistant.adapters.prometheus_meter import PrometheusMeter
from assistant.adapters.sql.cases import SqlCaseStore
from assistant.adapters.sql.conversations import SqlConversationStore
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.migrate import migrate
from assistant.adapters.vacancies import Vacancies
from assistant.adapters.workers.worker_lists import WorkerLists
from assistant.domain.conversation import Turn
from assistant.domain.errors import AssistantError, InvalidInputError
from assistant.domain.knowledge import Audience, KnowledgeBase
from assistant.domain.vacancy_filter import VacancyFilter
from assistant.services.answer_message import AnswerMessage, TurnParts
from assistant.services.circuit_breaker import CircuitBreaker
from assistant.services.clock import Clock, SystemClock
from assistant.services.collections import CollectionService
from assistant.services.conversations import ConversationService
from assistant.services.embedding_ports import Embedder
from assistant.services.knowing import Knowing
from assistant.services.model_ports import ModelLimits
from assistant.services.model_replier import ModelParts, ModelReplier
from assistant.services.ports import CaseStore, ConversationStore
from assistant.services.profile_desk import ProfileDesk
from assistant.services.rule_replier import RuleReplier
from assistant.services.saved_search_ports import Notifier, ProfileStore
from assistant.services.saved_searches import SavedSearches
from assistant.services.subsidy_desk import SubsidyDesk
from assistant.services.sync_feed import FeedSync
from assistant.services.vacancy_desk import VacancyDesk
from assistant.services.vacancy_ports import FeedStore, VacancyStore
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
    _vacancies: Vacancies
    _meter: PrometheusMeter
    breaker: CircuitBreaker | None = None

    @property
    def metrics_text(self) -> bytes:
        """Counts in Prometheus' form."""
        return self._meter.text()

    def recent_turns(self, count: int) -> tuple[tuple[str, Turn], ...]:
        """The last turns of all conversations, for the operator's view."""
        return self._store.list_recent_turns(count)

    @property
    def vacancies(self) -> VacancyDesk:
        """Vacancies by the knowledge in force, today."""
        return self._vacancies.desk(self._knowledge.loaded.knowing)

    @property
    def feeds(self) -> FeedSync:
        """Where adverts are pushed to."""
        return self._vacancies.sync

    @property
    def vacancy_store(self) -> VacancyStore:
        return self._vacancies.store

    @property
    def saved_searches(self) -> SavedSearches:
        return self._vacancies.saved_searches

    @property
    def profiles(self) -> ProfileDesk:
        return self._vacancies.profiles

    def start(self) -> None:
        """Begins what goes on beside the answering: the index follows changes, feeds are read when they are due."""
        self._vacancies.start(lambda: self.vacancies.search)

    def stop(self) -> None:
        self._vacancies.stop()

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
            self.vacancies.search.count(VacancyFilter())
        except AssistantError:
            return False, "岗位索引没有应答"
        try:
            self._knowledge.loaded.knowing.search.find("失业", Audience.JOB_SEEKER, limit=1)
        except AssistantError:
            return False, "索引没有应答"
        return True, f"knowledge {self._knowledge.loaded.digest}"


def build_assistant(settings: Settings, clock: Clock | None = None, is_trial: bool = False) -> Assistant:
    """Opens database and knowledge. `is_trial`: no case is opened that anyone could mistake for a real one."""
    clock = clock or SystemClock()
    engine = open_engine("sqlite://" if is_trial else settings.resolved_database_url)
    migrate(engine)
    store, cases = SqlConversationStore(engine), SqlCaseStore(engine)
    knowledge = CurrentKnowledge(open_knowledge_store(settings, clock))
    vacancies = open_vacancies(settings, clock, None if is_trial else engine)

    def desk() -> VacancyDesk:
        return vacancies.desk(knowledge.loaded.knowing)

    rules = RuleReplier(lambda: knowledge.loaded.knowing, desk)
    model = open_model_replier(settings, rules, lambda: knowledge.loaded.knowing, desk)
    meter = PrometheusMeter()
    if model is not None:
        meter.watch_breaker(lambda: model.breaker.state)
    parts = TurnParts(
        store=store,
        cases=None if is_trial else cases,
        replier=model or rules,
        knowing=lambda: knowledge.loaded.knowing,
        screening=lambda: knowledge.loaded.screening,
        clock=clock,
        vacancies=desk,
        meter=meter,
    )
    return Assistant(
        settings=settings,
        conversations=ConversationService(store, cases, AnswerMessage(parts), clock),
        cases=cases,
        _store=store,
        _knowledge=knowledge,
        _clock=clock,
        _vacancies=vacancies,
        _meter=meter,
        breaker=model.breaker if model is not None else None,
    )


def open_model_replier(
    settings: Settings, rules: RuleReplier, knowing: Callable[[], Knowing], vacancies: Callable[[], VacancyDesk]
) -> ModelReplier | None:
    """The model's replier; None where no model is set. Raises InvalidInputError for settings that cannot work."""
    if not settings.chat_model:
        return None
    if settings.chat_turn_seconds >= settings.turn_timeout_seconds:
        raise InvalidInputError("CHAT_TURN_SECONDS must be less than TURN_TIMEOUT_SECONDS, so that rules can answer.")
    try:
        from assistant.agent.chat_models import Endpoint, open_chat_model
        from assistant.agent.writer import LangChainWriter, WriterLimits
    except ImportError as error:
        raise InvalidInputError(f"CHAT_MODEL is set, but {error.name} is missing: run 'make setup-model'.") from error
    first = Endpoint(settings.chat_model, settings.openai_base_url, settings.openai_api_key)
    endpoints = [first]
    if settings.chat_second_model:
        base = settings.chat_second_base_url or first.base_url
        key = settings.chat_second_api_key if settings.chat_second_base_url else first.api_key
        endpoints.append(Endpoint(settings.chat_second_model, base, key))
    models = [(e.model, open_chat_model(e, settings.chat_call_seconds, settings.chat_max_tokens)) for e in endpoints]
    limits = WriterLimits(settings.chat_call_seconds, settings.chat_calls_per_turn)
    writer = LangChainWriter(models, settings.prompts_dir, limits)
    prices = (settings.chat_yuan_per_million_read, settings.chat_yuan_per_million_written)
    turns = ModelLimits(settings.chat_turn_seconds, settings.chat_concurrency, time.monotonic)
    return ModelReplier(ModelParts(rules, writer, CircuitBreaker(time.monotonic), turns, knowing, vacancies, prices))


def build_trial(settings: Settings, clock: Clock) -> Assistant:
    """An assistant for `ask`, `converse` and evaluation: nothing said is kept, no real case is opened."""
    return build_assistant(settings, clock, is_trial=True)


def open_vacancies(settings: Settings, clock: Clock | None = None, engine: Engine | None = None) -> Vacancies:
    """Vacancies and feeds of the real database, with the samples in it. `engine`: one that is open on it already."""
    if engine is None:
        engine = open_engine(settings.resolved_database_url)
        migrate(engine)
    clock = clock or SystemClock()
    vacancies = Vacancies(
        engine,
        settings.data_dir,
        settings.knowledge_dir,
        clock,
        settings.sample_content,
        settings.employer_lists_dir,
        _notifier(settings),
        settings.public_url,
        settings.saved_search_seconds,
    )
    vacancies.bring_samples()
    return vacancies


def _notifier(settings: Settings) -> Notifier:
    """Where notices go beside the conversation. Raises InvalidInputError for a setting that cannot be used."""
    if settings.notify_webhook_url:
        return WebhookNotifier(settings.notify_webhook_url)
    if settings.smtp_host:
        server = SmtpServer(
            settings.smtp_host, settings.smtp_port, settings.smtp_tls, settings.smtp_user,
            settings.smtp_password.get_secret_value(),
        )  # fmt: skip
        return SmtpNotifier(server, settings.smtp_from, settings.smtp_to)
    return LogNotifier()


def open_profile_store(settings: Settings) -> ProfileStore:
    """The profiles alone, for the command line."""
    return open_vacancies(settings).profile_store


def open_feed_sync(settings: Settings, clock: Clock | None = None) -> FeedSync:
    """Feeds to be read, for the command line."""
    return open_vacancies(settings, clock).sync


def open_feed_store(settings: Settings) -> FeedStore:
    """The feeds alone, for the command line."""
    return open_vacancies(settings).feeds


def open_vacancy_store(settings: Settings) -> VacancyStore:
    """The vacancies alone, for the command line."""
    return open_vacancies(settings).store


def open_vacancy_desk(settings: Settings, clock: Clock | None = None) -> VacancyDesk:
    """Vacancies to be searched, for the command line."""
    clock = clock or SystemClock()
    return open_vacancies(settings, clock).desk(open_knowledge_store(settings, clock).open().knowing)


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
    return KnowledgeStore(settings.knowledge_dir, settings.data_dir, clock or SystemClock(), open_dense(settings))


def open_collection_service(settings: Settings) -> CollectionService:
    """Imported collections, for the command line."""
    engine = open_engine(settings.resolved_database_url)
    migrate(engine)
    return open_collections(engine, settings.data_dir, settings.knowledge_dir, dense=open_dense(settings))


def open_dense(settings: Settings) -> DenseRetrieval | None:
    """The dense leg of every search; None where no embedding model is configured.

    Raises InvalidInputError for settings that contradict each other, or name what cannot be used.
    """
    if settings.embedding_model and settings.embedding_model_dir:
        raise InvalidInputError("EMBEDDING_MODEL and EMBEDDING_MODEL_DIR are both set. Keep one of them.")
    if not settings.embedding_model and not settings.embedding_model_dir:
        if settings.reranker_model_dir:
            raise InvalidInputError("RERANKER_MODEL_DIR needs an EMBEDDING_MODEL or EMBEDDING_MODEL_DIR beside it.")
        return None
    timeout = settings.embedding_timeout_seconds
    home = ChromaHome(settings.data_dir / "index" / "chroma", settings.chroma_url, timeout)
    reranker = OnnxReranker(Path(settings.reranker_model_dir)) if settings.reranker_model_dir else None
    return DenseRetrieval(home, _embedder(settings), timeout, reranker)


def _embedder(settings: Settings) -> Embedder:
    if settings.embedding_model_dir:
        return OnnxEmbedder(Path(settings.embedding_model_dir))
    return OpenAiEmbedder(
        settings.embedding_model,
        settings.openai_base_url,
        settings.openai_api_key.get_secret_value(),
        settings.embedding_timeout_seconds,
    )


def open_worker_lists(settings: Settings, clock: Clock | None = None) -> WorkerLists:
    """Lists of workers alone, for the command line."""
    loaded = open_knowledge_store(settings, clock).open()
    return WorkerLists(loaded.knowing.subsidies, loaded.knowing.lexicon, loaded.columns)
