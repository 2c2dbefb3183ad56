"""Whether edited words of the program still hold what the program asks for: entries by name, and what is filled in."""

import re
from collections.abc import Iterator, Mapping

from assistant.adapters.content.knowledge_files import KnowledgeFiles
from assistant.adapters.content.located import LocatedYaml, Problem, read_located

#: Files whose entries code asks for by name.
_ASKED_FOR = ("replies/pages.yaml", "replies/canned.yaml")
_FILLED_IN = re.compile(r"\{[^{}]*\}|<[a-z_]+>|[{}]")
_Place = tuple[str, ...]


def check_replies(files: KnowledgeFiles) -> tuple[Problem, ...]:
    """Against the shipped files: no entry is gone, and nothing is to be filled in that was not before."""
    problems: list[Problem] = []
    for name in (name for name in _ASKED_FOR if name in files.overlay):
        shipped = files.shipped / name
        if shipped.is_file():
            edited = files.contents().get(name, b"").decode()
            problems.extend(_compare(name, shipped.read_text(encoding="utf-8"), edited))
    return tuple(problems)


def _compare(name: str, shipped: str, edited: str) -> Iterator[Problem]:
    was, now = read_located(shipped, name), read_located(edited, name)
    if isinstance(was, Problem) or isinstance(now, Problem):
        return  # said by whoever reads the file
    before, after = dict(_texts(was.value)), dict(_texts(now.value))
    for place, text in before.items():
        if place not in after:
            yield _problem(now, place, "is missing; the program asks for it.")
            continue
        strange = sorted(set(_FILLED_IN.findall(after[place])) - set(_FILLED_IN.findall(text)))
        if strange:
            yield _problem(now, place, f"holds {strange[0]}, which nothing fills in there.")


def _texts(value: object, place: _Place = ()) -> Iterator[tuple[_Place, str]]:
    """Every entry by its keys; a list is one text, so that sentences may be added and taken away."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from _texts(one, (*place, str(key)))
    elif isinstance(value, list):
        yield place, "\n".join(map(str, value))
    else:
        yield place, str(value)


def _problem(file: LocatedYaml, place: _Place, words: str) -> Problem:
    return Problem(file.file, file.line_of(place), f"The entry '{'.'.join(place)}' {words}")
