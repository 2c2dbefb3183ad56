"""What a platform that passes on orders tells of itself: which trade it is in, and how many orders it has a month."""

import re

from assistant.language.numerals import NUMERAL, parse_numeral

_TRADES = {
    "freight": re.compile(r"同城货运|货运平台|货运的?平台|拉货平台|搬家平台"),
    "ride": re.compile(r"网约车平台|打车平台|出行平台|约车平台|顺风车平台|网络预约出租"),
}
_PLATFORM = re.compile(r"平台")
_ORDERS = re.compile(rf"(?P<number>{NUMERAL}) ?(?:多|来|几)? ?(?:单|个?订单)(?!位|价|子|元|块|独)")
_A_MONTH = re.compile(r"月")
_OTHER_SPELL = re.compile(r"(?:一|每|1)(?:个)?(?:天|日|周|星期|季|年)|日均|年均|全年")
#: A bare answer to the question how many orders there are.
_BARE = 12


def read_platform_trade(text: str) -> str | None:
    """`freight` or `ride`; None where the text is of no platform, or of both."""
    if _PLATFORM.search(text) is None:
        return None
    found = [trade for trade, words in _TRADES.items() if words.search(text) is not None]
    return found[0] if len(found) == 1 else None


def read_orders_a_month(text: str) -> int | None:
    """How many orders a month; None where none are counted, or by the day or the year."""
    counted = _ORDERS.search(text)
    if counted is None or _OTHER_SPELL.search(text) is not None:
        return None
    if _A_MONTH.search(text) is None and len(text) > _BARE:
        return None
    number = parse_numeral(counted["number"])
    return int(number) if number is not None and number == int(number) and number > 0 else None
