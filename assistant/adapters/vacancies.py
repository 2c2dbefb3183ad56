"""The vacancies of one process: the truth in SQL, the index that follows it, and the feeds that fill both."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from sqlalchemy import Engine

from assistant.adapters.advert_intake import build_intake, build_parallel_intake
from assistant.adapters.content.employer_lists_file import read_employer_lists
from assistant.adapters.content.lexicon import read_stop_words
from assistant.adapters.content.sample_vacancies_file import SAMPLES_FILE, read_sample_vacancies
from assistant.adapters.content.word_files import read_regions
from assistant.adapters.courses import Courses
from assistant.adapters.feeds.readers import feed_readers
from assistant.adapters.notify.log_notifier import LogNotifier
from assistant.adapters.sample_feeds import SampleFeed, SamplesWanted, bring_samples
from assistant.adapters.sql.employer_records import SqlEmployerRecords
from assistant.adapters.sql.feeds import SqlFeedStore
from assistant.adapters.sql.profiles import SqlOwnAdverts, SqlProfileStore
from assistant.adapters.sql.saved_searches import SqlSavedSearchStore
from assistant.adapters.sql.vacancies import SqlVacancyStore
from assistant.adapters.vacancy_replica import VacancyReplica
from assistant.language.segment import Segmenter
from assistant.services.clock import Clock
from assistant.services.feed_schedule import FeedSchedule
from assistant.services.find_vacancies import VacancySearch
from assistant.services.knowing import Knowing
from assistant.services.notification_ports import Notifier
from assistant.services.profile_desk import ProfileDesk, ProfileParts
from assistant.services.saved_search_schedule import SavedSearchSchedule
from assistant.services.saved_searches import SavedSearches, SearchParts
from assistant.services.sync_feed import FeedSync
from assistant.services.sync_samples import SAMPLES_ID, sync_samples
from assistant.services.vacancy_desk import VacancyDesk
from assistant.services.vacancy_ports import FeedContent

_SAMPLES = SampleFeed(
    SAMPLES_ID,
    FeedContent.VACANCIES,
    SAMPLES_FILE,
    ("lexicon/vacancies.yaml", "lexicon/occupations.yaml", "lexicon/advert_checks.yaml"),
)


@dataclass
class Vacancies:
    """Opened lazily: a command that only reads a feed builds no index."""

    engine: Engine
    data_dir: Path
    knowledge_dir: Path
    clock: Clock
    samples: SamplesWanted = "auto"
    employer_lists_dir: Path | None = None
    notifier: Notifier = field(default_factory=LogNotifier)
    public_url: str = ""
    saved_search_seconds: float = 300.0
    _schedules: list[FeedSchedule | SavedSearchSchedule] = field(default_factory=list)

    @cached_property
    def store(self) -> SqlVacancyStore:
        return SqlVacancyStore(self.engine)

    @cached_property
    def feeds(self) -> SqlFeedStore:
        return SqlFeedStore(self.engine)

    @cached_property
    def records(self) -> SqlEmployerRecords:
        lists = read_employer_lists(self.employer_lists_dir)
        return SqlEmployerRecords(self.engine, lambda: lists)

    @cached_property
    def sync(self) -> FeedSync:
        intake = build_parallel_intake(self.knowledge_dir, self.clock)

        def after_run() -> None:
            intake.close()
            self.bring_samples()

        readers = feed_readers(self.clock)
        return FeedSync(self.feeds, self.store, readers, intake, self.clock, after_run, self.courses.target)

    @cached_property
    def courses(self) -> Courses:
        """Courses of the same database."""
        return Courses(self.engine, self.data_dir, self.knowledge_dir, self.clock, self.samples)

    @cached_property
    def replica(self) -> VacancyReplica:
        """The index, with everything that is in SQL by now."""
        segmenter = Segmenter(stop_words=read_stop_words(self.knowledge_dir))
        regions = read_regions(self.knowledge_dir)
        home = self.data_dir / "index" / "vacancies"
        replica = VacancyReplica(home, self.store, segmenter, regions, self.clock.today)
        replica.catch_up()
        return replica

    @cached_property
    def saved_searches(self) -> SavedSearches:
        parts = SearchParts(
            SqlSavedSearchStore(self.engine), self.store, self.replica.index, self.notifier, self.feeds, self.clock,
            self.public_url,
        )  # fmt: skip
        return SavedSearches(parts)

    @cached_property
    def profile_store(self) -> SqlProfileStore:
        return SqlProfileStore(self.engine)

    @cached_property
    def profiles(self) -> ProfileDesk:
        return ProfileDesk(ProfileParts(self.profile_store, SqlOwnAdverts(self.engine), self.store, self.clock))

    def desk(self, knowing: Knowing) -> VacancyDesk:
        """Vacancies by one state of the knowledge, today."""
        return VacancyDesk(self.replica.index, self.store, self.records, knowing, self.clock.today())

    def bring_samples(self) -> None:
        """Puts the sample adverts and courses in, or takes them out where they are not wanted."""

        def put(digest: str) -> None:
            intake = build_intake(self.knowledge_dir, self.clock)
            samples = [(one.advert, one.day_offsets) for one in read_sample_vacancies(self.knowledge_dir)]
            sync_samples(samples, digest, self.store, self.feeds, intake, self.clock)

        bring_samples(_SAMPLES, self.samples, self.knowledge_dir, self.feeds, put)
        self.courses.bring_samples(self.feeds)

    def start(self, search: Callable[[], VacancySearch]) -> None:
        """Begins to follow changes, to read feeds when they are due and to look after saved searches.

        `search` gives the search of the knowledge in force.
        """
        seconds = self.saved_search_seconds
        self._schedules = [
            FeedSchedule(self.sync, self.clock),
            SavedSearchSchedule(self.saved_searches, search, self.clock, seconds),
        ]
        self.replica.follow()
        self.courses.start()
        for schedule in self._schedules:
            threading.Thread(target=schedule.loop, name=type(schedule).__name__, daemon=True).start()

    def stop(self) -> None:
        for schedule in self._schedules:
            schedule.stop()
        if "replica" in self.__dict__:
            self.replica.stop()
        self.courses.stop()
