"""The life of a case: what may happen when, what is due next, what is left in the end."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.case_policy import CasePolicy, CaseTerms, round_the_clock, with_terms
from assistant.domain.case_steps import STATES_FOR, Happening, advance, close
from assistant.domain.cases import (
    LIVE_STATES,
    PERSON,
    Case,
    CaseKind,
    CaseState,
    Deadline,
    DeadlineKind,
    Destination,
    DestinationKind,
    EventKind,
)
from assistant.domain.conversation import HandoverReason
from assistant.domain.errors import ConflictError, InvalidInputError
from tests.plain_policy import PLAIN_POLICY

AT = datetime(2026, 11, 24, 9, 0)
HOUR = timedelta(hours=1)
POLICY = CasePolicy(otherwise=CaseTerms(60, 600), claim_minutes=30, follow_up_minutes=1000, reopen_days=3)
NEW = with_terms(Case("CQ-1", "a", HandoverReason.ASKED, "老板不发工资", AT, attachment="x"), POLICY)
BODY = Destination(DestinationKind.BODY, "劳动监察")
SPECIALIST = Destination(DestinationKind.SPECIALIST, "wang")
KINDS = [kind for kind in EventKind if kind is not EventKind.OPENED]


def happening(kind: EventKind, actor: str = "li", at: datetime = AT, text: str = "写明情况") -> Happening:
    mark = 5 if kind is EventKind.RATED else None
    to = BODY if kind is EventKind.DISPATCHED else None
    return Happening(kind, actor, at, text, to=to, mark=mark, code_digest="d", attachment="y")


def after(*kinds: EventKind, case: Case = NEW) -> Case:
    for kind in kinds:
        case = advance(case, happening(kind), POLICY)
    return case


def in_state(state: CaseState) -> Case:
    ways: dict[CaseState, Sequence[EventKind]] = {
        CaseState.OPEN: (),
        CaseState.CLAIMED: (EventKind.CLAIMED,),
        CaseState.DISPATCHED: (EventKind.CLAIMED, EventKind.DISPATCHED),
        CaseState.RESOLVED: (EventKind.CLAIMED, EventKind.RESOLVED),
        CaseState.RATED: (EventKind.CLAIMED, EventKind.RESOLVED, EventKind.RATED),
        CaseState.WITHDRAWN: (EventKind.WITHDRAWN,),
    }
    return after(*ways[state])


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("kind", KINDS)
def test_a_step_is_taken_where_the_table_allows_it_and_refused_in_words_elsewhere(
    kind: EventKind, state: CaseState
) -> None:
    case = in_state(state)
    step = happening(kind, at=AT + timedelta(days=1))
    if state in STATES_FOR[kind]:
        assert advance(case, step, POLICY).version == case.version + 1
    else:
        with pytest.raises(ConflictError, match=r"^这张工单.+。$"):
            advance(case, step, POLICY)


def test_nothing_opens_a_case_a_second_time() -> None:
    with pytest.raises(ConflictError):
        advance(NEW, happening(EventKind.OPENED), POLICY)


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 5000), st.sampled_from(["li", "wang", PERSON]))))
def test_no_order_of_steps_leaves_a_case_without_an_owner_or_queue_and_a_deadline(
    steps: list[tuple[EventKind, int, str]],
) -> None:
    case, at, taken = NEW, AT, 0
    for kind, minutes, actor in steps:
        at += timedelta(minutes=minutes)
        try:
            case = advance(case, happening(kind, actor, at), POLICY)
        except (ConflictError, InvalidInputError):
            continue
        taken += 1
        has_owner = case.owner is not None
        assert not has_owner if case.state is CaseState.OPEN else True
        assert has_owner if case.state in (CaseState.CLAIMED, CaseState.DISPATCHED) else True
        assert (case.next_deadline is not None) if case.state in LIVE_STATES else True
        assert (case.claim_expires_at is not None) == (case.state is CaseState.CLAIMED)
        assert (case.dispatched_to is not None) == (case.state is CaseState.DISPATCHED)
        assert (case.closed_at is None) == (case.state in LIVE_STATES)
        assert case.summary == "" if case.state is CaseState.WITHDRAWN else True
    assert case.version == NEW.version + taken


def test_what_is_due_next_is_whatever_comes_first() -> None:
    assert NEW.next_deadline == Deadline(DeadlineKind.REPLY, AT + HOUR)
    claimed = after(EventKind.CLAIMED)
    assert claimed.next_deadline == Deadline(DeadlineKind.CLAIM, AT + HOUR / 2)
    replied = advance(claimed, happening(EventKind.REPLIED, at=AT + 9 * HOUR), POLICY)
    assert replied.next_deadline == Deadline(DeadlineKind.CLAIM, AT + 9.5 * HOUR)
    assert after(EventKind.DISPATCHED, case=replied).next_deadline == Deadline(DeadlineKind.RESOLUTION, AT + 10 * HOUR)


def test_a_live_case_nobody_gave_a_deadline_was_due_at_once() -> None:
    bare = Case("CQ-1", "a", HandoverReason.ASKED, "", AT)
    assert bare.next_deadline == Deadline(DeadlineKind.REPLY, AT)


def test_a_reply_is_due_again_once_the_person_has_written() -> None:
    replied = after(EventKind.CLAIMED, EventKind.REPLIED)
    assert (replied.reply_due_at, replied.first_replied_at) == (None, AT)
    later = AT + 5 * HOUR
    heard = advance(replied, happening(EventKind.PERSON_WROTE, PERSON, later), POLICY)
    assert heard.reply_due_at == later + HOUR
    assert advance(heard, happening(EventKind.PERSON_WROTE, PERSON, later + HOUR), POLICY).reply_due_at == later + HOUR


def test_a_step_of_the_owner_keeps_the_claim_and_a_note_of_somebody_else_does_not() -> None:
    claimed = after(EventKind.CLAIMED)
    soon = AT + HOUR / 4
    assert advance(claimed, happening(EventKind.NOTED, "li", soon), POLICY).claim_expires_at == soon + HOUR / 2
    other = advance(claimed, happening(EventKind.NOTED, "chen", soon), POLICY)
    assert other.claim_expires_at == claimed.claim_expires_at


def test_a_claim_ends_when_its_time_is_up_and_not_before() -> None:
    claimed = after(EventKind.CLAIMED)
    with pytest.raises(ConflictError, match="还没有到期"):
        advance(claimed, happening(EventKind.EXPIRED, at=AT + HOUR / 4), POLICY)
    returned = advance(claimed, happening(EventKind.EXPIRED, at=AT + HOUR / 2), POLICY)
    assert replace(returned, version=NEW.version) == NEW


def test_a_specialist_owns_what_is_dispatched_to_them_and_another_body_s_case_stays_with_whoever_sent_it() -> None:
    claimed = after(EventKind.CLAIMED)
    to_body = advance(claimed, happening(EventKind.DISPATCHED), POLICY)
    assert (to_body.owner, to_body.dispatched_to) == ("li", BODY)
    to_wang = advance(claimed, replace(happening(EventKind.DISPATCHED), to=SPECIALIST), POLICY)
    assert (to_wang.owner, to_wang.state) == ("wang", CaseState.DISPATCHED)


@pytest.mark.parametrize("to", [None, Destination(DestinationKind.BODY, "  ")])
def test_a_case_is_dispatched_to_somebody(to: Destination | None) -> None:
    with pytest.raises(InvalidInputError):
        advance(after(EventKind.CLAIMED), replace(happening(EventKind.DISPATCHED), to=to), POLICY)


def test_a_case_is_closed_with_an_outcome_and_asked_about_later() -> None:
    claimed = after(EventKind.CLAIMED)
    with pytest.raises(InvalidInputError):
        advance(claimed, happening(EventKind.RESOLVED, text=" "), POLICY)
    resolved = advance(claimed, happening(EventKind.RESOLVED), POLICY)
    assert (resolved.outcome, resolved.closed_at, resolved.owner) == ("写明情况", AT, "li")
    assert resolved.next_deadline == Deadline(DeadlineKind.FOLLOW_UP, AT + timedelta(minutes=1000))


def test_a_follow_up_names_the_next_one_or_lets_the_case_rest() -> None:
    resolved = after(EventKind.CLAIMED, EventKind.RESOLVED)
    step = happening(EventKind.FOLLOWED_UP, at=AT + HOUR)
    again = advance(resolved, replace(step, next_at=AT + 2 * HOUR), POLICY)
    assert again.next_deadline == Deadline(DeadlineKind.FOLLOW_UP, AT + 2 * HOUR)
    assert advance(again, step, POLICY).next_deadline is None
    for wrong in (replace(step, next_at=AT), replace(step, text="")):
        with pytest.raises(InvalidInputError):
            advance(resolved, wrong, POLICY)


def test_the_operator_closes_a_case_whoever_has_it_and_nobody_asks_again() -> None:
    for case in (NEW, after(EventKind.CLAIMED)):
        closed = close(case, happening(EventKind.RESOLVED, "command_line"))
        assert (closed.state, closed.next_deadline) == (CaseState.RESOLVED, None)


def test_a_case_is_reopened_within_the_period_with_new_deadlines_and_no_verdict() -> None:
    rated = after(EventKind.CLAIMED, EventKind.RESOLVED, EventKind.RATED)
    last = AT + timedelta(days=3)
    reopened = advance(rated, happening(EventKind.REOPENED, PERSON, last), POLICY)
    assert (reopened.state, reopened.owner, reopened.mark, reopened.outcome) == (CaseState.OPEN, None, None, None)
    assert (reopened.reply_due_at, reopened.resolution_due_at) == (last + HOUR, last + 10 * HOUR)
    with pytest.raises(ConflictError, match="3天"):
        advance(rated, happening(EventKind.REOPENED, PERSON, last + HOUR), POLICY)


@pytest.mark.parametrize("mark", [None, 0, 6, -1])
def test_a_verdict_is_one_to_five(mark: int | None) -> None:
    step = replace(happening(EventKind.RATED, PERSON), mark=mark)
    with pytest.raises(InvalidInputError):
        advance(after(EventKind.CLAIMED, EventKind.RESOLVED), step, POLICY)


def test_what_is_withdrawn_keeps_nothing_of_what_the_person_said_nor_of_the_code() -> None:
    gone = after(EventKind.CODE_ISSUED, EventKind.WITHDRAWN)
    assert (gone.summary, gone.attachment, gone.code_digest, gone.next_deadline) == ("", None, None, None)
    erased = after(EventKind.CLAIMED, EventKind.CODE_ISSUED, EventKind.RESOLVED, EventKind.ERASED)
    assert (erased.state, erased.summary, erased.code_digest) == (CaseState.RESOLVED, "", None)
    assert erased.outcome == "写明情况"


def test_a_complaint_is_a_kind_of_its_own_and_goes_to_its_own_team() -> None:
    complaint = with_terms(replace(NEW, reason=HandoverReason.COMPLAINT), PLAIN_POLICY)
    assert (complaint.kind, complaint.team) == (CaseKind.COMPLAINT, "complaints")
    assert (NEW.kind, with_terms(NEW, PLAIN_POLICY).team) == (CaseKind.GENERAL, "general")


def test_a_team_with_hours_of_its_own_is_given_more_time_at_night() -> None:
    def from_nine(at: datetime, minutes: int) -> datetime:
        return at.replace(hour=9) + timedelta(days=1, minutes=minutes)

    policy = CasePolicy({HandoverReason.ASKED: CaseTerms(60, 600, "night", due=from_nine)}, due=round_the_clock)
    opened = with_terms(NEW, policy)
    assert (opened.team, opened.reply_due_at) == ("night", AT + timedelta(days=1) + HOUR)
    assert with_terms(replace(NEW, reason=HandoverReason.ANGER), policy).reply_due_at == AT + 8 * HOUR


@pytest.mark.parametrize("reason", HandoverReason)
def test_every_reason_has_a_reply_due_before_its_resolution(reason: HandoverReason) -> None:
    case = with_terms(replace(NEW, reason=reason), PLAIN_POLICY)
    assert case.reply_due_at is not None and case.resolution_due_at is not None
    assert AT < case.reply_due_at < case.resolution_due_at


def test_the_line_of_the_history_says_where_to_and_the_mark() -> None:
    assert happening(EventKind.DISPATCHED).as_event("CQ-1").text == "劳动监察；写明情况"
    assert replace(happening(EventKind.RATED), text="").as_event("CQ-1").text == "5分"
