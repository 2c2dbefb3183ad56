"""What may go by age, on both databases: never what somebody still works on, and with all that hangs on it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, insert, select, update

from assistant.adapters.sql import tables as t
from assistant.adapters.sql.conversations import SqlConversationStore
from assistant.adapters.sql.engine import open_engine, read, write
from assistant.adapters.sql.retention import AgedRows, old_conversations
from assistant.bootstrap.retention import open_retention, retention_rules
from assistant.domain.cases import CaseState
from assistant.domain.knowledge import Audience
from assistant.services.ports import StoredConversation
from assistant.services.retention import KeptData
from assistant.settings import Settings
from tests.adapters.sql_examples import STATE, TURN
from tests.fakes.clock import NIGHT, FixedClock
from tests.fresh_database import migrate

pytest_plugins = ("tests.postgres",)
LONG_AGO, BEFORE, LATELY = NIGHT - timedelta(days=400), NIGHT - timedelta(days=365), NIGHT - timedelta(days=3)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    if request.param == "postgresql":
        found: Engine = request.getfixturevalue("postgres_engine")
        return found
    found = open_engine(f"sqlite:///{tmp_path}/assistant.db")
    request.addfinalizer(found.dispose)
    migrate(found)
    return found


def talk(engine: Engine, name: str, last_words: datetime = LONG_AGO) -> None:
    """A conversation begun long ago, with a verdict on its turn."""
    from dataclasses import replace

    store = SqlConversationStore(engine)
    store.create_conversation(StoredConversation(name, Audience.JOB_SEEKER, LONG_AGO, "digest"))
    store.add_turn(name, replace(TURN, asked_at=last_words), STATE)
    store.add_feedback(name, 1, True, "", "")


def case(engine: Engine, number: str, conversation: str, **changed: object) -> None:
    row = {
        "number": number, "opened_on": LONG_AGO.date(), "sequence": int(number), "conversation_id": conversation,
        "reason": "asked", "summary": "示例", "opened_at": LONG_AGO, "state": CaseState.RESOLVED.value,
        "closed_at": LONG_AGO,
    }  # fmt: skip
    with write(engine) as connection:
        connection.execute(insert(t.cases), {**row, **changed})
        event = {"case_number": number, "sequence": 1, "at": LONG_AGO, "actor": "person", "kind": "opened", "text": ""}
        connection.execute(insert(t.case_events), event)


def count(engine: Engine, table: object) -> int:
    with read(engine) as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]


def names(engine: Engine) -> set[str]:
    with read(engine) as connection:
        return set(connection.execute(select(t.conversations.c.id)).scalars())


def test_a_conversation_goes_with_turns_evidence_and_verdicts(engine: Engine) -> None:
    talk(engine, "old")
    talk(engine, "spoken-lately", LATELY)
    data = old_conversations(engine)
    assert isinstance(data, KeptData)
    assert data.count_older(BEFORE) == 1
    assert (data.drop_older(BEFORE, 10), data.drop_older(BEFORE, 10)) == (1, 0)
    assert names(engine) == {"spoken-lately"}
    assert [count(engine, table) for table in (t.turns, t.evidence, t.feedback)] == [1, 1, 1]


def test_a_conversation_stays_while_somebody_works_on_a_case_of_it(engine: Engine) -> None:
    for name in ("open", "follow-up", "with-staff", "closed"):
        talk(engine, name)
    case(engine, "1", "open", state=CaseState.OPEN.value, closed_at=None)
    case(engine, "2", "follow-up", follow_up_due_at=NIGHT)
    case(engine, "3", "closed")
    with write(engine) as connection:
        connection.execute(update(t.conversations).where(t.conversations.c.id == "with-staff").values(staff_case="9"))
    assert old_conversations(engine).drop_older(BEFORE, 10) == 1
    assert names(engine) == {"open", "follow-up", "with-staff"}


def test_no_more_go_at_once_than_asked_for(engine: Engine) -> None:
    for number in range(5):
        talk(engine, f"old-{number}")
    data = old_conversations(engine)
    assert [data.drop_older(BEFORE, 2) for _ in range(4)] == [2, 2, 1, 0]


def test_a_case_at_rest_goes_with_its_history_and_one_that_lives_stays(engine: Engine) -> None:
    case(engine, "1", "a")
    case(engine, "2", "b", state=CaseState.OPEN.value, closed_at=None)
    case(engine, "3", "c", closed_at=LATELY)
    case(engine, "4", "d", follow_up_due_at=NIGHT)
    data = rules_of(engine)["cases"]
    assert (data.count_older(BEFORE), data.drop_older(BEFORE, 10)) == (1, 1)
    assert (count(engine, t.cases), count(engine, t.case_events)) == (3, 3)


def test_a_source_keeps_its_last_run_and_the_last_that_went_well(engine: Engine) -> None:
    runs = ((1, "done"), (2, "unchanged"), (3, "failed"), (4, "failed"))
    with write(engine) as connection:
        for number, outcome in runs:
            row = {"number": number, "feed_id": "a", "started_at": LONG_AGO, "ended_at": LONG_AGO, "outcome": outcome}
            connection.execute(insert(t.feed_runs), row)
    assert rules_of(engine)["feed_runs"].drop_older(BEFORE, 10) == 2
    with read(engine) as connection:
        assert sorted(connection.execute(select(t.feed_runs.c.number)).scalars()) == [2, 4]


def _labour(engine: Engine) -> None:
    with write(engine) as connection:
        for number, state, closed in (("1", "evaluated", LONG_AGO), ("2", "published", None)):
            row = {
                "number": number, "published_at": LONG_AGO, "state": state, "queue_due_at": LONG_AGO,
                "closed_at": closed, "form_digest": number, "terms_json": "{}", "version": 1,
            }  # fmt: skip
            connection.execute(insert(t.labour_requests), row)


def _audit(engine: Engine) -> None:
    with write(engine) as connection:
        for at in (LONG_AGO, LATELY):
            row = {"at": at, "actor": "li", "action": "x", "subject": "y", "detail": ""}
            connection.execute(insert(t.audit_events), row)


def _counts(engine: Engine) -> None:
    with write(engine) as connection:
        for at in (LONG_AGO, LATELY):
            row = {
                "grain": "day",
                "audience": "*",
                "district": "*",
                "begins_at": at,
                "turn_count": 1,
                "counts_json": "{}",
            }
            connection.execute(insert(t.rollups), row)


@pytest.mark.parametrize(("name", "fill"), [("labour_requests", _labour), ("audit_log", _audit), ("counts", _counts)])
def test_of_every_other_class_the_old_go_and_the_new_stay(
    name: str, fill: Callable[[Engine], None], engine: Engine
) -> None:
    fill(engine)
    data = rules_of(engine)[name]
    assert (data.count_older(BEFORE), data.drop_older(BEFORE, 10), data.drop_older(BEFORE, 10)) == (1, 1, 0)


def rules_of(engine: Engine) -> dict[str, AgedRows]:
    return {rule.name: rule.data for rule in retention_rules(Settings(_env_file=None), engine)}  # type: ignore[misc]


def test_every_rule_goes_by_a_setting_of_its_own(engine: Engine) -> None:
    wanted = {"conversations": 1, "cases": 2, "labour_requests": 3, "audit": 4, "counts": 5, "feed_runs": 6}
    settings = Settings(_env_file=None, **{f"keep_{name}_days": days for name, days in wanted.items()})
    rules = retention_rules(settings, engine)
    assert {rule.setting: rule.keep_days for rule in rules} == {
        f"KEEP_{name.upper()}_DAYS": days for name, days in wanted.items()
    }


def test_all_of_it_on_one_database(engine: Engine) -> None:
    talk(engine, "old")
    case(engine, "1", "old")
    settings = Settings(_env_file=None, keep_cases_days=300)
    lines = open_retention(settings, engine, FixedClock()).run_once()
    assert {line.rule.name: line.count for line in lines if line.count} == {"cases": 1, "conversations": 1}
    assert count(engine, t.audit_events) == 2
