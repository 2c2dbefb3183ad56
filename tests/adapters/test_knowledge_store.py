"""The knowledge on disk: built once per state of the files, kept until a better state works."""

import logging
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.adapters.current_knowledge import CurrentKnowledge
from assistant.adapters.knowledge_store import KnowledgeStore, LoadedKnowledge
from assistant.domain.errors import KnowledgeError, UnavailableError
from assistant.domain.knowledge import Audience
from tests.fakes.clock import FixedClock
from tests.small_knowledge_base import ROOT, copy_lean_knowledge

LOAN_TEXT = "schemes/startup-loan/guidance.md"
WORD_FILES = ["facts.yaml", "regions.yaml", "places.yaml", "intents.yaml", "replies/canned.yaml", "lexicon/aspects.yaml",
              "lexicon/phrases.yaml", "lexicon/screening.yaml", "lexicon/synonyms.yaml", "utterances/intents.yaml",
              "utterances/aspects.yaml"]  # fmt: skip


@dataclass
class Home:
    """A knowledge base that may be edited, with the folder it is built into."""

    source: Path
    data: Path

    @property
    def store(self) -> KnowledgeStore:
        return KnowledgeStore(self.source, self.data, FixedClock())

    @property
    def state(self) -> Path:
        """The folder of the state in force."""
        return self.data / "knowledge" / str(self.store.current_digest())

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.source / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def touched(self) -> dict[str, int]:
        """When each file of the state in force was written."""
        return {str(path): path.stat().st_mtime_ns for path in sorted(self.state.rglob("*"))}


@pytest.fixture
def home(built_lean_knowledge: tuple[Path, Path], tmp_path: Path) -> Home:
    """A lean knowledge base, built."""
    for name, folder in zip(("source", "data"), built_lean_knowledge, strict=True):
        shutil.copytree(folder, tmp_path / name)
    return Home(tmp_path / "source", tmp_path / "data")


def test_the_first_start_builds_and_answers(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    home = Home(copy_lean_knowledge(tmp_path / "source"), tmp_path / "data")
    assert home.store.current_digest() is None
    loaded = home.store.open()
    assert _finds(loaded, "失业金") == "unemployment-benefit"
    assert "building the index" in caplog.text
    assert loaded.digest == home.store.current_digest()


def test_the_second_start_builds_nothing(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    before = home.touched()
    assert _finds(home.store.open(), "失业金") == "unemployment-benefit"
    assert home.touched() == before
    assert "building" not in caplog.text


def test_opening_the_state_in_force_needs_no_files_but_its_own(home: Home) -> None:
    shutil.rmtree(home.source)
    assert _finds(home.store.open_current(), "失业金") == "unemployment-benefit"


def test_nothing_built_yet_is_said_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="kb build"):
        KnowledgeStore(tmp_path, tmp_path / "data", FixedClock()).open_current()


def test_a_changed_file_is_built_at_the_next_start(home: Home) -> None:
    before = home.store.current_digest()
    home.edit(LOAN_TEXT, "23万元", "31万元")
    loaded = home.store.open()
    assert loaded.digest != before
    assert "31万元" in loaded.knowing.knowledge.passages["startup-loan#how_much"].statements[0].text


def test_a_running_service_takes_up_what_has_been_built_beside_it(home: Home) -> None:
    current = CurrentKnowledge(home.store, look_again_seconds=0)
    before = current.loaded
    home.edit(LOAN_TEXT, "23万元", "31万元")
    assert current.loaded is before
    digest = home.store.build()
    assert current.loaded.digest == digest
    assert _finds(current.loaded, "创业担保贷款") == "startup-loan"
    assert _finds(before, "创业担保贷款") == "startup-loan"


def test_a_running_service_does_not_look_again_at_every_turn(home: Home) -> None:
    current = CurrentKnowledge(home.store, look_again_seconds=3600)
    before = current.loaded
    home.edit(LOAN_TEXT, "23万元", "31万元")
    home.store.build()
    assert current.loaded is before


def test_a_running_service_keeps_its_state_where_the_new_one_cannot_be_opened(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    current = CurrentKnowledge(home.store, look_again_seconds=0)
    before = current.loaded
    (home.data / "knowledge" / "current").write_text("0123456789abcdef\n")
    assert current.loaded is before
    assert "cannot be opened" in caplog.text


def test_a_broken_file_leaves_the_state_in_force_and_is_named(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    before = home.store.current_digest()
    home.edit(LOAN_TEXT, "23万元。[s1]", "23万元。")
    loaded = home.store.open()
    assert loaded.digest == before
    assert "23万元" in loaded.knowing.knowledge.passages["startup-loan#how_much"].statements[0].text
    errors = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert f"{LOAN_TEXT}:8: This line has a figure without a source" in errors[0]


def test_a_build_of_broken_files_raises_and_leaves_nothing_behind(home: Home) -> None:
    before = sorted(path.name for path in (home.data / "knowledge").iterdir())
    home.edit("lexicon/synonyms.yaml", "term:", "therm:")
    with pytest.raises(KnowledgeError, match=r"lexicon/synonyms\.yaml:"):
        home.store.build()
    assert sorted(path.name for path in (home.data / "knowledge").iterdir()) == before


@pytest.mark.parametrize("name", WORD_FILES)
def test_whichever_file_is_broken_the_last_good_state_answers_and_the_file_is_named(
    home: Home, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    (home.source / name).write_text("", encoding="utf-8")
    assert _finds(home.store.open(), "失业金") == "unemployment-benefit"
    assert f"{name}:" in caplog.text


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("utterances/aspects.yaml", "how_much:", "how_mush:"),
        ("regions.yaml", "parent_id: chongqing", "parent_id: atlantis"),
        ("lexicon/screening.yaml", "crisis:", "crises:"),
        ("lexicon/phrases.yaml", 'others: ["', 'others: ["('),
        ("lexicon/screening.yaml", "  mobile:", "  # mobile:"),
        ("replies/canned.yaml", "how_much:", "how_mush:"),
        ("places.yaml", "streets:", "streets:\n  atlantis: [示例街道]"),
    ],
)
def test_a_slip_in_a_word_file_leaves_the_state_in_force(
    home: Home, name: str, old: str, new: str, caplog: pytest.LogCaptureFixture
) -> None:
    home.edit(name, old, new)
    assert _finds(home.store.open(), "失业金") == "unemployment-benefit"
    assert f"{name}:" in caplog.text


def test_a_first_start_with_a_broken_file_stops_and_names_it(tmp_path: Path) -> None:
    home = Home(copy_lean_knowledge(tmp_path / "source"), tmp_path / "data")
    home.edit(LOAN_TEXT, "23万元。[s1]", "23万元。")
    with pytest.raises(KnowledgeError, match=f"{LOAN_TEXT}:8"):
        home.store.open()


def test_a_knowledge_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError):
        KnowledgeStore(tmp_path / "nowhere", tmp_path / "data", FixedClock()).open()


def _index_file(state: Path) -> Path:
    return max((path for path in (state / "index").rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "the index is gone": lambda state: shutil.rmtree(state / "index"),
    "an index file is cut short": lambda state: _cut(_index_file(state)),
    "the topics are cut short": lambda state: _cut(state / "topics.npz"),
    "the topics are empty": lambda state: (state / "topics.npz").write_bytes(b""),
    "the topics' names are others": lambda state: (state / "topics.json").write_text("{}"),
    "the copy of the files is gone": lambda state: shutil.rmtree(state / "files"),
    "the whole state is gone": lambda state: shutil.rmtree(state),
    "a file of the copy is cut short": lambda state: _cut(state / "files" / "lexicon" / "phrases.yaml"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_state_is_built_again_with_a_message(
    home: Home, damage: Callable[[Path], object], caplog: pytest.LogCaptureFixture
) -> None:
    damage(home.state)
    assert _finds(home.store.open(), "失业金") == "unemployment-benefit"
    assert "damaged" in caplog.text


def test_what_was_damaged_is_built_again_only_once(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    _index_file(home.state).unlink()
    home.store.open()
    assert "damaged" in caplog.text
    caplog.clear()
    home.store.open()
    assert caplog.text == ""


def test_a_damaged_pointer_is_no_state(home: Home) -> None:
    (home.data / "knowledge" / "current").write_bytes(b"\xff\xfe")
    assert _finds(home.store.open(), "失业金") == "unemployment-benefit"


def test_at_most_three_older_states_are_kept(home: Home) -> None:
    digests = [home.store.current_digest()]
    for figure in range(24, 28):
        home.edit(LOAN_TEXT, f"{figure - 1}万元", f"{figure}万元")
        digests.append(home.store.build())
        time.sleep(0.01)
    kept = {path.name for path in (home.data / "knowledge").iterdir() if path.is_dir()}
    assert kept == set(digests[1:])


def test_processes_that_build_at_once_all_succeed(tmp_path: Path) -> None:
    home = Home(copy_lean_knowledge(tmp_path / "source"), tmp_path / "data")
    program = (
        "import sys, time; from pathlib import Path\n"
        "import sklearn.svm, tantivy\n"
        "from assistant.adapters.knowledge_store import KnowledgeStore\n"
        "from assistant.services.clock import SystemClock\n"
        "store = KnowledgeStore(Path(sys.argv[1]), Path(sys.argv[2]), SystemClock())\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "for _ in range(2): store.build(); store.open_current()\n"
    )
    builders = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(home.source), str(home.data)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    for builder in builders:
        assert builder.stdout is not None
        assert builder.stdout.readline() == "ready\n"
    ends = [builder.communicate("go\n", timeout=60) for builder in builders]
    assert [(builder.returncode, errors) for builder, (_, errors) in zip(builders, ends, strict=True)] == [(0, "")] * 2
    assert _finds(home.store.open_current(), "失业金") == "unemployment-benefit"


def _finds(loaded: LoadedKnowledge, text: str) -> str:
    return loaded.knowing.search.find(text, Audience.JOB_SEEKER)[0].document_id


def _cut(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
