"""What every service around labour requests needs, and one step of a request."""

from collections.abc import Callable
from dataclasses import dataclass

from assistant.domain.errors import ConflictError, NotFoundError
from assistant.domain.labour_requests import LabourRequest
from assistant.domain.labour_steps import LabourHappening, LabourPolicy, advance_request
from assistant.services.case_steps import code_digest
from assistant.services.clock import Clock
from assistant.services.labour_ports import LabourStore

_ATTEMPTS = 5
NO_REQUEST = "没有找到这份用工需求。请核对编号。"


@dataclass(frozen=True)
class LabourParts:
    """`policy`: the terms in force when it is called. `mask`: a text without personal numbers. `occupations_in`: the
    everyday names of ours that words of an employer stand for."""

    store: LabourStore
    policy: Callable[[], LabourPolicy]
    clock: Clock
    mask: Callable[[str], str]
    occupations_in: Callable[[str], tuple[str, ...]]


def take_labour_step(parts: LabourParts, request: LabourRequest, happening: LabourHappening) -> LabourRequest:
    """The request after it. Raises ConflictError where its state does not allow it, or somebody else was faster."""
    changed = advance_request(request, happening, parts.policy())
    try:
        return parts.store.save_request(changed, happening.as_event(request.number))
    except ConflictError:
        # Where the step is no longer allowed, that says more than that something has changed.
        advance_request(get_request(parts.store, request.number), happening, parts.policy())
        raise


def take_labour_step_anyway(parts: LabourParts, request: LabourRequest, happening: LabourHappening) -> LabourRequest:
    """As above, but what somebody else did meanwhile is no hindrance where the step is still allowed."""
    for _ in range(_ATTEMPTS):
        try:
            return take_labour_step(parts, request, happening)
        except ConflictError:
            former, request = request, get_request(parts.store, request.number)
            if request.version == former.version:
                raise
    raise ConflictError("同时有别的操作在进行，这一步没有保存。请再试一次。")


def get_request(store: LabourStore, number: str) -> LabourRequest:
    """Raises NotFoundError."""
    request = store.find_request(number.strip().upper())
    if request is None:
        raise NotFoundError(NO_REQUEST)
    return request


def labour_code_digest(number: str, code: str) -> str:
    """What is kept of the code of a request."""
    return code_digest(number, code)
