"""What the whole site has to learn and to edit: a course with one intake that has just begun, and three files."""

import itertools
from dataclasses import replace
from datetime import date

from assistant.adapters.sql.courses import intake_id_of
from assistant.bootstrap import Assistant
from assistant.bootstrap.openings import open_feed_store
from assistant.domain.enrolments import Attendance, EnrolmentDetails
from assistant.domain.knowledge_edits import KnowledgeChange
from assistant.domain.staff import Role, StaffMember
from assistant.services.enrolling import TypedEnrolment
from assistant.services.knowledge_desk import Draft, KnowledgeDesk, KnowledgeEditing
from assistant.settings import Settings
from tests.course_examples import ELECTRICIAN, EVENINGS, OTHER_COURSE_FEED, taken_intake
from tests.fakes.clock import FixedClock
from tests.fakes.knowledge_edits import FakeKnowledgeEdits, FakeWorkshop
from tests.fakes.staff_stores import FakeAuditLog

SCHOOL = ELECTRICIAN.provider
ZHAO = StaffMember("zhao", Role.SUPERVISOR)
#: An editor who is not at the console.
OTHER = StaffMember("neu", Role.EDITOR)
LEAVE, GRANT, WAGES = "policies/annual-leave.md", "schemes/expansion-grant/guidance.md", "policies/wages.md"
_FILES = {LEAVE: "五天。\n", GRANT: "一千。\n", WAGES: "按月。\n"}
_WHY = {"title": "改年休假", "reason": "示例通知"}
#: Steps that only whoever wrote the change may take.
_OWN_STEPS = ("retitle", "drop", "take-note", "propose", "withdraw")
_days = itertools.count(6)
_phones = (f"139{number:08d}" for number in itertools.count(1))


def another_phone() -> str:
    """One person has one seat of an intake: a number nobody has enrolled with."""
    return next(_phones)


def put_course(product: Assistant, settings: Settings, today: date) -> tuple[str, str]:
    """Ids of the course and of its intake, which begins today and has room for everybody."""
    open_feed_store(settings).put_feed(OTHER_COURSE_FEED)
    intake = replace(EVENINGS, starts_on=today, enrol_by=today, seats=1_000_000)
    product._vacancies.courses.store.put_adverts(OTHER_COURSE_FEED, [taken_intake("evening", intake)], 1)
    intake_id = intake_id_of(OTHER_COURSE_FEED.id, "evening")
    return product.enrolments.enrolling.form(intake_id).course.id, intake_id


def enrol_somebody(product: Assistant, intake_id: str) -> tuple[str, str]:
    """Number and code of a seat somebody new has just confirmed."""
    enrolling = product.enrolments.enrolling
    declared = frozenset(one.text for one in enrolling.form(intake_id).prerequisites)
    details = EnrolmentDetails("示例女士", another_phone())
    kept = enrolling.confirm(intake_id, TypedEnrolment(details, declared, "同意", enrolling.new_form_key()))
    return kept.enrolment.number, kept.code


def has_attended(product: Assistant, number: str) -> None:
    product.enrolments.desk.record(ZHAO, number, attendance=Attendance.ATTENDED)


def desk_of_editing(clock: FixedClock) -> KnowledgeDesk:
    """Editing in memory: what is published is built nowhere. One file has been published, and shipped anew since."""
    workshop = FakeWorkshop(dict(_FILES))
    desk = KnowledgeDesk(KnowledgeEditing(FakeKnowledgeEdits(), workshop, FakeAuditLog(), clock))
    change = desk.write(OTHER, Draft(**_WHY), GRANT, "两千。\n", desk.shelf(OTHER).digest(GRANT))
    change = desk.propose(OTHER, change.id, change.revision)
    desk.publish(ZHAO, change.id, change.revision)
    workshop.shipped[GRANT] = "三千。\n"
    return desk


def new_change(desk: KnowledgeDesk, step: str) -> KnowledgeChange:
    """A change in the state in which the step can be taken: by its author `bian`, or by whoever reads another's."""
    author = StaffMember("bian", Role.EDITOR) if step in _OWN_STEPS else OTHER
    change = desk.write(author, Draft(**_WHY), LEAVE, f"{next(_days)}天。\n", desk.shelf(author).digest(LEAVE))
    return desk.propose(author, change.id, change.revision) if step in ("publish", "give-back") else change


def knowledge_form(desk: KnowledgeDesk, step: str, revision: int) -> dict[str, str]:
    """What the form of a step says."""
    path = {"settle": GRANT, "remove": WAGES}.get(step, LEAVE)
    base = desk.shelf(ZHAO).digest(path) or ""
    written = {"path": path, "base": base, "text": f"{next(_days)}天。\n", "keep": "ours", "publication": "0"}
    return {**_WHY, **written, "revision": str(revision)}
