"""Writes that share a transaction: each is kept or refused by itself, in the order they came, never before the flush."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import IntegrityError

from assistant.adapters.sql.engine import open_engine, read, write
from assistant.adapters.sql.joined_writes import MOST_AT_ONCE, JoinedWrites
from assistant.domain.errors import ConflictError, UnavailableError

pytest_plugins = ("tests.postgres",)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    kept = f"sqlite:///{tmp_path}/kept.db"
    url = request.getfixturevalue("empty_postgres_url") if request.param == "postgresql" else kept
    engine = open_engine(url)
    with write(engine) as connection:
        connection.execute(text("CREATE TABLE seen (place INTEGER PRIMARY KEY, who INTEGER NOT NULL)"))
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path}/kept.db")
    with write(engine) as connection:
        connection.execute(text("CREATE TABLE seen (place INTEGER PRIMARY KEY, who INTEGER NOT NULL)"))
    yield engine
    engine.dispose()


def put(who: int) -> Callable[[Connection], int]:
    def work(connection: Connection) -> int:
        connection.execute(text("INSERT INTO seen (place, who) VALUES (:who, :who)"), {"who": who})
        return who

    return work


def kept(engine: Engine) -> list[int]:
    with read(engine) as connection:
        return list(connection.execute(text("SELECT who FROM seen ORDER BY place")).scalars())


def count_commits(engine: Engine) -> list[int]:
    commits: list[int] = []
    event.listen(engine, "commit", lambda _: commits.append(1))
    return commits


def all_at_once(people: int, run: Callable[[int], object]) -> list[object]:
    """What each got, or the error it was told."""
    barrier = threading.Barrier(people)

    def press(who: int) -> object:
        barrier.wait()
        try:
            return run(who)
        except Exception as error:
            return error

    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(press, range(people)))


def test_everybody_at_once_is_kept_once_and_told_what_is_theirs(engine: Engine) -> None:
    joined = JoinedWrites(engine, 15.0)
    assert all_at_once(100, lambda who: joined.run(put(who))) == list(range(100))
    assert kept(engine) == list(range(100))


def test_what_fails_leaves_nothing_and_harms_nobody_beside_it(engine: Engine) -> None:
    joined = JoinedWrites(engine, 15.0)

    def work(who: int) -> Callable[[Connection], int]:
        def put_and_refuse(connection: Connection) -> int:
            put(who)(connection)
            raise ConflictError("voll")

        return put_and_refuse if who % 3 == 0 else put(who)

    told = all_at_once(48, lambda who: joined.run(work(who)))
    assert [who for who, one in enumerate(told) if isinstance(one, ConflictError)] == list(range(0, 48, 3))
    assert kept(engine) == [who for who in range(48) if who % 3]
    with pytest.raises(IntegrityError):
        joined.run(put(1))


def test_a_crowd_shares_commits(sqlite: Engine) -> None:
    joined, commits = JoinedWrites(sqlite, 15.0), count_commits(sqlite)
    with write(sqlite):  # whoever comes now waits for this one
        pool = ThreadPoolExecutor(40)
        told = [pool.submit(joined.run, put(who)) for who in range(40)]
        while len(joined._queue) < 40:
            pass
    assert [one.result() for one in told] == list(range(40))
    assert len(commits) == 2, "one of whoever was writing, one of the forty"
    pool.shutdown()


def test_no_transaction_grows_beyond_its_bound_and_the_order_is_that_of_coming(sqlite: Engine) -> None:
    joined, commits, order = JoinedWrites(sqlite, 15.0), count_commits(sqlite), list[int]()
    people = MOST_AT_ONCE + 6

    def work(who: int) -> Callable[[Connection], None]:
        return lambda _: order.append(who)

    with write(sqlite):
        pool = ThreadPoolExecutor(people)
        told = []
        for who in range(people):
            told.append(pool.submit(joined.run, work(who)))
            while len(joined._queue) <= who:
                pass
    for one in told:
        one.result()
    assert order == list(range(people))
    assert len(commits) == 3
    pool.shutdown()


def test_where_the_commit_fails_everybody_in_it_is_told_so_and_nothing_is_kept(sqlite: Engine) -> None:
    joined = JoinedWrites(sqlite, 15.0)

    def refuse(_: object) -> None:
        raise UnavailableError("voll")

    event.listen(sqlite, "commit", refuse)
    told = all_at_once(20, lambda who: joined.run(put(who)))
    assert all(isinstance(one, UnavailableError) for one in told)
    event.remove(sqlite, "commit", refuse)
    assert kept(sqlite) == []
    assert joined.run(put(7)) == 7, "and whoever comes next is served"


def test_where_the_database_gives_up_the_transaction_nobody_in_it_is_told_that_they_are_in(sqlite: Engine) -> None:
    joined = JoinedWrites(sqlite, 15.0)

    def give_up(connection: Connection) -> None:
        connection.exec_driver_sql("ROLLBACK")  # as SQLite does on its own where the disk is full
        raise ConflictError("")

    with write(sqlite):
        pool = ThreadPoolExecutor(3)
        told = []
        for place, work in enumerate((put(1), give_up, put(3))):
            told.append(pool.submit(joined.run, work))
            while len(joined._queue) <= place:
                pass
    assert all(one.exception() is not None for one in told)
    assert kept(sqlite) == []
    pool.shutdown()


def test_nobody_waits_longer_than_the_bound_for_another_writer(sqlite: Engine) -> None:
    joined = JoinedWrites(sqlite, 0.2)
    with write(sqlite):
        told = all_at_once(5, lambda who: joined.run(put(who)))
    assert all(isinstance(one, UnavailableError) for one in told)
    assert kept(sqlite) == []
    assert joined.run(put(1)) == 1
