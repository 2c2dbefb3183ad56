"""What vacancies pay by occupation and by kind of work, counted by the index itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import tantivy
from tantivy import FieldType, Occur, Query

from assistant.adapters.vacancy_schema import PAY_ANY, type_term
from assistant.domain.vacancies import PAID_DAYS_A_MONTH, EmploymentType
from assistant.services.typical_pay import FEWEST

_LOW, _HIGH, _MOST_OCCUPATIONS = "10.0", "90.0", 400
_TENTHS = {"percentiles": {"field": PAY_ANY, "percents": [float(_LOW), float(_HIGH)]}}
PAY_COUNTED = {
    "occupations": {"terms": {"field": "occupation", "size": _MOST_OCCUPATIONS}, "aggs": {"pay": _TENTHS}},
    "all": _TENTHS,
}

PayRange = tuple[float, float]


@dataclass(frozen=True)
class PayRanges:
    """(10th, 90th percentile) in yuan a month of full work: by occupation, and of all of a kind."""

    occupations: Mapping[str, PayRange] = field(default_factory=dict)
    all: PayRange | None = None


def paid(schema: tantivy.Schema, kind: EmploymentType) -> Query:
    """Vacancies of a kind that promise a sum."""
    of_kind = Query.term_query(schema, "terms", type_term(kind), "basic")
    promises = Query.range_query(schema, PAY_ANY, FieldType.Integer, lower_bound=1)
    return Query.boolean_query([(Occur.Must, of_kind), (Occur.Must, promises)])


def read_pay_ranges(counted: Mapping[str, Any], total: int) -> PayRanges:
    """Occupations with fewer than 20 vacancies are left out, and so is the whole."""
    occupations = {
        str(bucket["key"]): _monthly(bucket["pay"]["values"])
        for bucket in counted["occupations"]["buckets"]
        if bucket["doc_count"] >= FEWEST
    }
    return PayRanges(occupations, _monthly(counted["all"]["values"]) if total >= FEWEST else None)


def _monthly(values: Mapping[str, float]) -> PayRange:
    return values[_LOW] * PAID_DAYS_A_MONTH, values[_HIGH] * PAID_DAYS_A_MONTH
