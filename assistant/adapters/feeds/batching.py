"""Adverts in batches of bounded size."""

from collections.abc import Iterable, Iterator

from assistant.domain.errors import UnavailableError
from assistant.services.feed_mapping import RawRow
from assistant.services.vacancy_ports import Batch, RejectedRow

BATCH_ROWS = 4_000


def in_batches(rows: Iterable[RawRow | RejectedRow], size: int = BATCH_ROWS) -> Iterator[Batch]:
    """The rows in order. Where reading them ends with an UnavailableError, what came before is given first."""
    adverts: list[RawRow] = []
    rejected: list[RejectedRow] = []
    broken: UnavailableError | None = None
    source = iter(rows)
    while broken is None:
        try:
            row = next(source, None)
        except UnavailableError as error:
            broken, row = error, None
        if row is None:
            break
        if isinstance(row, RejectedRow):
            rejected.append(row)
        else:
            adverts.append(row)
        if len(adverts) + len(rejected) >= size:
            yield Batch(tuple(adverts), tuple(rejected))
            adverts, rejected = [], []
    if adverts or rejected:
        yield Batch(tuple(adverts), tuple(rejected))
    if broken is not None:
        raise broken
