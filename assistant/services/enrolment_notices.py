"""What people are told of their enrolment outside of its page, and whom a notice of the outbox goes to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant.domain.courses import Course, Intake
from assistant.domain.enrolment_rules import notice_due
from assistant.domain.enrolments import Enrolment, EnrolmentState
from assistant.domain.errors import UnavailableError
from assistant.domain.outgoing_notices import NoticeEnd, NoticeKind, OutgoingNotice
from assistant.services.case_contacts import wording_digest
from assistant.services.clock import Clock
from assistant.services.enrolment_ports import EnrolmentStore, FindIntake
from assistant.services.enrolment_words import dates_words, times_words
from assistant.services.notification_ports import Notification, Notifier, Recipient, RecipientKind

_FORMER_CONSENT = "enrol-consent-former-"


@dataclass(frozen=True)
class EnrolmentNoticeParts:
    """`words`: the texts of the pages in force. `public_url`: where links lead; empty: nobody outside can use one."""

    store: EnrolmentStore
    find_intake: FindIntake
    notifier: Notifier
    clock: Clock
    words: Callable[[], Mapping[str, str]]
    public_url: str = ""


class EnrolmentNotices:
    """`plan` is a chore of any process; `notification` makes ready what the outbox gives out."""

    def __init__(self, parts: EnrolmentNoticeParts) -> None:
        self._parts = parts

    def plan(self) -> int:
        """Puts what the day and the feeds give reason for into the outbox; how many were new."""
        return self._parts.store.plan_notices(self._parts.clock.now())

    def notification(self, notice: OutgoingNotice) -> Notification | NoticeEnd:
        """In words; or why there is nothing to tell any more. Nothing in it says who the person is."""
        parts = self._parts
        enrolment = parts.store.find_enrolment(notice.enrolment_number or "")
        found = None if enrolment is None else parts.find_intake(enrolment.intake_id, enrolment.told_day)
        if enrolment is None or not self._holds(notice, enrolment, found):
            return NoticeEnd.OVER
        base = parts.public_url.rstrip("/")
        link = f"{base}/enrolments/{enrolment.number}" if base else ""
        subject, text = self._in_words(notice.kind, enrolment.number, found, link)
        return Notification(notice.key, self._recipient(enrolment.number), subject, text, link)

    def _holds(self, notice: OutgoingNotice, enrolment: Enrolment, found: tuple[Course, Intake] | None) -> bool:
        if notice.kind is NoticeKind.MOVED_UP:
            return enrolment.state is EnrolmentState.CONFIRMED
        if found is None or not enrolment.is_live:
            return False
        days = (notice.at.date(), self._parts.clock.today())  # one that waited overnight for its channel is still good
        return any(notice_due(found[1], enrolment.state, day) is notice.kind for day in days)

    def _recipient(self, number: str) -> Recipient:
        """The person; whoever runs the service where no channel leads there, or the person was not asked: a seat must
        not be lost since nobody was told, and the number is all they need to pass it on."""
        try:
            left = self._parts.store.find_details(number)
        except UnavailableError:  # the key is missing
            return Recipient()
        if left is None or left.wording in self._former_consents():
            return Recipient()
        person = Recipient(RecipientKind.PERSON, phone=left.details.phone)
        return person if self._parts.notifier.can_reach(person) else Recipient()

    def _former_consents(self) -> frozenset[str]:
        """Digests of the wordings under which details were left before notices were spoken of."""
        words = self._parts.words()
        return frozenset(wording_digest(text) for key, text in words.items() if key.startswith(_FORMER_CONSENT))

    def _in_words(
        self, kind: NoticeKind, number: str, found: tuple[Course, Intake] | None, link: str
    ) -> tuple[str, str]:
        words, today = self._parts.words(), self._parts.clock.today()
        name = f"notice-{kind.value.replace('_', '-')}"
        said = words[f"{name}-text"].replace("{number}", number)
        if found is not None:
            course, intake = found
            when = "，".join(part for part in (dates_words(intake, today), times_words(intake)) if part)
            said = said.replace("{course}", course.title) + (f"\n{when}" if when else "")
        said = said.replace("“{course}”", words["notice-enrolment-course-gone"])
        where = words["notice-enrolment-link"].replace("{link}", link) if link else words["notice-enrolment-no-link"]
        return words[f"{name}-subject"], "\n".join((said, where, words["notice-reply-foot"]))
