"""Facts people state in passing: what they are, have, did, and for how long.

Only what is said is taken. A question, a supposition or somebody else's story states nothing, and a status an office
grants is never inferred. Where a message gives a fact two values and corrects neither, none is taken.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.domain.conditions import DENIED
from assistant.domain.conversation import FactValue
from assistant.domain.regions import RegionTable
from assistant.language.ages import find_ages
from assistant.language.amounts import find_money
from assistant.language.dates import find_dates
from assistant.language.durations import find_durations
from assistant.language.fact_words import FactCues, FactKind, FactWords
from assistant.language.numerals import NUMERAL, parse_numeral
from assistant.language.places import PlaceNames, find_places
from assistant.language.rates import find_rates

_CLAUSES = re.compile(r"[,，。;；!！?？\n]+")
_PERSONS = re.compile(
    rf"(?P<number>{NUMERAL}|仨|俩)(?P<more>多|几)? ?(?:个|名|位|口|号)?"
    r"(?:人|员工|职工|工人|应届|毕业|大学|残疾|退伍|退役|脱贫|低保|年轻|新人|见习|同事|师傅|小伙|姑娘|娃|(?<=[个名位仨俩]))"
)
_DAYS = re.compile(rf"(?P<number>{NUMERAL}) ?天")
_ASKED_BEFORE = re.compile(r"(是不是|有没有|要不要|能不能|用不用|算不算|是否|需要|必须|应该|怎么|咋个?|啷个|如何|想)$")
_ASKED_AFTER = re.compile(r"(的|了|过|得)?(吗|么|没得?$|没有$|不$|嘛不)")
_TOGETHER = {"仨": 3, "俩": 2}
#: How far from a figure, in characters, the word may stand that says what it is of.
_BEFORE, _AFTER = 16, 10
_FIGURE_KINDS: tuple[FactKind, ...] = ("months", "years", "persons", "money", "percent", "days", "date", "region")


@dataclass(frozen=True)
class _Mention:
    """A figure, date or place in a clause, with the value it would give a fact."""

    start: int
    end: int
    value: FactValue


@dataclass(frozen=True)
class _Clause:
    """One clause about the speaker. `states`: it does not ask about anything."""

    text: str
    states: bool


def facts_said(
    text: str, words: FactWords, regions: RegionTable, places: PlaceNames, today: date
) -> dict[str, FactValue]:
    """Fact id → value, for facts of every subject; sets hold what was named, and `not:` what was denied."""
    found: dict[str, list[FactValue]] = {}
    sets: dict[str, dict[str, None]] = {}
    for clause in _clauses(text, words):
        for cue in words.cues:
            if cue.kind == "set":
                sets.setdefault(cue.fact, {}).update(dict.fromkeys(_members_said(cue, clause, words)))
            elif cue.kind not in _FIGURE_KINDS:
                found.setdefault(cue.fact, []).extend(_values_said(cue, clause, words))
        for kind in _FIGURE_KINDS:
            for fact, value in _figures_said(kind, clause.text, words, regions, places, today):
                found.setdefault(fact, []).append(value)
    corrects = words.corrects.search(text) is not None
    facts = {fact: values[-1] for fact, values in found.items() if values and (corrects or _agree(values))}
    facts.update({fact: tuple(members) for fact, members in sets.items() if members})
    return facts


def _agree(values: list[FactValue]) -> bool:
    return all(value == values[0] for value in values)


def _clauses(text: str, words: FactWords) -> Iterator[_Clause]:
    """Clauses about the speaker; somebody else's story goes on until the speaker comes back."""
    about_others = False
    speaks_of_oneself = False
    for piece in _CLAUSES.split(text):
        if words.others.search(piece):
            about_others = True
        elif words.oneself.search(piece):
            about_others = False
        if about_others or not piece.strip() or words.supposes.search(piece):
            continue
        has_oneself = words.oneself.search(piece) is not None
        speaks_of_oneself = speaks_of_oneself or has_oneself
        yield _Clause(piece, states=has_oneself or speaks_of_oneself or not words.asks.search(piece))


def _values_said(cue: FactCues, clause: _Clause, words: FactWords) -> list[FactValue]:
    if any(block.search(clause.text) for block in cue.blocks):
        return []
    if cue.kind == "boolean":
        for value, patterns in ((False, cue.fails), (True, cue.holds)):
            if any(_is_stated(match, clause, words) for match in _matches(patterns, clause.text)):
                return [value]
        return []
    chosen: list[FactValue] = [
        value
        for value, patterns in cue.values.items()
        if any(
            _is_stated(match, clause, words) and not _is_denied(match, clause, words)
            for match in _matches(patterns, clause.text)
        )
    ]
    return chosen[:1]


def _members_said(cue: FactCues, clause: _Clause, words: FactWords) -> Iterator[str]:
    if any(block.search(clause.text) for block in cue.blocks):
        return
    for value, patterns in cue.values.items():
        matches = [match for match in _matches(patterns, clause.text) if _is_stated(match, clause, words)]
        if matches:
            yield f"{DENIED}{value}" if all(_is_denied(match, clause, words) for match in matches) else value


def _matches(patterns: tuple[re.Pattern[str], ...], text: str) -> Iterator[re.Match[str]]:
    for pattern in patterns:
        yield from pattern.finditer(text)


def _is_stated(match: re.Match[str], clause: _Clause, words: FactWords) -> bool:
    """Whether the words state something: not in a clause that only asks, nor right before a question's particle."""
    if not clause.states:
        return False
    before, after = clause.text[max(0, match.start() - 6) : match.start()], clause.text[match.end() :]
    return _ASKED_BEFORE.search(before) is None and _ASKED_AFTER.match(after) is None


def _is_denied(match: re.Match[str], clause: _Clause, words: FactWords) -> bool:
    return words.denies.search(clause.text[max(0, match.start() - 6) : match.start()]) is not None


def _figures_said(
    kind: FactKind, text: str, words: FactWords, regions: RegionTable, places: PlaceNames, today: date
) -> Iterator[tuple[str, FactValue]]:
    """Each mention with the fact whose sign stands nearest; before it counts more than after it."""
    cues = [cue for cue in words.cues if cue.kind == kind]
    mentions = list(_mentions(kind, text, regions, places, today))
    for index, mention in enumerate(mentions):
        starts = mentions[index - 1].end if index else 0
        ends = mentions[index + 1].start if index + 1 < len(mentions) else len(text)
        for subject in dict.fromkeys(cue.subject for cue in cues):
            own = [cue for cue in cues if cue.subject is subject]
            fact = _nearest(own, text, mention, max(starts, mention.start - _BEFORE), min(ends, mention.end + _AFTER))
            if fact is not None:
                yield fact, mention.value


def _nearest(cues: list[FactCues], text: str, mention: _Mention, low: int, high: int) -> str | None:
    before, after = text[low : mention.start], text[mention.end : high]
    around = text[low:high]
    best: tuple[int, str] | None = None
    for cue in cues:
        if any(block.search(around) for block in cue.blocks):
            continue
        for sign in cue.signs:
            for match in sign.finditer(before):
                distance = len(before) - match.end()
                best = min(filter(None, (best, (distance, cue.fact))))
            match_after = sign.search(after)
            if match_after is not None:
                best = min(filter(None, (best, (match_after.start() + 3, cue.fact))))
    return best[1] if best is not None else None


def _mentions(kind: FactKind, text: str, regions: RegionTable, places: PlaceNames, today: date) -> Iterator[_Mention]:
    """What could be a value of that kind; a vague figure is none."""
    match kind:
        case "months":
            for length in find_durations(text):
                yield _Mention(length.start, length.end, length.months)
        case "years":
            for age in find_ages(text, today):
                if age.low == age.high:
                    yield _Mention(age.start, age.end, age.low)
        case "money":
            for money in find_money(text):
                if money.upper_yuan is None:
                    yield _Mention(money.start, money.end, _plain(money.yuan))
        case "percent":
            for rate in find_rates(text):
                percent = Decimal(rate.rate.numerator) * 100 / Decimal(rate.rate.denominator)
                yield _Mention(rate.start, rate.end, _plain(percent))
        case "date":
            for day in find_dates(text, today):
                if not day.approx:
                    yield _Mention(day.start, day.end, str(day.date))
        case "region":
            for place in find_places(text, regions, places):
                if place.region_id is not None:
                    yield _Mention(place.start, place.end, place.region_id)
        case _:
            yield from _counts(_DAYS if kind == "days" else _PERSONS, text)


def _counts(pattern: re.Pattern[str], text: str) -> Iterator[_Mention]:
    for match in pattern.finditer(text):
        number = match["number"]
        value = _TOGETHER.get(number) or parse_numeral(number)
        if value is not None and value == int(value) and not (match.groupdict().get("more")):
            yield _Mention(match.start(), match.end(), int(value))


def _plain(value: Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)
