"""What our own records pay for an occupation."""

from collections.abc import Iterable, Mapping
from statistics import quantiles

from assistant.domain.vacancies import EmploymentType, Vacancy

#: Fewer adverts say nothing about what is usual.
FEWEST = 20


def typical_pays(vacancies: Iterable[Vacancy]) -> Mapping[str, tuple[float, float]]:
    """Everyday occupation → (10th, 90th percentile) of full-time pay in yuan a month; its `get` is a `TypicalPay`.

    An advert counts with the middle of what it promises. Occupations with fewer than 20 such adverts are left out.
    """
    paid: dict[str, list[float]] = {}
    for vacancy in vacancies:
        least, most = vacancy.pay.surely_monthly_yuan, vacancy.pay.perhaps_monthly_yuan
        if least is None or most is None or vacancy.employment_type is not EmploymentType.FULL_TIME:
            continue
        for occupation in vacancy.occupations[:1]:
            paid.setdefault(occupation, []).append((least + most) / 2)
    return {name: _tenths(sums) for name, sums in paid.items() if len(sums) >= FEWEST}


def _tenths(sums: list[float]) -> tuple[float, float]:
    tenths = quantiles(sums, n=10, method="inclusive")
    return tenths[0], tenths[-1]
