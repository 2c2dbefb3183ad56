"""What may happen to a case in which state, and what it becomes by it.

Who may do it is another question: `case_rights.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from assistant.domain.case_policy import CasePolicy
from assistant.domain.cases import (
    CLOSED_STATES,
    LIVE_STATES,
    Case,
    CaseEvent,
    CaseState,
    Destination,
    DestinationKind,
    EventKind,
)
from assistant.domain.errors import ConflictError, InvalidInputError


@dataclass(frozen=True)
class Happening:
    """Who does what to a case, and when.

    `text`: the outcome, or the reason. `to`: where a case is dispatched. `mark`: the person's verdict. `next_at`: when
    somebody asks again how it went. `code_digest`: of a new code. `attachment`: what is added to it.
    """

    kind: EventKind
    actor: str
    at: datetime
    text: str = ""
    to: Destination | None = None
    mark: int | None = None
    next_at: datetime | None = None
    code_digest: str | None = field(default=None, repr=False)
    attachment: str | None = None

    def as_event(self, number: str) -> CaseEvent:
        """The line of the history."""
        text = self.text
        if self.to is not None:
            text = "；".join(filter(None, (self.to.name, text)))
        if self.mark is not None:
            text = "；".join(filter(None, (f"{self.mark}分", text)))
        return CaseEvent(number, self.at, self.actor, self.kind, text)


def advance(case: Case, happening: Happening, policy: CasePolicy) -> Case:
    """The case after it, one version on.

    Raises ConflictError where the state does not allow it, InvalidInputError where something is missing; both in words
    for whoever tried.
    """
    if case.state not in STATES_FOR.get(happening.kind, frozenset()):
        raise ConflictError(f"{_STANDS[case.state]}，{_CANNOT.get(happening.kind, '这一步现在做不了。')}")
    return replace(_STEPS[happening.kind](case, happening, policy), version=case.version + 1)


def close(case: Case, happening: Happening) -> Case:
    """Resolved as the operator does it: whoever has the case, and nobody asks again."""
    return replace(advance(case, happening, CasePolicy()), follow_up_due_at=None)


#: What may happen in which states; `OPENED` only ever begins a history.
STATES_FOR: Mapping[EventKind, frozenset[CaseState]] = {
    EventKind.ATTACHED: LIVE_STATES,
    EventKind.CLAIMED: frozenset({CaseState.OPEN}),
    EventKind.GIVEN_BACK: frozenset({CaseState.CLAIMED, CaseState.DISPATCHED}),
    EventKind.EXPIRED: frozenset({CaseState.CLAIMED}),
    EventKind.TAKEN_OVER: frozenset({CaseState.CLAIMED, CaseState.DISPATCHED}),
    EventKind.DISPATCHED: frozenset({CaseState.CLAIMED, CaseState.DISPATCHED}),
    EventKind.REPLIED: frozenset({CaseState.CLAIMED, CaseState.DISPATCHED}),
    EventKind.NOTED: frozenset(CaseState) - {CaseState.WITHDRAWN},
    EventKind.PERSON_WROTE: LIVE_STATES,
    EventKind.RESOLVED: LIVE_STATES,
    EventKind.FOLLOWED_UP: CLOSED_STATES,
    EventKind.REOPENED: CLOSED_STATES,
    EventKind.RATED: frozenset({CaseState.RESOLVED}),
    EventKind.WITHDRAWN: LIVE_STATES,
    EventKind.ERASED: frozenset(CaseState) - LIVE_STATES,
    EventKind.CODE_ISSUED: frozenset(CaseState) - {CaseState.WITHDRAWN},
}

_STANDS = {
    CaseState.OPEN: "这张工单还在队列里，没有人认领",
    CaseState.CLAIMED: "这张工单已经有同事在处理",
    CaseState.DISPATCHED: "这张工单已经派出",
    CaseState.RESOLVED: "这张工单已经办结",
    CaseState.RATED: "这张工单已经办结并评价",
    CaseState.WITHDRAWN: "这张工单已经撤回",
}
_CANNOT = {
    EventKind.CLAIMED: "不能再认领。请看看队列里的下一张。",
    EventKind.GIVEN_BACK: "不用退回。",
    EventKind.EXPIRED: "没有需要收回的认领。",
    EventKind.TAKEN_OVER: "不用接手。没有人处理的工单可以直接认领。",
    EventKind.DISPATCHED: "现在不能派出。需要派出的工单请先认领。",
    EventKind.REPLIED: "现在不能回复。需要回复的工单请先认领；已办结的可以重新打开。",
    EventKind.NOTED: "不能再写备注。",
    EventKind.PERSON_WROTE: "不能再补充。如果事情还没有解决，可以重新打开，或者另外找人工。",
    EventKind.RESOLVED: "不能再办结一次。",
    EventKind.FOLLOWED_UP: "回访要等办结以后。",
    EventKind.REOPENED: "不能重新打开。",
    EventKind.RATED: "现在不能评价。办结以后可以评价一次。",
    EventKind.WITHDRAWN: "不能撤回。",
    EventKind.CODE_ISSUED: "不能再发查询码。",
}
_TOO_LATE = "这张工单办结已经超过{}天，不能重新打开了。事情还没有解决的话，请重新找人工，我们另开一张。"
_LOWEST_MARK, _HIGHEST_MARK = 1, 5


def _attach(case: Case, happening: Happening, policy: CasePolicy) -> Case:
    return replace(case, attachment="\n".join(filter(None, (case.attachment, happening.attachment))))


def _claim(case: Case, happening: Happening, policy: CasePolicy) -> Case:
    expires = policy.claim_expires(case.reason, happening.at)
    return replace(case, state=CaseState.CLAIMED, owner=happening.actor, dispatched_to=None, claim_expires_at=expires)


def _return(case: Case, happening: Happening, policy: CasePolicy) -> Case:
    return replace(case, state=CaseState.OPEN, owner=None, dispatched_to=None, claim_expires_at=None)


def _expire(case: Case, happening: Happening, policy: CasePolicy) -> Case:
    if case.claim_expires_at is None or happening.at < case.claim_expires_at:
        raise ConflictError("这张工单的认领还没有到期，不能收回。")
    return _return(case, happening, policy)


def _dispatch(case: Case, happening: Happening, policy: CasePolicy) -> Case:
    if happening.to is None or not happening.to.name.strip():
        raise InvalidInputError("请写明派给哪位专员，或者派给哪个单位。")
    owner = happening.to.name if happening.to.kind is DestinationKind.SPECIALIST else happening.actor
    return replace(case, state=CaseState.DISPATCHED, owner=owner, dispatched_to=happening.to, claim_expires_at=None)


def _reply(case: Case, happening: Happening, policy: CasePolicy) -> Case:
    answered = replace(case, reply_due_at=None, first_replied_at=case.first_replied_at or happening.at)
    return _stay(answered, happening, policy)


def _stay(case: Case, happening: Happening, policy: CasePolicy) -> Case:
    """A step of the owner keeps the claim alive."""
    if case.state is not CaseState.CLAIMED or case.owner != happening.actor:
        return case
    return replace(case, claim_expires_at=policy.claim_expires(case.reason, happening.at))


def _hear(case: Case, happening: Happening, policy: CasePolicy) -> Case:
    return replace(case, reply_due_at=case.reply_due_at or policy.reply_due(case.reason, happening.at))


def _resolve(case: Case, happening: Happening, policy: CasePolicy) -> Case:
    if not happening.text.strip():
        raise InvalidInputError("请用一句话写明结果，再办结。")
    _require_ahead(happening)
    return replace(
        _at_rest(case, CaseState.RESOLVED),
        closed_at=happening.at,
        outcome=happening.text.strip(),
        follow_up_due_at=happening.next_at or policy.follow_up_due(case.reason, happening.at),
    )


def _follow_up(case: Case, happening: Happening, policy: CasePolicy) -> Case:
    if not happening.text.strip():
        raise InvalidInputError("请用一句话写明回访的情况。")
    _require_ahead(happening)
    return replace(case, follow_up_due_at=happening.next_at)


def _require_ahead(happening: Happening) -> None:
    if happening.next_at is not None and happening.next_at <= happening.at:
        raise InvalidInputError("下次回访的时间已经过去了，请另选一个。")


def _reopen(case: Case, happening: Happening, policy: CasePolicy) -> Case:
    if case.closed_at is not None and happening.at > policy.reopens_until(case.closed_at):
        raise ConflictError(_TOO_LATE.format(policy.reopen_days))
    return replace(
        _at_rest(case, CaseState.OPEN),
        owner=None,
        closed_at=None,
        outcome=None,
        mark=None,
        reply_due_at=policy.reply_due(case.reason, happening.at),
        resolution_due_at=policy.resolution_due(case.reason, happening.at),
    )


def _rate(case: Case, happening: Happening, policy: CasePolicy) -> Case:
    if happening.mark is None or not _LOWEST_MARK <= happening.mark <= _HIGHEST_MARK:
        raise InvalidInputError("请给出 1 到 5 分的评价。")
    return replace(case, state=CaseState.RATED, mark=happening.mark)


def _withdraw(case: Case, happening: Happening, policy: CasePolicy) -> Case:
    return replace(_erase(_at_rest(case, CaseState.WITHDRAWN), happening, policy), closed_at=happening.at)


def _erase(case: Case, happening: Happening, policy: CasePolicy) -> Case:
    """Nothing of what the person said, nor of the way to read it; what staff found stays."""
    return replace(case, summary="", attachment=None, code_digest=None)


def _issue_code(case: Case, happening: Happening, policy: CasePolicy) -> Case:
    if not happening.code_digest:
        raise InvalidInputError("没有新的查询码。")
    return replace(case, code_digest=happening.code_digest)


def _at_rest(case: Case, state: CaseState) -> Case:
    """In the state, with nothing due; who had the case last stays known."""
    return replace(
        case,
        state=state,
        dispatched_to=None,
        reply_due_at=None,
        resolution_due_at=None,
        claim_expires_at=None,
        follow_up_due_at=None,
    )


_STEPS: Mapping[EventKind, Callable[[Case, Happening, CasePolicy], Case]] = {
    EventKind.ATTACHED: _attach,
    EventKind.CLAIMED: _claim,
    EventKind.GIVEN_BACK: _return,
    EventKind.EXPIRED: _expire,
    EventKind.TAKEN_OVER: _claim,
    EventKind.DISPATCHED: _dispatch,
    EventKind.REPLIED: _reply,
    EventKind.NOTED: _stay,
    EventKind.PERSON_WROTE: _hear,
    EventKind.RESOLVED: _resolve,
    EventKind.FOLLOWED_UP: _follow_up,
    EventKind.REOPENED: _reopen,
    EventKind.RATED: _rate,
    EventKind.WITHDRAWN: _withdraw,
    EventKind.ERASED: _erase,
    EventKind.CODE_ISSUED: _issue_code,
}
