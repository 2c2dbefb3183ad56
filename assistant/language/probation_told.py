"""What somebody tells of their probation: how long it was agreed to be, and the wage agreed for the time after it."""

import re

from assistant.domain.conversation import FactValue
from assistant.language.amounts import find_money
from assistant.language.durations import find_durations
from assistant.language.numerals import NUMERAL, parse_numeral

_PROBATION = re.compile(r"试用期?|试工")
#: 试用期写了六个月, 约半年试用期; not what of it is over (试用期过了三个月, 做满四个月).
_AGREED = re.compile(
    r"(?:合同)?(?:里|上|头)*(?:写|约定?|定|签|订|说|要|是|有|给|搞|长达|规定)?(?:了|的|好|满|到|我|是|有)*$"
)
_AFTER_LENGTH = re.compile(r"^(?:的|个)?试用期?")
_OVER = re.compile(r"(?:过|做|干|上|试用?)(?:了|完|满|到)*$|还(?:差|剩|有)$")
_CONFIRMED = re.compile(r"转正(?!前)(?:以?后|过后|之后|了)?(?:的)?(?:工资|月薪|薪水|待遇)?")
_FIGURE = re.compile(rf"(?P<n>{NUMERAL}) ?(?P<size>[千万k])?(?P<rest>[一二三四五六七八九])?(?!个?月|年|天|折|%|成)")
_NEAR = 12
_LEAST, _MOST = 800, 100_000


def told_of_probation(text: str) -> dict[str, FactValue]:
    """Fact id → value, of what is told with a figure."""
    found: dict[str, FactValue] = {}
    months = _agreed_months(text)
    if months is not None:
        found["person.probation_months"] = months
    wage = _wage_after(text)
    if wage is not None:
        found["person.contract_wage_yuan"] = wage
    return found


def _agreed_months(text: str) -> int | None:
    for length in find_durations(text):
        before, after = text[: length.start], text[length.end :]
        if _AFTER_LENGTH.match(after) and _OVER.search(before) is None:
            return length.months
        named = list(_PROBATION.finditer(before))
        between = before[named[-1].end() :] if named else ""
        if named and _AGREED.fullmatch(between):
            return length.months
    return None


def _wage_after(text: str) -> int | None:
    """转正说好的六千, 转正后7500: what stands just behind the word, and is no length of time."""
    confirmed = _CONFIRMED.search(text)
    if confirmed is None:
        return None
    behind = re.split(r"[,，。;；!?]|试用", text[confirmed.end() :])[0][: _NEAR + 6]
    sums = [int(money.yuan) for money in find_money(behind) if _LEAST <= money.yuan <= _MOST]
    if sums:
        return sums[0]
    for match in _FIGURE.finditer(behind[: _NEAR + 3]):
        value = parse_numeral(match.group("n"))
        if value is not None and match.start() <= _NEAR and _LEAST <= value <= _MOST:
            return int(value)
    return None
