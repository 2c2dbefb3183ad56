"""The service centre: cases, those who work on them, and the person's side of them."""

import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Engine

from assistant.adapters.field_cipher import read_keys
from assistant.adapters.sql.audit import SqlAuditLog
from assistant.adapters.sql.cases import SqlCaseStore
from assistant.adapters.sql.contacts import SqlContactStore
from assistant.adapters.sql.staff import SqlStaffStore
from assistant.adapters.sql.taught_answers import SqlTaughtStore
from assistant.adapters.sql.unanswered import SqlUnansweredSource
from assistant.bootstrap.notices import NoticeOffice
from assistant.bootstrap.openings import open_staff_accounts
from assistant.domain.case_policy import CasePolicy
from assistant.domain.regions import RegionTable
from assistant.services.case_contacts import CaseContacts
from assistant.services.case_desk import CaseDesk
from assistant.services.case_steps import CaseParts
from assistant.services.case_sweep import CaseSweep
from assistant.services.clock import Clock
from assistant.services.contact_ports import FieldCipher
from assistant.services.draft_reply import DraftReply
from assistant.services.live_desk import LiveDesk, Snippet
from assistant.services.live_talk import LiveTalk
from assistant.services.person_cases import PersonCases
from assistant.services.staff_accounts import StaffAccounts
from assistant.services.teaching import Teaching, TeachingParts
from assistant.services.unanswered import Unanswered
from assistant.settings import Settings

_KEY_FILE = "field.key"
_KEY_BYTES = 32


@dataclass(frozen=True)
class Office:
    """`desk` for staff, `persons` and `contacts` for the other side. `policy`: the terms in force now."""

    desk: CaseDesk
    persons: PersonCases
    contacts: CaseContacts
    accounts: StaffAccounts
    policy: Callable[[], CasePolicy]
    clock: Clock
    live: LiveDesk
    notices: NoticeOffice
    teaching: Teaching
    unanswered: Unanswered
    _sweep: CaseSweep

    def start(self) -> None:
        """Begins to give back claims that have ended, to clear away what has expired, and to tell what waits."""
        self.live.talk.notifier.start()
        threading.Thread(target=self._sweep.loop, name="case-sweep", daemon=True).start()
        self.notices.start()

    def stop(self) -> None:
        self.notices.stop()
        self._sweep.stop()
        self.live.talk.notifier.stop()


def open_office(
    settings: Settings,
    engine: Engine,
    clock: Clock,
    policy: Callable[[], CasePolicy],
    mask: Callable[[str], str],
    cipher: FieldCipher,
    talk: LiveTalk,
    drafts: DraftReply,
    notices: NoticeOffice,
    regions: Callable[[], RegionTable],
    snippets: Callable[[], Sequence[Snippet]],
    more_chores: Sequence[tuple[str, Callable[[], int]]] = (),
) -> Office:
    """Everything around cases, on one database. `more_chores`: what else is cleared away from time to time."""
    unseen_after = timedelta(seconds=settings.unseen_reply_seconds)
    parts = CaseParts(SqlCaseStore(engine), policy, clock, mask, talk, unseen_after, notices.outbox)
    audit, staff = SqlAuditLog(engine), SqlStaffStore(engine)
    contacts = CaseContacts(parts, SqlContactStore(engine, cipher), audit, settings.keep_contacts_days)
    accounts = open_staff_accounts(settings, clock, engine)
    teaching = Teaching(TeachingParts(SqlTaughtStore(engine), parts.store, audit, clock, mask, regions))
    chores = (
        ("contacts_dropped", contacts.drop_old),
        ("sessions_dropped", accounts.drop_expired_sessions),
        ("notices_dropped", notices.tell.drop_old),
        ("answers_retired", teaching.retire_expired),
    )
    return Office(
        desk=CaseDesk(parts, staff, audit),
        persons=PersonCases(parts),
        contacts=contacts,
        accounts=accounts,
        policy=policy,
        clock=clock,
        live=LiveDesk(talk, parts.store, audit, drafts, snippets),
        notices=notices,
        teaching=teaching,
        unanswered=Unanswered(SqlUnansweredSource(engine), clock, mask),
        _sweep=CaseSweep(parts, (*chores, *more_chores)),
    )


def open_field_keys(settings: Settings, is_trial: bool = False) -> Sequence[bytes]:
    """What contact details are sealed with, the first of them. `is_trial`: a key that does not outlive the process.

    Raises InvalidInputError for FIELD_KEYS that cannot be used.
    """
    if is_trial:
        return [secrets.token_bytes(_KEY_BYTES)]
    return read_keys(settings.field_keys.get_secret_value(), settings.data_dir / _KEY_FILE)
