"""What a report calls parts and measures, for people who read Chinese (titles.yaml)."""

from collections.abc import Mapping
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("titles.yaml")


class Titles:
    """Titles of parts and measures. A part that titles.yaml does not have raises KeyError; a measure keeps its name: a
    report of many minutes is not lost for want of a title."""

    def __init__(self, parts: Mapping[str, str], measures: Mapping[str, str]) -> None:
        self._parts, self._measures = parts, measures

    @classmethod
    def read(cls) -> "Titles":
        raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
        return cls(raw["parts"], raw["measures"])

    def of_part(self, name: str) -> str:
        """Title of the longest beginning that is known, with what follows in brackets."""
        known = max((one for one in self._parts if name == one or name.startswith(f"{one}_")), key=len, default=name)
        rest = name[len(known) + 1 :]
        return f"{self._parts[known]}（{rest}）" if rest else self._parts[known]

    def of_measure(self, name: str) -> str:
        return self._measures.get(name, name)

    def knows_measure(self, name: str) -> bool:
        return name in self._measures
