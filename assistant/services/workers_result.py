"""What was found for an employer's whole list: worker by worker, scheme by scheme, and in all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from assistant.domain.knowledge import Certainty
from assistant.domain.schemes import Assessment, Outcome, Scheme
from assistant.services.assess_subsidies import Totals
from assistant.services.worker_rows import ColumnsRead, RowProblem


class Scope(StrEnum):
    """Where a scheme is judged, or why it is not."""

    WORKER = "worker"
    FIRM = "firm"
    RULED_OUT = "ruled_out"
    LAPSED = "lapsed"
    PERSON = "person"


@dataclass(frozen=True)
class Finding:
    """A scheme for a worker, or for the firm. One object stands for all workers alike, so it names nobody.

    `amount_text` also says why there is no amount. `can_count`: it is met, and what it comes to is known.
    """

    scheme_id: str
    title: str
    assessment: Assessment
    reason: str
    amount_text: str
    can_count: bool = False

    @property
    def outcome(self) -> Outcome:
        return self.assessment.outcome

    @property
    def certainty(self) -> Certainty:
        return self.assessment.certainty


@dataclass(frozen=True)
class WorkerFindings:
    """What was found for one row, in the order of the schemes. `counted`: ids in the totals; `gives_way` id → the
    scheme that was counted in its place."""

    number: int
    label: str
    findings: tuple[Finding, ...]
    counted: tuple[str, ...]
    gives_way: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SchemeSums:
    """One scheme over the whole list; for `FIRM`, over the firm. `total`: the yuan counted, by period."""

    scheme: Scheme
    scope: Scope
    certainty: Certainty
    met: int = 0
    not_met: int = 0
    undetermined: int = 0
    counted: int = 0
    without_amount: int = 0
    total: Totals = field(default_factory=Totals)
    firm_finding: Finding | None = None


@dataclass(frozen=True)
class WorkersResult:
    """A whole list, judged. `total` is current and counted, `possible` must be verified: never added up.

    `problems` in the order of rows; every row of the list is in `workers`, those with problems too.
    """

    day: date
    digest: str
    workers: tuple[WorkerFindings, ...]
    schemes: tuple[SchemeSums, ...]
    total: Totals
    possible: Totals
    problems: tuple[RowProblem, ...] = ()
    columns: ColumnsRead = field(default_factory=ColumnsRead)
    firm_ignored: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def all_ignored(self) -> tuple[tuple[str, str], ...]:
        """Columns and answers that were not used, with the reason."""
        return (*self.columns.ignored, *self.firm_ignored)
