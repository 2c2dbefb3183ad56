"""What every TaughtStore does, whatever it keeps the answers in."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.taught_answers import SqlTaughtStore
from assistant.domain.errors import ConflictError
from assistant.domain.taught_answers import Lesson, TaughtAnswer, TaughtState, approved, refused
from assistant.services.teaching_ports import TaughtStore
from tests.adapters.sql_examples import NOW
from tests.fakes.taught_store import FakeTaughtStore
from tests.fresh_database import migrate

pytest_plugins = ("tests.postgres",)

LESSON = Lesson(
    "示例问题怎么办？",
    "先登记。\n再申请。",
    "cq",
    date(2027, 5, 1),
    "示例通知",
    "https://example.org/a",
    "示例〔2026〕1号",
)
PROPOSED = TaughtAnswer(LESSON, TaughtState.PROPOSED, "li", NOW, "CQ-1")


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TaughtStore]:
    if request.param == "fake":
        yield FakeTaughtStore()
        return
    if request.param == "postgresql":
        engine = request.getfixturevalue("postgres_engine")
    else:
        engine = open_engine(f"sqlite:///{tmp_path / 'taught.db'}")
        migrate(engine)
    yield SqlTaughtStore(engine)
    engine.dispose()


def test_it_is_what_it_claims_to_be(store: TaughtStore) -> None:
    assert isinstance(store, TaughtStore)


def test_what_was_proposed_is_found_whole(store: TaughtStore) -> None:
    assert (store.revision(), store.list_answers(tuple(TaughtState))) == (0, ())
    kept = store.add_answer(PROPOSED)
    assert store.find_answer(kept.id) == kept == replace(PROPOSED, id=kept.id, revision=store.revision())
    assert store.find_answer(kept.id + 1) is None
    assert store.find_answer(0) is None and store.find_answer(10**12) is None


def test_every_change_raises_the_revision_and_is_listed_by_its_state(store: TaughtStore) -> None:
    first, second = store.add_answer(PROPOSED), store.add_answer(replace(PROPOSED, case_number=None))
    before = store.revision()
    told = store.save_answer(approved(first, "bian", NOW))
    assert told.revision == store.revision() > before
    assert store.list_answers((TaughtState.APPROVED,)) == (told,)
    assert store.list_answers((TaughtState.PROPOSED,)) == (second,)
    assert [one.id for one in store.list_answers(tuple(TaughtState))] == [second.id, first.id]
    assert [one.id for one in store.list_answers(tuple(TaughtState), limit=1)] == [second.id]
    assert store.find_answer(first.id) == told


def test_of_two_reviewers_at_once_one_decides(store: TaughtStore) -> None:
    seen = store.add_answer(PROPOSED)
    decisions = [approved(seen, "bian", NOW), refused(seen, "zhao", NOW, "依据不足")]

    def save(answer: TaughtAnswer) -> bool:
        try:
            return store.save_answer(answer).id == seen.id
        except ConflictError:
            return False

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(save, decisions)) == [False, True]
    kept = store.find_answer(seen.id)
    assert kept is not None and kept.state is not TaughtState.PROPOSED


def test_text_that_cannot_be_stored_is_stored_without_what_cannot(store: TaughtStore) -> None:
    if isinstance(store, FakeTaughtStore):
        pytest.skip("memory keeps any text")
    kept = store.add_answer(replace(PROPOSED, lesson=replace(LESSON, answer="先\x00登\ud800记")))
    found = store.find_answer(kept.id)
    assert found is not None and "\x00" not in found.lesson.answer
