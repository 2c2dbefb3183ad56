"""Worlds of tasks: the whole product over a database and indexes of its own, the knowledge opened once for all."""

import base64
import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import FastAPI
from sqlalchemy import Engine

from assistant.adapters.course_intake import KnowledgeCourseIntake
from assistant.adapters.current_knowledge import CurrentKnowledge
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.migrate import migrate
from assistant.bootstrap import Assistant, build_assistant
from assistant.bootstrap.knowledge import open_knowledge
from assistant.bootstrap.openings import open_staff_accounts
from assistant.domain.staff import Role
from assistant.services.clock import CHONGQING
from assistant.services.staff_accounts import OPERATOR
from assistant.services.take_in import AdvertIntake
from assistant.settings import Settings
from evals.task_cases import Task
from evals.task_doors import STAFF_PASSWORD, PersonDoor, StaffDoor, open_browser
from evals.task_seeds import STAFF, Seeds, build_advert_intake, day_of_intake

_NO_LIMIT = 1_000_000
_OPENS_AT = time(9)
#: Seals the invented contact details of these worlds.
_KEY = base64.b64encode(b"invented-key-of-the-simulations!").decode()
_STEP = timedelta(seconds=20)


class TaskClock:
    """Stands where it was put, until it is moved."""

    def __init__(self, day: date) -> None:
        self.moment = datetime.combine(day, _OPENS_AT, CHONGQING)

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.date()

    def stand(self, day: date) -> None:
        """Nine in the morning of a day."""
        self.moment = datetime.combine(day, _OPENS_AT, CHONGQING)

    def tick(self) -> None:
        """What a move takes."""
        self.moment += _STEP


@dataclass
class World:
    """One world in which one run takes place. `seeds`: numbers of what was there before."""

    product: Assistant
    app: FastAPI
    engine: Engine
    clock: TaskClock
    person: PersonDoor
    seeds: set[str] = field(default_factory=set)
    staff: dict[str, StaffDoor] = field(default_factory=dict)

    def at_console(self, name: str) -> StaffDoor:
        """The browser of this account."""
        return self.staff.setdefault(name, StaffDoor(open_browser(self.app), name))

    def another_person(self) -> PersonDoor:
        """Somebody else, with a browser of their own."""
        return PersonDoor(open_browser(self.app), self.person.audience)


class TaskWorlds:
    """Opens worlds. `settings`: of the installation, where its knowledge is built; `create_app` makes the web
    application of a product."""

    def __init__(self, folder: Path, settings: Settings, create_app: Callable[[Assistant], FastAPI]) -> None:
        self._folder, self._settings, self._create_app = folder, settings, create_app
        self._clock = TaskClock(date(2026, 11, 23))
        engine = open_engine(f"sqlite:///{folder}/template.db")
        migrate(engine)
        self._knowledge: CurrentKnowledge = open_knowledge(settings, self._clock, engine)
        self._add_staff(engine)
        engine.dispose()
        self._adverts: AdvertIntake = build_advert_intake(self._clock)
        self._courses = KnowledgeCourseIntake(settings.knowledge_dir, self._clock)

    @contextmanager
    def open(self, task: Task) -> Iterator[World]:
        """The world of a task; gone afterwards."""
        with TemporaryDirectory(dir=self._folder) as folder:
            url = f"sqlite:///{folder}/assistant.db"
            with (
                closing(sqlite3.connect(self._folder / "template.db")) as template,
                closing(sqlite3.connect(f"{folder}/assistant.db")) as copy,
            ):
                template.backup(copy)
            self._clock.stand(task.today)
            product = build_assistant(self._settings_of(Path(folder), url), self._clock, knowledge=self._knowledge)
            app = self._create_app(product)
            engine = open_engine(url)
            world = World(product, app, engine, self._clock, PersonDoor(open_browser(app), task.audience))
            self._seed(world, task)
            try:
                yield world
            finally:
                product.stop()
                engine.dispose()

    def _seed(self, world: World, task: Task) -> None:
        seeds, given = Seeds(world.product, world.engine, self._clock, self._adverts), task.world
        self._clock.stand(day_of_intake(task))
        if given.get("vacancies"):
            seeds.vacancies(given["vacancies"])
        if given.get("courses"):
            world.seeds.update(seeds.courses(given["courses"], self._courses))
        self._clock.stand(task.today)
        if given.get("cases"):
            world.person.start()
            world.seeds.update(seeds.cases(given["cases"], world.person.conversation))
        world.seeds.update(seeds.labour_requests(given.get("labour_requests") or ()))
        world.seeds.update(f"taught:{one}" for one in seeds.knowledge(given.get("knowledge") or ()))
        self._clock.tick()

    def _settings_of(self, folder: Path, url: str) -> Settings:
        changes = {
            "data_dir": folder, "database_url": url, "sample_content": "false", "field_keys": _KEY,
            "messages_per_minute": _NO_LIMIT, "messages_per_minute_address": _NO_LIMIT,
            "conversations_per_minute_address": _NO_LIMIT,
        }  # fmt: skip
        return Settings(**{**self._settings.model_dump(), **changes})

    def _add_staff(self, engine: Engine) -> None:
        """Two supervisors, so that no task fails for a right that the other account would have."""
        accounts = open_staff_accounts(self._settings, self._clock, engine)
        for name in STAFF:
            given = accounts.add(OPERATOR, name, Role.SUPERVISOR)
            accounts.change_password(accounts.log_in(name, given.password).token, given.password, STAFF_PASSWORD)


def quieten() -> None:
    """No log line for each turn."""
    logging.getLogger("assistant").setLevel(logging.ERROR)
