"""Which unknown fact would decide most, so that it is asked about first."""

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from math import lcm

from assistant.domain.knowledge import Certainty
from assistant.domain.schemes import Assessment, Outcome

#: The chance of a scheme for which nothing speaks yet, beside the share of its conditions that is met.
_ANYBODY = Fraction(1, 20)
#: What deciding a scheme is worth by how surely it may be told; one that has lapsed pays nobody.
_WEIGHT = {Certainty.CURRENT: 4, Certainty.TO_VERIFY: 2, Certainty.LAPSED: 0}


def rank_open_facts(
    assessments: Iterable[Assessment],
    nearness: Mapping[str, Fraction],
    asked: Collection[str] = (),
    first: str | None = None,
) -> tuple[str, ...]:
    """Unknown facts, the one that decides most first; `asked` ones, whose answer was "不清楚", are left out.

    A fact counts for every scheme it can still decide: the more, the nearer that scheme and the fewer facts it lacks.
    `nearness`: by scheme id, the share of its conditions that is met. The scheme `first` is what was asked about:
    its facts come before all others. Ties go by the order in which schemes ask.
    """
    open_ones = [one for one in assessments if one.missing_facts and one.outcome is not Outcome.INELIGIBLE]
    shares: list[tuple[list[str], Fraction]] = []
    leading: list[str] = []
    for assessment in open_ones:
        wanted = [name for name in assessment.missing_facts if name not in asked]
        if not wanted:
            continue
        if assessment.scheme_id == first:
            leading = wanted
        chance = _ANYBODY + nearness.get(assessment.scheme_id, Fraction(0))
        shares.append((wanted, _WEIGHT[assessment.certainty] * chance / len(assessment.missing_facts)))
    whole = lcm(*(share.denominator for _, share in shares))  # adding whole numbers is many times as fast
    gains: dict[str, int] = {}
    for wanted, share in shares:
        gain = share.numerator * (whole // share.denominator)
        for name in wanted:
            gains[name] = gains.get(name, 0) + gain
    ranked = sorted((name for name in gains if gains[name] > 0), key=lambda name: -gains[name])
    return tuple(dict.fromkeys((*leading, *ranked)))
