"""Long official texts into passages: at chapters, articles, numbered headings, paragraphs; never inside a sentence."""

import re
from collections.abc import Iterator

from assistant.language.numerals import parse_numeral

_NUMBER = "[一二三四五六七八九十百千零〇]+"
_START = r"(?<![^\s。；：:！？])"
_SECTION = re.compile(rf"{_START}(?={_NUMBER}、|第{_NUMBER}[编章节条](?:之{_NUMBER})?\s)")
_PARAGRAPH = re.compile(
    rf"{_START}(?=[（(]{_NUMBER}[）)]|[0-9]{{1,2}}[.．、](?![0-9]))|\n+|(?<=[。：！？；])[ \t\u3000]+|\u3000{{2,}}"
)
_SENTENCE = re.compile(r"(?<=[。；！？])")
_CLAUSE = re.compile(rf"(?P<document>.+?)\s*(?P<clause>第(?P<number>{_NUMBER})条(?:之{_NUMBER})?)")

SHORTEST, LONGEST = 300, 500
_LONGEST_TITLE = 80


def split_passages(text: str, shortest: int = SHORTEST, longest: int = LONGEST) -> tuple[str, ...]:
    """The passages in order, which together hold the whole text.

    Sizes are in characters: what is below `shortest` joins its successor where both fit into `longest`; only a single
    sentence may be longer than that.
    """
    passages: list[str] = []
    for section in _SECTION.split(text):
        for piece in _pack(_sentences(section, longest), longest):
            if passages and len(passages[-1]) < shortest and len(passages[-1]) + len(piece) < longest:
                passages[-1] += f"\n{piece}"
            else:
                passages.append(piece)
    return tuple(passages)


def title_of(text: str) -> str:
    """The first line, or what stands before the first white space, of a text without markup; at most 80 characters."""
    words = text.split(maxsplit=1)
    return words[0][:_LONGEST_TITLE] if words else ""


def split_title(title: str) -> tuple[str, str | None]:
    """A title as (document, clause): 劳动法第四十四条 → 劳动法, 第四十四条. Without an article the clause is None."""
    match = _CLAUSE.fullmatch(title.strip())
    return (match["document"], match["clause"]) if match else (title.strip(), None)


def clause_number(clause: str) -> int | None:
    """第四十四条 → 44."""
    match = _CLAUSE.fullmatch(f"·{clause}")
    value = parse_numeral(match["number"]) if match else None
    return int(value) if value is not None else None


def _sentences(section: str, longest: int) -> Iterator[str]:
    """Paragraphs; those that are too long, sentence by sentence."""
    for paragraph in _PARAGRAPH.split(section):
        piece = (paragraph or "").strip()
        if len(piece) > longest:
            yield from (sentence for sentence in _SENTENCE.split(piece) if sentence)
        elif piece:
            yield piece


def _pack(pieces: Iterator[str], longest: int) -> Iterator[str]:
    packed = ""
    for piece in pieces:
        if packed and len(packed) + len(piece) >= longest:
            yield packed
            packed = ""
        packed = f"{packed}\n{piece}" if packed else piece
    if packed:
        yield packed
