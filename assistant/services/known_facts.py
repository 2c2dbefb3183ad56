"""What is known about the person asking: taken from what was said, corrected, withdrawn; never guessed."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from assistant.domain.conditions import DENIED, NO_OTHERS
from assistant.domain.conversation import ConversationState, Fact, FactValue


def remember(state: ConversationState, said: Mapping[str, FactValue], turn: int) -> ConversationState:
    """The state with what was said now; the newest word counts, and a set keeps what was named before."""
    facts = {fact.id: fact for fact in state.facts}
    for name, value in said.items():
        before = facts[name].value if name in facts else None
        facts[name] = Fact(name, _merged(before, value), turn)
    unsure = tuple(name for name in state.unsure if name not in said)
    return replace(state, facts=tuple(facts.values()), unsure=unsure)


def forget(state: ConversationState, names: Collection[str], is_unsure: bool = False) -> ConversationState:
    """The state without these facts. `is_unsure`: the person said not to know them; they are not asked for again."""
    kept = tuple(fact for fact in state.facts if fact.id not in names)
    unsure = dict.fromkeys(state.unsure) | dict.fromkeys(names) if is_unsure else dict.fromkeys(state.unsure)
    return replace(state, facts=kept, unsure=tuple(unsure))


def facts_in(state: ConversationState) -> dict[str, FactValue]:
    """Fact id → value."""
    return {fact.id: fact.value for fact in state.facts}


def told_facts(facts: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """The facts as outside programs see them: a set holds what is known to hold, and no signs of ours."""
    return {name: _told(value) for name, value in facts.items()}


def _told(value: FactValue) -> FactValue:
    if not isinstance(value, tuple):
        return value
    return tuple(member for member in value if member != NO_OTHERS and not member.startswith(DENIED))


def _merged(before: FactValue | None, now: FactValue) -> FactValue:
    if not isinstance(now, tuple) or not isinstance(before, tuple):
        return now
    opposed = {_opposite(member) for member in now}
    return tuple(dict.fromkeys((*(member for member in before if member not in opposed), *now)))


def _opposite(member: str) -> str:
    return member.removeprefix(DENIED) if member.startswith(DENIED) else f"{DENIED}{member}"
