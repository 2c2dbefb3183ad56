"""The parts of a clause: its paragraphs (款) and the items (项) in them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.language.numerals import parse_numeral

_NUMERAL = "[一二三四五六七八九十百零〇]+"
_MARK = re.compile(rf"[（(](?P<number>{_NUMERAL})[）)]")
#: An item begins a line, or follows the sentence or item before it.
_STARTS = re.compile(rf"(?<=[：；。:;\n])(?=[（(]{_NUMERAL}[）)])|(?<=\n)")
_NAME = re.compile(rf"(?:第(?P<paragraph>{_NUMERAL})款)?(?:第[（(]?(?P<item>{_NUMERAL})[）)]?项)?")


@dataclass(frozen=True)
class _Piece:
    """`item`: None where the words belong to no item."""

    text: str
    paragraph: int
    item: int | None


def part_of(text: str, name: str) -> str:
    """The words of 第一款, 第（三）项 or 第二款第（一）项; empty where there is none."""
    return "".join(piece.text for piece in _pieces(text) if _is_meant(piece, name)).strip()


def without_parts(text: str, names: Iterable[str]) -> str:
    """The clause without these parts."""
    gone = tuple(names)
    return "".join(one.text for one in _pieces(text) if not any(_is_meant(one, name) for name in gone)).strip()


def _pieces(text: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    paragraph = 0
    for piece in filter(None, _STARTS.split(text)):
        mark = _MARK.match(piece)
        if mark is None:
            paragraph += 1
        pieces.append(_Piece(piece, max(paragraph, 1), _number(mark["number"]) if mark is not None else None))
    return pieces


def _is_meant(piece: _Piece, name: str) -> bool:
    found = _NAME.fullmatch(name)
    if found is None or not name:
        return False
    in_paragraph = found["paragraph"] is None or piece.paragraph == _number(found["paragraph"])
    return in_paragraph and (found["item"] is None or piece.item == _number(found["item"]))


def _number(numeral: str) -> int:
    return int(parse_numeral(numeral) or 0)
