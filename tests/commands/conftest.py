"""The command line over the small knowledge base."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.__main__ import main


@pytest.fixture
def data_dir(built_knowledge: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder everything is written to; the knowledge in it has been built. The working folder is an empty one."""
    source, data = built_knowledge
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "knowledge").symlink_to(data / "knowledge")
    monkeypatch.setenv("KNOWLEDGE_DIR", str(source))
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def run(data_dir: Path) -> Iterator[Callable[..., int]]:
    """Runs a command; its exit status. `run("ask", "…")`."""

    def run_command(*arguments: str) -> int:
        try:
            return main(list(arguments))
        except SystemExit as stopped:
            return int(stopped.code or 0)

    yield run_command
