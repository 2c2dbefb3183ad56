"""Workers an employer tells of group by group: 9个人，3个今年毕业的，2个低保家庭，4个普通的."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain.conditions import NO_OTHERS
from assistant.domain.conversation import StaffGroup
from assistant.language.fact_words import FactCues, FactWords
from assistant.language.numerals import NUMERAL, parse_numeral

GROUPS = "worker.groups"
_CLAUSES = re.compile(r"[,，。;；、!！?？\n:：]+")
_COUNT = re.compile(
    rf"(?<![0-9])(?P<number>{NUMERAL}|仨|俩) ?(?:个|名|位|口|号)?(?:人|员工|职工)?"
    r"(?!个?(?:多|半)?(?:年|月|天|星期|礼拜|小时)|岁|号|元|块|千|万|%|[0-9])"
)
_TOGETHER = {"仨": 3, "俩": 2}
_ORDINARY = re.compile(r"普通|一般|其他|其它|其余|剩下|剩的|别的|社招|不属于|啥都不|都不是|什么都不")
_WITHIN = re.compile(r"其中|里头|里面|当中")
#: Before a number without a group: so many were hired in all.
_HIRES = re.compile(r"招|聘|录用|录了|新进|进了|来了|收了|吸纳|安置|介绍|送了|请了")
#: A group's name, no number.
_NO_NUMBER = 4050
#: How far before or behind its number, in characters, a group may be named.
_REACH = 10
_MOST_WORKERS = 100_000


@dataclass(frozen=True)
class _Told:
    """A number in a clause with the groups named beside it; none: so many in all."""

    count: int
    members: tuple[str, ...]
    is_within: bool


def find_staff_groups(text: str, words: FactWords) -> tuple[StaffGroup, ...]:
    """The groups in the order told, those left over of a total last; none unless two are told apart.

    A group said to be within the one before it (3个应届的，其中1个残疾) is taken out of that one.
    """
    cue = words.find_cues(GROUPS)
    if cue is None:
        return ()
    total: int | None = None
    groups: list[StaffGroup] = []
    for told in _told(text, cue):
        if not told.members:
            total = told.count if total is None and not groups else total
        elif told.is_within and groups and told.count < groups[-1].count and not _is_part_of(total, groups, told):
            groups[-1:] = _split(groups[-1], told)
        else:
            groups.append(StaffGroup(told.count, told.members))
    left = (total or 0) - sum(group.count for group in groups)
    if left > 0 and groups:
        groups.append(StaffGroup(left, ()))
    return tuple(groups) if len(groups) > 1 else ()


def _is_part_of(total: int | None, groups: list[StaffGroup], told: _Told) -> bool:
    """Whether the group still finds room in the total that was named before."""
    return total is not None and sum(group.count for group in groups) + told.count <= total


def _split(group: StaffGroup, told: _Told) -> list[StaffGroup]:
    both = tuple(dict.fromkeys((*group.members, *told.members)))
    return [StaffGroup(group.count - told.count, group.members), StaffGroup(told.count, both)]


def _told(text: str, cue: FactCues) -> Iterator[_Told]:
    for clause in _CLAUSES.split(text):
        counts = [(match, value) for match in _COUNT.finditer(clause) if (value := _value(match)) is not None]
        named = _named(clause, cue)
        for index, (match, value) in enumerate(counts):
            low = counts[index - 1][0].end() if index else 0
            high = counts[index + 1][0].start() if index + 1 < len(counts) else len(clause)
            members = _members_beside(clause, named, match, low, high)
            if members or _HIRES.search(clause[low : match.start()]):
                yield _Told(value, members, _WITHIN.search(clause[low : match.start()]) is not None)


def _members_beside(
    clause: str, named: list[tuple[int, str]], match: re.Match[str], low: int, high: int
) -> tuple[str, ...]:
    """The groups named behind the number, up to what is said to be within; where there is none, those before it."""
    within = _WITHIN.search(clause, match.end(), high)
    behind = _between(named, match.end(), min(within.start() if within else high, match.end() + _REACH))
    return behind or _between(named, max(low, match.start() - _REACH), match.start())


def _value(match: re.Match[str]) -> int | None:
    number = match["number"]
    value = _TOGETHER.get(number) or parse_numeral(number)
    if value is None or value != int(value) or value == _NO_NUMBER:
        return None
    return int(value) if 0 < value <= _MOST_WORKERS else None


def _named(clause: str, cue: FactCues) -> list[tuple[int, str]]:
    """Where each group is named in the clause."""
    places = [
        (m.start(), value) for value, patterns in cue.values.items() for p in patterns for m in p.finditer(clause)
    ]
    return sorted({*places, *((match.start(), NO_OTHERS) for match in _ORDINARY.finditer(clause))})


def _between(named: list[tuple[int, str]], low: int, high: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(member for place, member in named if low <= place < high))
