"""The restore drill: a service in use is backed up while it is written to, everything is wiped, and it comes back."""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from assistant.adapters.field_cipher import read_keys
from assistant.adapters.sql.courses import SqlCourseStore
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.feeds import SqlFeedStore
from assistant.adapters.sql.knowledge_edits import SqlKnowledgeEdits
from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.contacts import as_contact
from assistant.domain.enrolments import EnrolmentDetails
from assistant.domain.errors import UnavailableError
from assistant.domain.knowledge_edits import ChangeState, FileEdit, FileForm, KnowledgeChange, digest_of_text
from assistant.services.enrolling import TypedEnrolment
from assistant.settings import Settings
from tests.course_examples import COURSE_FEED, TODAY, taken_intake
from tests.fakes.clock import FixedClock
from tests.fresh_database import migrate

pytest_plugins = ("tests.postgres",)
ASKED = ("我失业了能领多少钱?", "那要啥材料?")
RURAL = "policies/wanzhou-rural-post.md"
TAUGHT = "万州区2026年由编辑新设了"
DETAILS = EnrolmentDetails("示例女士", "13800001234", "坐轮椅")


@dataclass(frozen=True)
class LeftBehind:
    """What a person takes away from the service: a conversation with its key, receipts with their codes."""

    conversation: str
    secret: str
    answers: tuple[str, ...]
    case: str
    case_code: str
    enrolment: str
    enrolment_code: str


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """Settings of an installation in which nothing has been asked yet; the commands read the same from the
    environment."""
    if request.param == "postgresql":
        monkeypatch.setenv("DATABASE_URL", request.getfixturevalue("empty_postgres_url"))
    monkeypatch.setenv("SAMPLE_CONTENT", "false")
    yield Settings(_env_file=None)


def _publish_an_edit(settings: Settings) -> None:
    """An editor has published another text for a shipped file: it stands in the database alone."""
    engine = open_engine(settings.resolved_database_url)
    migrate(engine)
    edits = SqlKnowledgeEdits(engine)
    shipped = (settings.knowledge_dir / RURAL).read_text(encoding="utf-8")
    edited = FileEdit(RURAL, FileForm.WRITTEN, shipped.replace("万州区2026年设了", TAUGHT), digest_of_text(shipped))
    now = FixedClock().now()
    draft = edits.add_change(KnowledgeChange("改写", "试", "bian", now, edits=(edited,)))
    proposed = edits.save_change(replace(draft, state=ChangeState.PROPOSED, proposed_at=now))
    edits.publish(replace(proposed, closed_by="zhao", closed_at=now), {RURAL: digest_of_text(shipped)}, 0)
    SqlFeedStore(engine).put_feed(COURSE_FEED)
    SqlCourseStore(engine).put_adverts(COURSE_FEED, [taken_intake("1")], 1)
    engine.dispose()


def _use(product: Assistant) -> LeftBehind:
    talk = product.conversations.start()
    answers = tuple(product.conversations.answer(talk.id, words).text for words in ASKED)
    handed = product.conversations.hand_over(talk.id).handover
    assert handed is not None and handed.case_number is not None
    code = product.office.persons.issue_code(talk.id, handed.case_number)
    product.office.contacts.leave(handed.case_number, code, as_contact("示例女士", "13800001234", "", ""), "同意")
    enrolling = product.enrolments.enrolling
    changes = product._vacancies.courses.store.changes_after(0, 10, TODAY)
    intake = next(change.intake.id for change in changes if change.intake is not None)
    declared = frozenset(told.text for told in enrolling.form(intake).prerequisites)
    kept = enrolling.confirm(intake, TypedEnrolment(DETAILS, declared, "同意", enrolling.new_form_key()))
    return LeftBehind(talk.id, talk.secret, answers, handed.case_number, code, kept.enrolment.number, kept.code)


class Busy:
    """Goes on asking until it is told to stop: what a service does while it is backed up."""

    def __init__(self, product: Assistant) -> None:
        self._product, self._stop, self.turns = product, threading.Event(), 0
        self._thread = threading.Thread(target=self._ask, daemon=True)

    def __enter__(self) -> "Busy":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(30)

    def _ask(self) -> None:
        talk = self._product.conversations.start()
        while not self._stop.is_set():
            self._product.conversations.answer(talk.id, "谢谢")
            self.turns += 1


def _wipe(settings: Settings) -> None:
    if settings.database_url:
        engine = create_engine(settings.database_url)
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        engine.dispose()
    for path in settings.data_dir.iterdir():
        if path.name != "knowledge":
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _close(product: Assistant) -> None:
    product._store._engine.dispose()  # type: ignore[attr-defined]


@pytest.fixture
def used(site: Settings, data_dir: Path, run: Callable[..., int]) -> tuple[Settings, LeftBehind, Path]:
    """Backed up while people ask, and wiped."""
    _publish_an_edit(site)
    product = build_assistant(site, FixedClock())
    left = _use(product)
    backup = data_dir.parent / "backup.zip"
    with Busy(product) as busy:
        while busy.turns < 3:
            pass
        before = busy.turns
        assert run("backup", str(backup)) == 0
        assert busy.turns >= before
    _close(product)
    shutil.copy(data_dir / "field.key", data_dir.parent / "kept-apart.key")
    _wipe(site)
    return site, left, backup


def test_after_wiping_and_restoring_people_find_everything_as_it_was(
    used: tuple[Settings, LeftBehind, Path], run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    settings, left, backup = used
    assert run("restore", str(backup)) == 0
    assert "打不开" in capsys.readouterr().err
    shutil.copy(settings.data_dir.parent / "kept-apart.key", settings.data_dir / "field.key")
    product = build_assistant(settings, FixedClock())
    talks = product.conversations
    assert talks.opens_with(left.conversation, left.secret)
    assert tuple(turn.text for turn in talks.list_turns(left.conversation))[: len(ASKED)] == left.answers
    anew = talks.start()
    assert tuple(talks.answer(anew.id, words).text for words in ASKED) == left.answers
    assert TAUGHT in str(product.knowledge.get_document("wanzhou-rural-post"))
    assert product.office.persons.opens(left.case, left.case_code)
    assert product.office.contacts.left_by_person(left.case, left.case_code) is not None
    found = product.enrolments.persons.find(left.enrolment, left.enrolment_code)
    assert found.contact is not None and found.note == DETAILS.note
    next_case = talks.hand_over(anew.id).handover
    assert next_case is not None and next_case.case_number not in (None, left.case)


def test_what_was_sealed_stays_shut_without_the_key(
    used: tuple[Settings, LeftBehind, Path], run: Callable[..., int]
) -> None:
    settings, left, backup = used
    assert run("restore", str(backup)) == 0
    read_keys("", settings.data_dir / "field.key")  # another installation's own key
    product = build_assistant(settings, FixedClock())
    with pytest.raises(UnavailableError, match="密钥"):
        product.office.contacts.left_by_person(left.case, left.case_code)
    assert product.conversations.opens_with(left.conversation, left.secret)
