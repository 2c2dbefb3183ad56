"""The words of which one must stand in a text for a pattern to match: they spare trying most patterns on most texts."""

import re
from collections.abc import Iterable

#: Words that no text lacks, so that nothing is spared.
ALWAYS: frozenset[str] = frozenset({""})
_QUANTIFIER = re.compile(r"(?:[?*+]|\{[0-9]*,?[0-9]*\})[?+]?")
_GROUP = re.compile(r"\((?:\?(?P<kind>:|P<\w+>|=|!|<=|<!))?")


def needed_words(pattern: str) -> frozenset[str]:
    """Words one of which every match of the regular expression contains; `ALWAYS` where none can be told."""
    words, _ = _alternatives(pattern, 0)
    return words


def _alternatives(pattern: str, position: int) -> tuple[frozenset[str], int]:
    branches = []
    while True:
        words, position = _branch(pattern, position)
        branches.append(words)
        if position >= len(pattern) or pattern[position] == ")":
            break
        position += 1
    return (ALWAYS if ALWAYS in branches else frozenset().union(*branches)), position


def _branch(pattern: str, position: int) -> tuple[frozenset[str], int]:
    """One alternative, up to `|`, a closing bracket or the end: the best of its parts is needed."""
    parts: list[frozenset[str]] = []
    literal = ""
    while position < len(pattern) and pattern[position] not in "|)":
        words, position, is_literal = _atom(pattern, position)
        quantifier = _QUANTIFIER.match(pattern, position)
        if quantifier is not None:
            position = quantifier.end()
            is_literal = False
            words = ALWAYS if _may_be_absent(quantifier.group()) else words
        if is_literal:
            literal += next(iter(words))
            continue
        parts += [frozenset({literal})] if literal else []
        literal = ""
        parts.append(words)
    parts += [frozenset({literal})] if literal else []
    return _best(parts), position


def _may_be_absent(quantifier: str) -> bool:
    return quantifier[0] in "?*" or quantifier.startswith(("{0", "{,"))


def _best(parts: Iterable[frozenset[str]]) -> frozenset[str]:
    """The part that spares most: the fewest words of the greatest length."""
    told = [words for words in parts if words != ALWAYS]
    return min(told, key=lambda words: (len(words) / min(map(len, words)), sorted(words)), default=ALWAYS)


def _atom(pattern: str, position: int) -> tuple[frozenset[str], int, bool]:
    """The words of one atom, where it ends, and whether it is a plain character."""
    character = pattern[position]
    if character == "(":
        return _group(pattern, position)
    if character == "[":
        end = pattern.index("]", position + 2) + 1
        inside = pattern[position + 1 : end - 1]
        plain = not inside.startswith("^") and "-" not in inside and "\\" not in inside
        return frozenset(inside) if plain else ALWAYS, end, False
    if character == "\\":
        return ALWAYS, position + 2, False
    if character in ".^$":
        return ALWAYS, position + 1, False
    return frozenset({character}), position + 1, True


def _group(pattern: str, position: int) -> tuple[frozenset[str], int, bool]:
    opening = _GROUP.match(pattern, position)
    start = opening.end() if opening else position + 1
    words, end = _alternatives(pattern, start)
    looks_around = opening is not None and opening["kind"] in ("=", "!", "<=", "<!")
    return ALWAYS if looks_around else words, end + 1, False
