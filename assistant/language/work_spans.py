"""A stretch of time work is wanted for (1月10号到2月10号), which is no day the work must be on."""

import re
from datetime import date, timedelta
from itertools import pairwise

from assistant.language.dates import find_dates

_TO = re.compile(r"^ ?(?:开始|起)?(?:一直)?(?:到|至|-|~|—)+ ?(?:次年|明年)?$")
_A_FEW_DAYS = timedelta(days=7)


def names_a_span(text: str, today: date) -> bool:
    """Whether two dates, more than a week apart, bound the time."""
    found = find_dates(text, today)
    for first, last in pairwise(found):
        if None in (first.date.day, last.date.day) or _TO.match(text[first.end : last.start]) is None:
            continue
        apart = last.date.first_day - first.date.first_day
        if apart > _A_FEW_DAYS or apart.days < 0:
            return True
    return False
