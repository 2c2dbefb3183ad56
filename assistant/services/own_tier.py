"""Of a rule in tiers, those that are known to be others' are not told."""

from datetime import date

from assistant.domain.conditions import Facts, Truth, judge
from assistant.domain.knowledge import Passage
from assistant.services.knowing import Knowing


def find_others(passage: Passage, facts: Facts, day: date, knowing: Knowing) -> frozenset[int]:
    """Places of the statements that hold for others only; none where that would leave nothing of what is in tiers."""
    rules = knowing.tiers.get(passage.document_id, {})
    judged = {
        place: judge(rules[statement.tier], facts, day)
        for place, statement in enumerate(passage.statements)
        if statement.tier is not None
    }
    if all(truth is Truth.NOT_MET for truth in judged.values()):
        return frozenset()
    return frozenset(place for place, truth in judged.items() if truth is Truth.NOT_MET)
