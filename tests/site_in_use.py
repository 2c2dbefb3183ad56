"""An installation that people and staff have used, through its services, and how they find it again."""

import shutil
from dataclasses import dataclass, replace

from sqlalchemy import create_engine, text

from assistant.adapters.sql.courses import SqlCourseStore
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.feeds import SqlFeedStore
from assistant.adapters.sql.knowledge_edits import SqlKnowledgeEdits
from assistant.adapters.sql.vacancies import SqlVacancyStore
from assistant.bootstrap import Assistant
from assistant.domain.contacts import ContactDetails, as_contact
from assistant.domain.enrolments import EnrolmentDetails
from assistant.domain.knowledge_edits import ChangeState, FileEdit, FileForm, KnowledgeChange, digest_of_text
from assistant.domain.labour_requests import LabourTerms
from assistant.domain.staff import Role, StaffMember
from assistant.domain.vacancies import Pay
from assistant.domain.vacancy_filter import VacancyFilter
from assistant.services.enrolling import TypedEnrolment
from assistant.services.staff_ports import AuditQuery
from assistant.settings import Settings
from tests.course_examples import COURSE_FEED, TODAY, taken_intake
from tests.fakes.clock import FixedClock
from tests.fresh_database import migrate
from tests.vacancy_examples import FEED, taken

ASKED = ("我失业了能领多少钱?", "那要啥材料?")
RURAL = "policies/wanzhou-rural-post.md"
TAUGHT = "万州区2026年由编辑新设了"
DETAILS = EnrolmentDetails("示例女士", "13800001234", "坐轮椅")
BOSS = StaffMember("guan", Role.ADMINISTRATOR)
EDITOR = StaffMember("bian", Role.EDITOR)
NOTICE = """关于示例驿站的通知
示人社发〔2026〕7号
一、开放
（一）驿站每天七点开门。
二、附则
本通知自2026年4月1日起施行，有效期至2028年3月31日。
"""


@dataclass(frozen=True)
class LeftBehind:
    """What people take away from the service: a conversation with its key, receipts with their codes."""

    conversation: str
    secret: str
    answers: tuple[str, ...]
    case: str
    case_code: str
    enrolment: str
    enrolment_code: str
    request: str
    request_code: str


def prepare(settings: Settings) -> None:
    """An editor has published another text for a shipped file: it stands in the database alone. Feeds have brought a
    course and a vacancy."""
    engine = open_engine(settings.resolved_database_url)
    migrate(engine)
    edits = SqlKnowledgeEdits(engine)
    shipped = (settings.knowledge_dir / RURAL).read_text(encoding="utf-8")
    edited = FileEdit(RURAL, FileForm.WRITTEN, shipped.replace("万州区2026年设了", TAUGHT), digest_of_text(shipped))
    now = FixedClock().now()
    draft = edits.add_change(KnowledgeChange("改写", "试", "bian", now, edits=(edited,)))
    proposed = edits.save_change(replace(draft, state=ChangeState.PROPOSED, proposed_at=now))
    edits.publish(replace(proposed, closed_by="zhao", closed_at=now), {RURAL: digest_of_text(shipped)}, 0)
    feeds = SqlFeedStore(engine)
    feeds.put_feed(COURSE_FEED)
    feeds.put_feed(FEED)
    SqlCourseStore(engine).put_adverts(COURSE_FEED, [taken_intake("1")], 1)
    SqlVacancyStore(engine).put_adverts(FEED, [taken("1")], 1)
    engine.dispose()


def use(product: Assistant) -> LeftBehind:
    """A conversation with a case, a saved search and a word of thanks; an enrolment; a labour request; an account, and
    a document that was handed in and published."""
    talk = product.conversations.start()
    answers = tuple(product.conversations.answer(talk.id, words).text for words in ASKED)
    product.conversations.rate(talk.id, 1, True, "", "清楚")
    handed = product.conversations.hand_over(talk.id).handover
    assert handed is not None and handed.case_number is not None
    code = product.office.persons.issue_code(talk.id, handed.case_number)
    product.office.contacts.leave(handed.case_number, code, as_contact("示例女士", "13800001234", "", ""), "同意")
    search = product.vacancies.search
    product.saved_searches.save(talk.id, VacancyFilter(occupations=("叉车司机",)), "叉车司机", search)
    enrolment, enrolment_code = _enrol(product, "13800001234")
    request, request_code = send_off(product)
    product.office.accounts.add(BOSS, "li", Role.ADVISOR)
    waiting = product.documents.hand_in(EDITOR, NOTICE.encode(), "通知.txt")
    product.documents.publish(EDITOR, waiting.id, waiting.revision)
    return LeftBehind(
        talk.id, talk.secret, answers, handed.case_number, code, enrolment, enrolment_code, request, request_code
    )


def _enrol(product: Assistant, phone: str) -> tuple[str, str]:
    """The number and the code of a new enrolment in the one course there is."""
    enrolling = product.enrolments.enrolling
    changes = product._vacancies.courses.store.changes_after(0, 10, TODAY)
    intake = next(change.intake.id for change in changes if change.intake is not None)
    declared = frozenset(told.text for told in enrolling.form(intake).prerequisites)
    details = replace(DETAILS, phone=phone)
    kept = enrolling.confirm(intake, TypedEnrolment(details, declared, "同意", enrolling.new_form_key()))
    return kept.enrolment.number, kept.code


def send_off(product: Assistant) -> tuple[str, str]:
    """The number and the code of a new labour request."""
    terms = LabourTerms("示例机械厂", "普工", (), 20, Pay(5000, 5000, "month"), "wanzhou", "")
    employers = product.labour.employers
    sent = employers.send_off(terms, ContactDetails("示例女士", "13800001234"), "同意", employers.new_form_key())
    return sent.number, sent.code


def check_found_again(product: Assistant, left: LeftBehind) -> None:
    """Everything is as it was, and new things get numbers nobody has had."""
    talks = product.conversations
    assert talks.opens_with(left.conversation, left.secret)
    assert tuple(turn.text for turn in talks.list_turns(left.conversation))[: len(ASKED)] == left.answers
    anew = talks.start()
    assert tuple(talks.answer(anew.id, words).text for words in ASKED) == left.answers
    assert TAUGHT in str(product.knowledge.get_document("wanzhou-rural-post"))
    assert product.office.persons.opens(left.case, left.case_code)
    assert product.office.contacts.left_by_person(left.case, left.case_code) is not None
    found = product.enrolments.persons.find(left.enrolment, left.enrolment_code)
    assert found.contact is not None and found.note == DETAILS.note
    (saved,) = product.saved_searches.list_for(left.conversation)
    assert (saved.wanted.occupations, saved.knew_all) == (("叉车司机",), True)
    asked = product.labour.employers.find(left.request, left.request_code)
    assert (asked.terms.headcount, asked.contact is not None) == (20, True)
    ((document, _),) = product.documents.list_documents(EDITOR)
    assert document.document.head.title == "关于示例驿站的通知"
    assert [member.name for member in product.office.accounts.list_members(BOSS)] == ["li"]
    noted = [event.action for event in product.office.accounts.list_audit(BOSS, AuditQuery(subject="li"))]
    assert noted == ["account_added"]
    _check_new_numbers(product, left, anew.id)


def _check_new_numbers(product: Assistant, left: LeftBehind, conversation: str) -> None:
    handed = product.conversations.hand_over(conversation).handover
    assert handed is not None and handed.case_number not in (None, left.case)
    assert _running(handed.case_number or "") == _running(left.case) + 1
    assert _running(_enrol(product, "13800005678")[0]) == _running(left.enrolment) + 1
    assert _running(send_off(product)[0]) == _running(left.request) + 1
    before = product.vacancy_store.last_number()
    product._vacancies.store.put_adverts(FEED, [taken("2")], 1)
    assert product.vacancy_store.last_number() > before > 0
    product.office.accounts.add(BOSS, "wang", Role.ADVISOR)
    assert len(product.office.accounts.list_audit(BOSS, AuditQuery(action="account_added"))) == 2


def _running(number: str) -> int:
    """7 of `CQ-20261123-0007-K3`."""
    return int(number.split("-")[2])


def wipe(settings: Settings) -> None:
    """Everything but the built knowledge."""
    if settings.database_url:
        engine = create_engine(settings.database_url)
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        engine.dispose()
    for path in settings.data_dir.iterdir():
        if path.name != "knowledge":
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def close(product: Assistant) -> None:
    product._store._engine.dispose()  # type: ignore[attr-defined]
