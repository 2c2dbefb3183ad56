"""The index of vacancies of this process, kept in step with SQL."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from assistant.adapters.index_replica import IndexReplica
from assistant.adapters.vacancy_index import TantivyVacancyIndex, read_number
from assistant.domain.regions import RegionTable
from assistant.language.segment import Segmenter
from assistant.services.vacancy_ports import VacancyChange, VacancyStore


class VacancyReplica(IndexReplica[VacancyChange, TantivyVacancyIndex]):
    """An index that follows the store of vacancies."""

    def __init__(
        self,
        home: Path,
        store: VacancyStore,
        segmenter: Segmenter,
        regions: RegionTable,
        today: Callable[[], date],
        threads: int = 1,
    ) -> None:
        def open_index(folder: Path, is_read_only: bool) -> TantivyVacancyIndex:
            return TantivyVacancyIndex(folder, segmenter, regions, threads, is_read_only)

        super().__init__(home, store, today, open_index, read_number)
