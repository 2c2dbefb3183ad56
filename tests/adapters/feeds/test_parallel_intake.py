"""The intake over several processes."""

import os
from collections.abc import Iterator, Sequence
from datetime import date

import pytest

from assistant.adapters.feeds.parallel_intake import ParallelIntake
from assistant.domain.vacancies import RawAdvert, Vacancy
from assistant.services.take_in import AdvertIntake
from assistant.services.vacancy_ports import RejectedRow, TakenAdvert

ADVERTS = [RawAdvert(str(number), f"普工{number}", "示例电子厂", row=number) for number in range(700)]
Result = TakenAdvert | RejectedRow


class Plain:
    def read(self, raw: RawAdvert, today: date) -> Vacancy:
        return Vacancy("", raw.title, raw.employer)

    def check(self, raw: RawAdvert, vacancy: Vacancy, today: date) -> tuple[()]:
        return ()


def day() -> date:
    return date(2026, 11, 23)


def build() -> AdvertIntake:
    return AdvertIntake(Plain(), Plain(), day)


def build_with_process_id() -> "ProcessId":
    return ProcessId()


def build_badly() -> AdvertIntake:
    raise OSError("no words")


class ProcessId:
    """Rejects everything, with the process as the reason; dies of an advert named 死."""

    def __call__(self, adverts: Sequence[RawAdvert]) -> Iterator[Result]:
        for raw in adverts:
            if raw.title == "死":
                os._exit(1)
            yield RejectedRow(raw.row, raw.external_id, str(os.getpid()))


def test_results_are_those_of_one_process_in_the_same_order() -> None:
    parallel = ParallelIntake(build, build(), from_rows=100)
    try:
        assert list(parallel(ADVERTS)) == list(build()(ADVERTS))
    finally:
        parallel.close()


def test_a_few_adverts_start_no_process() -> None:
    parallel = ParallelIntake(build_badly, ProcessId())
    (result, *_) = parallel(ADVERTS)
    assert isinstance(result, RejectedRow)
    assert result.reason == str(os.getpid())


def test_the_work_is_handed_out_before_results_are_asked_for() -> None:
    parallel = ParallelIntake(build_with_process_id, ProcessId(), from_rows=100)
    try:
        first, second = parallel(ADVERTS[:200]), parallel(ADVERTS[200:])
        reasons = {result.reason for result in [*second, *first] if isinstance(result, RejectedRow)}
        assert str(os.getpid()) not in reasons
    finally:
        parallel.close()


@pytest.mark.parametrize("adverts", [ADVERTS, [*ADVERTS[:150], RawAdvert("x", "死")]])
def test_where_processes_die_the_work_is_done_here(adverts: list[RawAdvert]) -> None:
    maker = build_badly if adverts is ADVERTS else build_with_process_id
    parallel = ParallelIntake(maker, build(), from_rows=100)
    results = list(parallel(adverts))
    assert [result.external_id for result in results] == [raw.external_id for raw in adverts]
    assert len(list(parallel(adverts))) == len(adverts)
