"""Which halves of a set there are: read off the files, so that a new file is found by every command and report."""

import re
from pathlib import Path

DATASETS = Path(__file__).parent / "datasets"
_ORDER = ("dev", "nothing", "test")


def halves_of(name: str) -> tuple[str, ...]:
    """Halves of `<name>_<half>.jsonl`: dev, dev2 …, then the others, then test, test2 …"""
    pattern = re.compile(rf"{re.escape(name)}_((?:{'|'.join(_ORDER)})(\d*))\.jsonl")
    found = [match for path in DATASETS.iterdir() if (match := pattern.fullmatch(path.name))]
    return tuple(match[1] for match in sorted(found, key=_place))


def _place(match: re.Match[str]) -> tuple[int, int]:
    return _ORDER.index(match[1].rstrip("0123456789")), int(match[2] or 1)
