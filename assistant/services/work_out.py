"""Telling what code has worked out, with the facts it rests on and the rule it follows."""

import re
from collections.abc import Mapping
from datetime import date

from assistant.domain.calculations import Calculation
from assistant.domain.conversation import ConversationState, FactValue
from assistant.domain.errors import NoFigureError
from assistant.domain.knowledge import Aspect, PolicyDocument
from assistant.domain.parameters import ParameterTable, evaluate, in_digits
from assistant.language.understanding import Understanding
from assistant.services.draft import DraftSentence
from assistant.services.evidence import EvidenceRoom
from assistant.services.knowing import Knowing
from assistant.services.known_facts import facts_in, remember
from assistant.services.steps import Tell

_ASKS_A_FIGURE = {Aspect.HOW_MUCH, Aspect.HOW_LONG}
_AT_WORK = {"person.service_months", "person.working_life_months"}
_FACT = re.compile(r"<([a-z]+\.[a-z0-9_]+)>")


def work_out_all(
    step: Tell, day: date, knowing: Knowing, document: PolicyDocument, room: EvidenceRoom
) -> tuple[DraftSentence, ...]:
    """What code can work out from the facts stated, for the aspects asked about."""
    return tuple(
        sentence
        for calculation in _asked_for(step, knowing, document)
        for sentence in work_out(calculation, _facts_for(calculation, step), day, knowing.parameters, document, room)
    )


def facts_wanted(step: Tell, knowing: Knowing, document: PolicyDocument) -> tuple[str, ...]:
    """The facts nobody has stated yet, by id, without which a figure that was asked for cannot be worked out."""
    if not _ASKS_A_FIGURE & set(step.aspects):
        return ()
    return tuple(
        dict.fromkeys(
            name
            for calculation in _asked_for(step, knowing, document)
            for name in calculation.facts
            if name not in _facts_for(calculation, step)
        )
    )


def take_length(understanding: Understanding, state: ConversationState, knowing: Knowing) -> ConversationState:
    """The state with the length of time just told (两年半) as the one length the topic's figures rest on, if they do.

    Years at work may be read as those in one firm or in all; the topic says which it takes.
    """
    calculations = knowing.calculations.get(state.topic_id or "", ())
    lengths = {name for calculation in calculations for name in calculation.facts if name.endswith("_months")}
    told = [part.months for part in understanding.parts if part.months is not None]
    if lengths & _AT_WORK:
        told += [
            value
            for part in understanding.parts
            for name, value in part.facts
            if name in _AT_WORK - lengths and isinstance(value, int)
        ]
    return remember(state, {lengths.pop(): told[0]}, state.turns) if len(lengths) == len(told) == 1 else state


def tell_completed(before: ConversationState, state: ConversationState, knowing: Knowing) -> Tell | None:
    """What was asked before, told again with the facts just stated, where they go into a figure of that topic."""
    calculations = knowing.calculations.get(state.topic_id or "", ())
    known, known_now = facts_in(before), facts_in(state)
    news = {name for name in known_now if known.get(name) != known_now[name]}
    if state.topic_id is None or not any(set(calculation.facts) & news for calculation in calculations):
        return None
    aspects = state.aspects or (Aspect.HOW_MUCH,)
    facts = tuple(known_now.items())
    return Tell(state.topic_id, aspects, state.last_question or "", state.region_id, facts=facts, goes_on=True)


def _asked_for(step: Tell, knowing: Knowing, document: PolicyDocument) -> list[Calculation]:
    asked = set(step.aspects)
    found = knowing.calculations.get(document.id, ())
    return [calculation for calculation in found if not asked or asked & set(calculation.aspects)]


def _facts_for(calculation: Calculation, step: Tell) -> dict[str, FactValue]:
    """The facts known; a bare length of time stands for the one length the calculation asks for."""
    facts = dict(step.facts)
    lengths = [name for name in calculation.facts if name.endswith("_months")]
    if step.months is not None and len(lengths) == 1:
        facts[lengths[0]] = step.months
    return facts


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
