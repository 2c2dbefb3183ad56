"""An assessment told worker group by worker group: what fits, what still lacks something, what there is nothing for."""

from collections.abc import Sequence

from assistant.domain.facts import FactDefinition
from assistant.domain.knowledge import Certainty
from assistant.domain.schemes import Outcome
from assistant.services.amount_words import amount_words
from assistant.services.assess_staff import OF_A_GROUP
from assistant.services.assess_subsidies import GroupResult, SchemeResult, SubsidyReport
from assistant.services.fact_phrases import group_in_words

#: So many schemes are named for one group; the cards show the rest.
_MOST_NAMED = 3


def groups_in_words(report: SubsidyReport, definition: FactDefinition) -> tuple[str, ...]:
    """`2人（脱贫人口…）：对得上的有企业招用重点群体税收扣减（每年最多15600元）；还差情况的有…。`, in the order told."""
    by_group = [result for result in report.results if result.groups and not _is_lapsed(result)]
    count = len(by_group[0].groups) if by_group else 0
    return tuple(_of_one([(result, result.groups[at]) for result in by_group], definition) for at in range(count))


def schemes_of_group(report: SubsidyReport, at: int) -> tuple[str, ...]:
    """The schemes that fit a group or may, those that fit first."""
    parts = [(result, result.groups[at]) for result in report.results if len(result.groups) > at]
    parts = [(result, part) for result, part in parts if not _is_lapsed(result)]
    return tuple(result.id for result, _ in (*_that_fit(parts), *_still_open(parts)))


def _of_one(parts: Sequence[tuple[SchemeResult, GroupResult]], definition: FactDefinition) -> str:
    who = group_in_words(parts[0][1].group, definition)
    fit, may = _that_fit(parts), _still_open(parts)
    said = []
    if fit:
        said.append(f"对得上的有{'、'.join(_named(*one) for one in fit[:_MOST_NAMED])}")
    if may:
        said.append(f"还差情况的有{'、'.join(result.scheme.document.title for result, _ in may[:_MOST_NAMED])}")
    return f"{who}：{'；'.join(said) or '没有找到专门的补贴'}。"


def _named(result: SchemeResult, part: GroupResult) -> str:
    notes = [amount_words(part.assessment) or ""]
    notes.append("按较早的口径，要核实" if result.assessment.certainty is Certainty.TO_VERIFY else "")
    words = "，".join(note for note in notes if note)
    return f"{result.scheme.document.title}（{words}）" if words else result.scheme.document.title


def _that_fit(parts: Sequence[tuple[SchemeResult, GroupResult]]) -> list[tuple[SchemeResult, GroupResult]]:
    return [one for one in parts if one[1].assessment.outcome is Outcome.ELIGIBLE]


def _still_open(parts: Sequence[tuple[SchemeResult, GroupResult]]) -> list[tuple[SchemeResult, GroupResult]]:
    """Those that what was told of the group speaks for."""
    return [
        (result, part)
        for result, part in parts
        if part.assessment.outcome is Outcome.UNDETERMINED and part.is_meant and _looks_at_kinds(part)
    ]


def _looks_at_kinds(part: GroupResult) -> bool:
    apart = OF_A_GROUP | {name for name, _ in part.group.facts}
    return any(one.condition.fact in apart for one in part.assessment.conditions)


def _is_lapsed(result: SchemeResult) -> bool:
    return result.assessment.certainty is Certainty.LAPSED
