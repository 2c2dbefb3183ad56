"""The courses of one process: the truth in SQL, and the index that follows it."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from sqlalchemy import Engine

from assistant.adapters.content.lexicon import read_stop_words
from assistant.adapters.content.sample_courses_file import COURSES_FILE, read_sample_courses
from assistant.adapters.content.training_demand_file import read_training_demand
from assistant.adapters.content.word_files import read_regions
from assistant.adapters.course_intake import KnowledgeCourseIntake
from assistant.adapters.course_replica import CourseReplica
from assistant.adapters.sample_feeds import SampleFeed, SamplesWanted, bring_samples
from assistant.adapters.sql.courses import SqlCourseStore
from assistant.domain.training_demand import demand_weights
from assistant.language.segment import Segmenter
from assistant.services.clock import Clock
from assistant.services.course_desk import CourseDesk, NoSeatsTaken
from assistant.services.course_ports import SeatsTaken
from assistant.services.feed_run import FeedTarget
from assistant.services.knowing import Knowing
from assistant.services.sync_feed import CourseTarget
from assistant.services.sync_samples import COURSE_SAMPLES_ID, sync_course_samples
from assistant.services.vacancy_ports import FeedContent, FeedStore

_SAMPLES = SampleFeed(
    COURSE_SAMPLES_ID,
    FeedContent.COURSES,
    COURSES_FILE,
    ("lexicon/courses.yaml", "lexicon/vacancies.yaml", "lexicon/occupations.yaml"),
)


@dataclass
class Courses:
    """Opened lazily: a command that only reads a feed builds no index."""

    engine: Engine
    data_dir: Path
    knowledge_dir: Path
    clock: Clock
    samples: SamplesWanted = "auto"
    seats: SeatsTaken = field(default_factory=NoSeatsTaken)

    @cached_property
    def store(self) -> SqlCourseStore:
        return SqlCourseStore(self.engine)

    @cached_property
    def replica(self) -> CourseReplica:
        """The index, with everything that is in SQL by now."""
        segmenter = Segmenter(stop_words=read_stop_words(self.knowledge_dir))
        regions = read_regions(self.knowledge_dir)
        demand = demand_weights(read_training_demand(self.knowledge_dir), self.clock.today())
        home = self.data_dir / "index" / "courses"
        replica = CourseReplica(home, self.store, segmenter, regions, self.clock.today, demand)
        replica.catch_up()
        return replica

    def desk(self, knowing: Knowing) -> CourseDesk:
        """Courses by one state of the knowledge, today."""
        return CourseDesk(self.replica.index, self.store, self.seats, knowing, self.clock.today())

    def start(self) -> None:
        """Begins to follow changes."""
        self.replica.follow()

    def stop(self) -> None:
        if "replica" in self.__dict__:
            self.replica.stop()

    @cached_property
    def target(self) -> CourseTarget:
        """Where feeds of courses are taken to."""
        return FeedTarget(self.store, self._intake)

    @cached_property
    def _intake(self) -> KnowledgeCourseIntake:
        return KnowledgeCourseIntake(self.knowledge_dir, self.clock)

    def bring_samples(self, feeds: FeedStore) -> None:
        """Puts the sample courses in, or takes them out where they are not wanted."""

        def put(digest: str) -> None:
            samples = [(one.row, one.day_offsets) for one in read_sample_courses(self.knowledge_dir)]
            sync_course_samples(samples, digest, self.store, feeds, self._intake, self.clock)

        bring_samples(_SAMPLES, self.samples, self.knowledge_dir, feeds, put)
