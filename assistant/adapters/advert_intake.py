"""The intake of adverts over a folder of knowledge: for this process, and built anew in each worker process."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from assistant.adapters.content.advert_checks_file import read_advert_checks
from assistant.adapters.content.library import read_parameter_table
from assistant.adapters.content.occupation_catalogue_file import read_occupation_finder
from assistant.adapters.content.places_file import read_places
from assistant.adapters.content.vacancy_words_file import read_vacancy_words
from assistant.adapters.content.word_files import read_regions
from assistant.adapters.feeds.parallel_intake import ParallelIntake
from assistant.domain.vacancies import RawAdvert
from assistant.language.advert_reading import AdvertReader
from assistant.services.advert_checks import AdvertChecks
from assistant.services.clock import Clock
from assistant.services.minimum_wage import MinimumWages
from assistant.services.take_in import AdvertIntake
from assistant.services.vacancy_ports import RejectedRow, TakenAdvert


def build_intake(knowledge_dir: Path, clock: Clock) -> AdvertIntake:
    """Reads the words, places, classes, checks and minimum wages. Raises KnowledgeError."""
    words, regions = read_vacancy_words(knowledge_dir), read_regions(knowledge_dir)
    occupations = read_occupation_finder(knowledge_dir, words)
    reader = AdvertReader(words, regions, read_places(knowledge_dir, regions), occupations.code_for)
    wages = MinimumWages(read_parameter_table(knowledge_dir), regions)
    checks = AdvertChecks(read_advert_checks(knowledge_dir), _no_typical_pay, wages)
    return AdvertIntake(reader, checks, clock.today)


def build_parallel_intake(knowledge_dir: Path, clock: Clock) -> ParallelIntake:
    """The same over both cores where there is much to read. Nothing is built before the first advert comes."""
    build = partial(build_intake, knowledge_dir, clock)
    return ParallelIntake(build, LaterIntake(build))


class LaterIntake:
    """An intake that is built when it is first used: a service may never read a feed."""

    def __init__(self, build: Callable[[], AdvertIntake]) -> None:
        self._build = build
        self._built: AdvertIntake | None = None

    def __call__(self, adverts: Sequence[RawAdvert]) -> Iterator[TakenAdvert | RejectedRow]:
        self._built = self._built or self._build()
        return self._built(adverts)


def _no_typical_pay(_: str) -> tuple[float, float] | None:
    """What others pay is compared when an advert is shown, with what is in the index then."""
    return None
