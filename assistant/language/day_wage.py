"""What somebody is paid for a day (日工资300, 我们是两百六一天), and the month's wage the law reckons it by."""

import re
from decimal import Decimal

from assistant.domain.vacancies import PAID_DAYS_A_MONTH
from assistant.language.amounts import find_money
from assistant.language.numerals import NUMERAL, parse_numeral
from assistant.language.text import fold_width

#: The days a month is paid for, by which the law makes a month's wage of a day's.
PAID_DAYS = Decimal(str(PAID_DAYS_A_MONTH))
_DAY = re.compile(r"日工资|日薪|工价|每天|每日|[一1]天|/天")
_NUMBER_AFTER = re.compile(rf"(?:日工资|日薪)(?:是|有|算|按|为|大概|差不多|=|:|：)*(?P<n>{NUMERAL})(?!天|个|年|月)")
_DAYS = re.compile(rf"(?<![每0-9一二两三四五六七八九十])(?P<n>{NUMERAL}) ?天")
_LEAST, _MOST = Decimal(30), Decimal(3000)
_MOST_DAYS = 60


def read_day_wage(text: str) -> Decimal | None:
    """Yuan a day; None where no sum of a day is told."""
    plain = fold_width(text)
    if _DAY.search(plain) is None:
        return None
    sums = [money.yuan for money in find_money(plain) if money.per == "day" and money.upper_yuan is None]
    if not sums and (bare := _NUMBER_AFTER.search(plain)) is not None:
        sums = [number for number in (parse_numeral(bare["n"]),) if number is not None]
    return sums[0] if len(sums) == 1 and _LEAST <= sums[0] <= _MOST else None


def read_bare_days(text: str) -> int | None:
    """The one number of days in a short answer (日工资300 十天); a unit of price (三百一天) is none."""
    found = [number for one in _DAYS.finditer(fold_width(text)) if (number := parse_numeral(one["n"])) is not None]
    found = [number for number in found if number > 1]
    return int(found[0]) if len(found) == 1 and found[0] == int(found[0]) and found[0] <= _MOST_DAYS else None
