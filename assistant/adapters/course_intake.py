"""The intake of courses over a folder of knowledge."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

from assistant.adapters.content.course_words_file import read_course_words
from assistant.adapters.content.occupation_catalogue_file import read_occupation_finder
from assistant.adapters.content.places_file import read_places
from assistant.adapters.content.vacancy_words_file import read_vacancy_words
from assistant.adapters.content.word_files import read_regions
from assistant.domain.courses import RawIntake
from assistant.language.course_reading import CourseReader
from assistant.services.clock import Clock
from assistant.services.course_ports import TakenIntake
from assistant.services.take_in_courses import CourseIntake
from assistant.services.vacancy_ports import RejectedRow


class KnowledgeCourseIntake:
    """An intake that is built when it is first used. May raise KnowledgeError then."""

    def __init__(self, knowledge_dir: Path, clock: Clock) -> None:
        self._knowledge_dir, self._clock = knowledge_dir, clock

    def __call__(self, rows: Sequence[RawIntake]) -> Iterator[TakenIntake | RejectedRow]:
        return self._built(rows)

    @cached_property
    def _built(self) -> CourseIntake:
        words, regions = read_vacancy_words(self._knowledge_dir), read_regions(self._knowledge_dir)
        finder = read_occupation_finder(self._knowledge_dir, words)
        course_words = read_course_words(self._knowledge_dir, words)
        places = read_places(self._knowledge_dir, regions)
        return CourseIntake(CourseReader(words, course_words, regions, places, finder.code_for), self._clock.today)
