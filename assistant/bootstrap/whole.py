"""The running product, put together from its parts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Engine

from assistant.adapters.content.document_words_file import read_document_words
from assistant.adapters.current_knowledge import CurrentKnowledge
from assistant.adapters.field_cipher import AesGcmCipher
from assistant.adapters.prometheus_meter import PrometheusMeter
from assistant.adapters.sql.cases import SqlCaseStore
from assistant.adapters.sql.conversations import SqlConversationStore
from assistant.adapters.sql.courses import find_intake_on
from assistant.adapters.sql.documents import SqlDocumentStore
from assistant.adapters.sql.engine import close_engine, open_engine
from assistant.adapters.sql.migrate import migrate
from assistant.adapters.sql.taught_answers import SqlTaughtStore
from assistant.adapters.vacancies import Vacancies
from assistant.adapters.workers.worker_lists import WorkerLists
from assistant.bootstrap.documents import open_document_desk
from assistant.bootstrap.enrolment_office import EnrolmentOffice, open_enrolment_office
from assistant.bootstrap.knowledge import EditingOffice, open_editing, open_knowledge
from assistant.bootstrap.labour_office import LabourNeighbours, LabourOffice, open_labour_office
from assistant.bootstrap.live import open_live
from assistant.bootstrap.model import open_model_replier
from assistant.bootstrap.notices import NoticeNeighbours, open_display_name, open_notices
from assistant.bootstrap.office import Office, open_field_keys, open_office
from assistant.bootstrap.openings import (
    open_collection_service,
    open_notifier,
    open_vacancies,
)
from assistant.bootstrap.oversight import OversightOffice, open_oversight, open_pause
from assistant.bootstrap.retention import open_retention
from assistant.bootstrap.watch import open_watch
from assistant.domain.case_policy import CasePolicy
from assistant.domain.conversation import Turn
from assistant.domain.errors import AssistantError
from assistant.domain.knowledge import Audience, KnowledgeBase
from assistant.domain.labour_steps import LabourPolicy
from assistant.domain.regions import RegionTable
from assistant.domain.vacancy_filter import VacancyFilter
from assistant.services.answer_message import AnswerMessage, TurnParts
from assistant.services.case_opening import CasesWithTerms
from assistant.services.case_terms import labour_policy_of, policy_of
from assistant.services.circuit_breaker import CircuitBreaker
from assistant.services.clock import Clock, SystemClock
from assistant.services.conversations import ConversationService
from assistant.services.course_desk import CourseDesk
from assistant.services.document_answers import AddedDocumentAnswers
from assistant.services.document_desk import DocumentDesk
from assistant.services.draft_reply import DraftReply
from assistant.services.follow_documents import DocumentFollower
from assistant.services.inspect_search import SearchInspector
from assistant.services.knowing import Knowing
from assistant.services.ports import CaseStore, ConversationStore
from assistant.services.profile_desk import ProfileDesk
from assistant.services.resting_replier import RestingReplier
from assistant.services.rule_replier import RuleReplier
from assistant.services.saved_searches import SavedSearches
from assistant.services.screening import screen
from assistant.services.subsidy_desk import SubsidyDesk
from assistant.services.sync_feed import FeedSync
from assistant.services.taught_shelf import TaughtShelf
from assistant.services.vacancy_desk import VacancyDesk
from assistant.services.vacancy_ports import VacancyStore
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
    office: Office
    labour: LabourOffice
    enrolments: EnrolmentOffice
    oversight: OversightOffice
    editing: EditingOffice
    documents: DocumentDesk
    _documents: DocumentFollower
    inspector: SearchInspector
    _engines: tuple[Engine, ...]
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
    def courses(self) -> CourseDesk:
        """Courses by the knowledge in force, today."""
        return self._vacancies.courses.desk(self._knowledge.loaded.knowing)

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
        self.office.start()
        self.oversight.start()
        self.editing.start()
        self._documents.start()

    def stop(self) -> None:
        """Ends what goes on, and closes the database; a later use opens it again."""
        self._documents.stop()
        self.editing.stop()
        self.oversight.stop()
        self.office.stop()
        self._vacancies.stop()
        for engine in self._engines:
            close_engine(engine)

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
    def regions(self) -> RegionTable:
        """The regions in force."""
        return self._knowledge.loaded.knowing.lexicon.regions

    def mask(self, text: str) -> str:
        """The text without personal numbers."""
        return screen(text, self._knowledge.loaded.screening).clean_text

    @property
    def subsidies(self) -> SubsidyDesk:
        """The calculator for forms and programs, of the knowledge in force, today."""
        return SubsidyDesk(self._knowledge.loaded.knowing, self._clock.today())

    @property
    def is_resting(self) -> bool:
        """Whether the chat rests; False where that cannot be found out, since pages are shown all the same."""
        try:
            return self.oversight.pause.current() is not None
        except AssistantError:
            return False

    def warm_up(self) -> None:
        """Makes what the first message would otherwise wait for; meant for a thread of its own after the start."""
        lexicon = self._knowledge.loaded.knowing.lexicon
        lexicon.slips.mend(lexicon.typos.correct(lexicon.normaliser.normalise("加班废gongzi")).text)

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


def build_assistant(
    settings: Settings,
    clock: Clock | None = None,
    is_trial: bool = False,
    knowledge: CurrentKnowledge | None = None,
) -> Assistant:
    """Opens database and knowledge. `is_trial`: no case is opened that anyone could mistake for a real one.

    `knowledge`: one that is open already, by the same clock, for many products in one process (evaluation).
    """
    clock = clock or SystemClock()
    engine = open_engine("sqlite://" if is_trial else settings.resolved_database_url)
    migrate(engine)
    kept = open_engine(settings.resolved_database_url) if is_trial else engine  # what was taught and added, in any case
    if is_trial:
        migrate(kept)
    knowledge = knowledge or open_knowledge(settings, clock, kept)

    def case_policy() -> CasePolicy:
        return policy_of(knowledge.loaded.knowing.handover.teams)

    def labour_policy() -> LabourPolicy:
        return labour_policy_of(knowledge.loaded.knowing.handover.teams)

    store, cases = SqlConversationStore(engine), CasesWithTerms(SqlCaseStore(engine), case_policy)
    vacancies = open_vacancies(settings, clock, None if is_trial else engine)

    def desk() -> VacancyDesk:
        return vacancies.desk(knowledge.loaded.knowing)

    def regions() -> RegionTable:
        return knowledge.loaded.knowing.lexicon.regions

    shelf = TaughtShelf(SqlTaughtStore(kept))
    added = open_collection_service(settings, kept)
    words = read_document_words(settings.knowledge_dir)
    documents = AddedDocumentAnswers(SqlDocumentStore(kept), added, regions, settings.notice_years, words)

    def knowing() -> Knowing:
        loaded = knowledge.loaded.knowing
        return replace(loaded, taught=shelf.current(loaded.lexicon), documents=documents)

    def course_desk() -> CourseDesk:
        return vacancies.courses.desk(knowledge.loaded.knowing)

    keys = open_field_keys(settings, is_trial)
    # A trial keeps nothing in the real database, and reads its courses there.
    find_on = (lambda _, name, today: vacancies.courses.store.find_intake(name, today)) if is_trial else find_intake_on
    notifier = open_notifier(settings)
    enrolments = open_enrolment_office(
        settings, engine, keys, find_on, store, notifier, clock, lambda: knowledge.loaded.page_texts
    )
    vacancies.courses.seats = enrolments.seats
    rules = RuleReplier(knowing, desk, course_desk, enrolments.enrolling)
    model = open_model_replier(settings, rules, knowing, desk, added, course_desk, enrolments.enrolling)
    meter = PrometheusMeter()
    if model is not None:
        meter.watch_breaker(lambda: model.breaker.state)
    pause = open_pause(engine, clock, lambda text: screen(text, knowledge.loaded.screening).clean_text)
    talk = open_live(engine, clock, case_policy, lambda: knowledge.loaded.page_texts, open_display_name(engine))
    parts = TurnParts(
        store=store,
        cases=None if is_trial else cases,
        replier=RestingReplier(model or rules, lambda: knowledge.loaded.knowing, pause.current),
        knowing=lambda: knowledge.loaded.knowing,
        screening=lambda: knowledge.loaded.screening,
        clock=clock,
        vacancies=desk,
        meter=meter,
        live=None if is_trial else talk,
    )
    answer_message = AnswerMessage(parts)
    cipher = AesGcmCipher(keys)
    around = NoticeNeighbours(
        lambda: knowledge.loaded.knowing.handover.teams,
        case_policy,
        lambda: knowledge.loaded.page_texts,
        enrolments.notices.notification,
    )
    notices = open_notices(settings, engine, clock, cipher, notifier, around)
    beside = LabourNeighbours(
        store, desk, lambda: vacancies.profiles, labour_policy, answer_message.mask, settings.keep_contacts_days
    )
    labour = open_labour_office(engine, cipher, clock, beside)
    retention = open_retention(settings, engine, clock)
    chores = (
        ("labour_contacts_dropped", labour.desk.drop_old), ("rows_retired", retention.run_when_due), *enrolments.chores
    )  # fmt: skip
    editing = open_editing(settings, clock, engine, knowledge)
    meter.watch_knowledge(editing.states)
    meter.watch_service(
        open_watch(
            settings, engine, clock, cipher, lambda: knowledge.loaded.knowing.knowledge, notices.outbox.count_waiting,
            lambda: pause.current() is not None,
        )
    )  # fmt: skip
    return Assistant(
        settings=settings,
        conversations=ConversationService(store, cases, answer_message, clock, notices.outbox),
        office=open_office(
            settings,
            engine,
            clock,
            case_policy,
            answer_message.mask,
            cipher,
            talk,
            DraftReply(store, rules, clock),
            notices,
            regions,
            lambda: knowledge.loaded.snippets,
            chores,
        ),
        inspector=SearchInspector(knowing, desk),
        documents=open_document_desk(settings, kept, added, regions, clock),
        _documents=DocumentFollower(added),
        labour=labour,
        enrolments=enrolments,
        oversight=open_oversight(
            engine,
            clock,
            case_policy,
            pause,
            vacancies.feeds,
            lambda: knowledge.loaded.knowing.knowledge,
            regions,
        ),
        editing=editing,
        cases=cases,
        _store=store,
        _knowledge=knowledge,
        _clock=clock,
        _vacancies=vacancies,
        _meter=meter,
        _engines=(kept,) if is_trial else (engine,),
        breaker=model.breaker if model is not None else None,
    )


def build_trial(settings: Settings, clock: Clock) -> Assistant:
    """An assistant for `ask`, `converse` and evaluation: nothing said is kept, no real case is opened."""
    return build_assistant(settings, clock, is_trial=True)
