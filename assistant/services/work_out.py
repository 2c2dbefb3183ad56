"""Telling what code has worked out, with the facts it rests on and the rule it follows."""

import re
from collections.abc import Mapping
from datetime import date

from assistant.domain.calculations import Calculation
from assistant.domain.conversation import FactValue
from assistant.domain.errors import NoFigureError
from assistant.domain.knowledge import PolicyDocument
from assistant.domain.parameters import ParameterTable, evaluate, in_digits
from assistant.services.draft import DraftSentence
from assistant.services.evidence import EvidenceRoom

_FACT = re.compile(r"<([a-z]+\.[a-z0-9_]+)>")


def work_out(
    calculation: Calculation,
    facts: Mapping[str, FactValue],
    day: date,
    parameters: ParameterTable,
    document: PolicyDocument,
    room: EvidenceRoom,
) -> tuple[DraftSentence, ...]:
    """One sentence if every fact is known and the value is defined, otherwise none."""
    if not all(name in facts for name in calculation.facts):
        return ()
    try:
        value = evaluate(calculation.value, facts, day, parameters)
    except NoFigureError:
        return ()
    if value is None:
        return ()
    text = _FACT.sub(lambda match: in_words(match[1], facts[match[1]]), calculation.says)
    text = text.replace("<value>", in_digits(value))
    item = room.put_note(document, f"calculation-{calculation.id}", text, calculation.clause)
    return (DraftSentence(text, (item.id,)),)


def in_words(fact_id: str, value: FactValue) -> str:
    """A fact's value as people say it; months become years and months."""
    if not fact_id.endswith("_months") or not isinstance(value, int):
        return str(value)
    years, months = divmod(value, 12)
    words = f"{years}年" if years else ""
    if months:
        words += f"{months}个月"
    return words or "不到1个月"
