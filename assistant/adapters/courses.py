"""The courses of one process: the truth in SQL, and the index that follows it."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy import Engine

from assistant.adapters.content.sample_courses_file import COURSES_FILE, read_sample_courses
from assistant.adapters.course_intake import KnowledgeCourseIntake
from assistant.adapters.sample_feeds import SampleFeed, SamplesWanted, bring_samples
from assistant.adapters.sql.courses import SqlCourseStore
from assistant.services.clock import Clock
from assistant.services.feed_run import FeedTarget
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

    @cached_property
    def store(self) -> SqlCourseStore:
        return SqlCourseStore(self.engine)

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
