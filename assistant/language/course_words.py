"""Words of courses and of people who look for one, ready to be looked for in folded text."""

from collections.abc import Mapping
from dataclasses import dataclass
from re import Pattern

from assistant.domain.courses import CourseLevel


@dataclass(frozen=True)
class CourseSubject:
    """What is taught. `occupation`: the trade of `lexicon/occupations.yaml` it leads to, if there is one."""

    name: str
    said: Pattern[str]
    occupation: str | None = None


@dataclass(frozen=True)
class CourseWords:
    """`licences`: what a certificate says that gives a licence, beside the licence's names."""

    subjects: tuple[CourseSubject, ...]
    licences: Mapping[str, Pattern[str]]
    levels: Mapping[CourseLevel, Pattern[str]]
    free: Pattern[str]
    online: Pattern[str]
    offline: Pattern[str]
    evening: Pattern[str]
    weekend: Pattern[str]
    daytime: Pattern[str]
    with_certificate: Pattern[str]
    soon: Pattern[str]

    def subjects_in(self, folded: str) -> tuple[CourseSubject, ...]:
        """Those the text names, in the order of the text; of two at one place the one whose words are longer."""
        found = [(match.start(), -match.end(), one) for one in self.subjects if (match := one.said.search(folded))]
        found.sort(key=lambda each: each[:2])
        kept: list[CourseSubject] = []
        end = 0
        for start, minus_end, subject in found:
            if start >= end or not kept:
                kept.append(subject)
                end = max(end, -minus_end)
        return tuple(kept)

    def levels_in(self, folded: str) -> tuple[CourseLevel, ...]:
        return tuple(level for level, said in self.levels.items() if said.search(folded))
