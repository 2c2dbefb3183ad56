"""The items of a JSON document or of JSON Lines, one at a time, in memory that does not grow with the document.

The list is found by its path, or by its name (results, data, items …), alone or in objects with such names
(`hits.hits[]._source` too).
"""

import json
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import TextIO

from assistant.domain.errors import UnavailableError
from assistant.services.vacancy_ports import RejectedRow

_CHUNK_CHARACTERS = 1 << 16
_LARGEST_VALUE = 8_000_000
#: A first line longer than this is taken for a document, not for one of many lines.
_LONGEST_FIRST_LINE = 2_000_000
_LISTS = frozenset(
    (
        "hits", "data", "result", "results", "items", "list", "rows", "records", "jobs", "adverts", "ads", "vacancies",
        "positions", "content", "postings", "documents", "docs", "entries", "elements", "value", "@graph",
    )
)  # fmt: skip
_WRAPPERS = _LISTS | {"response", "payload", "body", "page"}
_SPACES = " \t\r\n"
_WRAPPED = "_source"


class JsonCutError(UnavailableError):
    """The document ends before it is finished."""


@dataclass(frozen=True)
class JsonItem:
    """An object of the list. `number` counts from 1 (in JSON Lines: the line)."""

    number: int
    item: Mapping[str, object]


class JsonItems:
    """Items of one text. After the last of them `members` holds the plain members found around the list, by path.

    `path`: where the list is, where that is known. `are_lines`: whether the text is known to be JSON Lines.
    """

    def __init__(self, text: TextIO, path: str = "", are_lines: bool = False) -> None:
        self.members: dict[str, object] = {}
        self._path = path
        self._known_lines = are_lines
        self._other_lists: list[str] = []
        self._buffer = _Buffer(text)

    def __iter__(self) -> Iterator[JsonItem | RejectedRow]:
        """Raises JsonCutError where the text ends too early, UnavailableError where it is no JSON, or has no list."""
        start = self._buffer.peek()
        if start == "":
            raise UnavailableError("The answer is empty.")
        if start == "<":
            raise UnavailableError("This is a web page, not JSON.")
        if start == "[":
            yield from self._list()
        elif start == "{" and (self._known_lines or self._are_lines()):
            yield from self._lines()
        elif start == "{":
            yield from self._document()
        else:
            raise UnavailableError("This is neither JSON nor a table.")

    def _are_lines(self) -> bool:
        """Whether the first line is an object of its own that is no wrapper of a list."""
        line = self._buffer.first_line()
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            return self._second_line_opens()
        if not isinstance(found, dict):
            return False
        return self._second_line_opens() or not (self._path or any(_may_wrap(*member) for member in found.items()))

    def _second_line_opens(self) -> bool:
        return self._buffer.second_line().lstrip().startswith("{")

    def _lines(self) -> Iterator[JsonItem | RejectedRow]:
        number = 0
        while line := self._buffer.take_line():
            number += 1
            if not line.strip():
                continue
            try:
                found = json.loads(line)
            except (ValueError, RecursionError):
                yield RejectedRow(number, "", "The line is not JSON.")
                if not line.endswith("\n") and len(line) < _LARGEST_VALUE:
                    raise JsonCutError(f"The file ends in the middle of line {number}.") from None
                continue
            yield _item(number, found)

    def _document(self) -> Iterator[JsonItem | RejectedRow]:
        found = yield from self._object("")
        if not found:
            others = f" It has: {', '.join(self._other_lists[:5])}." if self._other_lists else ""
            raise UnavailableError(f"The JSON has no list {self._path or 'of items'}; name it with items=PATH.{others}")

    def _object(self, path: str) -> Generator[JsonItem | RejectedRow, None, bool]:
        """Walks through an object; whether the list was found in it is what the generator returns."""
        found = False
        self._buffer.expect("{")
        while self._buffer.peek() != "}":
            name = self._buffer.value()
            self._buffer.expect(":")
            member = f"{path}.{name}" if path else str(name)
            if not found and self._is_list(member, str(name)):
                yield from self._list()
                found = True
            elif not found and self._buffer.peek() == "{" and self._leads_on(member, str(name)):
                found = yield from self._object(member)
            else:
                self._keep(member, self._buffer.value())
            if self._buffer.peek() == ",":
                self._buffer.expect(",")
        self._buffer.expect("}")
        return found

    def _is_list(self, member: str, name: str) -> bool:
        if self._buffer.peek() != "[":
            return False
        is_it = member == self._path if self._path else name in _LISTS and self._buffer.peek_in_list() in ("{", "]")
        if not is_it:
            self._other_lists.append(member)
        return is_it

    def _leads_on(self, member: str, name: str) -> bool:
        return self._path.startswith(f"{member}.") if self._path else name in _WRAPPERS

    def _list(self) -> Iterator[JsonItem | RejectedRow]:
        number = 0
        self._buffer.expect("[")
        while self._buffer.peek() != "]":
            number += 1
            try:
                found = self._buffer.value()
            except JsonCutError:
                yield RejectedRow(number, "", "The document ends in the middle of this item.")
                raise
            yield _item(number, found)
            if self._buffer.peek() == ",":
                self._buffer.expect(",")
            elif self._buffer.peek() != "]":
                raise UnavailableError(f"The JSON is broken after item {number}.")
        self._buffer.expect("]")

    def _keep(self, path: str, value: object) -> None:
        if isinstance(value, str | int | float) and len(self.members) < 200:
            self.members[path] = value
        elif isinstance(value, dict):
            for name, part in value.items():
                self._keep(f"{path}.{name}", part)


class _Buffer:
    """The part of the text that is being looked at."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._held, self._at = "", 0
        self._is_over = False
        self._decode = json.JSONDecoder().raw_decode

    def peek(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            while self._at < len(self._held) and self._held[self._at] in _SPACES:
                self._at += 1
            if self._at < len(self._held):
                return self._held[self._at]
            if not self._read(_CHUNK_CHARACTERS):
                return ""

    def peek_in_list(self) -> str:
        """What the list that begins here holds first."""
        while True:
            rest = self._held[self._at + 1 : self._at + 1000].lstrip()
            if rest or not self._read(_CHUNK_CHARACTERS):
                return rest[:1]

    def expect(self, mark: str) -> None:
        found = self.peek()
        if found == "":
            raise JsonCutError("The JSON ends before it is finished.")
        if found != mark:
            raise UnavailableError(f"The JSON is broken: '{mark}' is missing.")
        self._at += 1

    def value(self) -> object:
        """The value that begins here."""
        if self.peek() == "":
            raise JsonCutError("The JSON ends before it is finished.")
        wanted = _CHUNK_CHARACTERS
        while True:
            try:
                value, end = self._decode(self._held, self._at)
                if end < len(self._held) or self._is_over:
                    self._at = end
                    return value
            except RecursionError:
                raise UnavailableError("The JSON is nested too deeply.") from None
            except ValueError:
                if self._is_over:
                    raise JsonCutError("The JSON ends before it is finished, or is broken.") from None
                if len(self._held) - self._at > _LARGEST_VALUE:
                    raise UnavailableError("The JSON is broken, or holds an item that is too large.") from None
            self._read(wanted)
            wanted *= 2

    def first_line(self) -> str:
        while (
            "\n" not in self._held[self._at :]
            and len(self._held) < _LONGEST_FIRST_LINE
            and self._read(_CHUNK_CHARACTERS)
        ):
            pass
        return self._held[self._at :].partition("\n")[0]

    def second_line(self) -> str:
        self.first_line()
        start = self._held.find("\n", self._at) + 1
        if not start:
            return ""
        while len(self._held) - start < 1000 and self._read(_CHUNK_CHARACTERS):
            start = self._held.find("\n", self._at) + 1
        return self._held[start : start + 1000]

    def take_line(self) -> str:
        """The next line with its end; empty at the end of the text. One that is too long comes in parts."""
        end = self._held.find("\n", self._at)
        while end < 0 and len(self._held) - self._at < _LARGEST_VALUE and self._read(_CHUNK_CHARACTERS):
            end = self._held.find("\n", self._at)
        end = len(self._held) if end < 0 else end + 1
        line, self._at = self._held[self._at : end], end
        return line

    def _read(self, characters: int) -> bool:
        more = "" if self._is_over else self._text.read(characters)
        if not more:
            self._is_over = True
            return False
        self._held, self._at = self._held[self._at :] + more, 0
        return True


def _may_wrap(name: str, value: object) -> bool:
    """Whether an object with this member is a wrapper of a list, not an item of its own."""
    if isinstance(value, list):
        return name in _LISTS or (bool(value) and all(isinstance(part, dict) for part in value))
    return name in _WRAPPERS and isinstance(value, dict)


def _item(number: int, found: object) -> JsonItem | RejectedRow:
    if not isinstance(found, dict):
        return RejectedRow(number, "", "Is no JSON object.")
    inner = found.get(_WRAPPED)
    return JsonItem(number, inner if isinstance(inner, dict) else found)
