"""The product with its sample courses and staff under test, and what a person does on the way to a place in a course."""

import os
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from playwright.sync_api import Locator, Page
from sqlalchemy import Engine, select

from assistant.adapters.sql.enrolment_tables import (
    enrolment_contacts,
    enrolment_drafts,
    enrolment_events,
    enrolments,
)
from assistant.bootstrap import Assistant
from tests.journeys.site_under_test import turn

_people = count(1)
#: Where to leave pictures for whoever looks at them; None: nowhere.
_SHOTS = Path(os.environ["LOOK_AT"]) if "LOOK_AT" in os.environ else None


@dataclass(frozen=True)
class School:
    """Where the site is, and the database behind it."""

    url: str
    assistant: Assistant
    engine: Engine

    def enrolled(self) -> dict[str, str]:
        """Where every enrolment there is stands, by its number."""
        with self.engine.connect() as connection:
            rows = connection.execute(select(enrolments.c.number, enrolments.c.state)).all()
        return {row.number: row.state for row in rows}

    def conversation_of(self, number: str) -> str | None:
        """The conversation that drafted an enrolment; None for one from a course's page."""
        drafted = select(enrolment_drafts.c.conversation_id).join(
            enrolments, enrolments.c.draft_id == enrolment_drafts.c.id
        )
        with self.engine.connect() as connection:
            return connection.execute(drafted.where(enrolments.c.number == number)).scalar()

    def steps(self, number: str) -> list[str]:
        """What has happened to an enrolment, in its order."""
        chosen = select(enrolment_events.c.kind).where(enrolment_events.c.number == number)
        with self.engine.connect() as connection:
            return list(connection.execute(chosen.order_by(enrolment_events.c.sequence)).scalars())

    def knows_who(self, number: str) -> bool:
        """Whether name and telephone number of an enrolment are kept."""
        chosen = select(enrolment_contacts.c.number).where(enrolment_contacts.c.number == number)
        with self.engine.connect() as connection:
            return connection.execute(chosen).first() is not None


def look(page: Page, name: str) -> None:
    if _SHOTS is not None:
        page.screenshot(path=str(_SHOTS / f"{name}.png"), full_page=True)


def new_phone() -> str:
    """A number nobody has enrolled with yet."""
    return f"1370000{next(_people):04d}"


def form_of(page: Page) -> Locator:
    """The last form of an enrolment on the page."""
    return page.locator("main form", has=page.get_by_role("button", name="确认报名")).last


def fill(page: Page, phone: str = "") -> None:
    """Everything filled in and ticked, and sent off."""
    form = form_of(page)
    form.get_by_label("姓名", exact=True).fill("示例女士")
    form.get_by_label("手机号", exact=True).fill(phone or new_phone())
    form.get_by_label("备注（可以不写）", exact=True).fill("坐轮椅")
    for box in form.get_by_role("checkbox").all():
        box.check()
    form.get_by_role("button", name="确认报名").click()


def ask(page: Page, words: str) -> Locator:
    """The turn that answers, on the welcome page or in the conversation that is open."""
    is_first = page.get_by_role("button", name="开始提问").count() > 0
    before = 0 if is_first else page.locator("[data-turn]").count()
    page.get_by_label("您想问什么？" if is_first else "接着问", exact=True).fill(words)
    page.get_by_role("button", name="开始提问" if is_first else "发送", exact=True).click()
    return turn(page, before)
