"""Taking adverts in with several processes: reading an advert is pure computation."""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import fields
from operator import attrgetter

from assistant.adapters.feeds.taken_tuples import Packed, pack, unpack
from assistant.domain.vacancies import RawAdvert
from assistant.services.vacancy_ports import RejectedRow, TakenAdvert

Intake = Callable[[Sequence[RawAdvert]], Iterator[TakenAdvert | RejectedRow]]
Result = TakenAdvert | RejectedRow
_FROM_ROWS, _CHUNK_ROWS = 2_000, 250
_fields_of = attrgetter(*(field.name for field in fields(RawAdvert)))
#: The intake of this worker process; a pool can hand its workers nothing in any other way.
_of_this_worker: list[Intake] = []


class ParallelIntake:
    """An intake over a pool of processes; results come in order. Fewer than 2,000 adverts are read in this process,
    and so is everything where no process can be started.

    `build` makes the intake in each worker: a function of a module, with what it needs bound by `functools.partial`.
    `in_process` is the same intake for here. A call hands its work out at once; results are waited for when they are
    asked for. No more than the adverts of the calls not yet finished are held.
    """

    def __init__(
        self, build: Callable[[], Intake], in_process: Intake, workers: int = 2, from_rows: int = _FROM_ROWS
    ) -> None:
        self._build, self._in_process = build, in_process
        self._workers, self._from_rows = workers, from_rows
        self._pool: ProcessPoolExecutor | None = None
        self._can_start = workers > 1

    def __call__(self, adverts: Sequence[RawAdvert]) -> Iterator[Result]:
        """One result for each advert, in their order."""
        if len(adverts) < self._from_rows or not self._can_start:
            return self._in_process(adverts)
        chunks = [adverts[at : at + _CHUNK_ROWS] for at in range(0, len(adverts), _CHUNK_ROWS)]
        try:
            pool = self._open_pool()
            futures = [pool.submit(_take, [_as_tuple(raw) for raw in chunk]) for chunk in chunks]
        except (OSError, RuntimeError, ImportError):  # BrokenProcessPool is a RuntimeError
            self._give_up()
            return self._in_process(adverts)
        return self._results(chunks, futures)

    def close(self) -> None:
        """Ends the processes; the next large call starts them again."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _results(
        self, chunks: Sequence[Sequence[RawAdvert]], futures: Sequence[Future[list[Packed | RejectedRow]]]
    ) -> Iterator[Result]:
        for chunk, future in zip(chunks, futures, strict=True):
            try:
                for result in future.result():
                    yield result if isinstance(result, RejectedRow) else unpack(result)
            except (BrokenProcessPool, OSError):
                self._give_up()
                yield from self._in_process(chunk)

    def _open_pool(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self._workers,
                # A fork of a process with threads may stand still for ever.
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_start,
                initargs=(self._build,),
            )
        return self._pool

    def _give_up(self) -> None:
        self._can_start = False
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)


def _start(build: Callable[[], Intake]) -> None:
    _of_this_worker[:] = [build()]


def _take(rows: list[tuple[object, ...]]) -> list[Packed | RejectedRow]:
    results = _of_this_worker[0]([RawAdvert(*row) for row in rows])  # type: ignore[arg-type]
    return [result if isinstance(result, RejectedRow) else pack(result) for result in results]


def _as_tuple(raw: RawAdvert) -> tuple[object, ...]:
    row: tuple[object, ...] = _fields_of(raw)
    return row
