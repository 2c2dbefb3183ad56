"""How an assessment came about, so that anyone can check it: the same facts and files give the same bytes."""

import json
from collections.abc import Mapping
from fractions import Fraction

from assistant.domain.conversation import FactValue
from assistant.domain.parameters import Bounds, ParameterTable, in_digits, parameters_in
from assistant.domain.schemes import amount_of
from assistant.services.assess_subsidies import SchemeResult, SubsidyReport


def trace_as_text(report: SubsidyReport, parameters: ParameterTable, scheme_id: str | None = None) -> str:
    """Facts, conditions with their clause and state, figures with their names, and results, as JSON with sorted keys.

    `scheme_id` leaves out all other schemes. Holds nothing but what decides: no time, no name, no conversation.
    """
    results = sorted(report.results, key=lambda result: result.id)
    chosen = [result for result in results if scheme_id is None or result.id == scheme_id]
    return json.dumps(
        {
            "schema_version": 1,
            "knowledge": report.digest,
            "as_of": report.day.isoformat(),
            "facts": {name: _plain(value) for name, value in report.facts.items()},
            "schemes": [_scheme(result, parameters) for result in chosen],
            "counted": list(report.counted),
        },
        ensure_ascii=False,
        sort_keys=True,
        indent=1,
    )


def _scheme(result: SchemeResult, parameters: ParameterTable) -> Mapping[str, object]:
    found, benefit = result.assessment, result.scheme.benefit
    quantities = [part for part in (amount_of(benefit), benefit.months) if part is not None] if benefit else []
    names = sorted({name for quantity in quantities for name in parameters_in(quantity)})
    return {
        "id": result.id,
        "outcome": found.outcome.value,
        "certainty": found.certainty.value,
        "conditions": [
            {
                "id": judged.condition.id,
                "text": judged.condition.text,
                "fact": judged.condition.fact,
                "operator": judged.condition.operator.value,
                "value": _plain(judged.condition.value),
                "clause": judged.condition.clause,
                "sources": list(judged.condition.sources),
                "state": judged.state.value,
            }
            for judged in found.conditions
        ],
        "amount_yuan": _bounds(found.amount),
        "months": _bounds(found.month_bounds),
        "period": found.period.value if found.period else None,
        "parameters": {name: _figure(parameters, name, result) for name in names},
        "missing_facts": list(found.missing_facts),
        "excludes": list(result.rivals),
        "gives_way_to": result.gives_way_to,
        "no_figure": found.no_figure,
    }


def _figure(parameters: ParameterTable, name: str, result: SchemeResult) -> str | None:
    """The figure in force on the day; None where that day has none."""
    if result.assessment.no_figure is not None:
        return None
    return in_digits(parameters.value_on(name, result.assessment.as_of))


def _bounds(bounds: Bounds | None) -> list[str | None] | None:
    return None if bounds is None else [_exact(bounds.low), _exact(bounds.high)]


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _plain(value: FactValue) -> object:
    return list(value) if isinstance(value, tuple) else value
