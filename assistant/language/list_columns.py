"""What a column of an employer's list is about, by how it is headed, and what the words in its cells mean."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rapidfuzz import fuzz, process

from assistant.domain.conversation import FactValue
from assistant.language.text import fold_width

_BRACKETED = re.compile(r"[(\[{【〔<《][^()\[\]{}【】〔〕<>《》]*[)\]}】〕>》]")
_MARKS = re.compile(r"[\W_]+")
_UNIT = re.compile(r"[(\[【](?:单位[:：]?)?(年|月|个月|元|万元|天|周年)[)\]】]|(?<=[限长数])[/-](年|月)$")
_NEAR, _MARGIN, _SHORTEST = 85, 6, 4
#: A slip of the pen leaves these alone; where one of them differs, another thing is meant.
_TELLING = frozenset("非不未无没否离停前后原个人单位年月日时起止始终子女家庭0123456789一二三四五六七八九十两半")


class ColumnRole(StrEnum):
    """What is done with a column."""

    FACT = "fact"
    MEMBER = "member"
    CONTRACT_START = "contract_start"
    CONTRACT_END = "contract_end"
    LABEL = "label"
    PERSONAL = "personal"
    UNUSED = "unused"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class HeaderMeaning:
    """`fact` for FACT and MEMBER, `member` the group of a MEMBER, `hint` what to write instead of an UNUSED column.

    `read_as` is the header this one was taken for where the two differ by a slip.
    """

    role: ColumnRole
    fact: str | None = None
    member: str | None = None
    hint: str | None = None
    read_as: str | None = None


@dataclass(frozen=True)
class CellWords:
    """What a cell of one fact says: `means` a value; or `vague`, nothing yet, with what to write instead."""

    means: Mapping[str, FactValue] = field(default_factory=dict)
    vague: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ListColumns:
    """All headers and words. Keys are as `plain_key` gives them; `names` is what each fact is called."""

    headers: Mapping[str, HeaderMeaning]
    shown: Mapping[str, str]
    names: Mapping[str, str]
    words: Mapping[str, CellWords]
    groups_fact: str = "worker.groups"

    def meaning_of(self, header: str) -> HeaderMeaning:
        """What the column is; a slip of the pen is forgiven only where nothing else is as near."""
        key = plain_key(header)
        exact = self.headers.get(key)
        if exact is not None:
            return exact
        near = self._nearest(key)
        if near is None:
            return HeaderMeaning(ColumnRole.UNKNOWN)
        found = self.headers[near]
        return HeaderMeaning(found.role, found.fact, found.member, found.hint, self.shown[near])

    def name_of(self, fact: str) -> str:
        """What the fact is called in a template and in results."""
        return self.names.get(fact, fact)

    def words_of(self, fact: str) -> CellWords:
        return self.words.get(fact, _NO_WORDS)

    def _nearest(self, key: str) -> str | None:
        if len(key) < _SHORTEST:
            return None
        found = process.extract(key, self.headers.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR - _MARGIN, limit=8)
        if not found or found[0][1] < _NEAR or _TELLING & (set(key) ^ set(found[0][0])):
            return None
        meanings = {self.headers[name] for name, score, _ in found if score >= found[0][1] - _MARGIN}
        return found[0][0] if len(meanings) == 1 else None


_NO_WORDS = CellWords()


def plain_key(text: str) -> str:
    """The text without brackets and what they hold, spaces, marks and case: what headers and words are compared by."""
    folded = fold_width(text).lower()
    without = _MARKS.sub("", _BRACKETED.sub("", folded))
    return without or _MARKS.sub("", folded)


def unit_in(header: str) -> str | None:
    """The unit a header names: `劳动合同期限（年）` → 年."""
    found = _UNIT.search(fold_width(header))
    return next((unit for unit in found.groups() if unit), None) if found else None
