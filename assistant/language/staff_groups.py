"""Workers an employer tells of group by group: 9个人，3个今年毕业的，2个低保家庭，4个普通的."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain.conditions import NO_OTHERS
from assistant.domain.conversation import StaffGroup
from assistant.language.clauses import SPACES
from assistant.language.fact_words import BOUNDARY, FactCues, FactWords, Phrasing
from assistant.language.numerals import NUMERAL, parse_numeral
from assistant.language.older_unemployed import are_older_unemployed
from assistant.language.polarity import is_denied, is_in_a_name

GROUPS = "worker.groups"
OLDER_UNEMPLOYED = "age_4050"
_CLAUSES = re.compile(rf"[,，。;；、!！?？\n:：]+|{SPACES}|(?<=[\u4e00-\u9fff]) (?=[0-9])")
_COUNT = re.compile(
    rf"(?<![0-9退入])(?P<number>{NUMERAL}|仨|俩) ?(?:个|名|位|口|号)?(?:人|员工|职工)?"
    r"(?!个?(?:多|半)?(?:年|月|天|星期|礼拜|小时)|(?:几|多|好几)?(?:周)?岁|号|元|块|千|万|%|家|间|个(?:公司|厂|单位|店|企业)|[0-9])"
)
_TOGETHER = {"仨": 3, "俩": 2}
_ORDINARY = re.compile(r"普通|一般|其他|其它|其余|剩下|剩的|别的|社招|不属于|啥都不|都不是(?=$|的)|什么都不")
_WITHIN = re.compile(r"其中|里头|里面|当中")
#: Before a number without a group: so many were hired in all.
_HIRES = re.compile(r"招|聘|录用|录了|新进|进了|来了|收了|吸纳|安置|介绍|送了|请了")
#: A group's name, no number.
_NO_NUMBER = 4050
#: How far before or behind its number, in characters, a group may be named.
_REACH = 10
_MOST_WORKERS = 100_000
#: A clause without a number that tells more of those just told of (2个女的，45岁，登记失业), and not of all.
_TELLS_ON = re.compile(
    r"^(?!.*(?:都|全|均|一律|统统|其余|其他|剩|合同|社保|公司|单位|我们)).*(?:岁|女|男|登记|户口|户籍|残疾|低保|脱贫)"
)


@dataclass(frozen=True)
class _Told:
    """A number in a clause with the groups named beside it; none: so many in all."""

    count: int
    members: tuple[str, ...]
    is_within: bool
    said: str = ""


@dataclass(frozen=True)
class ToldStaff:
    """The groups, and beside each the words said of it alone; empty of those left over."""

    groups: tuple[StaffGroup, ...] = ()
    said: tuple[str, ...] = ()


def find_staff_groups(text: str, words: FactWords) -> tuple[StaffGroup, ...]:
    """The groups in the order told, those left over of a total last; none unless two are told apart.

    A group said to be within the one before it (3个应届的，其中1个残疾) is taken out of that one.
    """
    return read_told_staff(text, words).groups


def read_told_staff(text: str, words: FactWords) -> ToldStaff:
    """As `find_staff_groups`, with the words said of each."""
    told = _groups(text, words)
    is_apart = len({group.members for group in told.groups if group.members}) > 1
    return told if is_apart else ToldStaff()


def find_only_group(text: str, words: FactWords) -> StaffGroup | None:
    """The one group told with its number (招5人，其中退役士兵2人), whatever the others are."""
    groups = _groups(text, words).groups
    named = [group for group in groups if group.members]
    return named[0] if len(named) == 1 and len(groups) > 1 else None


def _groups(text: str, words: FactWords) -> ToldStaff:
    cue = words.find_cues(GROUPS)
    if cue is None:
        return ToldStaff()
    total: int | None = None
    groups: list[StaffGroup] = []
    said: list[str] = []
    for told in _told(text, cue, words.phrasing):
        if not told.members:
            total = told.count if total is None and not groups else total
        elif told.is_within and groups and told.count < groups[-1].count and not _is_part_of(total, groups, told):
            groups[-1:] = _split(groups[-1], told)
            said[-1:] = ["", told.said]
        else:
            groups.append(StaffGroup(told.count, told.members))
            said.append(told.said)
    left = (total or 0) - sum(group.count for group in groups)
    if left > 0 and groups:
        groups.append(StaffGroup(left, ()))
        said.append("")
    return ToldStaff(tuple(groups), tuple(said))


def _is_part_of(total: int | None, groups: list[StaffGroup], told: _Told) -> bool:
    """Whether the group still finds room in the total that was named before."""
    return total is not None and sum(group.count for group in groups) + told.count <= total


def _split(group: StaffGroup, told: _Told) -> list[StaffGroup]:
    both = tuple(dict.fromkeys((*group.members, *told.members)))
    return [StaffGroup(group.count - told.count, group.members), StaffGroup(told.count, both)]


def _told(text: str, cue: FactCues, phrasing: Phrasing) -> Iterator[_Told]:
    clauses = _CLAUSES.split(text)
    for place, clause in enumerate(clauses):
        counts = _counts(clause, phrasing)
        named = _named(clause, cue, phrasing)
        for index, (match, value) in enumerate(counts):
            low = counts[index - 1][0].end() if index else 0
            high = counts[index + 1][0].start() if index + 1 < len(counts) else len(clause)
            members = _members_beside(clause, named, match, low, high)
            said = clause[low if index else 0 : high]
            if index + 1 == len(counts):
                said, members = _told_on(said, members, clauses[place + 1 :], cue, phrasing)
            if OLDER_UNEMPLOYED not in members and are_older_unemployed(said):
                members = (*members, OLDER_UNEMPLOYED)
            if members or _HIRES.search(clause[low : match.start()]):
                is_within = _WITHIN.search(clause[low : match.start()]) is not None
                yield _Told(value, members, is_within, said if members else "")


def _counts(clause: str, phrasing: Phrasing) -> list[tuple[re.Match[str], int]]:
    found = _COUNT.finditer(phrasing.names.blank(clause))
    return [(match, value) for match in found if (value := _value(match)) is not None]


def _told_on(
    said: str, members: tuple[str, ...], following: list[str], cue: FactCues, phrasing: Phrasing
) -> tuple[str, tuple[str, ...]]:
    """What the next clauses tell of the same workers: 2个女的, 45岁, 登记失业; then the group is seen of all of it."""
    for clause in following:
        if not clause or _TELLS_ON.search(clause) is None or _counts(clause, phrasing):
            break
        said = f"{said}{BOUNDARY}{clause}"
    if BOUNDARY not in said:
        return said, members
    more = (member for _, member in _named(said, cue, phrasing) if member != NO_OTHERS)
    return said, tuple(dict.fromkeys((*members, *more)))


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


def _named(clause: str, cue: FactCues, phrasing: Phrasing) -> list[tuple[int, str]]:
    """Where each group is named in the clause, and not denied nor in a scheme's name."""
    places = [
        (match.start(), value)
        for value, patterns in cue.values.items()
        for pattern in patterns
        for match in pattern.finditer(clause)
        if not is_denied(clause, match.start(), match.end(), phrasing) and not is_in_a_name(match, phrasing)
    ]
    return sorted({*places, *((match.start(), NO_OTHERS) for match in _ORDINARY.finditer(clause))})


def _between(named: list[tuple[int, str]], low: int, high: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(member for place, member in named if low <= place < high))
