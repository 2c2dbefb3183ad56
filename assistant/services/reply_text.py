"""A model's text cut into sentences with the evidence each names: [S1], 【S2】, (S1, S3), before or after the stop."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKENS = re.compile(r"[\[【［(（〔]\s*[Ss]\s*[0-9]{1,3}(?:\s*[,，、;；/和]?\s*[Ss]?\s*[0-9]{1,3})*\s*[\]】］)）〕]")
_NUMBER = re.compile(r"[0-9]{1,3}")
_FOREIGN_MARK = re.compile(r"[\[［【]\s*\^?[0-9]{1,3}\s*[\]］】]")
#: A semicolon ends no sentence: what stands on both sides of it is one statement with its source at the end.
_SENTENCE = re.compile(rf"[^。！？!?\n]*(?:[。！？!?]+[”’」』）)]*|$)(?:\s*{_TOKENS.pattern})*[。；;]?", re.DOTALL)
_ITEM = re.compile(
    r"^\s*(?:[-*•·●▪–]|[0-9]{1,2}\s*[.、)）](?![0-9])|[(（][0-9一二三四五六七八九十]{1,2}[)）]|[①-⑳])\s*"
)
_HEADING = re.compile(r"^\s*#{1,6}\s*")
_DECORATION = re.compile(r"\*\*|__|`+|~~")
_THINKING = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_LATE_THINKING = re.compile(r"^.*</think(?:ing)?>", re.DOTALL | re.IGNORECASE)
_RULE = re.compile(r"^\s*(?:[-=*_]{3,}|\|?(?:\s*:?-{2,}:?\s*\|)+.*)\s*$")
_ENDS = "。！？!?；;"


@dataclass(frozen=True)
class RawSentence:
    """One sentence as written. `tokens` as named, in order: S1, S3."""

    text: str
    tokens: tuple[str, ...]
    starts_line: bool
    is_item: bool


def split_reply(text: str) -> tuple[RawSentence, ...]:
    """The sentences in order, without decoration, without what the model thought aloud."""
    spoken = _LATE_THINKING.sub("", _THINKING.sub("", text))
    lines = (line for line in spoken.splitlines() if line.strip() and not _RULE.match(line))
    return tuple(sentence for line in lines for sentence in _sentences(line))


def _sentences(line: str) -> Iterator[RawSentence]:
    line = _DECORATION.sub("", _HEADING.sub("", line))
    item = _ITEM.match(line)
    line = line[item.end() :] if item else line
    if line.count("|") >= 2:
        line = "，".join(cell.strip() for cell in line.strip().strip("|").split("|") if cell.strip())
    is_first = True
    for match in _SENTENCE.finditer(line):
        written = match.group()
        tokens = tuple(
            dict.fromkeys(f"S{int(n)}" for found in _TOKENS.findall(written) for n in _NUMBER.findall(found))
        )
        words = _FOREIGN_MARK.sub("", _TOKENS.sub("", written)).strip()
        if not words.strip(_ENDS + " ,，、:：.*-|"):
            continue
        yield RawSentence(_closed(words, bool(item)), tokens, is_first, bool(item) and is_first)
        is_first = False


def _closed(words: str, is_item: bool) -> str:
    """With a full stop where none ends it; an opening line keeps its colon."""
    words = re.sub(r"[；;]$", "。", words)
    words = re.sub(r"([。！？!?])[。；;]+$", r"\1", words)
    return words if words[-1] in _ENDS + "：:" or is_item else f"{words}。"
