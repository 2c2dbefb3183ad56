"""The sample vacancies, taken in for real: SQLite, the shipped words, the index. Made once and shared."""

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from assistant.adapters.content.advert_checks_file import read_advert_checks
from assistant.adapters.content.vacancy_words_file import read_labels
from assistant.adapters.content.word_files import read_regions
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.vacancies import Vacancies
from assistant.services.find_vacancies import VacancySearch
from assistant.services.knowing import Knowing
from assistant.services.live_checks import LiveChecks
from assistant.services.match_vacancy import MatchWords
from assistant.services.vacancy_desk import VacancyDesk
from assistant.services.vacancy_ports import TakenAdvert
from tests.fakes.clock import FixedClock
from tests.fakes.vacancy_index import FakeEmployerRecords, FakeVacancyIndex
from tests.fakes.vacancy_store import FakeVacancyStore
from tests.fresh_database import migrate
from tests.vacancy_examples import FEED

KNOWLEDGE = Path(__file__).parents[1] / "knowledge_base"


@cache
def sample_vacancies() -> Vacancies:
    """Not to be written to."""
    folder = Path(mkdtemp(prefix="vacancies-"))
    engine = open_engine(f"sqlite:///{folder}/assistant.db")
    migrate(engine)
    vacancies = Vacancies(engine, folder, KNOWLEDGE, FixedClock())
    vacancies.bring_samples()
    return vacancies


@cache
def sample_search(today: date) -> VacancySearch:
    """A search over the samples on a day."""
    vacancies = sample_vacancies()
    index = vacancies.replica.index
    words = MatchWords(read_labels(KNOWLEDGE), read_regions(KNOWLEDGE))
    checks = LiveChecks(read_advert_checks(KNOWLEDGE), index, vacancies.store, today)
    return VacancySearch(index, vacancies.store, words, checks, today)


def desk_over(knowing: Knowing, today: date, *adverts: TakenAdvert) -> VacancyDesk:
    """A desk in memory that holds these adverts of one feed; without any, an empty one."""
    store, index = FakeVacancyStore(), FakeVacancyIndex(knowing.lexicon.regions)
    store.put_adverts(FEED, adverts, 1)
    index.apply(store.changes_after(0, 1000, today), store.last_number())
    return VacancyDesk(index, store, FakeEmployerRecords(), knowing, today)
