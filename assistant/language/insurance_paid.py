"""What somebody has paid for insurance of their own in a year, told in its two parts (养老交了9600, 医保交了4200)."""

import re
from decimal import Decimal

from assistant.language.amounts import find_money
from assistant.language.segment import fold

_A_YEAR = re.compile(r"一年|全年|(?:去|今|当|上)年|年(?:交|缴)")
_NOT_A_YEAR = re.compile(r"每个?月|一个月|月(?:交|缴)")
_PENSION = re.compile(r"养老")
_MEDICAL = re.compile(r"医保|医疗")


def read_insurance_paid(text: str) -> Decimal | None:
    """Yuan of the year: both parts together; None where one is missing, or it is told by the month."""
    folded = fold(text)
    if _A_YEAR.search(folded) is None or _NOT_A_YEAR.search(folded):
        return None
    pension, medical = _PENSION.search(folded), _MEDICAL.search(folded)
    if pension is None or medical is None:
        return None
    first, second = sorted((pension.end(), medical.end()))
    sums = [money for money in find_money(folded) if money.start >= first]
    of_first = next((one for one in sums if one.start < second), None)
    of_second = next((one for one in sums if one.start >= second), None)
    if of_first is None or of_second is None:
        return None
    return of_first.yuan + of_second.yuan
