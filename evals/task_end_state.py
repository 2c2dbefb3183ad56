"""What a run has left in the database, read row by row and told in the words of the data set."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping, Table, select

from assistant.adapters.sql.course_tables import intakes
from assistant.adapters.sql.courses import SqlCourseStore
from assistant.adapters.sql.engine import read
from assistant.adapters.sql.tables import (
    audit_events,
    case_contacts,
    cases,
    enrolments,
    labour_requests,
    saved_searches,
    taught_answers,
)
from evals.task_judge import Found
from evals.task_world import World

_CASE_STATES = {
    "open": "open", "claimed": "claimed", "dispatched": "claimed", "resolved": "closed", "rated": "closed",
    "withdrawn": "withdrawn",
}  # fmt: skip
_LABOUR_STATES = {"published": "发单", "accepted": "接单", "dispatched": "派单", "evaluated": "评单"}
_TAUGHT_STATES = {"approved": "active", "proposed": "proposed", "refused": "refused", "retired": "retired"}
_AUDIT = {"roster_opened": "open_roster", "roster_exported": "export_roster"}
_PRESENT = ("attended", "partly")


def rows_left(world: World) -> Mapping[str, list[Found]]:
    """Every row there is, by kind; `is_seed` marks those of before."""
    kinds = {
        "cases": _cases, "enrolments": _enrolments, "seats_left": _seats, "labour_requests": _labour,
        "saved_searches": _searches, "knowledge": _knowledge, "audit": _audit,
    }  # fmt: skip
    return {name: list(read_kind(world)) for name, read_kind in kinds.items()}


def _all(world: World, table: Table) -> list[RowMapping]:
    with read(world.engine) as connection:
        return list(connection.execute(select(table)).mappings().all())


def _cases(world: World) -> Iterator[Found]:
    with_contact = {row["case_number"] for row in _all(world, case_contacts)}
    now = world.clock.now()
    for row in _all(world, cases):
        yield {
            "number": row["number"],
            "reason": row["reason"],
            "state": _CASE_STATES[row["state"]],
            "owner": row["owner"],
            "contact": row["number"] in with_contact,
            "overdue": _has_passed(row["due_at"], now),
            "is_seed": row["number"] in world.seeds,
        }


def _intakes(world: World) -> Mapping[str, Any]:
    """Intake id → (course title, first day, seats)."""
    today = world.clock.today()
    store, found = SqlCourseStore(world.engine), {}
    for row in _all(world, intakes):
        pair = store.find_intake(row["id"], today)
        if pair is not None:
            course, intake = pair
            found[row["id"]] = (course.title, str(intake.starts_on or ""), intake.seats)
    return found


def _enrolments(world: World) -> Iterator[Found]:
    known = _intakes(world)
    rows = _all(world, enrolments)
    rosters = _rosters(rows)
    waiting: Counter[str] = Counter()
    for row in sorted(rows, key=lambda one: int(one["place"])):
        title, starts_on, _ = known[row["intake_id"]]
        is_waiting = row["state"] == "waitlisted"
        waiting[row["intake_id"]] += is_waiting
        yield {
            "course": title,
            "starts_on": starts_on,
            "state": row["state"],
            "position": waiting[row["intake_id"]] if is_waiting else None,
            "rosters": rosters[row["intake_id"]],
            "is_seed": row["number"] in world.seeds,
        }


def _rosters(rows: list[RowMapping]) -> Mapping[str, Found]:
    """Intake id → how many places by state, and how many people came."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        roster = found.setdefault(row["intake_id"], {"states": Counter(), "present": 0})
        roster["states"][row["state"]] += 1
        roster["present"] += row["attendance"] in _PRESENT
    return found


def _seats(world: World) -> Iterator[Found]:
    taken = Counter(row["intake_id"] for row in _all(world, enrolments) if row["state"] == "confirmed")
    for name, (title, starts_on, seats) in _intakes(world).items():
        yield {"course": title, "starts_on": starts_on, "seats_left": max(0, (seats or 0) - taken[name])}


def _labour(world: World) -> Iterator[Found]:
    for row in _all(world, labour_requests):
        terms = json.loads(row["terms_json"])
        region = world.product.regions.find_region(terms.get("region_id") or "")
        words = [str(value) for value in terms.values() if value not in (None, "", [])]
        yield {
            "state": _LABOUR_STATES.get(row["state"], row["state"]),
            "words": " ".join([*words, region.name if region is not None else ""]),
            "company": terms.get("employer") or "",
            "owner": row["owner"],
            "score": row["mark"],
            "is_seed": row["number"] in world.seeds,
        }


def _searches(world: World) -> Iterator[Found]:
    for row in _all(world, saved_searches):
        wanted = json.loads(row["filter_json"])
        floor = wanted.get("pay_floor") or {}
        shifts = wanted.get("shifts") or []
        yield {
            "words": row["label"],
            "pay_min": floor.get("yuan") if isinstance(floor, Mapping) else None,
            "shift": _shift_of(shifts, wanted.get("not_shifts") or []),
        }


def _shift_of(wanted: list[str], avoided: list[str]) -> str | list[str] | None:
    """The set has one word for 只上白班 and for 不上夜班: its paraphrases put one for the other."""
    if not wanted and avoided == ["night"]:
        return "day"
    return wanted[0] if len(wanted) == 1 else wanted or None


def _knowledge(world: World) -> Iterator[Found]:
    today = world.clock.today()
    for row in _all(world, taught_answers):
        expires_on: date = row["expires_on"]
        state = _TAUGHT_STATES[row["state"]]
        yield {
            "words": f"{row['question']} {row['answer']}",
            "state": "expired" if state == "active" and expires_on < today else state,
            "expires_on": expires_on.isoformat(),
            "source": bool(row["source"] or row["url"] or row["document_number"]),
            "is_seed": f"taught:{row['id']}" in world.seeds,
        }


def _audit(world: World) -> Iterator[Found]:
    for row in _all(world, audit_events):
        yield {"action": _AUDIT.get(row["action"], row["action"]), "actor": row["actor"], "subject": row["subject"]}


def _has_passed(due: datetime | None, now: datetime) -> bool:
    return due is not None and due < now
