"""A clause in the pieces that can answer by themselves: its sentences, and its items with what announces them."""

import re
from dataclasses import dataclass

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_ITEM = re.compile(r"[（(]?[一二三四五六七八九十0-9]{1,3}[）)).．、]")
_ANNOUNCES = ("：", ":")


@dataclass(frozen=True)
class ClauseUnit:
    """`text` as printed; `lead`: the sentence that announces the list it is an item of, else empty."""

    text: str
    lead: str = ""

    @property
    def sentences(self) -> tuple[str, ...]:
        return (self.lead, self.text) if self.lead else (self.text,)


def units_of(text: str) -> tuple[ClauseUnit, ...]:
    """The pieces in order. Half-sentences (；) outside a list stand alone, too."""
    units: list[ClauseUnit] = []
    lead = ""
    for line in text.split("\n"):
        for sentence in (piece.strip() for piece in _SENTENCE.findall(line)):
            if not sentence:
                continue
            if _ITEM.match(sentence) is None and not _follows_item(units, line, sentence):
                lead = ""
            units.append(ClauseUnit(sentence, lead))
            if sentence.endswith(_ANNOUNCES):
                lead = sentence
    return tuple(units)


def _follows_item(units: list[ClauseUnit], line: str, sentence: str) -> bool:
    """Whether it goes on with the item before it, on the same line."""
    return bool(units) and bool(units[-1].lead) and not line.strip().startswith(sentence)
