"""Which unknown fact would decide most, so that it is asked about first."""

from collections.abc import Collection, Iterable
from math import lcm

from assistant.domain.knowledge import Certainty
from assistant.domain.schemes import Assessment, Outcome

#: What deciding a scheme is worth by how surely it may be told; one that has lapsed pays nobody.
_WEIGHT = {Certainty.CURRENT: 4, Certainty.TO_VERIFY: 2, Certainty.LAPSED: 0}


def rank_open_facts(
    assessments: Iterable[Assessment], asked: Collection[str] = (), first: str | None = None
) -> tuple[str, ...]:
    """Unknown facts, the one that decides most first; `asked` ones, whose answer was "不清楚", are left out.

    A fact counts for every scheme it can still decide, the more the fewer facts that scheme lacks. The scheme `first`
    is what the person asked about: its facts come before all others. Ties go by the order in which schemes ask.
    """
    open_ones = [one for one in assessments if one.missing_facts and one.outcome is not Outcome.INELIGIBLE]
    whole = lcm(*(len(one.missing_facts) for one in open_ones))
    gains: dict[str, int] = {}
    leading: list[str] = []
    for assessment in open_ones:
        wanted = [name for name in assessment.missing_facts if name not in asked]
        if not wanted:
            continue
        if assessment.scheme_id == first:
            leading = wanted
        gain = _WEIGHT[assessment.certainty] * whole // len(assessment.missing_facts)
        for name in wanted:
            gains[name] = gains.get(name, 0) + gain
    ranked = sorted((name for name in gains if gains[name] > 0), key=lambda name: -gains[name])
    return tuple(dict.fromkeys((*leading, *ranked)))
