"""Telling what waits in the outbox: whom it goes to is looked up now, and forgotten with the call.

A notice is handed over at least once. The process may die between the channel's yes and the mark that says so; then the
same notice, under the same key, is handed over again.
"""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from assistant.domain.case_policy import CasePolicy
from assistant.domain.errors import AssistantError, InvalidInputError
from assistant.domain.outgoing_notices import LONGEST_TRIED, NoticeEnd, NoticeKind, OutgoingNotice, wait_after
from assistant.services.case_contacts import wording_digest
from assistant.services.case_ports import CaseDeskStore
from assistant.services.clock import Clock
from assistant.services.contact_ports import ContactStore
from assistant.services.notice_teams import NoticeTeam
from assistant.services.notice_words import DigestLine, digest_words, reply_words
from assistant.services.notification_ports import NoticeOutbox, Notification, Notifier, Recipient, RecipientKind
from assistant.services.turn_log import log_failure

_log = logging.getLogger(__name__)
#: Longer than any channel may take: a process that dies while it sends keeps a notice back for no longer.
_CLAIM = timedelta(minutes=5)
_KEPT = timedelta(days=90)
_MOST_AT_ONCE = 200
_MOST_FAILURES = 3
_FORMER_CONSENT = "contact-consent-former-"


#: A notice made ready for its channel; or why there is nothing to tell.
NotificationOf = Callable[[OutgoingNotice], Notification | NoticeEnd]


@dataclass(frozen=True)
class NoticeParts:
    """What notices are told with. `words`: the texts of the pages in force. `teams`: by id. `display_name`: how people
    see an account. `public_url`: where links lead; empty: an address nobody outside can use, which is then left out.
    `of_enrolment`: makes those of enrolments ready."""

    outbox: NoticeOutbox
    cases: CaseDeskStore
    contacts: ContactStore
    notifier: Notifier
    clock: Clock
    policy: Callable[[], CasePolicy]
    words: Callable[[], Mapping[str, str]]
    teams: Callable[[], Mapping[str, NoticeTeam]]
    display_name: Callable[[str], str]
    public_url: str = ""
    of_enrolment: NotificationOf | None = None


def former_consents(words: Mapping[str, str]) -> frozenset[str]:
    """Digests of the wordings under which contact details were left before notices were spoken of."""
    return frozenset(wording_digest(text) for key, text in words.items() if key.startswith(_FORMER_CONSENT))


class TellNotices:
    """`run_once` may be called by any process at any time: each notice is one process' at a time."""

    def __init__(self, parts: NoticeParts) -> None:
        self._parts = parts

    def run_once(self) -> int:
        """How many were told. A channel that refuses again and again is left alone until the next run."""
        told = failures = 0
        for _ in range(_MOST_AT_ONCE):
            now = self._parts.clock.now()
            notice = self._parts.outbox.claim_due(now, now + _CLAIM) if failures < _MOST_FAILURES else None
            if notice is None:
                break
            try:
                how = self._tell(notice)
            except InvalidInputError:
                how = NoticeEnd.NO_ADDRESS
            except Exception as error:  # whatever a channel raises must not keep the others from being told
                _log.error("a notice could not be told: %s", type(error).__name__)
                failures += 1
                self._put_off(notice)
                continue
            self._parts.outbox.end(notice.key, how, self._parts.clock.now())
            told += how is NoticeEnd.TOLD
        if failures:
            self._log_waiting()
        return told

    def drop_old(self) -> int:
        """Removes what has ended long ago; how many."""
        return self._parts.outbox.drop_ended(self._parts.clock.now() - _KEPT)

    def _tell(self, notice: OutgoingNotice) -> NoticeEnd:
        notification = self._ready(notice)
        if isinstance(notification, NoticeEnd):
            return notification
        self._parts.notifier.notify(notification)
        return NoticeEnd.TOLD

    def _ready(self, notice: OutgoingNotice) -> Notification | NoticeEnd:
        if notice.kind is NoticeKind.CASE_REPLY:
            return self._of_reply(notice)
        if notice.kind is NoticeKind.DEADLINES:
            return self._of_deadlines(notice)
        return NoticeEnd.OVER if self._parts.of_enrolment is None else self._parts.of_enrolment(notice)

    def _of_reply(self, notice: OutgoingNotice) -> Notification | NoticeEnd:
        number = notice.case_number or ""
        left = self._parts.contacts.find_contact(number)
        if left is None:
            return NoticeEnd.NO_ADDRESS
        if left.wording in former_consents(self._parts.words()):
            return NoticeEnd.NO_CONSENT
        to = Recipient(RecipientKind.PERSON, email=left.details.email, phone=left.details.phone)
        if not self._parts.notifier.can_reach(to):
            return NoticeEnd.NO_ADDRESS
        link = self._link(f"/cases/{number}")
        subject, text = reply_words(self._parts.words(), number, link)
        return Notification(notice.key, to, subject, text, link)

    def _of_deadlines(self, notice: OutgoingNotice) -> Notification | NoticeEnd:
        """What of it is still near or passed; what has been done meanwhile is left out."""
        now, policy = self._parts.clock.now(), self._parts.policy()
        found = [self._parts.cases.find_case(number) for number in notice.cases]
        lines = [DigestLine.of(case, now, policy, self._owner(case.owner)) for case in found if case is not None]
        due = sorted((line for line in lines if line is not None), key=lambda line: line.due_at)
        team = self._parts.teams().get(notice.team or "")
        if not due or team is None:
            return NoticeEnd.OVER
        to = Recipient(RecipientKind.TEAM, team=team.id, email=team.notices_to)
        link = self._link("/staff")
        subject, text = digest_words(self._parts.words(), team.name, due, link)
        return Notification(notice.key, to, subject, text, link, len(due))

    def _owner(self, owner: str | None) -> str:
        return "" if owner is None else self._parts.display_name(owner) or owner

    def _put_off(self, notice: OutgoingNotice) -> None:
        now, attempts = self._parts.clock.now(), notice.attempts + 1
        if now - notice.at >= LONGEST_TRIED:
            self._parts.outbox.end(notice.key, NoticeEnd.GIVEN_UP, now)
            _log.error(json.dumps({"event": "notice_given_up", "kind": notice.kind.value, "attempts": attempts}))
            return
        self._parts.outbox.put_off(notice.key, attempts, now + wait_after(attempts))

    def _log_waiting(self) -> None:
        try:
            count = self._parts.outbox.count_waiting(self._parts.clock.now())
        except AssistantError as error:
            log_failure(_log, error)
            return
        _log.warning(json.dumps({"event": "notices_waiting", "count": count}))

    def _link(self, path: str) -> str:
        base = self._parts.public_url.rstrip("/")
        return f"{base}{path}" if base else ""
