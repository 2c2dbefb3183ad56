"""A file as lines of an official document, whatever format it comes in, with what its front matter says."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import yaml

from assistant.adapters.intake.container import MOST_BYTES, FileKind, decode, kind_of
from assistant.adapters.intake.convert import convert
from assistant.domain.errors import InvalidInputError
from assistant.language.official_lines import join_wrapped, official_lines
from assistant.services.read_document import STATED_OF_HEAD

_FRONT_MATTER = re.compile(r"\A\ufeff?---\r?\n(?P<head>.*?)\r?\n---\r?\n", re.DOTALL)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>])")
_EMPTY_ROW = re.compile(r"^\|(?:\s*\|)+\s*$\n?|^\|(?:\s*:?-{3,}:?\s*\|)+\s*$\n?", re.MULTILINE)
_MARKUP = re.compile(r"\*\*(?P<bold>[^*\n]+)\*\*|!\[[^\]]*\]\([^)]*\)|\[(?P<link>[^\]\n]+)\]\([^)\n]*\)")

#: (bytes, kind, the file's name) → Markdown; raises what `convert` raises.
Converter = Callable[[bytes, FileKind, str], str]


@dataclass(frozen=True)
class DocumentFile:
    """`lines` of the text, and what the file states of itself (`STATED_OF_HEAD`)."""

    name: str
    lines: tuple[str, ...]
    stated: Mapping[str, str]


def read_document_file(
    content: bytes, name: str, most_bytes: int = MOST_BYTES, convert: Converter = convert
) -> DocumentFile:
    """The file's text. `convert`: who reads what is no plain text.

    Raises InvalidInputError in Chinese, naming the file, and UnavailableError.
    """
    kind = kind_of(content, name, most_bytes)
    stated: dict[str, str] = {}
    if kind is FileKind.TEXT:
        text = decode(content, name)
        match = _FRONT_MATTER.match(text)
        if match is not None:
            stated, text = _stated(match["head"], name), text[match.end() :]
        lines = official_lines(text)
    elif kind is FileKind.HTML:
        lines = official_lines(_plain(convert(decode(content, name).encode(), kind, name)))
    else:
        lines = official_lines(_plain(convert(content, kind, name)))
        lines = join_wrapped(lines) if kind is FileKind.PDF else lines
    if not lines:
        raise InvalidInputError(f"“{name}”里没有文字。")
    if not any(character.isalnum() for line in lines for character in line):
        raise InvalidInputError(f"“{name}”里只有符号或表情，没有文字，读不出条文。请检查是不是选错了文件。")
    return DocumentFile(name, lines, stated)


def _plain(markdown: str) -> str:
    """Markdown without marks inside the lines; headings and the rows of tables stay."""
    bare = _EMPTY_ROW.sub("", markdown)
    return _ESCAPED.sub(r"\1", _MARKUP.sub(lambda match: match["bold"] or match["link"] or "", bare))


def _stated(head: str, name: str) -> dict[str, str]:
    try:
        read = yaml.safe_load(head)
    except yaml.YAMLError as error:
        raise InvalidInputError(f"“{name}”开头两行 --- 之间的说明写得不对：{error}。") from None
    if not isinstance(read, dict):
        raise InvalidInputError(f"“{name}”开头两行 --- 之间要写成“名称: 内容”。")
    unknown = [str(key) for key in read if key not in STATED_OF_HEAD]
    if unknown:
        raise InvalidInputError(
            f"“{name}”开头的说明里有不认识的项：{'、'.join(unknown)}。可用：{'、'.join(STATED_OF_HEAD)}。"
        )
    return {str(key): _as_text(value) for key, value in read.items() if value is not None}


def _as_text(value: object) -> str:
    return "；".join(map(str, value)) if isinstance(value, list) else str(value)
