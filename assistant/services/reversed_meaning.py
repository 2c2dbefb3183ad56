"""Whether a sentence says the opposite of what it rests on: 不可以 for 可以, 以上 for 以下, 每月 for 一次性.

Words are compared, not understood: a word the sentence denies must be denied somewhere in the evidence, and a bound,
an order in time or a period said of a figure must be said of the same figure there.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from assistant.language.amounts import canonical_figures
from assistant.language.text import HAN, fold_width
from assistant.services.figure_context import is_said_of_another

_CLAUSES = re.compile(r"[,，。;；:：!！?？\n]")
_SENTENCES = re.compile(r"[。;；\n]")
_NOT_A_DENIAL = re.compile(
    r"(.)不\1|是否|不同|不少于|不低于|不超过|不高于|不多于|不大于|不小于|不足|不满|不仅|不论|不管|不断|不动产|不含|不得不|不久|不便|不幸|不等|不妨|差不多|要不|是不是|能不能|可不可以|会不会|有没有|无论|无障碍|非全日制|非因|非本人|非常|非公|未满|未来|未就业|未成年|未参保|没有工作|免费|免息|免税"
)
_DENIALS = re.compile(r"不|没有|没|未|无|并非|非|禁止|勿|莫|拒绝|免|停止|暂停|取消|终止")
_CANNOT = re.compile(rf"([{HAN}]{{2}})不(?:了(?!解)|到(?!位|期)|成(?!熟))")
_MODALS = re.compile(r"(?:再|会|能够?|可以?|需要?|须|必须|应当?|得|用|必|要|准|允许|给予?|予以?|有|被)")
_DENIED_WITHIN, _REACH = 2, 8
_PAIR = re.compile(f"[{HAN}]{{2}}")
_NUMBER = r"[0-9][0-9,，]*(?:\.[0-9]+)?|[零〇一二两三四五六七八九十百千半]+"
_SPAN = re.compile(
    rf"(?:(?:{_NUMBER})[万千百亿]?(?:多|余)?(?:个)?(?:元|块钱?|%|成|周岁|岁|年|月|工作日|天|日|星期|周|小时|人|名|户|次|米|公里|平方米|平米)"
    rf"|百分之(?:{_NUMBER})|[12][0-9]{{3}}年(?:[0-9]{{1,2}}月(?:[0-9]{{1,2}}日)?)?)"
)
_GAP = r"[^0-9,。;:]{0,20}$"
_BOUNDS = {
    "up": (
        re.compile(
            r"(?:至少|最少|最短|最低(?!工资|生活|缴费|档)|不(?:得|能|可|应|许)?(?:低于|少于|小于)|(?<![不得能可应许])(?:超过|高于|多于|大于)"
            rf"|年?满|够|起码){_GAP}"
        ),
        re.compile(r"^(?:\(含\))?(?:及?以上|之上|以外|起步|起(?=[,。;]|$))"),
    ),
    "down": (
        re.compile(
            r"(?:至多|最多|最长|最高(?!一?档|法院|标准)|不(?:得|能|可|应|许)?(?:超过|高于|多于|大于)|不到|不足|未满|不满"
            rf"|(?<![不得能可应许])(?:低于|少于|小于)|顶多|上限){_GAP}"
        ),
        re.compile(r"^(?:\(含\))?(?:及?以下|之下|以内|之内|内(?![容部环])|封顶|为限)"),
    ),
}
_ORDERS = {
    "before": (
        re.compile(r"(?:截至|截止到?|早于)[^0-9,。;]{0,4}$"),
        re.compile(r"^(?:之前|以前|前(?![往台提])|截止)"),
    ),
    "after": (
        re.compile(r"(?:晚于|自|从)[^0-9,。;]{0,2}$"),
        re.compile(r"^(?:之后|以后|后(?![勤台])|起(?![步来])|开始)"),
    ),
}
_PERIODS = {
    "month": re.compile(r"每个?月|按月|月均|/月|一个月|/人/月|月(?:工资|收入|标准|薪)"),
    "year": re.compile(r"每年|按年|/年|一年|年度"),
    "day": re.compile(r"每天|每日|按天|按日|/天|/日|一天"),
    "hour": re.compile(r"小时|时薪"),
    "each": re.compile(r"每次|/次|按次|每一次"),
    "once": re.compile(r"一次性|只发一次|只补一次|一次发"),
}
_MONEY = re.compile(r"元|块")
_PERMITS = re.compile(r"(?<![不否得])(?:可以?(?![不否])|能(?![不否力])|允许)")
_FORBIDS = re.compile(r"不得(?!已|不)|禁止|严禁|不准|不允许|不可以")
_BEFORE, _AFTER = 28, 8


def reverses(sentence: str, evidence: str) -> bool:
    """Whether the sentence denies, bounds, orders or repeats what the evidence says in another sense."""
    said, known = fold_width(sentence), fold_width(evidence)
    return (
        _denies_otherwise(said, known)
        or _permits_what_is_forbidden(said, known)
        or _changes_order(said, known)
        or is_said_of_another(said, known)
        or _differs(_said_of_figures(said, _BOUNDS), _said_of_figures(known, _BOUNDS))
        or _differs(_said_of_figures(said, _ORDERS), _said_of_figures(known, _ORDERS))
        or _repeats_otherwise(said, known)
    )


def _denies_otherwise(said: str, known: str) -> bool:
    here, there = _Denied.of(said), _Denied.of(known)
    invented = any(word in there.plain and word not in there.denied for word in here.denied)
    omitted = any(word in here.plain and word not in there.plain for word in there.denied - here.denied)
    return invented or omitted


@dataclass(frozen=True)
class _Denied:
    """Pairs of characters right behind a denial, and those that stand in no denial's reach; the rest is open."""

    denied: frozenset[str]
    plain: frozenset[str]

    @classmethod
    def of(cls, text: str) -> "_Denied":
        denied: set[str] = set()
        plain: set[str] = set()
        for clause in _CLAUSES.split(_CANNOT.sub(r"不\1", _NOT_A_DENIAL.sub("", text))):
            behind, reached = _reach(clause)
            for place in range(len(clause) - 1):
                word = clause[place : place + 2]
                if _PAIR.fullmatch(word):
                    if place in behind:
                        denied.add(word)
                    elif place not in reached:
                        plain.add(word)
        return cls(frozenset(denied), frozenset(plain))


def _reach(clause: str) -> tuple[set[int], set[int]]:
    """Places right behind a denial and its modals, and all that a denial may still mean."""
    behind: set[int] = set()
    reached: set[int] = set()
    for match in _DENIALS.finditer(clause):
        start = match.end()
        while (modal := _MODALS.match(clause, start)) and modal.end() > start and start - match.end() < 4:
            start = modal.end()
        behind.update(range(start, start + _DENIED_WITHIN - 1))
        reached.update(range(match.start() - 1, start + _REACH))
    return behind, reached


def _permits_what_is_forbidden(said: str, known: str) -> bool:
    """A permission where the evidence knows only a prohibition."""
    return bool(_PERMITS.search(said)) and bool(_FORBIDS.search(known)) and not _PERMITS.search(known)


def _changes_order(said: str, known: str) -> bool:
    """Two figures of a kind that stand the other way round in the evidence: 每1个月延迟4个月."""
    orders = _pairs_in_clauses(known)
    return any((after, before) in orders and (before, after) not in orders for before, after in _pairs_in_clauses(said))


def _pairs_in_clauses(text: str) -> set[tuple[object, object]]:
    found: set[tuple[object, object]] = set()
    for clause in _CLAUSES.split(text):
        rows = [sorted(canonical_figures(match.group())) for match in _SPAN.finditer(clause)]
        plain = [row[0] for row in rows if len(row) == 1]
        found.update((a, b) for a, b in pairwise(plain) if a.kind == b.kind and a != b)
    return found


def _said_of_figures(
    text: str, kinds: Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]]
) -> Mapping[object, set[str]]:
    """Figure → which of the kinds is said of it; a figure of which none is said has an empty set."""
    found: dict[object, set[str]] = defaultdict(set)
    for figure, before, after in _figures_with_surroundings(text):
        found[figure] |= {
            kind for kind, (ahead, behind) in kinds.items() if ahead.search(before) or behind.search(after)
        }
    return found


def _repeats_otherwise(said: str, known: str) -> bool:
    """Whether an amount is told per month, or once, where the evidence tells another period, or none."""
    for figure, before, after in _figures_with_surroundings(said, money_only=True):
        told = {kind for kind, words in _PERIODS.items() if words.search(before) or words.search(after)}
        sentences = [one for one in _SENTENCES.split(known) if figure in canonical_figures(one)]
        there = {kind for one in sentences for kind, words in _PERIODS.items() if words.search(one)}
        there = there or {kind for kind, words in _PERIODS.items() if words.search(known)}
        if told and sentences and not told & there:
            return True
    return False


def _figures_with_surroundings(text: str, money_only: bool = False) -> Iterator[tuple[object, str, str]]:
    for match in _SPAN.finditer(text):
        if money_only and not _MONEY.search(match.group()):
            continue
        before = _CLAUSES.split(text[max(0, match.start() - _BEFORE) : match.start()])[-1]
        after = _CLAUSES.split(text[match.end() : match.end() + _AFTER])[0]
        for figure in canonical_figures(match.group()):
            yield figure, before, after


def _differs(said: Mapping[object, set[str]], known: Mapping[object, set[str]]) -> bool:
    """Whether something is said of a figure and the evidence says only the opposite of it."""
    return any(bool(kinds) and bool(known.get(figure)) and not kinds & known[figure] for figure, kinds in said.items())
