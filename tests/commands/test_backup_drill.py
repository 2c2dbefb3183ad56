"""The restore drill: a service in use is backed up while it is written to, everything is wiped, and it comes back."""

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.adapters.field_cipher import read_keys
from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.errors import UnavailableError
from assistant.settings import Settings
from tests.fakes.clock import FixedClock
from tests.site_in_use import LeftBehind, check_found_again, close, prepare, use, wipe

pytest_plugins = ("tests.postgres",)


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """Settings of an installation in which nothing has been asked yet; the commands read the same from the
    environment."""
    if request.param == "postgresql":
        monkeypatch.setenv("DATABASE_URL", request.getfixturevalue("empty_postgres_url"))
    monkeypatch.setenv("SAMPLE_CONTENT", "false")
    yield Settings(_env_file=None)


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


@pytest.fixture
def used(site: Settings, data_dir: Path, run: Callable[..., int]) -> tuple[Settings, LeftBehind, Path]:
    """Backed up while people ask, and wiped."""
    prepare(site)
    product = build_assistant(site, FixedClock())
    left = use(product)
    backup = data_dir.parent / "backup.zip"
    with Busy(product) as busy:
        while busy.turns < 3:
            pass
        before = busy.turns
        assert run("backup", str(backup)) == 0
        assert busy.turns >= before
    close(product)
    shutil.copy(data_dir / "field.key", data_dir.parent / "kept-apart.key")
    wipe(site)
    return site, left, backup


def test_after_wiping_and_restoring_people_find_everything_as_it_was(
    used: tuple[Settings, LeftBehind, Path], run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    settings, left, backup = used
    assert run("restore", str(backup)) == 0
    assert "打不开" in capsys.readouterr().err
    shutil.copy(settings.data_dir.parent / "kept-apart.key", settings.data_dir / "field.key")
    product = build_assistant(settings, FixedClock())
    check_found_again(product, left)


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
