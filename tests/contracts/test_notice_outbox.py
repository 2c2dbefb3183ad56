"""What every NoticeOutbox does, whatever it keeps the notices in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from assistant.adapters.field_cipher import AesGcmCipher
from assistant.adapters.sql.cases import SqlCaseStore
from assistant.adapters.sql.contacts import SqlContactStore
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.outbox import SqlNoticeOutbox
from assistant.domain.case_policy import Urgency, with_terms
from assistant.domain.case_steps import Happening, advance
from assistant.domain.cases import Author, Case, CaseMessage, EventKind
from assistant.domain.contacts import ContactDetails, LeftContact
from assistant.domain.conversation import HandoverReason
from assistant.domain.outgoing_notices import (
    TOLD_AGAIN_AFTER,
    NamedDeadline,
    NoticeEnd,
    NoticeKind,
    OutgoingNotice,
    reply_notice,
)
from assistant.services.case_ports import CaseDeskStore
from assistant.services.contact_ports import ContactStore
from assistant.services.notification_ports import NoticeOutbox
from tests.adapters.sql_examples import NOW
from tests.fakes.case_store import FakeCaseStore
from tests.fakes.contact_store import FakeContactStore
from tests.fakes.notice_outbox import FakeNoticeOutbox
from tests.fresh_database import migrate
from tests.plain_policy import PLAIN_POLICY

pytest_plugins = ("tests.postgres",)

LEFT = LeftContact(ContactDetails("示例女士", "13800000000"), NOW, "abc")
WAIT = timedelta(minutes=2)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Kept:
    cases: CaseDeskStore
    contacts: ContactStore
    outbox: NoticeOutbox

    def open(self, conversation: str = "a", reason: HandoverReason = HandoverReason.ASKED) -> Case:
        return self.cases.open_case(with_terms(Case("", conversation, reason, "问", NOW), PLAIN_POLICY))

    def claimed(self, conversation: str = "a", reason: HandoverReason = HandoverReason.ASKED) -> Case:
        case = self.open(conversation, reason)
        self.contacts.put_contact(case.number, LEFT)
        return self.step(case, EventKind.CLAIMED, NOW)

    def step(self, case: Case, kind: EventKind, at: datetime, text: str = "") -> Case:
        happening = Happening(kind, "li", at, text)
        changed, event = advance(case, happening, PLAIN_POLICY), happening.as_event(case.number)
        message = (
            CaseMessage(case.number, at, Author.STAFF, "带合同来", name="li") if kind is EventKind.REPLIED else None
        )
        return self.cases.save_case(changed, event, message, reply_notice(changed, event, WAIT))

    def ends(self, case: Case) -> list[NoticeEnd | None]:
        return [notice.ended for notice in self.outbox.list_of_case(case.number)]


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kept]:
    if request.param == "fake":
        cases = FakeCaseStore()
        contacts = FakeContactStore(cases)
        yield Kept(cases, contacts, FakeNoticeOutbox(cases, contacts))
        return
    if request.param == "postgresql":
        engine = request.getfixturevalue("postgres_engine")
    else:
        engine = open_engine(f"sqlite:///{tmp_path / 'kept.db'}")
        migrate(engine)
    contacts_in_sql = SqlContactStore(engine, AesGcmCipher([bytes(range(32))]))
    yield Kept(SqlCaseStore(engine), contacts_in_sql, SqlNoticeOutbox(engine))
    engine.dispose()


def digest(team: str, at: datetime, *numbers: str) -> OutgoingNotice:
    return OutgoingNotice(f"deadlines:{team}:{at}", NoticeKind.DEADLINES, at, at, team=team, cases=numbers)


def test_it_is_what_it_claims_to_be(kept: Kept) -> None:
    assert isinstance(kept.outbox, NoticeOutbox)


def test_a_reply_leaves_a_notice_that_is_due_once_it_has_stayed_unread(kept: Kept) -> None:
    case = kept.step(kept.claimed(), EventKind.REPLIED, NOW)
    assert kept.outbox.claim_due(NOW, NOW + MINUTE) is None
    notice = kept.outbox.claim_due(NOW + WAIT, NOW + WAIT + MINUTE)
    assert notice == OutgoingNotice(f"reply:{case.number}:3", NoticeKind.CASE_REPLY, NOW, NOW + WAIT, case.number, "a")


def test_without_contact_details_and_for_other_steps_there_is_none(kept: Kept) -> None:
    bare = kept.step(kept.step(kept.open(), EventKind.CLAIMED, NOW), EventKind.REPLIED, NOW)
    noted = kept.step(kept.claimed("b"), EventKind.NOTED, NOW)
    assert not kept.outbox.list_of_case(bare.number) and not kept.outbox.list_of_case(noted.number)


def test_several_replies_in_a_row_are_one_notice_until_the_person_has_looked(kept: Kept) -> None:
    case = kept.claimed()
    for minute in range(3):
        case = kept.step(case, EventKind.REPLIED, NOW + minute * MINUTE)
    assert kept.ends(case) == [None]
    assert kept.outbox.mark_seen("a", NOW + 5 * MINUTE)
    assert kept.ends(case) == [NoticeEnd.SEEN]
    assert not kept.outbox.mark_seen("a", NOW + 6 * MINUTE)
    case = kept.step(case, EventKind.REPLIED, NOW + 7 * MINUTE)
    assert kept.ends(case) == [None, NoticeEnd.SEEN]


def test_who_has_been_told_and_has_not_looked_is_told_again_only_hours_later(kept: Kept) -> None:
    case = kept.step(kept.claimed(), EventKind.REPLIED, NOW)
    kept.outbox.end(f"reply:{case.number}:3", NoticeEnd.TOLD, NOW + WAIT)
    case = kept.step(case, EventKind.REPLIED, NOW + 10 * MINUTE)
    assert kept.ends(case) == [NoticeEnd.TOLD]
    case = kept.step(case, EventKind.REPLIED, NOW + WAIT + TOLD_AGAIN_AFTER)
    assert kept.ends(case) == [None, NoticeEnd.TOLD]


def test_looking_at_one_case_leaves_the_notice_of_another(kept: Kept) -> None:
    first = kept.step(kept.claimed(), EventKind.REPLIED, NOW)
    second = kept.step(kept.claimed(reason=HandoverReason.WAGE_ARREARS), EventKind.REPLIED, NOW)
    assert kept.outbox.mark_seen("a", NOW, first.number)
    assert (kept.ends(first), kept.ends(second)) == ([NoticeEnd.SEEN], [None])
    assert not kept.outbox.mark_seen("b", NOW)


def test_a_look_before_the_reply_does_not_count(kept: Kept) -> None:
    case = kept.step(kept.claimed(), EventKind.REPLIED, NOW)
    assert not kept.outbox.mark_seen("a", NOW - MINUTE)
    assert kept.ends(case) == [None]


def test_a_claimed_notice_is_one_process_alone_until_its_claim_has_passed(kept: Kept) -> None:
    kept.step(kept.claimed(), EventKind.REPLIED, NOW)
    at = NOW + WAIT
    first = kept.outbox.claim_due(at, at + MINUTE)
    assert first is not None
    assert kept.outbox.claim_due(at, at + MINUTE) is None
    assert kept.outbox.claim_due(at + MINUTE, at + 2 * MINUTE) == first


def test_a_refused_notice_comes_again_when_it_was_put_off_to_and_an_ended_one_never(kept: Kept) -> None:
    case = kept.step(kept.claimed(), EventKind.REPLIED, NOW)
    at = NOW + WAIT
    notice = kept.outbox.claim_due(at, at + MINUTE)
    assert notice is not None
    kept.outbox.put_off(notice.key, 1, at + 3 * MINUTE)
    assert kept.outbox.claim_due(at + 2 * MINUTE, at + 9 * MINUTE) is None
    assert kept.outbox.count_waiting(at + 3 * MINUTE) == 1
    again = kept.outbox.claim_due(at + 3 * MINUTE, at + 9 * MINUTE)
    assert again is not None and again.attempts == 1
    kept.outbox.end(notice.key, NoticeEnd.TOLD, at + 4 * MINUTE)
    kept.outbox.end(notice.key, NoticeEnd.GIVEN_UP, at + 5 * MINUTE)
    kept.outbox.put_off(notice.key, 2, at)
    assert kept.outbox.claim_due(at + timedelta(days=1), at + timedelta(days=2)) is None
    assert kept.ends(case) == [NoticeEnd.TOLD]
    assert kept.outbox.count_waiting(at + timedelta(days=1)) == 0


def test_nothing_is_left_of_the_notices_of_a_case_that_was_withdrawn(kept: Kept) -> None:
    case = kept.step(kept.claimed(), EventKind.REPLIED, NOW)
    kept.step(case, EventKind.WITHDRAWN, NOW)
    assert not kept.outbox.list_of_case(case.number)
    assert kept.outbox.claim_due(NOW + WAIT, NOW + 2 * WAIT) is None


def test_a_deadline_is_named_once_as_near_and_once_as_passed(kept: Kept) -> None:
    case = kept.open()
    due = case.next_deadline
    assert due is not None
    before, after = due.at - MINUTE, due.at
    assert kept.outbox.find_unnamed(due.at, before, 10) == ()  # not within the time asked for
    assert kept.outbox.find_unnamed(due.at + MINUTE, before, 10) == (case,)
    soon = NamedDeadline(case.number, due.at, Urgency.SOON)
    assert kept.outbox.add_digest(digest("general", before, case.number), [soon]) is not None
    assert kept.outbox.find_unnamed(due.at + MINUTE, before, 10) == ()
    assert kept.outbox.find_unnamed(due.at + MINUTE, after, 10) == (case,)
    passed = NamedDeadline(case.number, due.at, Urgency.OVERDUE)
    assert kept.outbox.add_digest(digest("general", after, case.number), [passed]) is not None
    assert kept.outbox.find_unnamed(due.at + MINUTE, after, 10) == ()
    assert kept.outbox.last_digest_at("general") == after
    assert kept.outbox.last_digest_at("rights") is None


def test_of_two_processes_with_the_same_news_one_writes_the_digest(kept: Kept) -> None:
    case = kept.open()
    named = [NamedDeadline(case.number, NOW, Urgency.SOON)]
    assert kept.outbox.add_digest(digest("general", NOW, case.number), named) is not None
    assert kept.outbox.add_digest(digest("general", NOW + MINUTE, case.number), named) is None
    assert kept.outbox.count_waiting(NOW + MINUTE) == 1


def test_a_digest_that_still_waits_is_taken_up_into_the_next(kept: Kept) -> None:
    first, second = kept.open(), kept.open("b")
    other = kept.open("c")
    for team, case, at in (("general", first, NOW), ("rights", other, NOW), ("general", second, NOW + MINUTE)):
        added = kept.outbox.add_digest(digest(team, at, case.number), [NamedDeadline(case.number, NOW, Urgency.SOON)])
        assert added is not None
    assert added.cases == (first.number, second.number)
    assert kept.outbox.count_waiting(NOW + MINUTE) == 2


def test_the_end_of_a_claim_is_no_deadline_of_the_team(kept: Kept) -> None:
    case = kept.claimed()
    replied = kept.step(case, EventKind.REPLIED, NOW)
    due = replied.next_deadline
    assert due is not None and due.kind == "claim"
    assert kept.outbox.find_unnamed(due.at + MINUTE, due.at, 10) == ()


def test_what_ended_long_ago_is_dropped_and_what_waits_is_not(kept: Kept) -> None:
    old = kept.step(kept.claimed(), EventKind.REPLIED, NOW)
    waiting = kept.step(kept.claimed("b"), EventKind.REPLIED, NOW)
    kept.outbox.end(f"reply:{old.number}:3", NoticeEnd.TOLD, NOW)
    assert kept.outbox.drop_ended(NOW) == 0
    assert kept.outbox.drop_ended(NOW + MINUTE) == 1
    assert (kept.ends(old), kept.ends(waiting)) == ([], [None])
