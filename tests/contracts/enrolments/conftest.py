"""Enrolments on each database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.adapters.sql.engine import open_engine
from tests.enrolment_office import EnrolmentOffice
from tests.fresh_database import migrate


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EnrolmentOffice]:
    if request.param == "postgresql":
        engine = request.getfixturevalue("postgres_engine")
    else:
        engine = open_engine(f"sqlite:///{tmp_path / 'kept.db'}")
        migrate(engine)
    yield EnrolmentOffice(engine)
    engine.dispose()
