"""A busy day: members of staff, persons and the sweep at the same cases at once. The history tells what came of it."""

import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Engine

from assistant.adapters.sql.cases import SqlCaseStore
from assistant.adapters.sql.engine import open_engine
from assistant.domain.cases import CaseEvent, CaseState, Destination, DestinationKind, EventKind
from assistant.domain.errors import ConflictError, NotAllowedError, NotFoundError
from assistant.domain.staff import StaffMember
from assistant.services.case_sweep import return_expired_claims
from tests.case_office import CHEN, LI, WANG, ZHAO, Office
from tests.fresh_database import migrate

pytest_plugins = ("tests.postgres",)

REFUSED = (ConflictError, NotAllowedError, NotFoundError)
BODY, TO_WANG = Destination(DestinationKind.BODY, "劳动监察"), Destination(DestinationKind.SPECIALIST, "wang")
IN_HAND = (CaseState.CLAIMED, CaseState.DISPATCHED)
STEPS_EACH = 60


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "postgresql":
        yield request.getfixturevalue("postgres_engine")
        return
    engine = open_engine(f"sqlite:///{tmp_path / 'crowd.db'}")
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_with_many_at_once_no_case_has_two_owners_and_none_is_left_alone(engine: Engine, seed: int) -> None:
    office = Office(store=SqlCaseStore(engine))
    codes = {case.number: "" for case in (office.open(name) for name in "abcd")}
    for name, number in zip("abcd", codes, strict=True):
        codes[number] = office.person.issue_code(name, number)
    crowd = [_member_at_work(office, member, list(codes)) for member in (LI, CHEN, WANG, ZHAO)]
    crowd += [_person(office, codes), _sweep(office)]
    together = Barrier(len(crowd), timeout=30)

    def work(index: int) -> int:
        dice = random.Random(f"{seed}:{index}")
        together.wait()
        return sum(_tried(crowd[index], dice) for _ in range(STEPS_EACH))

    with ThreadPoolExecutor(len(crowd)) as pool:
        done = list(pool.map(work, range(len(crowd))))

    assert sum(done[:4]) > 20, "the staff got nothing done: the test shows nothing"
    for number in codes:
        case = office.store.find_case(number)
        assert case is not None
        events = office.store.list_events(number)
        assert len(events) == case.version
        assert _replayed(events) == (case.state, case.owner)
        assert case.owner is not None or case.state not in IN_HAND
        assert case.team and (case.next_deadline is not None or not case.is_live)


def _member_at_work(office: Office, member: StaffMember, numbers: list[str]) -> Callable[[random.Random], object]:
    desk = office.desk
    steps: list[Callable[[str], object]] = [
        lambda number: desk.claim(member, number),
        lambda number: desk.claim(member, number),
        lambda number: desk.give_back(member, number, "换班"),
        lambda number: desk.take_over(member, number),
        lambda number: desk.dispatch(member, number, BODY),
        lambda number: desk.dispatch(member, number, TO_WANG),
        lambda number: desk.reply(member, number, "您好"),
        lambda number: desk.note(member, number, "备注"),
        lambda number: desk.resolve(member, number, "已办"),
        lambda number: desk.reopen(member, number),
    ]
    return lambda dice: dice.choice(steps)(dice.choice(numbers))


def _person(office: Office, codes: dict[str, str]) -> Callable[[random.Random], object]:
    person = office.person
    steps: list[Callable[[str, str], object]] = [
        lambda number, code: person.write(number, code, "补充"),
        lambda number, code: person.rate(number, code, 4),
        lambda number, code: person.reopen(number, code),
    ]

    def act(dice: random.Random) -> object:
        number = dice.choice(list(codes))
        return dice.choice(steps)(number, codes[number])

    return act


def _sweep(office: Office) -> Callable[[random.Random], object]:
    def act(dice: random.Random) -> object:
        office.later(dice.choice([1, 5, 20]))
        return return_expired_claims(office.parts, office.now)

    return act


def _tried(act: Callable[[random.Random], object], dice: random.Random) -> bool:
    try:
        act(dice)
    except REFUSED:
        return False
    return True


def _replayed(events: Sequence[CaseEvent]) -> tuple[CaseState, str | None]:
    """Where the history leads, step by step; what only the owner may do was done by whoever owned the case then."""
    state, owner = CaseState.OPEN, None
    for event in events:
        match event.kind:
            case EventKind.CLAIMED:
                assert state is CaseState.OPEN and owner is None
                state, owner = CaseState.CLAIMED, event.actor
            case EventKind.TAKEN_OVER:
                assert state in IN_HAND and event.actor == "zhao"
                state, owner = CaseState.CLAIMED, event.actor
            case EventKind.GIVEN_BACK:
                assert state in IN_HAND and event.actor in (owner, "zhao")
                state, owner = CaseState.OPEN, None
            case EventKind.EXPIRED:
                assert state is CaseState.CLAIMED and event.actor == "service"
                state, owner = CaseState.OPEN, None
            case EventKind.DISPATCHED:
                assert state in IN_HAND and event.actor in (owner, "zhao")
                state, owner = CaseState.DISPATCHED, "wang" if event.text == "wang" else event.actor
            case EventKind.REPLIED:
                assert state in IN_HAND and event.actor == owner
            case EventKind.RESOLVED:
                assert state in IN_HAND and event.actor == owner
                state = CaseState.RESOLVED
            case EventKind.RATED:
                assert state is CaseState.RESOLVED
                state = CaseState.RATED
            case EventKind.REOPENED:
                assert state in (CaseState.RESOLVED, CaseState.RATED)
                state, owner = CaseState.OPEN, None
    return state, owner
