"""Amounts in words a person reads: per what, for how long, how much in all."""

from fractions import Fraction

from assistant.domain.parameters import Bounds, in_digits
from assistant.domain.schemes import Assessment, BenefitPeriod
from assistant.services.assess_subsidies import Totals

_PER = {BenefitPeriod.ONCE: "一次性", BenefitPeriod.MONTH: "每月", BenefitPeriod.YEAR: "每年"}

#: Before the amount of what only takes off what is due.
_MOST = "最多"


def amount_words(assessment: Assessment) -> str | None:
    """`每月1864元，领15个月，合计27960元`; None where the scheme has no amount, or none can be said yet."""
    amount, period = assessment.amount, assessment.period
    if amount is None or period is None:
        return None
    if amount.low == 0 and amount.high is None:
        return None
    words = f"{_PER[period]}{_MOST if assessment.is_ceiling else ''}{_span(amount, '元')}"
    months = assessment.month_bounds
    if months is not None and months.high is not None and months.high > 0:
        words += f"，领{_span(months, '个月')}" if months.exact is not None else f"，最多领{in_digits(months.high)}个月"
    extra = assessment.extra
    if extra is not None and (extra.low > 0 or extra.exact is None):
        words += f"，另加一次性{_span(extra, '元')}" if extra.low > 0 else ""
    total = assessment.worth_yuan if extra is None or extra.exact is not None else None
    if months is not None and total is not None:
        words += f"，合计{in_digits(total)}元"
    elif months is not None and months.exact is not None and amount.exact is not None:
        words += f"（按月的合计{in_digits(amount.exact * months.exact)}元）"
    elif months is not None and months.exact and extra is None and amount.low > 0 and amount.high is not None:
        words += f"（合计{in_digits(amount.low * months.exact)}至{in_digits(amount.high * months.exact)}元）"
    return words


def total_words(totals: Totals, is_ceiling: bool = False) -> str:
    """`一次性2000元，另外每月1864元`; empty where there is nothing. `is_ceiling`: no more than that."""
    parts = (("一次性", totals.once), ("每月", totals.month), ("每年", totals.year))
    return "，另外".join(f"{per}{_MOST if is_ceiling else ''}{in_digits(value)}元" for per, value in parts if value > 0)


def _span(bounds: Bounds, unit: str) -> str:
    if bounds.exact is not None:
        return f"{in_digits(bounds.exact)}{unit}"
    if bounds.high is None:
        return f"{in_digits(bounds.low)}{unit}以上" if bounds.low > 0 else ""
    if bounds.low <= Fraction(0):
        return f"最高{in_digits(bounds.high)}{unit}"
    return f"{in_digits(bounds.low)}至{in_digits(bounds.high)}{unit}"
