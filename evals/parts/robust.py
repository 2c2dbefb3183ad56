"""The same question in other words, and the same person with other traits: little, and nothing, may change."""

from assistant.bootstrap import build_trial
from assistant.services.clock import ChosenDay
from assistant.settings import Settings
from evals import fairness, robustness
from evals.measured import CaseRecord, Check, Kind, Metric, PartResult, share
from evals.parts.policy import DAY, record_of


def run_robustness() -> PartResult:
    """Every transformation over the development sets; the cases shown are those it loses."""
    clock = ChosenDay(DAY)
    losses = robustness.measure(build_trial(Settings(), clock), clock, robustness.read_all())
    metrics = [Metric(f"loss_{loss.name}", loss.points, len(loss.after), Kind.ALARM) for loss in losses]
    records = tuple(record_of(score) for loss in losses for score in loss.lost)
    return PartResult("robustness", tuple(metrics), records, notes=("Cases shown are those that are lost.",))


def run_fairness() -> PartResult:
    """The same wish said by people of other sex, age, ethnicity and household: the same vacancies in the same order."""
    outcomes = fairness.run_swaps()
    metrics = [
        metric
        for trait in fairness.TRAITS
        for metric in share(f"same_{trait}", (one.is_same for one in outcomes if one.plain and one.trait == trait))
    ]
    records = tuple(
        CaseRecord(
            f"mf-{at:03}", one.trait, (one.text,), "", "",
            (Check("same_vacancies", one.is_same, "、".join(one.plain), "、".join(one.swapped)),),
        )
        for at, one in enumerate(outcomes, 1)
    )  # fmt: skip
    return PartResult("matching_fairness", tuple(metrics), records)
