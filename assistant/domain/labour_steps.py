"""What may happen to a labour request in which state, and what it becomes by it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from assistant.domain.case_policy import Due, Urgency, round_the_clock
from assistant.domain.errors import ConflictError, InvalidInputError
from assistant.domain.labour_requests import (
    LIVE_LABOUR_STATES,
    Dispatch,
    DispatchKind,
    LabourEvent,
    LabourEventKind,
    LabourRequest,
    LabourState,
)

_LOWEST_MARK, _HIGHEST_MARK = 1, 5
_LONGEST_TEXT = 500


@dataclass(frozen=True)
class LabourPolicy:
    """How many working minutes there are for each order. `due(at, minutes)`: the moment so many of them after `at`.

    Staff are warned `warning_minutes`, by the clock, before anything is due. The figures stand with the teams.
    """

    accept_minutes: int
    dispatch_minutes: int
    evaluate_minutes: int
    warning_minutes: int
    due: Due = round_the_clock

    def due_in(self, state: LabourState, at: datetime) -> datetime | None:
        """Until when the next order is due for a request that is in the state since then; None: it rests."""
        minutes = {
            LabourState.PUBLISHED: self.accept_minutes,
            LabourState.ACCEPTED: self.dispatch_minutes,
            LabourState.DISPATCHED: self.evaluate_minutes,
        }.get(state)
        return None if minutes is None else self.due(at, minutes)

    def urgency(self, request: LabourRequest, at: datetime) -> Urgency:
        """Overdue from the very moment something is due; a request that rests is calm."""
        if request.due_at is None or at < request.due_at - timedelta(minutes=self.warning_minutes):
            return Urgency.CALM
        return Urgency.OVERDUE if at >= request.due_at else Urgency.SOON


@dataclass(frozen=True)
class LabourHappening:
    """Who does what to a request, and when. `mark`: the employer's verdict. `code_digest`: of a new code."""

    kind: LabourEventKind
    actor: str
    at: datetime
    text: str = ""
    dispatch: Dispatch | None = None
    mark: int | None = None
    code_digest: str | None = field(default=None, repr=False)

    def as_event(self, number: str) -> LabourEvent:
        """The line of the history. What staff note, or hear on the telephone, the employer does not see."""
        text = self.text if self.mark is None else "；".join(filter(None, (f"{self.mark}分", self.text)))
        return LabourEvent(number, self.at, self.actor, self.kind, text, self.dispatch, self.kind in _INTERNAL)


def advance_request(request: LabourRequest, happening: LabourHappening, policy: LabourPolicy) -> LabourRequest:
    """The request after it, one version on.

    Raises ConflictError where the state does not allow it, InvalidInputError where something is missing; both in words
    for whoever tried.
    """
    if request.state not in LABOUR_STATES_FOR.get(happening.kind, frozenset()):
        raise ConflictError(f"{_STANDS[request.state]}，{_CANNOT.get(happening.kind, '这一步现在做不了。')}")
    if len(happening.text) > _LONGEST_TEXT:
        raise InvalidInputError(f"内容太长了，最多 {_LONGEST_TEXT} 个字。")
    return replace(_STEPS[happening.kind](request, happening, policy), version=request.version + 1)


#: What may happen in which states; `PUBLISHED` only ever begins a history.
LABOUR_STATES_FOR: Mapping[LabourEventKind, frozenset[LabourState]] = {
    LabourEventKind.ACCEPTED: frozenset({LabourState.PUBLISHED}),
    LabourEventKind.GIVEN_BACK: frozenset({LabourState.ACCEPTED}),
    LabourEventKind.TAKEN_OVER: frozenset({LabourState.ACCEPTED, LabourState.DISPATCHED}),
    LabourEventKind.DISPATCHED: frozenset({LabourState.ACCEPTED, LabourState.DISPATCHED}),
    LabourEventKind.NOTED: frozenset(LabourState) - {LabourState.WITHDRAWN},
    LabourEventKind.CALLED: frozenset({LabourState.DISPATCHED}),
    LabourEventKind.EVALUATED: frozenset({LabourState.DISPATCHED}),
    LabourEventKind.WITHDRAWN: LIVE_LABOUR_STATES,
    LabourEventKind.CODE_ISSUED: frozenset(LabourState) - {LabourState.WITHDRAWN},
}
_INTERNAL = frozenset({LabourEventKind.NOTED, LabourEventKind.CALLED, LabourEventKind.GIVEN_BACK})
_STANDS = {
    LabourState.PUBLISHED: "这份用工需求还在等待接单",
    LabourState.ACCEPTED: "这份用工需求已经有同事接单",
    LabourState.DISPATCHED: "这份用工需求已经派单",
    LabourState.EVALUATED: "这份用工需求已经评单",
    LabourState.WITHDRAWN: "这份用工需求已经撤回",
}
_CANNOT = {
    LabourEventKind.ACCEPTED: "不能再接单。",
    LabourEventKind.GIVEN_BACK: "不能退回。",
    LabourEventKind.TAKEN_OVER: "不用接手。还没有人接的可以直接接单。",
    LabourEventKind.DISPATCHED: "不能派单。要派单请先接单。",
    LabourEventKind.NOTED: "不能再写备注。",
    LabourEventKind.CALLED: "派单以后才需要回访。",
    LabourEventKind.EVALUATED: "现在不能评单。派单以后可以评一次。",
    LabourEventKind.WITHDRAWN: "不能撤回。",
    LabourEventKind.CODE_ISSUED: "不能再发查询码。",
}


def _accept(request: LabourRequest, happening: LabourHappening, policy: LabourPolicy) -> LabourRequest:
    return replace(_in_state(request, LabourState.ACCEPTED, happening, policy), owner=happening.actor)


def _give_back(request: LabourRequest, happening: LabourHappening, policy: LabourPolicy) -> LabourRequest:
    return replace(_in_state(request, LabourState.PUBLISHED, happening, policy), owner=None)


def _take_over(request: LabourRequest, happening: LabourHappening, policy: LabourPolicy) -> LabourRequest:
    """Another owner gets no more time."""
    return replace(request, owner=happening.actor)


def _dispatch(request: LabourRequest, happening: LabourHappening, policy: LabourPolicy) -> LabourRequest:
    to = happening.dispatch
    if to is None:
        raise InvalidInputError("请选派什么：岗位、求职者、培训班还是合作机构。")
    if to.kind in (DispatchKind.VACANCIES, DispatchKind.PROFILES) and not to.references:
        raise InvalidInputError("请至少勾选一条，再派单。")
    if to.kind in (DispatchKind.TRAINING, DispatchKind.PARTNER) and not to.text.strip():
        raise InvalidInputError("请写明派给哪个机构，或者哪个培训班。")
    return _in_state(request, LabourState.DISPATCHED, happening, policy)


def _stay(request: LabourRequest, happening: LabourHappening, policy: LabourPolicy) -> LabourRequest:
    if not happening.text.strip():
        raise InvalidInputError("还没有写内容。")
    return request


def _call(request: LabourRequest, happening: LabourHappening, policy: LabourPolicy) -> LabourRequest:
    """The employer was asked how it went: the verdict may take as long once more."""
    stayed = _stay(request, happening, policy)
    return replace(stayed, due_at=policy.due_in(LabourState.DISPATCHED, happening.at))


def _evaluate(request: LabourRequest, happening: LabourHappening, policy: LabourPolicy) -> LabourRequest:
    if happening.mark is None or not _LOWEST_MARK <= happening.mark <= _HIGHEST_MARK:
        raise InvalidInputError("请给出 1 到 5 分的评价。")
    evaluated = _in_state(request, LabourState.EVALUATED, happening, policy)
    return replace(evaluated, mark=happening.mark, closed_at=happening.at)


def _withdraw(request: LabourRequest, happening: LabourHappening, policy: LabourPolicy) -> LabourRequest:
    """What was looked for stays, in fields; who looked for it, and the way to read it, does not."""
    terms = replace(request.terms, employer="", place="", more="")
    withdrawn = _in_state(request, LabourState.WITHDRAWN, happening, policy)
    return replace(withdrawn, terms=terms, code_digest=None, closed_at=happening.at)


def _issue_code(request: LabourRequest, happening: LabourHappening, policy: LabourPolicy) -> LabourRequest:
    if not happening.code_digest:
        raise InvalidInputError("没有新的查询码。")
    return replace(request, code_digest=happening.code_digest)


def _in_state(
    request: LabourRequest, state: LabourState, happening: LabourHappening, policy: LabourPolicy
) -> LabourRequest:
    return replace(request, state=state, due_at=policy.due_in(state, happening.at))


_STEPS: Mapping[LabourEventKind, Callable[[LabourRequest, LabourHappening, LabourPolicy], LabourRequest]] = {
    LabourEventKind.ACCEPTED: _accept,
    LabourEventKind.GIVEN_BACK: _give_back,
    LabourEventKind.TAKEN_OVER: _take_over,
    LabourEventKind.DISPATCHED: _dispatch,
    LabourEventKind.NOTED: _stay,
    LabourEventKind.CALLED: _call,
    LabourEventKind.EVALUATED: _evaluate,
    LabourEventKind.WITHDRAWN: _withdraw,
    LabourEventKind.CODE_ISSUED: _issue_code,
}
