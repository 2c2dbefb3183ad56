"""How many per cent of a firm's workers are disabled, where it is told in heads: 200人的公司, 安排了1名残疾人."""

import re

from assistant.language.numerals import NUMERAL, find_numerals, parse_numeral

_KIND = r"(?:肢体|视力|听力|言语|智力|精神|多重)(?:残疾?)?[一二三四1-4]级"
_DISABLED = rf"残疾(?:人|员工|职工|工友)*|残障(?:人士|员工|职工)*|持证残疾人|{_KIND}(?:的|残疾)?(?:人|员工|职工|工友)*"
_COUNTED = re.compile(
    rf"(?P<before>{NUMERAL}) ?(?:个|名|位)?(?:是|有|的)?(?:持证)?(?:{_DISABLED})(?!就业|保障)"
    rf"|(?:{_DISABLED})(?:就业)?(?:只?有|就|才|是|安排了?|招了?)? ?(?P<after>{NUMERAL}) ?(?:个|名|位|人)"
)
#: 一个残疾人都没招: none, and not one.
_NONE = re.compile(rf"(?:一|半)(?:个|名|位)(?:持证)?(?:{_DISABLED})(?:都|也)(?:还)?(?:没|未|不|莫)")
_IN_HUNDRED = re.compile(r"%|％|百分|[0-9一二三四五六七八九半]成(?![立都员功绩])")
_HEADS = 2


def read_disabled_count(text: str) -> int | None:
    """How many disabled workers the text counts, of several counts (又招了1个, 2个残疾职工了) the highest.

    None where it counts none.
    """
    if _NONE.search(text) is not None:
        return 0
    numbers = [parse_numeral(found["before"] or found["after"]) for found in _COUNTED.finditer(text)]
    whole = [int(number) for number in numbers if number is not None and number == int(number)]
    return max(whole, default=None)


def read_disabled_share(text: str, headcount: int | None, is_asked: bool) -> float | None:
    """Per cent. `headcount`: of the whole firm, if known; `is_asked`: two bare numbers are the whole and the part."""
    if _IN_HUNDRED.search(text) is not None:
        return None
    count = read_disabled_count(text)
    if count is None and is_asked:
        heads = [int(number.high) for number in find_numerals(text) if number.high == int(number.high)]
        if len(heads) == _HEADS:
            headcount, count = max(heads), min(heads)
    if count is None or headcount is None or not 0 < headcount >= count:
        return None
    return round(count / headcount * 100, 4)
