"""Courses taken in for real: SQLite, the index, the desk over one state of the knowledge."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp

from assistant.adapters.course_index import TantivyCourseIndex
from assistant.adapters.sql.courses import SqlCourseStore
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.feeds import SqlFeedStore
from assistant.domain.training_demand import demand_weights
from assistant.language.segment import Segmenter
from assistant.services.course_desk import CourseDesk
from assistant.services.course_ports import TakenIntake
from assistant.services.knowing import Knowing
from evals.training_world import CountedSeats
from tests.course_examples import COURSE_FEED, TODAY
from tests.fresh_database import migrate


def course_desk_over(
    knowing: Knowing, *intakes: TakenIntake, seats_taken: Mapping[str, int] | None = None
) -> CourseDesk:
    """A desk in a temporary folder that holds these intakes of one feed."""
    engine = open_engine("sqlite://")
    migrate(engine)
    SqlFeedStore(engine).put_feed(COURSE_FEED)
    store = SqlCourseStore(engine)
    store.put_adverts(COURSE_FEED, intakes, 1)
    demand = demand_weights(knowing.training_demand, TODAY)
    index = TantivyCourseIndex(Path(mkdtemp(prefix="courses-")), Segmenter(), knowing.lexicon.regions, demand)
    index.apply(store.changes_after(0, 1000, TODAY), store.last_number())
    return CourseDesk(index, store, CountedSeats(seats_taken or {}), knowing, TODAY)
