"""What exists in a task's world before anybody speaks: taken in and written as the product itself would."""

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from assistant.adapters.advert_intake import build_intake
from assistant.adapters.course_intake import KnowledgeCourseIntake
from assistant.adapters.sql.courses import SqlCourseStore, intake_id_of
from assistant.adapters.sql.feeds import SqlFeedStore
from assistant.adapters.sql.taught_answers import SqlTaughtStore
from assistant.bootstrap import Assistant
from assistant.domain.cases import Case
from assistant.domain.contacts import ContactDetails
from assistant.domain.conversation import HandoverReason
from assistant.domain.enrolments import EnrolmentDetails
from assistant.domain.errors import ConflictError
from assistant.domain.labour_requests import Dispatch, DispatchKind, LabourTerms
from assistant.domain.regions import RegionTable
from assistant.domain.staff import Role, StaffMember
from assistant.domain.taught_answers import Lesson, TaughtAnswer, TaughtState
from assistant.domain.vacancies import RawAdvert
from assistant.services.clock import Clock
from assistant.services.enrolling import TypedEnrolment
from assistant.services.take_in import AdvertIntake
from assistant.services.vacancy_ports import Feed, FeedContent, FeedKind, RejectedRow
from assistant.settings import Settings
from evals.course_rows import intake_key, rows_of
from evals.task_cases import Row, Task

STAFF = ("staff_a", "staff_b")
COURSES = Feed("schools", FeedKind.FILE, "示例培训机构", carries=FeedContent.COURSES)
ADVERTS = Feed("market", FeedKind.FILE, "示例人力市场")
#: Feeds bring adverts and courses while they are open; some have closed by the task's day.
TAKEN_IN_BEFORE = timedelta(days=10)
_AGREED = "同意"
_SHIFTS = {"day": "白班", "night": "夜班", "rotating": "倒班", "evening": "晚班", "weekend_off": "双休"}
_KINDS = {
    "full_time": "全职", "part_time": "兼职", "casual": "零工", "traineeship": "见习",
    "public_welfare_post": "公益性岗位",
}  # fmt: skip
_PERS = {"hour": "小时", "day": "天", "week": "周", "month": "月", "year": "年", "piece": "件"}
_SCHOOLING = {
    "none": "学历不限", "junior": "初中", "senior": "高中", "college": "大专", "bachelor": "本科", "master": "硕士",
    "doctor": "博士",
}  # fmt: skip
_SUMMARY = re.compile(r"(?P<occupation>.+?)(?P<headcount>\d+)[人名个](?:（(?P<employer>.+)）)?")
_CITY = "chongqing"
_LABOUR_STATES = ("发单", "接单", "派单", "评单")


class Seeds:
    """Writes the seed of one world. `adverts` is made once for many worlds: it reads much."""

    def __init__(self, product: Assistant, engine: Engine, clock: Clock, adverts: AdvertIntake) -> None:
        self._product, self._engine, self._clock, self._adverts = product, engine, clock, adverts

    def vacancies(self, rows: Sequence[Row]) -> None:
        """All as a feed brought them while they were open; withdrawn ones have been taken back since."""
        SqlFeedStore(self._engine).put_feed(ADVERTS)
        raw = [_advert(str(at), row) for at, row in enumerate(rows)]
        taken = [one for one in self._adverts(raw) if not isinstance(one, RejectedRow)]
        store = self._product.vacancy_store
        store.put_adverts(ADVERTS, taken, 1)
        store.close_adverts(ADVERTS.id, [str(at) for at, row in enumerate(rows) if row["withdrawn"]])

    def courses(self, rows: Sequence[Row], intake: KnowledgeCourseIntake) -> tuple[str, ...]:
        """Courses with the seats that others have taken; the numbers of those enrolments."""
        SqlFeedStore(self._engine).put_feed(COURSES)
        taken = [one for one in intake(list(rows_of([dict(row) for row in rows]))) if not isinstance(one, RejectedRow)]
        SqlCourseStore(self._engine).put_adverts(COURSES, taken, 1)
        return tuple(number for at, row in enumerate(rows) for number in self._others(at, row))

    def _others(self, at: int, row: Row) -> Iterator[str]:
        declared = frozenset(one["text"] for one in row["course"]["prerequisites"])
        for number, intake in enumerate(row["intakes"]):
            for other in range(int(intake.get("taken") or 0) + int(intake.get("waiting") or 0)):
                details = EnrolmentDetails("示例同学", f"1380{at:01d}{number:01d}{other:05d}")
                typed = TypedEnrolment(details, declared, _AGREED, secrets.token_urlsafe(24))
                enrolling = self._product.enrolments.enrolling
                try:
                    kept = enrolling.confirm(intake_id_of(COURSES.id, intake_key(at, number)), typed)
                except ConflictError:  # nobody can enrol there: then nobody has
                    break
                yield kept.enrolment.number

    def cases(self, rows: Sequence[Row], conversation: str) -> tuple[str, ...]:
        """Cases of this conversation; their numbers."""
        return tuple(self._case(row, conversation) for row in rows)

    def _case(self, row: Row, conversation: str) -> str:
        office = self._product.office
        case = Case("", conversation, HandoverReason(row["reason"]), row.get("summary") or "", self._clock.now())
        number = self._product.cases.open_case(case).number
        if row.get("contact"):
            code = office.persons.issue_code(conversation, number)
            office.contacts.leave(number, code, ContactDetails("示例来访人", "13800001234"), _AGREED)
        if row.get("owner") or row["state"] in ("claimed", "closed"):
            owner = StaffMember(row.get("owner") or STAFF[0], Role.SUPERVISOR)
            office.desk.claim(owner, number)
            if row["state"] == "closed":
                office.desk.resolve(owner, number, "已办")
        return number

    def labour_requests(self, rows: Sequence[Row]) -> tuple[str, ...]:
        """Requests as an employer sent them off, brought as far as they are; their numbers."""
        return tuple(self._labour_request(row) for row in rows)

    def _labour_request(self, row: Row) -> str:
        labour, worker = self._product.labour, StaffMember(STAFF[0], Role.SUPERVISOR)
        contact = ContactDetails("示例经理", "13800004321")
        number = labour.employers.send_off(_terms(row["summary"]), contact, _AGREED, secrets.token_urlsafe(24)).number
        state = _LABOUR_STATES.index(row["state"])
        if state >= 1:
            labour.desk.accept(worker, number)
        if state >= 2:
            labour.desk.dispatch(worker, number, Dispatch(DispatchKind.PARTNER, "示例人力公司"), "请对接")
        if state >= 3:
            labour.desk.record_evaluation(worker, number, 5, "")
        return number

    def knowledge(self, rows: Sequence[Row]) -> tuple[int, ...]:
        """Answers that were taught and approved; their ids."""
        store, regions = SqlTaughtStore(self._engine), self._product.regions
        return tuple(store.add_answer(_lesson(row, regions, self._clock.today(), self._clock.now())).id for row in rows)


def day_of_intake(task: Task) -> date:
    """A day on which everything in the world was still open, so that it could be taken in and others could enrol."""
    courses = task.world.get("courses") or ()
    intakes = [intake for offered in courses for intake in offered["intakes"]]
    last_days = [date.fromisoformat(day) for one in intakes if (day := one["enrol_by"] or one["starts_on"])]
    adverts = [date.fromisoformat(one["closes_on"]) for one in task.world.get("vacancies") or () if one["closes_on"]]
    return min((task.today - TAKEN_IN_BEFORE, *(day - timedelta(days=1) for day in (*last_days, *adverts))))


def build_advert_intake(clock: Clock) -> AdvertIntake:
    """Reads the words of adverts, once for many worlds."""
    return build_intake(Settings().knowledge_dir, clock)


def _advert(external_id: str, row: Row) -> RawAdvert:
    ends = [f"{yuan:g}" for yuan in (row["pay_min_yuan"], row["pay_max_yuan"]) if yuan is not None]
    return RawAdvert(
        external_id=external_id,
        title=row["title"],
        employer=row["employer"],
        description=row["text"] or "",
        place=f"{row['region'] or ''}{row['place'] or ''}",
        pay=f"{'-'.join(dict.fromkeys(ends))}元/{_PERS[row['pay_per']]}" if ends else "面议",
        education=_SCHOOLING.get(row["education"] or "", ""),
        employment_type=_KINDS[row["employment_type"]],
        shift=_SHIFTS.get(row["shift"] or "", ""),
        licences="、".join(row["licences"]),
        openings=str(row["openings"] or ""),
        posted_on=row["posted_on"] or "",
        closes_on=row["closes_on"] or "",
    )


def _terms(summary: str) -> LabourTerms:
    found = _SUMMARY.match(summary)
    said: Mapping[str, Any] = found.groupdict() if found is not None else {"occupation": summary}
    return LabourTerms(
        employer=said.get("employer") or "示例单位",
        occupation=said["occupation"],
        headcount=int(said.get("headcount") or 1),
        place="重庆",
    )


def region_in(text: str, regions: RegionTable) -> str:
    """The id of a district the text names; the city's where it names none."""
    districts = (region for region in regions if region.parent_id == _CITY)
    return next((one.id for one in districts if any(name in text for name in (one.name, *one.short_names))), _CITY)


def _lesson(row: Row, regions: RegionTable, today: date, now: datetime) -> TaughtAnswer:
    expires_on = date.fromisoformat(row["expires_on"]) if row["expires_on"] else today + timedelta(days=180)
    text = row["text"]
    lesson = Lesson(text[:200], text, region_in(text, regions), expires_on, row["source"] or "示例资料")
    return TaughtAnswer(lesson, TaughtState.APPROVED, STAFF[0], now, reviewed_by=STAFF[1], reviewed_at=now, revision=0)
