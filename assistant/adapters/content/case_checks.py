"""Golden cases against the rules: what they expect, and what of the rules none of them reaches."""

from collections.abc import Iterator

from assistant.adapters.content.documents import LocatedDocument
from assistant.adapters.content.library import ReadLibrary
from assistant.adapters.content.located import Problem
from assistant.domain.conditions import DENIED, NO_OTHERS, Truth, judge, leaves
from assistant.domain.derived_facts import with_derived
from assistant.domain.errors import UnknownParameterError
from assistant.domain.facts import FactType
from assistant.domain.knowledge import SchemeClass
from assistant.domain.parameters import Combined, Quantity, Share, Tier, Tiers, possible_tiers
from assistant.domain.schemes import GoldenCase, Scheme, assess_scheme


def check_cases(located: LocatedDocument, read: ReadLibrary) -> Iterator[Problem]:
    """Cases that come out otherwise, facts and values nobody defined, and conditions and tiers no case reaches."""
    scheme, cases_file = located.scheme, located.cases_file
    assert scheme is not None
    if cases_file is None or "parameters" in read.unread or "facts" in read.unread:
        return
    for index, case in enumerate(located.cases):
        yield from (cases_file.problem([index], text) for text in _wrong_with(case, scheme, read))
    if located.cases and located.document.scheme_class is SchemeClass.COMPUTABLE:
        for text in unreached(scheme, located.cases, read):
            yield cases_file.problem([], text)


def _wrong_with(case: GoldenCase, scheme: Scheme, read: ReadLibrary) -> Iterator[str]:
    yield from _unknown_words(case, read)
    facts = with_derived(case.facts, read.vocabulary.derivations, case.as_of)
    try:
        result = assess_scheme(scheme, facts, case.as_of, read.parameters)
    except UnknownParameterError:
        return  # named where it is referred to
    except ValueError as error:
        yield f"Case '{case.id}' cannot be judged: {error}"
        return
    found = (result.outcome, result.amount_yuan if case.names_amount else None,
             result.months if case.names_months else None)  # fmt: skip
    if found != (case.outcome, case.amount_yuan, case.months):
        words = f"{result.outcome}, {_shown(result.amount_yuan)} yuan, {_shown(result.months)} months"
        yield f"Case '{case.id}' expects otherwise: the rules give {words}."


def _unknown_words(case: GoldenCase, read: ReadLibrary) -> Iterator[str]:
    for name, value in case.facts.items():
        definition = read.vocabulary.definitions.get(name)
        if definition is None:
            yield f"There is no fact '{name}' in facts.yaml."
        elif definition.type in (FactType.CHOICE, FactType.SET):
            for member in value if isinstance(value, tuple) else (value,):
                if str(member).removeprefix(DENIED) not in (*definition.values, NO_OTHERS):
                    yield f"Case '{case.id}': '{member}' is no value of {name}."


def unreached(scheme: Scheme, cases: tuple[GoldenCase, ...], read: ReadLibrary) -> Iterator[str]:
    """Conditions that no case has met and unmet, and tiers that no case ends in."""
    settings = [(with_derived(case.facts, read.vocabulary.derivations, case.as_of), case.as_of) for case in cases]
    for leaf in leaves(scheme.rule) if scheme.rule else ():
        states = {judge(leaf, facts, day) for facts, day in settings}
        for state, words in ((Truth.MET, "meets"), (Truth.NOT_MET, "fails")):
            if state not in states:
                yield f"No case {words} the condition {leaf.id} ({leaf.text})."
    benefit = scheme.benefit
    for part in (benefit.amount, benefit.months, benefit.cap) if benefit else ():
        for tiers in _tiers_in(part):
            reached = [possible_tiers(tiers, facts, day) for facts, day in settings]
            ends = {id(possible[0]) for possible in reached if len(possible) == 1}
            for number, tier in enumerate(tiers, start=1):
                if id(tier) not in ends:
                    yield f"No case ends in tier {number} of {len(tiers)} of the benefit."


def _tiers_in(quantity: Quantity | None) -> Iterator[tuple[Tier, ...]]:
    match quantity:
        case Tiers(tiers):
            yield tiers
            for tier in tiers:
                yield from _tiers_in(tier.value)
        case Combined(_, parts):
            for part in parts:
                yield from _tiers_in(part)
        case Share(_, of):
            yield from _tiers_in(of)
        case _:
            return


def _shown(value: object) -> str:
    return "no" if value is None else str(value)
