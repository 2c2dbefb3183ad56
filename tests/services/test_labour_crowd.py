"""Many at one labour request at once: one wins, the others are told kindly, and the history tells what came of it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Engine

from assistant.adapters.field_cipher import AesGcmCipher
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.labour import SqlLabourStore
from assistant.domain.errors import ConflictError, NotFoundError
from assistant.domain.labour_requests import Dispatch, DispatchKind, LabourEventKind, LabourRequest, LabourState
from assistant.domain.staff import Role, StaffMember
from tests.fresh_database import migrate
from tests.labour_office import LabourOffice

pytest_plugins = ("tests.postgres",)

CROWD = [StaffMember(f"staff{number}", Role.ADVISOR) for number in range(24)]
TO_PARTNER = Dispatch(DispatchKind.PARTNER, "示例机构")
TAKEN = "这份用工需求已经有同事接单，不能再接单。"


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LabourOffice]:
    engine: Engine
    if request.param == "postgresql":
        engine = request.getfixturevalue("postgres_engine")
    else:
        engine = open_engine(f"sqlite:///{tmp_path / 'crowd.db'}")
        migrate(engine)
    yield LabourOffice(store=SqlLabourStore(engine, AesGcmCipher([bytes(range(32))])))  # type: ignore[arg-type]
    engine.dispose()


def all_at_once(*steps: Callable[[], object]) -> list[object]:
    """What each gave back, or the error it raised."""
    together = Barrier(len(steps), timeout=30)

    def run(step: Callable[[], object]) -> object:
        together.wait()
        try:
            return step()
        except (ConflictError, NotFoundError) as error:
            return error

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


def get(office: LabourOffice, number: str) -> LabourRequest:
    found = office.store.find_request(number)
    assert found is not None
    return found


def test_of_many_who_accept_at_once_one_has_it_and_the_others_are_told_that_it_is_taken(office: LabourOffice) -> None:
    number = office.send_off().number
    came = all_at_once(*(lambda member=member: office.desk.accept(member, number) for member in CROWD))
    won = [one for one in came if isinstance(one, LabourRequest)]
    lost = [str(one) for one in came if isinstance(one, ConflictError)]
    assert (len(won), len(lost)) == (1, len(CROWD) - 1)
    assert set(lost) == {TAKEN}
    kept = get(office, number)
    assert (kept.owner, kept.state, kept.version) == (won[0].owner, LabourState.ACCEPTED, 2)
    kinds = [event.kind for event in office.store.list_events(number)]
    assert kinds == [LabourEventKind.PUBLISHED, LabourEventKind.ACCEPTED]
    assert [line.action for line in office.audit.events] == ["labour_accepted"]


def test_who_accepts_while_the_employer_withdraws_owns_nothing_that_is_gone(office: LabourOffice) -> None:
    sent = office.send_off()
    steps = [lambda member=member: office.desk.accept(member, sent.number) for member in CROWD[:8]]
    came = all_at_once(*steps, lambda: office.employers.withdraw(sent.number, sent.code))
    assert len([one for one in came[:8] if isinstance(one, LabourRequest)]) <= 1
    assert came[8] is None, "taking back is never refused"
    assert get(office, sent.number).state is LabourState.WITHDRAWN
    assert {event.text for event in office.store.list_events(sent.number)} == {""}
    assert office.store.find_contact(sent.number) is None


def test_of_an_evaluation_sent_twice_and_one_heard_by_telephone_one_is_kept(office: LabourOffice) -> None:
    sent, owner = office.send_off(), CROWD[0]
    office.desk.accept(owner, sent.number)
    office.desk.dispatch(owner, sent.number, TO_PARTNER)
    came = all_at_once(
        lambda: office.employers.evaluate(sent.number, sent.code, 5),
        lambda: office.employers.evaluate(sent.number, sent.code, 5),
        lambda: office.desk.record_evaluation(owner, sent.number, 2),
    )
    assert sum(isinstance(one, ConflictError) for one in came) == 2
    kinds = [event.kind for event in office.store.list_events(sent.number)]
    assert kinds.count(LabourEventKind.EVALUATED) == 1
    assert get(office, sent.number).version == len(kinds)
