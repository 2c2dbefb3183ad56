"""The assessment card of CONTRACTS, made from an assessment and the words of its scheme."""

from datetime import date
from fractions import Fraction

from assistant.domain.conditions import NO_OTHERS, Truth, unwanted_in
from assistant.domain.errors import NoFigureError
from assistant.domain.facts import FactDefinition
from assistant.domain.knowledge import Aspect, PolicyDocument, Weight
from assistant.domain.parameters import ParameterTable, in_digits
from assistant.domain.regions import RegionTable
from assistant.domain.schemes import Assessment, Outcome, Scheme
from assistant.language.staff_groups import GROUPS
from assistant.services.amount_words import amount_words
from assistant.services.assess_subsidies import GroupResult, SchemeResult
from assistant.services.fact_phrases import group_in_words
from assistant.services.knowing import Knowing
from assistant.services.rendering import render_statement
from assistant.services.sections import passages_in_force

Card = dict[str, object]
_VERDICTS = {Outcome.ELIGIBLE: "对得上", Outcome.INELIGIBLE: "对不上", Outcome.UNDETERMINED: "还差情况"}
_TURNED = {Truth.MET: Truth.NOT_MET, Truth.NOT_MET: Truth.MET, Truth.UNKNOWN: Truth.UNKNOWN}


def assessment_card(result: SchemeResult, knowing: Knowing) -> Card:
    """Every key of CONTRACTS, and beside them `formula`, `months`, `gives_way_to`, `groups`, `notes`, `sources`."""
    scheme, found = result.scheme, result.assessment
    parameters, regions = knowing.parameters, knowing.lexicon.regions
    groups = knowing.subsidies.vocabulary.definitions.get(GROUPS)
    document, day = scheme.document, found.as_of
    amount = found.amount
    return {
        "kind": "assessment",
        "scheme_id": scheme.id,
        "title": document.title,
        "outcome": found.outcome.value,
        "certainty": found.certainty.value,
        "conditions": [_condition(item) for item in _shown_conditions(found, scheme)],
        "staff_checks": list(scheme.staff_checks),
        "amount_min_yuan": _number(amount.low if amount and (amount.low or amount.high is not None) else None),
        "amount_max_yuan": _number(amount.high if amount else None),
        "amount_period": found.period.value if found.period and amount else None,
        "amount_text": _amount_text(scheme, found),
        "missing_facts": list(found.missing_facts),
        "excludes": list(result.rivals),
        "materials": lines_about(document, Aspect.PAPERS, day, parameters, regions),
        "channels": lines_about(document, Aspect.WHERE, day, parameters, regions),
        "deadline": str(document.period.end) if document.period.end else None,
        "as_of": day.isoformat(),
        "formula": scheme.benefit.formula if scheme.benefit else None,
        "months": _number(found.months),
        "gives_way_to": result.gives_way_to,
        "groups": [_group(part, groups) for part in result.groups if groups is not None],
        "notes": [conflict.text for conflict in document.conflicts],
        "sources": _sources(document),
    }


def _group(part: GroupResult, groups: FactDefinition) -> Card:
    """A group of workers with what the scheme comes to for it; `text` in words."""
    is_unsaid = not part.is_meant and part.assessment.outcome is Outcome.UNDETERMINED
    amount = None if is_unsaid else amount_words(part.assessment)
    verdict = "没说是这项政策说的那类人" if is_unsaid else _VERDICTS[part.assessment.outcome]
    return {
        "count": part.group.count,
        "members": [member for member in part.group.members if member != NO_OTHERS],
        "outcome": part.assessment.outcome.value,
        "amount_text": amount,
        "text": f"{group_in_words(part.group, groups)}：{verdict}{f'，{amount}' if amount else ''}",
    }


def _shown_conditions(found: Assessment, scheme: Scheme) -> list[tuple[str, str, str | None]]:
    """Text, state and clause of each; of what must not be the case, the state is that it is not."""
    unwanted = unwanted_in(scheme.rule) if scheme.rule is not None else frozenset()
    return [
        (f"没有这种情况：{item.condition.text}", _TURNED[item.state].value, item.condition.clause)
        if item.condition.id in unwanted
        else (item.condition.text, item.state.value, item.condition.clause)
        for item in found.conditions
    ]


def _condition(item: tuple[str, str, str | None]) -> Card:
    text, state, clause = item
    return {"text": text, "state": state, "clause": clause}


def _amount_text(scheme: Scheme, found: Assessment) -> str | None:
    """The amount; where there is none, why not."""
    if found.no_figure is not None:
        return "这一天没有查到标准"
    words = amount_words(found)
    if words is not None or scheme.benefit is None:
        return words
    return scheme.benefit.reason


def lines_about(
    document: PolicyDocument, aspect: Aspect, day: date, parameters: ParameterTable, regions: RegionTable
) -> list[str]:
    """What the document says on an aspect, leads and details; a gap where it says that nothing was found."""
    lines: list[str] = []
    for passage in passages_in_force(document, day, None, regions):
        for statement in passage.statements if passage.aspect is aspect else ():
            if statement.weight is Weight.MORE:
                continue
            try:
                lines.append(render_statement(statement, day, parameters))
            except NoFigureError:
                continue
    return lines or [gap.text for gap in document.gaps if gap.aspect is aspect]


def _sources(document: PolicyDocument) -> list[Card]:
    return [{"title": basis.title, "document_number": basis.number} for basis in document.basis]


def _number(value: Fraction | None) -> int | float | None:
    """Money as a JSON number, to the cent."""
    if value is None:
        return None
    return int(value) if value.denominator == 1 else float(in_digits(value))
