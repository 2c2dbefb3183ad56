"""Lists of ids too long for one statement."""

from collections.abc import Iterator

_IDS_AT_ONCE = 500


def portions(ids: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The ids in order, some hundred at a time."""
    for start in range(0, len(ids), _IDS_AT_ONCE):
        yield ids[start : start + _IDS_AT_ONCE]
