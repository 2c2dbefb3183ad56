"""The four orders of a labour request: which step is allowed when, who has it then, and what is due next."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.case_policy import Urgency
from assistant.domain.errors import ConflictError, InvalidInputError
from assistant.domain.labour_requests import (
    MOST_WORKERS,
    Dispatch,
    DispatchKind,
    LabourEventKind,
    LabourRequest,
    LabourState,
    LabourTerms,
    check_terms,
)
from assistant.domain.labour_rights import LabourAction, may_with_request, sees_labour
from assistant.domain.labour_steps import LABOUR_STATES_FOR, LabourHappening, LabourPolicy, advance_request
from assistant.domain.staff import Role, StaffMember
from assistant.domain.vacancies import Pay

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
POLICY = LabourPolicy(accept_minutes=60, dispatch_minutes=600, evaluate_minutes=6000, warning_minutes=10)
TERMS = LabourTerms("示例机械厂", "普工", ("普工",), 20, Pay(5000, 5000, "month"), "yubei", "空港", more="有经验优先")
SENT = LabourRequest("YG-1", TERMS, NOW, NOW + timedelta(minutes=60), code_digest="digest")
PARTNER = Dispatch(DispatchKind.PARTNER, "示例机构")
IN_STATE = {
    LabourState.PUBLISHED: SENT,
    LabourState.ACCEPTED: replace(SENT, state=LabourState.ACCEPTED, owner="li"),
    LabourState.DISPATCHED: replace(SENT, state=LabourState.DISPATCHED, owner="li"),
    LabourState.EVALUATED: replace(SENT, state=LabourState.EVALUATED, owner="li", due_at=None, mark=5),
    LabourState.WITHDRAWN: replace(SENT, state=LabourState.WITHDRAWN, due_at=None),
}


def happening(kind: LabourEventKind, actor: str = "li") -> LabourHappening:
    """One that lacks nothing."""
    return LabourHappening(kind, actor, NOW, "写一句", PARTNER, 4, "another digest")


def do(request: LabourRequest, *kinds: LabourEventKind) -> LabourRequest:
    for kind in kinds:
        request = advance_request(request, happening(kind), POLICY)
    return request


@pytest.mark.parametrize("state", LabourState)
@pytest.mark.parametrize("kind", LabourEventKind)
def test_a_step_is_taken_where_the_table_allows_it_and_refused_in_words_elsewhere(
    state: LabourState, kind: LabourEventKind
) -> None:
    if state in LABOUR_STATES_FOR.get(kind, ()):
        assert do(IN_STATE[state], kind).version == SENT.version + 1
    else:
        with pytest.raises(ConflictError, match="这份用工需求"):
            do(IN_STATE[state], kind)


def test_the_four_orders_follow_each_other_each_with_its_own_deadline() -> None:
    accepted = do(SENT, LabourEventKind.ACCEPTED)
    assert (accepted.state, accepted.owner, accepted.due_at) == (LabourState.ACCEPTED, "li", NOW + timedelta(hours=10))
    dispatched = do(accepted, LabourEventKind.DISPATCHED)
    assert (dispatched.state, dispatched.due_at) == (LabourState.DISPATCHED, NOW + timedelta(hours=100))
    evaluated = do(dispatched, LabourEventKind.EVALUATED)
    assert (evaluated.state, evaluated.mark, evaluated.due_at) == (LabourState.EVALUATED, 4, None)


def test_what_is_given_back_waits_for_acceptance_anew() -> None:
    back = do(SENT, LabourEventKind.ACCEPTED, LabourEventKind.GIVEN_BACK)
    assert (back.state, back.owner, back.due_at) == (LabourState.PUBLISHED, None, NOW + timedelta(hours=1))


def test_another_owner_gets_no_more_time() -> None:
    accepted = replace(do(SENT, LabourEventKind.ACCEPTED), due_at=NOW + timedelta(minutes=5))
    taken = advance_request(accepted, happening(LabourEventKind.TAKEN_OVER, "zhao"), POLICY)
    assert (taken.owner, taken.due_at) == ("zhao", accepted.due_at)


def test_a_call_gives_the_employer_time_once_more() -> None:
    late = replace(IN_STATE[LabourState.DISPATCHED], due_at=NOW - timedelta(days=1))
    assert do(late, LabourEventKind.CALLED).due_at == NOW + timedelta(minutes=6000)


def test_what_is_withdrawn_no_longer_says_who_it_was() -> None:
    gone = do(SENT, LabourEventKind.WITHDRAWN)
    assert (gone.terms.employer, gone.terms.place, gone.terms.more, gone.code_digest) == ("", "", "", None)
    assert gone.terms.headcount == 20


@pytest.mark.parametrize(
    "dispatch",
    [None, Dispatch(DispatchKind.PARTNER, " "), Dispatch(DispatchKind.TRAINING), Dispatch(DispatchKind.PROFILES),
     Dispatch(DispatchKind.VACANCIES, "随便")],
)  # fmt: skip
def test_nothing_is_dispatched_with_nothing(dispatch: Dispatch | None) -> None:
    step = LabourHappening(LabourEventKind.DISPATCHED, "li", NOW, dispatch=dispatch)
    with pytest.raises(InvalidInputError):
        advance_request(IN_STATE[LabourState.ACCEPTED], step, POLICY)


@pytest.mark.parametrize("mark", [None, 0, 6, -1])
def test_a_verdict_is_one_to_five(mark: int | None) -> None:
    step = LabourHappening(LabourEventKind.EVALUATED, "person", NOW, mark=mark)
    with pytest.raises(InvalidInputError):
        advance_request(IN_STATE[LabourState.DISPATCHED], step, POLICY)


@given(st.lists(st.sampled_from(list(LabourEventKind)), max_size=30))
def test_in_any_order_of_events_a_live_request_has_a_deadline_and_an_owner_or_the_queue(
    kinds: list[LabourEventKind],
) -> None:
    request = SENT
    for kind in kinds:
        try:
            request = do(request, kind)
        except ConflictError:
            continue
        assert request.is_live == (request.due_at is not None)
        assert (request.owner is None) or request.state is not LabourState.PUBLISHED
        assert request.owner is not None or request.state in (LabourState.PUBLISHED, LabourState.WITHDRAWN)


def test_urgency_goes_by_the_deadline() -> None:
    at = [NOW, NOW + timedelta(minutes=50), NOW + timedelta(minutes=60)]
    assert [POLICY.urgency(SENT, one) for one in at] == [Urgency.CALM, Urgency.SOON, Urgency.OVERDUE]
    assert POLICY.urgency(IN_STATE[LabourState.EVALUATED], NOW + timedelta(days=99)) is Urgency.CALM


@pytest.mark.parametrize(
    "changed",
    [
        {"employer": ""}, {"occupation": ""}, {"headcount": None}, {"headcount": 0}, {"headcount": MOST_WORKERS + 1},
        {"employer": "厂" * 61}, {"more": "字" * 501}, {"pay": Pay(6000, 5000, "month")}, {"pay": Pay(0, None, "month")},
        {"region_id": None, "place": ""}, {"starts_on": date(2026, 11, 22)},
    ],
)  # fmt: skip
def test_terms_that_cannot_be_worked_with_are_refused(changed: dict[str, object]) -> None:
    with pytest.raises(InvalidInputError):
        check_terms(replace(TERMS, **changed), date(2026, 11, 23))  # type: ignore[arg-type]


def test_terms_need_neither_pay_nor_a_day() -> None:
    check_terms(replace(TERMS, pay=Pay(), starts_on=None, more=""), date(2026, 11, 23))
    check_terms(replace(TERMS, starts_on=date(2026, 11, 23)), date(2026, 11, 23))


MAY = {
    Role.ADVISOR: {"see", "accept", "give_back", "dispatch", "note", "follow_up", "reissue_code", "reveal"},
    Role.SPECIALIST: {"see", "accept", "give_back", "dispatch", "note", "follow_up", "reissue_code", "reveal"},
    Role.SUPERVISOR: set(LabourAction),
    Role.EDITOR: set[str](),
    Role.ADMINISTRATOR: set[str](),
    Role.PROVIDER: set(),
}


@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_on_its_own_request_what_the_table_says(role: Role) -> None:
    member, own = StaffMember("li", role), IN_STATE[LabourState.ACCEPTED]
    assert {action.value for action in LabourAction if may_with_request(member, action, own)} == MAY[role]
    assert sees_labour(member) == bool(MAY[role])


def test_on_a_colleague_s_request_one_only_looks_unless_one_supervises() -> None:
    other = replace(SENT, state=LabourState.ACCEPTED, owner="chen")
    allowed = [action for action in LabourAction if may_with_request(StaffMember("li", Role.ADVISOR), action, other)]
    assert allowed == [LabourAction.SEE, LabourAction.ACCEPT]
    zhao = StaffMember("zhao", Role.SUPERVISOR)
    assert may_with_request(zhao, LabourAction.REVEAL, other) and may_with_request(zhao, LabourAction.TAKE_OVER, other)
    assert not may_with_request(zhao, LabourAction.DISPATCH, other)


@pytest.mark.parametrize("state", [{"is_locked": True}, {"must_change_password": True}])
def test_who_is_locked_out_sees_nothing(state: dict[str, bool]) -> None:
    member = replace(StaffMember("zhao", Role.SUPERVISOR), **state)
    assert not sees_labour(member) and not may_with_request(member, LabourAction.SEE, SENT)
