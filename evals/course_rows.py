"""Courses as the data sets of invented worlds describe them, as the rows a provider's feed would bring."""

from collections.abc import Iterator, Sequence
from typing import Any

from assistant.domain.courses import RawIntake

Offered = dict[str, Any]


def intake_key(at: int, number: int, world: str = "") -> str:
    """The feed's own id of the intake `number` of the course at place `at`. `world`: where one feed brings several."""
    return f"{world}{at}-{number}"


def rows_of(offers: Sequence[Offered], world: str = "") -> Iterator[RawIntake]:
    """One row an intake. `world`: put before each key."""
    for at, offered in enumerate(offers):
        course = offered["course"]
        for number, intake in enumerate(offered["intakes"]):
            yield RawIntake(
                external_id=intake_key(at, number, world),
                course_key=f"{world}{at}",
                title=course["title"],
                provider=course["provider"],
                description=course["description"] or "",
                occupation=course["occupation"] or "",
                level=course["level"] or "",
                certificate=course["certificate"] or "",
                prerequisites="；".join(one["text"] for one in course["prerequisites"]),
                hours=str(course["hours"] or ""),
                fee="" if course["fee_yuan"] is None else str(course["fee_yuan"]),
                outcomes=_outcomes(course["outcomes"]),
                outcomes_on=(course["outcomes"] or {}).get("as_of", ""),
                starts_on=intake["starts_on"] or "",
                ends_on=intake["ends_on"] or "",
                schedule=intake["weekly"] or "",
                place=f"{course['region'] or ''}{intake['place'] or ''}",
                mode="线上" if intake["online"] else "线下",
                seats=str(intake["seats"]),
                enrol_by=intake["enrol_by"] or "",
                status="停招" if course["closed"] or intake["withdrawn"] else "",
            )


def _outcomes(found: Offered | None) -> str:
    if not found:
        return ""
    parts = [f"{found['base']}人"] if found.get("base") else []
    parts += [f"{found['passed_percent']}%取得证书"] if found.get("passed_percent") is not None else []
    parts += [f"{found['employed_percent']}%就业"] if found.get("employed_percent") is not None else []
    return "，".join(parts)
