"""The index of courses of this process, kept in step with SQL."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from assistant.adapters.course_index import TantivyCourseIndex, read_number
from assistant.adapters.index_replica import IndexReplica
from assistant.domain.regions import RegionTable
from assistant.language.segment import Segmenter
from assistant.services.course_ports import CourseStore, IntakeChange


class CourseReplica(IndexReplica[IntakeChange, TantivyCourseIndex]):
    """An index that follows the store of courses. `demand`: beginning of a class's code → weight."""

    def __init__(
        self,
        home: Path,
        store: CourseStore,
        segmenter: Segmenter,
        regions: RegionTable,
        today: Callable[[], date],
        demand: Mapping[str, float],
    ) -> None:
        def open_index(folder: Path, is_read_only: bool) -> TantivyCourseIndex:
            return TantivyCourseIndex(folder, segmenter, regions, demand, is_read_only)

        super().__init__(home, store, today, open_index, read_number)
