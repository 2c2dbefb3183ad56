"""Telling what code has worked out, with the facts it rests on and the rule it follows."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, timedelta

from assistant.domain.calculations import Calculation
from assistant.domain.conditions import Truth, judge
from assistant.domain.conversation import ConversationState, FactValue
from assistant.domain.dates import PartialDate
from assistant.domain.errors import InvalidInputError, NoFigureError
from assistant.domain.facts import FactDefinition, FactType
from assistant.domain.knowledge import Aspect, PolicyDocument
from assistant.domain.parameters import ParameterTable, evaluate, in_digits
from assistant.domain.working_time import months_worked
from assistant.language.fact_reading import read_fact
from assistant.language.numerals import find_numerals
from assistant.language.retirement_told import told_of_retirement
from assistant.language.told_at_work import contract_signed_on, last_day_at_work
from assistant.language.understanding import Understanding
from assistant.services.coded_rules import CODED_RULES
from assistant.services.draft import DraftSentence
from assistant.services.evidence import EvidenceRoom
from assistant.services.fact_phrases import in_words, value_words
from assistant.services.knowing import Knowing
from assistant.services.known_facts import facts_in, remember
from assistant.services.steps import Tell

_ASKS_A_FIGURE = {Aspect.HOW_MUCH, Aspect.HOW_LONG}
_AT_WORK = {"person.service_months", "person.working_life_months"}
_STARTED, _SERVICE = "person.job_started_on", "person.service_months"
#: Of what runs from the start until a contract is signed.
_UNTIL_SIGNED = "labour-contract"
_RETIRES = "person.retirement_kind"
#: What is supposed of the time one has told of, and of no other.
_OF_ONES_OWN = frozenset({"without_insured_months", "without_insured_months_or_household"})
#: Told by their name alone: no bare length of time (那两个月) stands for them.
_BY_NAME = frozenset({"person.pension_contribution_months", "person.probation_months"})
#: A sum that answers and tells nothing else is no longer, in characters.
_BARE_SUM = 16
_FACT = re.compile(r"<([a-z]+\.[a-z0-9_]+)>")
_FIGURE = re.compile(r"<([a-z_0-9]+)>")


def work_out_all(
    step: Tell,
    day: date,
    knowing: Knowing,
    document: PolicyDocument,
    room: EvidenceRoom,
    only: Collection[str] | None = None,
) -> tuple[DraftSentence, ...]:
    """What code can work out from the facts stated, for the aspects asked about; `only`: of these calculations."""

    def say(name: str, value: FactValue) -> str:
        definition = knowing.subsidies.vocabulary.definitions.get(name)
        return in_words(name, value) if definition is None else _said(definition, value, knowing)

    sentences: list[DraftSentence] = []
    for calculation in _asked_for(step, knowing, document, day):
        if only is not None and calculation.id not in only:
            continue
        facts = _facts_for(calculation, step, day)
        owner = knowing.knowledge.get_document(calculation.document_id)
        sentences.extend(work_out(calculation, facts, day, knowing.parameters, owner, room, say))
    return tuple(sentences)


def facts_wanted(step: Tell, knowing: Knowing, document: PolicyDocument, day: date) -> tuple[str, ...]:
    """The facts nobody has stated yet, by id, without which a figure that was asked for cannot be worked out.

    Whoever has told one fact of a figure that is for some only asks about their own case, whatever the aspect; where
    such a figure has been worked out, no other asks for more.
    """
    asks_a_figure = bool(_ASKS_A_FIGURE & set(step.aspects))
    asked_for = [(one, _facts_for(one, step, day)) for one in _asked_for(step, knowing, document, day)]
    if any(one.when is not None and all(name in facts for name in one.facts) for one, facts in asked_for):
        asked_for = [(one, facts) for one, facts in asked_for if one.when is not None]
    wanted: dict[str, None] = {}
    for calculation, facts in asked_for:
        is_own = calculation.by is not None or calculation.when is not None
        begun = is_own and any(name in facts for name in calculation.facts)
        if asks_a_figure or begun:
            wanted.update(dict.fromkeys(name for name in calculation.facts if name not in facts))
    return tuple(wanted)


def take_length(understanding: Understanding, state: ConversationState, knowing: Knowing) -> ConversationState:
    """The state with the length of time just told (两年半) as the one length the topic's figures rest on, if they do.

    Years at work may be read as those in one firm or in all; the topic says which it takes.
    """
    calculations = knowing.calculations.get(state.topic_id or "", ())
    lengths = {name for one in calculations if one.by is None for name in one.facts if name.endswith("_months")}
    lengths -= _BY_NAME
    told = [part.months for part in understanding.parts if part.months is not None]
    if lengths & _AT_WORK:
        told += [
            value
            for part in understanding.parts
            for name, value in part.facts
            if name in _AT_WORK - lengths and isinstance(value, int)
        ]
    return remember(state, {lengths.pop(): told[0]}, state.turns) if len(lengths) == len(told) == 1 else state


def take_sum(
    understanding: Understanding, state: ConversationState, knowing: Knowing, today: date
) -> ConversationState:
    """The state with the bare sum just told (平均五千五, 每月四千六左右) as the one fact that the topic's figures still
    lack, where something of them is known: it was asked for, and needs no word of what it is."""
    known, text = facts_in(state), understanding.text
    needed = {name for one in knowing.calculations.get(state.topic_id or "", ()) for name in one.facts}
    definitions = knowing.subsidies.vocabulary.definitions
    lacking = [definitions[name] for name in needed if name not in known and name in definitions]
    is_one_sum = len(lacking) == 1 and len(needed) > 1 and lacking[0].type is FactType.MONEY
    if not is_one_sum or len(text) > _BARE_SUM or not find_numerals(text):
        return state
    try:
        told = read_fact(lacking[0], text, knowing.lexicon, today)
    except InvalidInputError:
        return state
    return state if told.value is None else remember(state, {lacking[0].id: told.value}, state.turns)


def take_for_topic(understanding: Understanding, state: ConversationState, knowing: Knowing) -> ConversationState:
    """The state with what the message says of whoever's retirement is talked about (她是工人, 男的)."""
    calculations = knowing.calculations.get(state.topic_id or "", ())
    if not any(_RETIRES in calculation.facts for calculation in calculations):
        return state
    told = told_of_retirement(understanding.text, topic_is_known=True, kind_before=facts_in(state).get(_RETIRES))
    return remember(state, told, state.turns)


def tell_completed(before: ConversationState, state: ConversationState, knowing: Knowing) -> Tell | None:
    """What was asked before, told again with the facts just stated, where they go into a figure of that topic."""
    calculations = knowing.calculations.get(state.topic_id or "", ())
    known, known_now = facts_in(before), facts_in(state)
    news = {name for name in known_now if known.get(name) != known_now[name]}
    news |= {_SERVICE} if _STARTED in news else set()
    if state.topic_id is None or not any(set(calculation.facts) & news for calculation in calculations):
        return None
    aspects = state.aspects or (Aspect.HOW_MUCH,)
    facts = tuple(known_now.items())
    return Tell(state.topic_id, aspects, state.last_question or "", state.region_id, facts=facts, goes_on=True)


def work_out_told(
    topic_id: str, news: Iterable[str], known: Mapping[str, FactValue], day: date, knowing: Knowing, room: EvidenceRoom
) -> tuple[DraftSentence, ...]:
    """The figures of the topic that rest on what has just been told."""
    told = set(news)
    document = knowing.knowledge.documents.get(topic_id)
    if document is None:
        return ()
    step = Tell(topic_id, (), "", None, facts=tuple(known.items()), goes_on=True)
    names = {one.id for one in _asked_for(step, knowing, document, day) if told & set(one.facts)}
    return work_out_all(step, day, knowing, document, room, names)


def _asked_for(step: Tell, knowing: Knowing, document: PolicyDocument, day: date) -> list[Calculation]:
    """Those that answer what is asked, for whoever they are meant; what is not known of the person rules none in."""
    asked = set(step.aspects)
    return [
        calculation
        for calculation in knowing.calculations.get(document.id, ())
        if (not asked or asked & set(calculation.aspects)) and _is_for(calculation, step, day)
    ]


def _is_for(calculation: Calculation, step: Tell, day: date) -> bool:
    return calculation.when is None or judge(calculation.when, _facts_for(calculation, step, day), day) is Truth.MET


def _facts_for(calculation: Calculation, step: Tell, day: date) -> dict[str, FactValue]:
    """The facts known; a bare length of time stands for the one length the calculation asks for.

    Who has told when the work began has told how long it lasted, until today or the last day that is named.
    """
    facts = dict(step.facts)
    lengths = [name for name in calculation.facts if name.endswith("_months") and name not in _BY_NAME]
    if step.months is not None and len(lengths) == 1 and calculation.by not in _OF_ONES_OWN:
        facts[lengths[0]] = step.months
    started = facts.get(_STARTED)
    if _SERVICE not in facts and isinstance(started, str):
        signed = contract_signed_on(step.text, day) if calculation.document_id == _UNTIL_SIGNED else None
        last = signed - timedelta(days=1) if signed is not None else last_day_at_work(step.text, day) or day
        months = months_worked(PartialDate.parse(started), last)
        facts |= {} if months is None else {_SERVICE: months}
    return facts


def _said(definition: FactDefinition, value: FactValue, knowing: Knowing) -> str:
    """A figure stands bare, for the sentence has its unit."""
    if definition.type in (FactType.REGION, FactType.DATE, FactType.CHOICE):
        return value_words(definition, value, knowing.lexicon.regions)
    return in_words(definition.id, value)


def work_out(
    calculation: Calculation,
    facts: Mapping[str, FactValue],
    day: date,
    parameters: ParameterTable,
    document: PolicyDocument,
    room: EvidenceRoom,
    say: Callable[[str, FactValue], str] = in_words,
) -> tuple[DraftSentence, ...]:
    """One sentence if every fact is known and the value is defined, otherwise none."""
    if not all(name in facts for name in calculation.facts):
        return ()
    figures = _figures(calculation, facts, day, parameters)
    if figures is None:
        return ()
    text = _FACT.sub(lambda match: say(match[1], facts[match[1]]), calculation.says)
    text = _FIGURE.sub(lambda match: figures[match[1]], text)
    item = room.put_note(document, f"calculation-{calculation.id}", text, calculation.clause)
    return (DraftSentence(text, (item.id,)),)


def _figures(
    calculation: Calculation, facts: Mapping[str, FactValue], day: date, parameters: ParameterTable
) -> Mapping[str, str] | None:
    """What stands for each placeholder; None where one figure is not defined for these facts."""
    quantities = dict(calculation.also)
    if calculation.value is not None:
        quantities["value"] = calculation.value
    figures: dict[str, str] = {}
    for name, quantity in quantities.items():
        try:
            value = evaluate(quantity, facts, day, parameters)
        except NoFigureError:
            return None
        if value is None:
            return None
        figures[name] = in_digits(value)
    if calculation.by is None:
        return figures
    filled = CODED_RULES[calculation.by](facts, day, figures)
    return None if filled is None else {**figures, **filled}
