"""A judged list of workers as a page shows it."""

from dataclasses import dataclass

from assistant.domain.knowledge import Certainty
from assistant.services.amount_words import total_words
from assistant.services.workers_result import SchemeSums, Scope, WorkersResult
from assistant.services.workers_sheets import result_words

_PROBLEMS_SHOWN = 50


@dataclass(frozen=True)
class SchemeLine:
    """A scheme over the list. For a scheme judged once for the firm `verdict` is set, and the counts are 0."""

    scheme_id: str
    title: str
    is_old_basis: bool
    met: int
    not_met: int
    undetermined: int
    amount: str
    verdict: str = ""
    reason: str = ""


@dataclass(frozen=True)
class ListView:
    """`found`: schemes that somebody meets; `open`: that somebody may; `others` and `lapsed` by title.

    `more_problems`: how many are not shown.
    """

    workers: int
    total: str
    possible: str
    found: tuple[SchemeLine, ...]
    open: tuple[SchemeLine, ...]
    firm: tuple[SchemeLine, ...]
    others: tuple[str, ...]
    lapsed: tuple[str, ...]
    problems: tuple[str, ...]
    more_problems: int
    ignored: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def view_list(result: WorkersResult) -> ListView:
    """The result without anything that names a worker: rows are told by their number."""
    by_worker = [sums for sums in result.schemes if sums.scope is Scope.WORKER]
    found = sorted((sums for sums in by_worker if sums.met), key=_order)
    still_open = sorted((sums for sums in by_worker if sums.undetermined and not sums.met), key=_order)
    refused = [sums for sums in by_worker if not sums.met and not sums.undetermined]
    others = [sums for sums in result.schemes if sums.scope in (Scope.RULED_OUT, Scope.PERSON)]
    return ListView(
        workers=len(result.workers),
        total=total_words(result.total),
        possible=total_words(result.possible),
        found=tuple(_line(sums) for sums in found),
        open=tuple(_line(sums) for sums in still_open),
        firm=tuple(_line(sums) for sums in result.schemes if sums.scope is Scope.FIRM),
        others=_titles([*refused, *others]),
        lapsed=_titles([sums for sums in result.schemes if sums.scope is Scope.LAPSED]),
        problems=tuple(problem.in_words() for problem in result.problems[:_PROBLEMS_SHOWN]),
        more_problems=max(0, len(result.problems) - _PROBLEMS_SHOWN),
        ignored=result.all_ignored,
        notes=result.notes,
    )


def _order(sums: SchemeSums) -> tuple[bool, str]:
    return sums.certainty is not Certainty.CURRENT, sums.scheme.id


def _line(sums: SchemeSums) -> SchemeLine:
    found = sums.firm_finding
    return SchemeLine(
        scheme_id=sums.scheme.id,
        title=sums.scheme.document.title,
        is_old_basis=sums.certainty is Certainty.TO_VERIFY,
        met=sums.met,
        not_met=sums.not_met,
        undetermined=sums.undetermined,
        amount=total_words(sums.total),
        verdict=result_words(found) if found is not None else "",
        reason="，".join(part for part in (found.reason, found.amount_text) if part) if found is not None else "",
    )


def _titles(schemes: list[SchemeSums]) -> tuple[str, ...]:
    return tuple(sums.scheme.document.title for sums in schemes)
