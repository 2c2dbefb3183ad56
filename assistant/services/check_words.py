"""What a check says, in words for editors: sentences of `kb check` by their patterns."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_PLACE = re.compile(r"<(\d)>")


@dataclass(frozen=True)
class CheckWords:
    """Pairs of what is said and what it means; the first pattern that fits counts."""

    _pairs: tuple[tuple[re.Pattern[str], str], ...] = ()

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> "CheckWords":
        """`<1>` … stand for what is named in that place."""
        return cls(tuple((_pattern(says), means) for says, means in pairs))

    def meaning(self, sentence: str) -> str:
        """Empty where no pattern fits."""
        for pattern, means in self._pairs:
            if (found := pattern.search(sentence)) is not None:
                return _PLACE.sub(lambda place: found.groupdict().get(f"p{place[1]}") or "", means)
        return ""


def _pattern(says: str) -> re.Pattern[str]:
    parts = _PLACE.split(says)
    pieces = (re.escape(part) if at % 2 == 0 else f"(?P<p{part}>.*?)" for at, part in enumerate(parts))
    return re.compile("".join(pieces) + r"\s*$", re.DOTALL)
