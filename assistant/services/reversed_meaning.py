"""Whether a sentence says the opposite of what it rests on: 不可以 for 可以, 以上 for 以下, 每月 for 一次性.

Words are compared, not understood: a word the sentence denies must be denied somewhere in the evidence, and a bound,
an order in time or a period said of a figure must be said of the same figure there.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from assistant.language.amounts import canonical_figures
from assistant.language.text import HAN, fold_width

_CLAUSES = re.compile(r"[,，。;；:：!！?？\n]")
_NOT_A_DENIAL = re.compile(
    r"不同|不少于|不低于|不超过|不高于|不多于|不大于|不小于|不足|不满|不仅|不论|不管|不断|不动产|不含|不得不|不久|不便|不幸|不等|不妨|差不多|要不|是不是|能不能|可不可以|会不会|有没有|无论|无障碍|非全日制|非因|非本人|非常|非公|未满|未来|未就业|未成年|未参保|没有工作|免费|免息|免税"
)
_DENIALS = re.compile(r"不|没有|没|未|无|并非|非|禁止|勿|莫|拒绝|免")
_MODALS = re.compile(r"(?:再|会|能够?|可以?|需要?|须|必须|应当?|得|用|必|要|准|允许|给予?|予以?|有|被)")
_DENIED_WITHIN = 2
_NUMBER = r"[0-9][0-9,，]*(?:\.[0-9]+)?|[零〇一二两三四五六七八九十百千半]+"
_SPAN = re.compile(
    rf"(?:(?:{_NUMBER})[万千百亿]?(?:多|余)?(?:个)?(?:元|块钱?|%|成|周岁|岁|年|月|工作日|天|日|星期|周|小时|人|名|户|次|米|公里|平方米|平米)"
    rf"|百分之(?:{_NUMBER})|[12][0-9]{{3}}年(?:[0-9]{{1,2}}月(?:[0-9]{{1,2}}日)?)?)"
)
_BOUNDS = {
    "up": (
        re.compile(r"(?:至少|最少|最低|不低于|不少于|不小于|超过|高于|多于|大于|年?满|够|起码)[^0-9,。;]{0,4}$"),
        re.compile(r"^(?:\(含\))?(?:及?以上|之上|以外|起步|起(?=[,。;]|$))"),
    ),
    "down": (
        re.compile(
            r"(?:至多|最多|最高|不超过|不高于|不多于|不大于|不到|不足|未满|不满|低于|少于|小于|顶多|上限)"
            r"[^0-9,。;]{0,4}$"
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
    "hour": re.compile(r"每小时|/小时|小时工资|时薪"),
    "once": re.compile(r"一次性|只发一次|只补一次|一次发"),
}
_MONEY = re.compile(r"元|块")
_BEFORE, _AFTER = 12, 6


def reverses(sentence: str, evidence: str) -> bool:
    """Whether the sentence denies, bounds, orders or repeats what the evidence says in another sense."""
    said, known = fold_width(sentence), fold_width(evidence)
    return (
        _denies_otherwise(said, known)
        or _differs(_said_of_figures(said, _BOUNDS), _said_of_figures(known, _BOUNDS))
        or _differs(_said_of_figures(said, _ORDERS), _said_of_figures(known, _ORDERS))
        or _differs(_periods(said), _periods(known))
    )


def _denies_otherwise(said: str, known: str) -> bool:
    denied_here, plain_here = _denied_words(said)
    denied_there, plain_there = _denied_words(known)
    invented = any(word in plain_there and word not in denied_there for word in denied_here)
    omitted = any(word in plain_here and word not in plain_there for word in denied_there if word not in denied_here)
    return invented or omitted


def _denied_words(text: str) -> tuple[set[str], set[str]]:
    """Pairs of characters that stand right behind a denial, and those that stand anywhere else."""
    denied: set[str] = set()
    plain: set[str] = set()
    for clause in _CLAUSES.split(_NOT_A_DENIAL.sub("", text)):
        behind: set[int] = set()
        for match in _DENIALS.finditer(clause):
            start = match.end()
            while (modal := _MODALS.match(clause, start)) and modal.end() > start and start - match.end() < 4:
                start = modal.end()
            behind.update(range(start, start + _DENIED_WITHIN - 1))
        for place in range(len(clause) - 1):
            word = clause[place : place + 2]
            if re.fullmatch(f"[{HAN}]{{2}}", word):
                (denied if place in behind else plain).add(word)
    return denied, plain


def _said_of_figures(
    text: str, kinds: Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]]
) -> Mapping[object, set[str]]:
    """Figure → which of the kinds is said of it; a figure of which none is said has an empty set."""
    found: dict[object, set[str]] = defaultdict(set)
    for figure, before, after in _figures_with_surroundings(text):
        said = {kind for kind, (ahead, behind) in kinds.items() if ahead.search(before) or behind.search(after)}
        found[figure] |= said or {""}
    return found


def _periods(text: str) -> Mapping[object, set[str]]:
    found: dict[object, set[str]] = defaultdict(set)
    for figure, before, after in _figures_with_surroundings(text, money_only=True):
        said = {kind for kind, words in _PERIODS.items() if words.search(before) or words.search(after)}
        found[figure] |= said or {""}
    return found


def _figures_with_surroundings(text: str, money_only: bool = False) -> Iterator[tuple[object, str, str]]:
    for match in _SPAN.finditer(text):
        if money_only and not _MONEY.search(match.group()):
            continue
        before = _CLAUSES.split(text[max(0, match.start() - _BEFORE) : match.start()])[-1]
        after = _CLAUSES.split(text[match.end() : match.end() + _AFTER])[0]
        for figure in canonical_figures(match.group()):
            yield figure, before, after


def _differs(said: Mapping[object, set[str]], known: Mapping[object, set[str]]) -> bool:
    """Whether something is said of a figure that nothing in the evidence says of it."""
    return any(bool(kinds - {""}) and figure in known and not kinds & known[figure] for figure, kinds in said.items())
