"""Reading guidance and policy texts: sections, statements, their sources."""

import re
import shlex
from dataclasses import dataclass

from assistant.adapters.content.located import Problem
from assistant.domain.dates import PartialDate, Period
from assistant.domain.knowledge import Aspect, Passage, Standing, Statement, Weight

HEADINGS = {
    "是什么": Aspect.WHAT,
    "谁能申请": Aspect.WHO,
    "能领多少": Aspect.HOW_MUCH,
    "什么条件": Aspect.CONDITIONS,
    "要哪些材料": Aspect.PAPERS,
    "在哪里办": Aspect.WHERE,
    "怎么办": Aspect.HOW_TO,
    "能享受多久": Aspect.HOW_LONG,
    "多久办好": Aspect.PROCESSING_TIME,
    "什么时候申请": Aspect.DEADLINE,
    "哪些情况不行": Aspect.WHY_NOT,
    "不能同时享受": Aspect.EXCLUDES,
    "以前的标准": Aspect.HISTORY,
    "要注意": Aspect.NOTE,
}
_HEADING = re.compile(r"##\s+(?P<title>[^{]+?)\s*(?:\{(?P<attributes>.*)\})?\s*$")
_SOURCES = re.compile(
    r"^(?P<text>.*?)\s*\[(?P<ids>s\d+[a-z]?(?:\s*[,，]\s*s\d+[a-z]?)*)\](?:\{(?P<tier>[a-z0-9_]+)\})?\s*$"
)
_BULLETS = {"- ": Weight.DETAIL, "+ ": Weight.MORE}
_KNOWN = {"aspect", "clause", "from", "to", "region", "status"}
_NEEDS_SOURCE = re.compile(r"\d|\{\{|[一二三四五六七八九十百千万两]+(?:元|%|天|日|个?月|年内|倍|小时|周岁|岁)")


@dataclass(frozen=True)
class LocatedPassage:
    """A passage with the line of its heading and of each statement."""

    passage: Passage
    line: int
    statement_lines: tuple[int, ...]


def read_sections(
    text: str, file: str, document_id: str, first_line: int = 1
) -> tuple[tuple[LocatedPassage, ...], tuple[Problem, ...]]:
    """The document's passages in order, and what is wrong with the text. Passage ids are `document#aspect[-n]`."""
    passages: list[LocatedPassage] = []
    problems: list[Problem] = []
    counts: dict[Aspect, int] = {}
    for line, heading, body in _split(text, first_line, file, problems):
        result = _read_heading(heading, line, file, problems)
        if result is None:
            continue
        title, aspect, attributes = result
        statements, lines = _read_statements(body, file, problems)
        if not statements:
            problems.append(Problem(file, line, f"Section '{title}' says nothing; write it, or make it a gap."))
        counts[aspect] = counts.get(aspect, 0) + 1
        suffix = f"-{counts[aspect]}" if counts[aspect] > 1 or aspect is Aspect.RULE else ""
        passage = Passage(
            id=f"{document_id}#{aspect.value}{suffix}",
            document_id=document_id,
            heading=title,
            aspect=aspect,
            statements=statements,
            clause=attributes.get("clause"),
            period=_period(attributes, line, file, problems),
            region_id=attributes.get("region"),
            standing=_standing(attributes, line, file, problems),
        )
        passages.append(LocatedPassage(passage, line, lines))
    if not passages and not problems:
        problems.append(Problem(file, first_line, "This text has no section; begin one with '## 是什么'."))
    return tuple(passages), tuple(problems)


def _split(
    text: str, first_line: int, file: str, problems: list[Problem]
) -> list[tuple[int, str, list[tuple[int, str]]]]:
    sections: list[tuple[int, str, list[tuple[int, str]]]] = []
    for offset, raw in enumerate(text.splitlines()):
        line, content = first_line + offset, raw.strip()
        if raw.startswith("## "):
            sections.append((line, content, []))
        elif not content or content.startswith(("# ", "<!--")):
            continue
        elif sections:
            sections[-1][2].append((line, content))
        else:
            problems.append(Problem(file, line, "Text before the first '## ' heading belongs to no section."))
    return sections


def _read_heading(
    heading: str, line: int, file: str, problems: list[Problem]
) -> tuple[str, Aspect, dict[str, str]] | None:
    match = _HEADING.match(heading)
    if match is None:
        problems.append(Problem(file, line, "This heading cannot be read; write '## 标题 {clause=\"…\"}'."))
        return None
    title, attributes = match["title"], _attributes(match["attributes"] or "", line, file, problems)
    named = attributes.get("aspect")
    if named is not None and named not in set(Aspect):
        problems.append(Problem(file, line, f"'{named}' is no aspect; see docs/knowledge.md for the list."))
        return None
    aspect = Aspect(named) if named else HEADINGS.get(title)
    if aspect is None:
        problems.append(Problem(file, line, f"Heading '{title}' has no aspect; add {{aspect=rule}} or another one."))
        return None
    return title, aspect, attributes


def _attributes(text: str, line: int, file: str, problems: list[Problem]) -> dict[str, str]:
    try:
        pairs = [token.partition("=") for token in shlex.split(text)]
    except ValueError:
        problems.append(Problem(file, line, "A quotation mark in the braces is not closed."))
        return {}
    for name, _, _ in pairs:
        if name not in _KNOWN:
            problems.append(Problem(file, line, f"'{name}' is no attribute of a section."))
    return {name: value for name, _, value in pairs}


def _period(attributes: dict[str, str], line: int, file: str, problems: list[Problem]) -> Period:
    ends: list[PartialDate | None] = []
    for name in ("from", "to"):
        try:
            ends.append(PartialDate.parse(attributes[name]) if name in attributes else None)
        except ValueError as error:
            problems.append(Problem(file, line, str(error)))
            ends.append(None)
    return Period(ends[0], ends[1])


def _standing(attributes: dict[str, str], line: int, file: str, problems: list[Problem]) -> Standing | None:
    named = attributes.get("status")
    if named is None:
        return None
    if named not in set(Standing):
        problems.append(Problem(file, line, f"'{named}' is no status; see docs/knowledge.md for the list."))
        return None
    return Standing(named)


def _read_statements(
    body: list[tuple[int, str]], file: str, problems: list[Problem]
) -> tuple[tuple[Statement, ...], tuple[int, ...]]:
    statements: list[Statement] = []
    lines: list[int] = []
    for line, content in body:
        weight = _BULLETS.get(content[:2], Weight.LEAD)
        text = content[2:].strip() if weight is not Weight.LEAD else content
        match = _SOURCES.match(text)
        sources = tuple(re.split(r"\s*[,，]\s*", match["ids"])) if match else ()
        spoken = match["text"] if match else text
        if not sources:
            kind = "a figure without a source" if _NEEDS_SOURCE.search(spoken) else "no source"
            problems.append(Problem(file, line, f"This line has {kind}; end it with [s1]."))
        statements.append(Statement(spoken, sources, weight, match["tier"] if match else None))
        lines.append(line)
    return tuple(statements), tuple(lines)
