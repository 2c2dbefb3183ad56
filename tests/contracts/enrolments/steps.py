"""What the contracts of enrolments do and look at."""

from datetime import timedelta

from assistant.adapters.sql.outbox import SqlNoticeOutbox
from assistant.domain.enrolment_steps import EnrolmentHappening
from assistant.domain.enrolments import EnrolmentEventKind, EnrolmentState
from assistant.domain.outgoing_notices import NoticeEnd, NoticeKind
from tests.enrolment_office import EnrolmentOffice

CONFIRMED, WAITLISTED, WITHDRAWN = EnrolmentState.CONFIRMED, EnrolmentState.WAITLISTED, EnrolmentState.WITHDRAWN


def withdraw(office: EnrolmentOffice, number: str) -> None:
    office.store.take_step(number, EnrolmentHappening(EnrolmentEventKind.WITHDRAWN, "person", office.clock.now()))


def state_of(office: EnrolmentOffice, number: str) -> EnrolmentState:
    found = office.store.find_enrolment(number)
    assert found is not None
    return found.state


def waiting_notices(office: EnrolmentOffice) -> set[tuple[str | None, NoticeKind]]:
    """Of whom and what, in the outbox of all notices; taken out of it."""
    outbox, now, found = SqlNoticeOutbox(office.engine), office.clock.now(), set[tuple[str | None, NoticeKind]]()
    while (notice := outbox.claim_due(now, now + timedelta(minutes=5))) is not None:
        outbox.end(notice.key, NoticeEnd.TOLD, now)
        found.add((notice.enrolment_number, notice.kind))
    return found
