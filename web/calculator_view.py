"""What the calculator's pages show of a report: results by how surely they may be told."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.conditions import Truth
from assistant.domain.knowledge import Certainty
from assistant.domain.schemes import Outcome
from assistant.services.amount_words import total_words
from assistant.services.assess_subsidies import SchemeResult, SubsidyReport
from assistant.services.subsidy_desk import SubsidyDesk
from web.assessment_view import AssessmentView, view_assessment


@dataclass(frozen=True)
class Refusal:
    """A scheme somebody cannot have, and for which conditions."""

    scheme_id: str
    title: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Mention:
    """A scheme by name alone."""

    scheme_id: str
    title: str


@dataclass(frozen=True)
class ResultsView:
    """`fits`: current; `may_fit`: to be verified, never added to those; `near`: something speaks for it already."""

    fits: tuple[AssessmentView, ...]
    may_fit: tuple[AssessmentView, ...]
    near: tuple[AssessmentView, ...]
    far: tuple[Mention, ...]
    refused: tuple[Refusal, ...]
    lapsed: tuple[Mention, ...]
    total: str
    possible: str
    as_of: str

    @property
    def count(self) -> int:
        """How many schemes were gone through."""
        return sum(map(len, (self.fits, self.may_fit, self.near, self.far, self.refused, self.lapsed)))


def view_results(desk: SubsidyDesk, report: SubsidyReport) -> ResultsView:
    """The report in groups, each in the report's order."""
    living = [result for result in report.results if result.assessment.certainty is not Certainty.LAPSED]
    fitting = _of(living, Outcome.ELIGIBLE)
    open_ones = _of(living, Outcome.UNDETERMINED)
    refused = _of(living, Outcome.INELIGIBLE)
    return ResultsView(
        fits=_cards(desk, [one for one in fitting if one.assessment.certainty is Certainty.CURRENT]),
        may_fit=_cards(desk, [one for one in fitting if one.assessment.certainty is Certainty.TO_VERIFY]),
        near=_cards(desk, [one for one in open_ones if _has_met(one)]),
        far=_mentions([one for one in open_ones if not _has_met(one)]),
        refused=tuple(Refusal(one.id, one.scheme.document.title, desk.reasons_against(one, report)) for one in refused),
        lapsed=_mentions([one for one in report.results if one.assessment.certainty is Certainty.LAPSED]),
        total=total_words(report.total),
        possible=total_words(report.possible),
        as_of=f"{report.day.year}年{report.day.month}月{report.day.day}日",
    )


def view_result(desk: SubsidyDesk, result: SchemeResult) -> AssessmentView:
    return view_assessment(desk.card(result), desk.find_title)


def _of(results: Sequence[SchemeResult], outcome: Outcome) -> list[SchemeResult]:
    return [result for result in results if result.assessment.outcome is outcome]


def _cards(desk: SubsidyDesk, results: Sequence[SchemeResult]) -> tuple[AssessmentView, ...]:
    return tuple(view_result(desk, result) for result in results)


def _mentions(results: Sequence[SchemeResult]) -> tuple[Mention, ...]:
    return tuple(Mention(result.id, result.scheme.document.title) for result in results)


def _has_met(result: SchemeResult) -> bool:
    return any(judged.state is Truth.MET for judged in result.assessment.conditions)
