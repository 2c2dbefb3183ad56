"""The text of an answer, taken apart for the one macro that shows it.

A text is a sequence of lines; lines that begin with "- " are items of a list. Within a line only four things are more
than words: `**strong**`, a citation mark `[1]` whose citation exists, `[words](url)` whose url is cited, and a
telephone number, which a phone can dial. Everything else is words, and is escaped by the template.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, TypeAlias

from assistant.domain.conversation import Citation

_LIST_MARK = "- "
_AREA_NUMBER, _HOTLINE, _EMERGENCY = r"0\d{2,3}-(?:\d{7,8}|12\d{3})", r"12\d{3}", r"(?<=打)1(?:10|19|20)"
#: Neither part of an address or a longer number, nor a sum or a count.
_PHONE = re.compile(
    rf"(?<![0-9A-Za-z.,/-])(?:{_AREA_NUMBER}|{_HOTLINE}|{_EMERGENCY})(?![0-9A-Za-z/,-]|\.[0-9A-Za-z]|[元万人个年%])",
    re.ASCII,
)
_TOKEN = re.compile(
    r"\*\*(?P<strong>[^*\n]+)\*\*|\[(?P<label>[^\[\]\n]+)\]\((?P<url>https?://[^\s()]+)\)|\[(?P<mark>[0-9]{1,3})\]"
)


@dataclass(frozen=True)
class Inline:
    """A run within a line. `target` is a url for a link, the digits to dial for a phone, and a mark's citation."""

    kind: Literal["words", "strong", "link", "mark", "phone"]
    text: str
    target: str = ""


Line: TypeAlias = tuple[Inline, ...]


@dataclass(frozen=True)
class Block:
    """Lines that belong together: paragraphs, or the items of one list."""

    kind: Literal["paragraphs", "list"]
    lines: tuple[Line, ...]


def parse_answer(text: str, citations: tuple[Citation, ...] = ()) -> tuple[Block, ...]:
    """The blocks of a text, empty lines left out."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return tuple(
        Block("list" if is_list else "paragraphs", tuple(_parse_line(line, citations) for line in group))
        for is_list, group in groupby(lines, key=lambda line: line.startswith(_LIST_MARK))
    )


def plain_text(text: str) -> str:
    """The text without its marks of emphasis, for the transcript."""
    return text.replace("**", "")


def _parse_line(line: str, citations: tuple[Citation, ...]) -> Line:
    numbers = {str(citation.number) for citation in citations}
    urls = {citation.url for citation in citations if citation.url}
    return tuple(_inlines(line.removeprefix(_LIST_MARK).strip(), numbers, urls))


def _inlines(line: str, numbers: set[str], urls: set[str]) -> Iterator[Inline]:
    position = 0
    for match in _TOKEN.finditer(line):
        if match.start() > position:
            yield from _split_phones(line[position : match.start()])
        yield from _token(match, numbers, urls)
        position = match.end()
    if position < len(line):
        yield from _split_phones(line[position:])


def _split_phones(words: str) -> Iterator[Inline]:
    position = 0
    for match in _PHONE.finditer(words):
        if match.start() > position:
            yield Inline("words", words[position : match.start()])
        yield Inline("phone", match[0], match[0].replace("-", ""))
        position = match.end()
    if position < len(words):
        yield Inline("words", words[position:])


def _token(match: re.Match[str], numbers: set[str], urls: set[str]) -> Iterator[Inline]:
    if strong := match["strong"]:
        parts = list(_inlines(strong, numbers, urls))
        yield from (Inline("strong", part.text) if part.kind == "words" else part for part in parts)
    elif label := match["label"]:
        yield Inline("link", label, match["url"]) if match["url"] in urls else Inline("words", label)
    elif match["mark"] in numbers:
        yield Inline("mark", match["mark"], match["mark"])
    else:
        yield Inline("words", match[0])
