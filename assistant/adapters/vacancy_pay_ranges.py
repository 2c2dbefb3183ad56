"""What full-time vacancies pay by occupation, counted by the index itself."""

from collections.abc import Mapping
from typing import Any

import tantivy
from tantivy import FieldType, Occur, Query

from assistant.adapters.vacancy_schema import PAY_MONTH, type_term
from assistant.domain.vacancies import EmploymentType
from assistant.services.typical_pay import FEWEST

_LOW, _HIGH, _MOST_OCCUPATIONS = "10.0", "90.0", 400
PAY_BY_OCCUPATION = {
    "occupations": {
        "terms": {"field": "occupation", "size": _MOST_OCCUPATIONS},
        "aggs": {"pay": {"percentiles": {"field": PAY_MONTH, "percents": [float(_LOW), float(_HIGH)]}}},
    }
}


def paid_full_time(schema: tantivy.Schema) -> Query:
    """Full-time vacancies that promise a sum."""
    full_time = Query.term_query(schema, "terms", type_term(EmploymentType.FULL_TIME), "basic")
    paid = Query.range_query(schema, PAY_MONTH, FieldType.Integer, lower_bound=1)
    return Query.boolean_query([(Occur.Must, full_time), (Occur.Must, paid)])


def read_pay_ranges(counted: Mapping[str, Any]) -> dict[str, tuple[float, float]]:
    """Occupation → (10th, 90th percentile); those with fewer than 20 vacancies are left out."""
    return {
        str(bucket["key"]): (bucket["pay"]["values"][_LOW], bucket["pay"]["values"][_HIGH])
        for bucket in counted["occupations"]["buckets"]
        if bucket["doc_count"] >= FEWEST
    }
