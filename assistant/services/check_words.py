"""What a check says, in words for editors: sentences of `kb check` by their patterns."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_PLACE = re.compile(r"<(\d)>")


@dataclass(frozen=True)
class CheckWords:
    """Pairs of what is said and what it means; the first pattern that fits counts (see `meaning`)."""

    _pairs: tuple[tuple[re.Pattern[str], str], ...] = ()

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> "CheckWords":
        """`<1>` … stand for what is named in that place."""
        return cls(tuple((_pattern(says), means) for says, means in pairs))

    def meaning(self, sentence: str) -> str:
        """Empty where no pattern fits. One that fits the whole sentence goes before one that fits its end."""
        whole = ((pattern.match(sentence), means) for pattern, means in self._pairs)
        ends = ((pattern.search(sentence), means) for pattern, means in self._pairs)
        for found, means in (*whole, *ends):
            if found is not None:
                return _filled(means, found.groupdict())
        return ""


def _filled(means: str, named: Mapping[str, str | None]) -> str:
    return _PLACE.sub(lambda place: named.get(f"p{place[1]}") or "", means)


def _pattern(says: str) -> re.Pattern[str]:
    parts = _PLACE.split(says)
    pieces = (re.escape(part) if at % 2 == 0 else f"(?P<p{part}>.*?)" for at, part in enumerate(parts))
    return re.compile("".join(pieces) + r"\s*$", re.DOTALL)
