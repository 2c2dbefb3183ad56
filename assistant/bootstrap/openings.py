"""Single parts of the product, opened by the settings: for the command line, and for the whole."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from sqlalchemy import Engine, make_url

from assistant.adapters.argon2_hasher import Argon2Hasher
from assistant.adapters.chroma_client import ChromaHome
from assistant.adapters.collection_indexes import open_collections
from assistant.adapters.dense_retrieval import DenseRetrieval
from assistant.adapters.embeddings.onnx_embedder import OnnxEmbedder
from assistant.adapters.embeddings.onnx_reranker import OnnxReranker
from assistant.adapters.embeddings.openai_embedder import OpenAiEmbedder
from assistant.adapters.knowledge_store import KnowledgeStore
from assistant.adapters.notify.log_notifier import LogNotifier
from assistant.adapters.notify.smtp_notifier import SmtpNotifier, SmtpServer
from assistant.adapters.notify.webhook_notifier import WebhookNotifier
from assistant.adapters.sql.audit import SqlAuditLog
from assistant.adapters.sql.cases import SqlCaseStore
from assistant.adapters.sql.conversations import SqlConversationStore
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.knowledge_edits import SqlKnowledgeEdits
from assistant.adapters.sql.migrate import migrate
from assistant.adapters.sql.staff import SqlStaffStore
from assistant.adapters.vacancies import Vacancies
from assistant.adapters.workers.worker_lists import WorkerLists
from assistant.domain.errors import InvalidInputError
from assistant.domain.knowledge_edits import overlay_of
from assistant.services.absorbed_edits import give_back_absorbed
from assistant.services.case_ports import CaseDeskStore
from assistant.services.clock import Clock, SystemClock
from assistant.services.collections import CollectionService
from assistant.services.embedding_ports import Embedder
from assistant.services.knowledge_edit_ports import Overlay
from assistant.services.notification_ports import Notifier
from assistant.services.ports import ConversationStore
from assistant.services.saved_search_ports import ProfileStore
from assistant.services.staff_accounts import StaffAccounts
from assistant.services.staff_ports import AuditLog
from assistant.services.sync_feed import FeedSync
from assistant.services.vacancy_desk import VacancyDesk
from assistant.services.vacancy_ports import FeedStore, VacancyStore
from assistant.settings import Settings


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
        open_notifier(settings),
        settings.public_url,
        settings.saved_search_seconds,
    )
    vacancies.bring_samples()
    return vacancies


def open_notifier(settings: Settings) -> Notifier:
    """Where notices go outside of the service. Raises InvalidInputError for a setting that cannot be used."""
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


def open_case_desk_store(settings: Settings) -> CaseDeskStore:
    """The cases with their history, for the command line."""
    engine = open_engine(settings.resolved_database_url)
    migrate(engine)
    return SqlCaseStore(engine)


def open_staff_accounts(settings: Settings, clock: Clock | None = None, engine: Engine | None = None) -> StaffAccounts:
    """Accounts of staff. `engine`: one that is open on the database already."""
    if engine is None:
        engine = open_engine(settings.resolved_database_url)
        migrate(engine)
    return StaffAccounts(SqlStaffStore(engine), SqlAuditLog(engine), Argon2Hasher(), clock or SystemClock())


def open_audit_log(settings: Settings) -> AuditLog:
    """The audit log alone, for the command line."""
    return SqlAuditLog(open_engine(settings.resolved_database_url))


def open_conversation_store(settings: Settings) -> ConversationStore:
    """The conversations alone, for the command line."""
    engine = open_engine(settings.resolved_database_url)
    migrate(engine)
    return SqlConversationStore(engine)


def open_knowledge_store(
    settings: Settings, clock: Clock | None = None, engine: Engine | None = None, is_shipped_only: bool = False
) -> KnowledgeStore:
    """The knowledge alone: the files with what staff have published over them. `engine`: one on a migrated database.

    `is_shipped_only`: the files as they are.
    """
    published = dict if is_shipped_only else lambda: read_overlay(settings, engine)
    clock = clock or SystemClock()
    return KnowledgeStore(settings.knowledge_dir, settings.data_dir, clock, open_dense(settings), published)


def read_overlay(settings: Settings, engine: Engine | None = None) -> Overlay:
    """What staff have published over the knowledge files; nothing where there is no database yet.

    Raises UnavailableError.
    """
    if engine is not None:
        return overlay_of(SqlKnowledgeEdits(engine).list_published())
    file = make_url(settings.resolved_database_url)
    if file.get_backend_name() == "sqlite" and not Path(file.database or "").is_file():
        return {}
    engine = open_engine(settings.resolved_database_url)
    try:
        edits = SqlKnowledgeEdits(engine)
        return overlay_of(edits.list_published()) if edits.is_there() else {}
    finally:
        engine.dispose()


def open_absorbing(settings: Settings, clock: Clock | None = None) -> Callable[[], tuple[str, ...]]:
    """Gives published files that an upgrade has brought back to the shipped ones, for the command line."""
    engine = open_engine(settings.resolved_database_url)
    migrate(engine)
    clock = clock or SystemClock()

    def find_shipped(path: str) -> str | None:
        file = settings.knowledge_dir / path
        return file.read_text(encoding="utf-8") if file.is_file() else None

    return partial(give_back_absorbed, SqlKnowledgeEdits(engine), find_shipped, SqlAuditLog(engine), clock)


def open_collection_service(settings: Settings, engine: Engine | None = None) -> CollectionService:
    """Imported collections and added documents. `engine`: one that is open on the database already."""
    if engine is None:
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
