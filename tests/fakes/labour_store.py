"""Labour requests in memory."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from assistant.domain.cases import PERSON
from assistant.domain.contacts import LeftContact
from assistant.domain.errors import ConflictError, NotFoundError
from assistant.domain.labour_requests import LabourEvent, LabourEventKind, LabourRequest
from assistant.services.labour_ports import LabourCounts, LabourPage, LabourQuery

_FAR_AHEAD = datetime(9000, 1, 1, tzinfo=UTC)


class FakeLabourStore:
    def __init__(self) -> None:
        self._requests: dict[str, LabourRequest] = {}
        self._events: dict[str, list[LabourEvent]] = {}
        self._contacts: dict[str, LeftContact] = {}
        self._forms: dict[str, str] = {}
        self._lock = threading.RLock()

    def publish(
        self, request: LabourRequest, contact: LeftContact, form_digest: str, code_digest_of: Callable[[str], str]
    ) -> LabourRequest:
        with self._lock:
            if form_digest in self._forms:
                return self._requests[self._forms[form_digest]]
            drafts = [one.number for one in self._requests.values() if one.draft_id == request.draft_id is not None]
            if drafts:
                raise ConflictError(drafts[0])
            number = f"YG-{request.published_at:%Y%m%d}-{len(self._requests) + 1:04d}-K3"
            kept = replace(request, number=number, code_digest=code_digest_of(number), version=1)
            self._requests[number], self._contacts[number] = kept, contact
            self._events[number] = [LabourEvent(number, kept.published_at, PERSON, LabourEventKind.PUBLISHED)]
            self._forms[form_digest] = number
            return kept

    def find_of_form(self, form_digest: str) -> LabourRequest | None:
        return self._requests.get(self._forms.get(form_digest, ""))

    def find_request(self, number: str) -> LabourRequest | None:
        return self._requests.get(number)

    def save_request(self, request: LabourRequest, event: LabourEvent) -> LabourRequest:
        with self._lock:
            former = self._requests.get(request.number)
            if former is None:
                raise NotFoundError(request.number)
            if former.version != request.version - 1:
                raise ConflictError(request.number)
            events = self._events[request.number]
            if event.kind is LabourEventKind.WITHDRAWN:
                self._contacts.pop(request.number, None)
                events[:] = [replace(one, text="", dispatch=None) for one in events]
                event = replace(event, text="", dispatch=None)
            events.append(event)
            self._requests[request.number] = request
            return request

    def list_events(self, number: str) -> Sequence[LabourEvent]:
        return tuple(self._events.get(number, ()))

    def find_contact(self, number: str) -> LeftContact | None:
        return self._contacts.get(number)

    def drop_contacts(self, closed_before: datetime) -> int:
        old = [
            one.number
            for one in self._requests.values()
            if not one.is_live and one.closed_at is not None and one.closed_at < closed_before
        ]
        return sum(self._contacts.pop(number, None) is not None for number in old)

    def find_queue(self, query: LabourQuery) -> LabourPage:
        chosen = [
            one
            for one in self._requests.values()
            if one.state in query.states
            and (query.owner is None or one.owner == query.owner)
            and (query.due_before is None or (one.due_at or _FAR_AHEAD) < query.due_before)
        ]
        chosen.sort(key=lambda one: (one.due_at or _FAR_AHEAD, one.number))
        start = (query.page - 1) * query.size
        return LabourPage(tuple(chosen[start : start + query.size]), len(chosen))

    def count_queue(self, at: datetime) -> LabourCounts:
        late = sum(one.due_at is not None and one.due_at < at for one in self._requests.values())
        return LabourCounts(late, dict(Counter(one.state for one in self._requests.values())))
