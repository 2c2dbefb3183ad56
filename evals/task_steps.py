"""The steps of a task that are no message: forms of the person, and what staff do at the console."""

import html
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from assistant.adapters.sql.courses import intake_id_of
from assistant.adapters.sql.engine import read
from assistant.adapters.sql.tables import cases, enrolments, labour_requests, taught_answers
from assistant.language.labour_terms import read_headcount
from evals.course_rows import intake_key
from evals.page_forms import form_to
from evals.task_cases import Row, Task
from evals.task_doors import RefusedError, StuckError, Turn
from evals.task_seeds import COURSES, STAFF, region_in
from evals.task_world import World

#: Fact ids of the data set that answer a field of the form of a labour request, in the order in which they are tried.
_FIELDS = {
    "employer": ("company", "employer"),
    "occupation": ("job_title", "occupation", "job"),
    "headcount": ("headcount", "people"),
    "region": ("district",),
}
_BASIS = re.compile(r"来源|依据|根据|按[^，,]{0,4}(?:公告|通知|文件)|公告|通知|文件|为据|为准")
#: A day that is told: an answer to when, and no part of the question.
_DATE = re.compile(r"(?:20[0-9]{2}年)?[0-9]{1,2}月[0-9]{1,2}[日号](?:[上下]午|早上|晚上)?")
_UNNAMED = "示例单位"
_WAITING_WORDS = "您好，我是工作人员，已经看到您的情况，马上帮您办。"


def _as_question(statement: str) -> str:
    """What an editor would write above the answer: the matter alone, without what it rests on."""
    clauses = re.split(r"[，,；;。]", re.sub(r"[（(][^）)]*[）)]", "", statement))
    matter = "，".join(clause for clause in clauses if clause and not _BASIS.search(clause)) or statement
    asked, dates = _DATE.subn("哪天", matter, count=1)
    return f"{asked}？" if dates else f"{matter}吗？"


class Steps:
    """Takes the steps of one run. `opening`: this run's, where a step needs its words."""

    def __init__(self, world: World, task: Task, opening: str) -> None:
        self._world, self._task, self._opening = world, task, opening
        self.said: list[str] = []  # what was shown to anybody beside the person's own answers
        self._approved = ""  # the last reply staff gave

    def take(self, step: Row) -> Turn | None:
        """The answer, where the step brings one. Raises StuckError, RefusedError."""
        known: Mapping[str, Callable[[Row], Turn | None]] = {
            "contact_form": self._contact, "enrol_form": self._enrol, "labour_request_form": self._labour_form,
            "withdraw_on_receipt": self._withdraw, "save_search": self._save_search, "claim_case": self._claim,
            "approve_draft": self._approve, "close_case": self._close, "transfer_case": self._transfer,
            "staff_message": self._message, "person_writes": self._person_writes, "let_time_pass": self._wait,
            "teach": self._teach, "review": self._review, "ask_as_person": self._ask, "take_request": self._accept,
            "dispatch_request": self._dispatch, "rate_request": self._rate, "open_roster": self._open_roster,
            "mark_attendance": self._mark, "export_roster": self._export,
        }  # fmt: skip
        if step["do"] not in known:
            raise StuckError(f"unknown step {step['do']}")
        return known[step["do"]](step)

    def _contact(self, step: Row) -> None:
        self._world.person.leave_contact(self._world.person.last_card("case")["number"], step["form"])

    def _enrol(self, step: Row) -> None:
        self._world.person.enrol(self._world.person.last_card("enrolment_draft"), step["form"])

    def _withdraw(self, _: Row) -> None:
        self._world.person.withdraw_enrolment()

    def _labour_form(self, step: Row) -> None:
        person = self._world.person
        form = person.labour_form(person.last_card("labour_request"))
        regions = self._world.product.regions
        more: dict[str, Any] = dict(step["form"])
        for name, facts in _FIELDS.items():
            said = next((self._task.facts[fact][0] for fact in facts if fact in self._task.facts), "")
            if form.value(name) or not said:
                continue
            read_as = {"headcount": str(read_headcount(said) or ""), "region": region_in(said, regions)}
            more[name] = read_as.get(name, said)
        if not form.value("employer") and "employer" not in more:
            more["employer"] = _UNNAMED
        person.send_labour_request(form, more)

    def _save_search(self, step: Row) -> None:
        if step.get("consent", True):
            self._world.person.save_search(is_told_operator=bool(step.get("consent")))

    def _claim(self, step: Row) -> None:
        self._console(step).send(f"/cases/{self._case()}/claim")

    def _approve(self, step: Row) -> None:
        owner, number = self._owner_door(), self._case()
        words = step.get("edit")
        if words is None:
            page = owner.send(f"/cases/{number}/draft").text
            form = form_to(page, f"/staff/cases/{number}/reply")
            words = html.unescape(form.value("text")).strip() if form is not None else ""
            if not words:
                raise RefusedError("no draft of a reply")
        owner.send(f"/cases/{number}/reply", text=words)
        self.said.append(words)
        self._approved = words

    def _close(self, step: Row) -> None:
        self._owner_door().send(f"/cases/{self._case()}/close", outcome=step.get("outcome") or "已办结")

    def _transfer(self, step: Row) -> None:
        self._owner_door().send(f"/cases/{self._case()}/dispatch", to="specialist", name=step["to"])

    def _message(self, step: Row) -> None:
        owner, number = self._owner_door(), self._case()
        owner.send(f"/cases/{number}/live/begin")
        words = step.get("text") or (_WAITING_WORDS if self._task.is_spoken_first else self._opening)
        owner.send(f"/cases/{number}/reply", text=words)
        self.said.append(words)

    def _person_writes(self, step: Row) -> Turn:
        return self._world.person.say(step.get("text") or self._opening)

    def _wait(self, step: Row) -> None:
        self._world.clock.moment += timedelta(hours=step["hours"])

    def _teach(self, step: Row) -> None:
        """What was approved before, in answer to the opening; without a reply of this task the statement itself."""
        text = step.get("text") or self._opening
        region = region_in(text, self._world.product.regions)
        lesson = {
            "question": step.get("question") or _as_question(text),
            "answer": step.get("text") or self._approved or text,
            "source": step.get("source") or "",
        }
        self._console(step).send("/teaching", **lesson, region=region, expires_on=step.get("expires_on") or "")

    def _review(self, step: Row) -> None:
        """By the colleague of whoever has proposed it."""
        row = self._newest(taught_answers, taught_answers.c.id)
        reviewer = next(name for name in STAFF if name != row["proposed_by"])
        path, data = f"/teaching/{row['id']}", {"revision": row["revision"]}
        door = self._world.at_console(reviewer)
        if step["decision"] == "accept":
            door.send(f"{path}/approve", **data)
        else:
            door.send(f"{path}/refuse", **data, reason=step.get("reason") or "依据不足")

    def _ask(self, step: Row) -> Turn:
        other = self._world.another_person()
        turn = other.say(step["text"])
        self._world.person.turns.append(turn)
        return turn

    def _accept(self, step: Row) -> None:
        self._console(step).send(f"/requests/{self._request()['number']}/accept")

    def _dispatch(self, step: Row) -> None:
        """The product dispatches a request with vacancies, profiles, a training or a partner, and not to a colleague:
        the colleague takes it over first."""
        request, to = self._request(), step.get("to") or STAFF[0]
        door, path = self._world.at_console(to), f"/requests/{request['number']}"
        if request["owner"] != to:
            door.send(f"{path}/take-over")
        door.send(f"{path}/dispatch", kind="partner", name="现场对接", text="到单位现场对接")

    def _rate(self, step: Row) -> None:
        request = self._request()
        door = self._world.at_console(request["owner"] or STAFF[0])
        door.send(f"/requests/{request['number']}/call", text="单位满意", mark=str(step["score"]))

    def _open_roster(self, step: Row) -> None:
        self.said.append(self._console(step).read(f"/intakes/{self._intake(step)}"))

    def _mark(self, step: Row) -> None:
        """`present` and `absent`: how many, in the order in which they enrolled."""
        intake = self._intake(step)
        rows = sorted(self._all(enrolments), key=lambda row: int(row["place"]))
        confirmed = [row["number"] for row in rows if (row["intake_id"], row["state"]) == (intake, "confirmed")]
        values = ["attended"] * int(step.get("present") or 0) + ["absent"] * int(step.get("absent") or 0)
        if len(values) > len(confirmed):
            raise StuckError("fewer places than people to be marked")
        for number, value in zip(confirmed, values, strict=False):
            self._console(step).send(f"/intakes/{intake}/{number}/attendance", value=value)

    def _export(self, step: Row) -> None:
        self._console(step).send(f"/intakes/{self._intake(step)}/export", reason="roster")

    def _console(self, step: Row) -> Any:
        return self._world.at_console(step.get("who") or STAFF[0])

    def _owner_door(self) -> Any:
        """Whoever owns the case; nobody else could write."""
        owner = self._newest(cases, cases.c.opened_at)["owner"]
        return self._world.at_console(owner or STAFF[0])

    def _case(self) -> str:
        return str(self._newest(cases, cases.c.opened_at)["number"])

    def _request(self) -> Mapping[str, Any]:
        return self._newest(labour_requests, labour_requests.c.published_at)

    def _intake(self, step: Row) -> str:
        """The one the step names; the first of the world where it names none."""
        for at, offered in enumerate(self._task.world.get("courses") or ()):
            for number, intake in enumerate(offered["intakes"]):
                if step.get("course") in (None, offered["course"]["title"]) and step.get("starts_on") in (
                    None, intake["starts_on"],
                ):  # fmt: skip
                    return intake_id_of(COURSES.id, intake_key(at, number))
        raise StuckError("no such intake")

    def _newest(self, table: Any, order: Any) -> Mapping[str, Any]:
        with read(self._world.engine) as connection:
            row = connection.execute(select(table).order_by(order.desc()).limit(1)).mappings().first()
        if row is None:
            raise StuckError(f"no row of {table.name}")
        return row

    def _all(self, table: Any) -> list[Mapping[str, Any]]:
        with read(self._world.engine) as connection:
            return list(connection.execute(select(table)).mappings().all())
