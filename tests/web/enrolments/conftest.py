"""The whole product with its sample courses, and another person for each test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.courses import Course, Intake
from assistant.domain.staff import Role
from assistant.services.staff_accounts import OPERATOR
from assistant.settings import Settings
from tests.fakes.clock import NIGHT, FixedClock
from tests.web.enrolments.forms import FILLED, PEOPLE, open_intakes
from tests.web.staff_site import OWN
from web.app import create_app

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def another_person() -> str:
    """Another telephone number for each test: one person cannot sit in two rooms at once."""
    phone = f"1380000{next(PEOPLE):04d}"
    FILLED["phone"] = f"{phone[:3]} {phone[3:7]} {phone[7:]}"
    return phone


@pytest.fixture(scope="module")
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture(scope="module")
def product(new_data_dir: Callable[[str], Path], clock: FixedClock) -> Assistant:
    settings = Settings(
        _env_file=None, data_dir=new_data_dir("enrol"), knowledge_dir=ROOT / "knowledge_base",
        messages_per_minute=1000, messages_per_minute_address=10_000, conversations_per_minute_address=1000,
    )  # fmt: skip
    built = build_assistant(settings, clock)
    accounts = built.office.accounts
    for name, role, team in (
        ("li", Role.ADVISOR, ""), ("zhao", Role.SUPERVISOR, ""), ("bian", Role.EDITOR, ""),
        ("teacher", Role.PROVIDER, "示例"), ("other", Role.PROVIDER, "别的学校"),
    ):  # fmt: skip
        given = accounts.add(OPERATOR, name, role, team)
        accounts.change_password(accounts.log_in(name, given.password).token, given.password, OWN)
    return built


@pytest.fixture
def client(product: Assistant, clock: FixedClock) -> Iterator[TestClient]:
    clock.moment = NIGHT
    yield TestClient(create_app(product), follow_redirects=False)


@pytest.fixture
def chosen(product: Assistant) -> tuple[Course, Intake]:
    """Another intake for each test."""
    pairs = open_intakes(product)
    taken = product.enrolments.seats.count_confirmed([intake.id for _, intake in pairs])
    return next(pair for pair in pairs if pair[1].id not in taken)
