"""What an employer does with their labour request: send it off by form, follow, withdraw and evaluate it by code."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.domain.cases import PERSON
from assistant.domain.contacts import ContactDetails, LeftContact, MaskedContact, masked
from assistant.domain.errors import InvalidInputError, NotFoundError
from assistant.domain.labour_requests import (
    LabourEvent,
    LabourEventKind,
    LabourRequest,
    LabourState,
    LabourTerms,
    check_terms,
)
from assistant.domain.labour_steps import LabourHappening
from assistant.services.case_contacts import wording_digest
from assistant.services.case_steps import code_from
from assistant.services.labour_drafts import LabourDrafts
from assistant.services.labour_parts import LabourParts, labour_code_digest, take_labour_step_anyway

_NO_CONSENT = "要先勾选同意，我们才能收下这份用工需求：没有联系人，工作人员没法和您对接。"
_NO_PHONE = "请留一个联系电话，工作人员接单后会打给您。"
_BAD_FORM = "这张表单已经失效，请重新打开再填一次。"
NO_MATCH = "编号和查询码对不上，请核对后再试。查询码丢了的话，可以请工作人员重发。"
_FORM_KEY = re.compile(r"[A-Za-z0-9_-]{22,64}")
_LONGEST_COMMENT = 500
_NO_DIGEST = "0" * 64


@dataclass(frozen=True)
class DraftRef:
    """A draft, and the conversation of whoever sends it off; that they hold it has been checked."""

    conversation_id: str
    draft_id: str


@dataclass(frozen=True)
class SentOff:
    """The receipt. The same form gives the same one again."""

    number: str
    code: str


@dataclass(frozen=True)
class EmployersRequest:
    """What the employer sees: never who works on it, nor notes of staff, nor whom a job seeker's reference is of.

    `due_at`: until when the next order is due, None once the request rests.
    """

    number: str
    terms: LabourTerms
    state: LabourState
    published_at: datetime
    due_at: datetime | None
    mark: int | None
    events: Sequence[LabourEvent]
    contact: MaskedContact | None


class EmployerRequests:
    """Methods with `code` raise NotFoundError where number and code do not belong together, in the same words for
    either; ConflictError where the state does not allow it. All may raise UnavailableError."""

    def __init__(self, parts: LabourParts, drafts: LabourDrafts) -> None:
        self._parts, self._drafts = parts, drafts

    def new_form_key(self) -> str:
        """What a form carries so that it is sent off once, and its code cannot be guessed."""
        return secrets.token_urlsafe(24)

    def drafted(self, draft: DraftRef) -> LabourTerms:
        """What the form begins with. Raises as `LabourDrafts.get`."""
        return self._drafts.get(draft.conversation_id, draft.draft_id)

    def send_off(
        self,
        terms: LabourTerms,
        details: ContactDetails,
        agreed_to: str,
        form_key: str,
        draft: DraftRef | None = None,
    ) -> SentOff:
        """发单: everything is checked again and kept in one step; the same form a second time changes nothing.

        `agreed_to`: the wording of the consent; empty: not agreed. Raises InvalidInputError; of a draft as `drafted`,
        and ConflictError where it was sent off by another form.
        """
        if not _FORM_KEY.fullmatch(form_key):
            raise InvalidInputError(_BAD_FORM)
        form_digest, code = hashlib.sha256(f"form:{form_key}".encode()).hexdigest(), code_from(form_key)
        first = self._parts.store.find_of_form(form_digest)
        if first is not None:
            return SentOff(first.number, code)
        if draft is not None:
            self._drafts.get(draft.conversation_id, draft.draft_id)
        if not agreed_to:
            raise InvalidInputError(_NO_CONSENT)
        if not details.phone:
            raise InvalidInputError(_NO_PHONE)
        now = self._parts.clock.now()
        terms = self._without_numbers(terms)
        check_terms(terms, now.date())
        due_at = self._parts.policy().due_in(LabourState.PUBLISHED, now)
        request = LabourRequest("", terms, now, due_at, draft_id=draft.draft_id if draft is not None else None)
        contact = LeftContact(details, now, wording_digest(agreed_to))
        kept = self._parts.store.publish(request, contact, form_digest, lambda number: labour_code_digest(number, code))
        return SentOff(kept.number, code)

    def opens(self, number: str, code: str) -> bool:
        """Whether the two belong together."""
        try:
            self._get(number, code)
        except NotFoundError:
            return False
        return True

    def find(self, number: str, code: str) -> EmployersRequest:
        return self._shown(self._get(number, code))

    def withdraw(self, number: str, code: str) -> None:
        """Name, place, words and contact are erased; the code opens nothing more."""
        happening = LabourHappening(LabourEventKind.WITHDRAWN, PERSON, self._parts.clock.now())
        take_labour_step_anyway(self._parts, self._get(number, code), happening)

    def evaluate(self, number: str, code: str, mark: int, comment: str = "") -> EmployersRequest:
        """评单: 1 to 5, with words. Raises InvalidInputError for another mark."""
        words = self._parts.mask(comment.strip()[:_LONGEST_COMMENT])
        happening = LabourHappening(LabourEventKind.EVALUATED, PERSON, self._parts.clock.now(), words, mark=mark)
        return self._shown(take_labour_step_anyway(self._parts, self._get(number, code), happening))

    def _get(self, number: str, code: str) -> LabourRequest:
        number = number.strip().upper()
        request = self._parts.store.find_request(number)
        kept = request.code_digest if request is not None else None
        given = labour_code_digest(request.number if request is not None else number, code)
        if not hmac.compare_digest(given, kept or _NO_DIGEST) or request is None or kept is None:
            raise NotFoundError(NO_MATCH)
        return request

    def _shown(self, request: LabourRequest) -> EmployersRequest:
        events = self._parts.store.list_events(request.number)
        left = self._parts.store.find_contact(request.number)
        return EmployersRequest(
            number=request.number,
            terms=request.terms,
            state=request.state,
            published_at=request.published_at,
            due_at=request.due_at,
            mark=request.mark,
            events=tuple(_for_employer(event) for event in events if not event.is_internal),
            contact=masked(left) if left is not None else None,
        )

    def _without_numbers(self, terms: LabourTerms) -> LabourTerms:
        """Telephone numbers go into the contact's fields, which are sealed, and nowhere else."""
        mask = self._parts.mask
        occupation = mask(terms.occupation)
        return replace(
            terms,
            employer=mask(terms.employer),
            occupation=occupation,
            occupations=self._parts.occupations_in(occupation),
            place=mask(terms.place),
            more=mask(terms.more),
        )


def _for_employer(event: LabourEvent) -> LabourEvent:
    return replace(event, actor=event.actor if event.actor == PERSON else "staff")
