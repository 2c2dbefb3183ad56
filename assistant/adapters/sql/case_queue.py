"""The queue of cases in SQL: what is most urgent first, and counts."""

from collections import Counter
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, case, func, select

from assistant.adapters.sql.case_records import case_from_row
from assistant.adapters.sql.records import is_storable, member
from assistant.adapters.sql.tables import cases
from assistant.domain.cases import CaseState
from assistant.domain.conversation import HandoverReason
from assistant.services.case_ports import QueueCounts, QueuePage, QueueQuery

# An expression is in no index, so that the order comes out of `ix_cases_queue`: by the bare column, a database would
# rather collect all cases of the states by another index and sort them.
_IN_QUEUE = func.coalesce(cases.c.state, "")


def find_queue(connection: Connection, query: QueueQuery) -> QueuePage:
    """One page, and how many cases there are on all."""
    chosen = _chosen(query)
    total = connection.execute(select(func.count()).select_from(cases).where(*chosen)).scalar_one()
    # The numbers come out of an index that holds all there is to choose by; only the page's own rows are read in full.
    in_order = chosen if query.owner is not None else [_IN_QUEUE.in_(_names(query)), *chosen[1:]]
    numbers = select(cases.c.number).where(*in_order).order_by(cases.c.due_at, cases.c.number)
    numbers = numbers.limit(query.size).offset((query.page - 1) * query.size)
    found = connection.execute(numbers).scalars().all()
    rows = connection.execute(select(cases).where(cases.c.number.in_(found))).mappings().all()
    by_number = {row["number"]: case_from_row(row) for row in rows}
    return QueuePage(tuple(by_number[number] for number in found), int(total))


def count_queue(connection: Connection, query: QueueQuery, at: datetime) -> QueueCounts:
    overdue = func.sum(case((cases.c.due_at < at, 1), else_=0))
    groups = (cases.c.state, cases.c.team, cases.c.reason)
    counted = select(*groups, func.count(), overdue).where(*_chosen(query)).group_by(*groups)
    total = late = 0
    by_state: Counter[CaseState] = Counter()
    by_team: Counter[str] = Counter()
    by_reason: Counter[HandoverReason] = Counter()
    for state, team, reason, count, overdue_count in connection.execute(counted):
        total, late = total + count, late + int(overdue_count)
        by_state[member(CaseState, state, CaseState.OPEN)] += count
        by_team[team] += count
        by_reason[member(HandoverReason, reason, HandoverReason.ASKED)] += count
    return QueueCounts(total, late, dict(by_state), dict(by_team), dict(by_reason))


def _chosen(query: QueueQuery) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = [cases.c.state.in_(_names(query))]
    if query.kinds is not None:
        chosen.append(cases.c.kind.in_([kind.value for kind in query.kinds]))
    if query.reason is not None:
        chosen.append(cases.c.reason == query.reason.value)
    if query.due_before is not None:
        chosen.append(cases.c.due_at < query.due_before)
    if query.claim_ends_before is not None:
        chosen += [cases.c.state == CaseState.CLAIMED.value, cases.c.claim_expires_at <= query.claim_ends_before]
        chosen.append(cases.c.due_at <= query.claim_ends_before)  # a claim that has ended is due: narrows by the index
    for column, wanted in ((cases.c.team, query.team), (cases.c.owner, query.owner)):
        if wanted is not None:
            chosen.append(column == (wanted if is_storable(wanted) else ""))
    return chosen


def _names(query: QueueQuery) -> list[str]:
    return [state.value for state in query.states]
