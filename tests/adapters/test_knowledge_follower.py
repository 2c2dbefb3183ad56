"""What is published over the files: built without touching them, taken up by whoever follows, never taken up broken."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assistant.adapters.build_apart import BuildApart
from assistant.adapters.content.knowledge_files import KnowledgeFiles
from assistant.adapters.content.library import digest_of
from assistant.adapters.current_knowledge import CurrentKnowledge, KnowledgeFollower
from assistant.adapters.knowledge_store import KnowledgeStore, digest_for
from assistant.adapters.knowledge_workshop import Workshop
from assistant.domain.errors import ConflictError, KnowledgeError
from assistant.domain.knowledge_edits import overlay_of
from assistant.domain.staff import Role, StaffMember
from assistant.services.knowledge_desk import Draft, KnowledgeDesk, KnowledgeEditing
from tests.fakes.clock import FixedClock
from tests.fakes.knowledge_edits import FakeKnowledgeEdits, FakeWorkshop
from tests.fakes.staff_stores import FakeAuditLog

LOAN, OLD, NEW = "schemes/startup-loan/guidance.md", "23万元", "31万元"
LOAN_RULES, CANNED, PAGES = "schemes/startup-loan/scheme.yaml", "replies/canned.yaml", "replies/pages.yaml"
BIAN, YUAN = StaffMember("bian", Role.EDITOR), StaffMember("yuan", Role.EDITOR)


@dataclass
class Node:
    """One process with a data folder of its own, on the store of all."""

    source: Path
    data: Path
    edits: FakeKnowledgeEdits
    builds: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        published = lambda: overlay_of(self.edits.list_published())  # noqa: E731
        self.store = KnowledgeStore(self.source, self.data, FixedClock(), published=published)
        self.current = CurrentKnowledge(self.store)
        self.follower = KnowledgeFollower(self.current, self.store, self.edits, self._build)
        workshop = Workshop(self.source, lambda: self.current.loaded.knowing, self.follower)
        self.desk = KnowledgeDesk(KnowledgeEditing(self.edits, workshop, FakeAuditLog(), FixedClock()))

    def _build(self, files: KnowledgeFiles, anew: bool) -> str:
        digest = self.store.prepare(files, anew)
        self.builds.append(digest)
        return digest

    @property
    def lead(self) -> str:
        """What it says of the loan."""
        return self.current.loaded.knowing.knowledge.passages["startup-loan#how_much"].statements[0].text

    def write(self, path: str, old: str, new: str) -> tuple[int, int]:
        text = self.desk.shelf(BIAN).get_text(path)
        assert old in text
        draft = Draft(title="t", reason="r")
        change = self.desk.write(BIAN, draft, path, text.replace(old, new), self.desk.shelf(BIAN).digest(path))
        return change.id, change.revision

    def publish(self, path: str, old: str, new: str) -> None:
        change = self.desk.propose(BIAN, *self.write(path, old, new))
        self.desk.publish(YUAN, change.id, change.revision)


@pytest.fixture
def edits() -> FakeKnowledgeEdits:
    return FakeKnowledgeEdits()


@pytest.fixture
def node(built_lean_knowledge: tuple[Path, Path], tmp_path: Path, edits: FakeKnowledgeEdits) -> Node:
    for name, folder in zip(("source", "data"), built_lean_knowledge, strict=True):
        shutil.copytree(folder, tmp_path / name)
    return Node(tmp_path / "source", tmp_path / "data", edits)


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_files_with_edits_have_the_digest_of_a_folder_of_them(node: Node, tmp_path: Path) -> None:
    overlay = {LOAN: "x\n", "policies/hotline-12345.md": None, "policies/a-b.md": "neu\n", "policies/a.md": "neu\n"}
    files = KnowledgeFiles(node.source, overlay)
    files.write_into(tmp_path / "copy")

    assert digest_of(tmp_path / "copy") == files.digest()
    assert not (tmp_path / "copy" / "policies" / "hotline-12345.md").exists()
    assert KnowledgeFiles(node.source).digest() == digest_of(node.source)


def test_what_is_published_is_in_force_and_the_files_stay_as_they_are(node: Node) -> None:
    before = files_in(node.source)

    node.publish(LOAN, OLD, NEW)

    assert NEW in node.lead
    assert files_in(node.source) == before
    assert node.store.current_digest() == node.current.loaded.digest


def test_a_proposal_is_built_and_opened_before_it_is_published(node: Node) -> None:
    change = node.desk.propose(BIAN, *node.write(LOAN, OLD, NEW))
    node.follower.prepare_next()
    assert len(node.builds) == 1
    assert OLD in node.lead

    node.desk.publish(YUAN, change.id, change.revision)

    assert len(node.builds) == 1
    assert NEW in node.lead
    node.follower.prepare_next()
    node.follower.prepare_next()
    assert len(node.builds) == 1


def test_what_is_prepared_is_kept_until_it_has_been_taken_up(node: Node, edits: FakeKnowledgeEdits) -> None:
    change = node.desk.propose(BIAN, *node.write(LOAN, OLD, NEW))
    node.follower.prepare_next()
    shipped = node.desk.shelf(BIAN).get_text(LOAN)
    publisher = KnowledgeDesk(KnowledgeEditing(edits, FakeWorkshop({LOAN: shipped}), FakeAuditLog(), FixedClock()))
    publisher.publish(YUAN, change.id, change.revision)

    node.follower.prepare_next()
    assert node.follower.prepared is not None
    node.follower.take_up()

    assert NEW in node.lead
    assert len(node.builds) == 1


def test_another_process_takes_up_what_was_published(node: Node, edits: FakeKnowledgeEdits, tmp_path: Path) -> None:
    shutil.copytree(node.data, tmp_path / "other")
    other = Node(node.source, tmp_path / "other", edits)
    node.publish(LOAN, OLD, NEW)
    assert OLD in other.lead

    other.follower.take_up()

    assert NEW in other.lead
    assert other.current.loaded.digest == node.current.loaded.digest


def test_a_restart_is_as_published_and_going_back_is_as_shipped(node: Node, edits: FakeKnowledgeEdits) -> None:
    node.publish(LOAN, OLD, NEW)
    assert NEW in Node(node.source, node.data, edits).lead

    back = node.desk.go_back(BIAN, 0, "写错了")
    node.desk.publish(YUAN, back.id, back.revision)

    assert OLD in node.lead
    assert OLD in Node(node.source, node.data, edits).lead


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (LOAN, f"{OLD}。[s1]", f"{OLD}。"), (LOAN_RULES, "region: chongqing", "region: mars"),
        (LOAN_RULES, "id: startup-loan", "id: [1"), (CANNED, "{hotline-12345}", "{hotline-99999}"),
        (CANNED, "greeting:", "greetings:"), (PAGES, "service-name: ", "service-name: {nobody} "),
        ("handover/teams.yaml", "teams:", "team:"), ("regions.yaml", "regions:", "- regions:"),
        ("intents.yaml", "intents:", "intents: 5\nmore:"), ("lexicon/synonyms.yaml", "term:", "therm:"),
        ("utterances/intents.yaml", "utterances:", "utterances: 1\nx:"), ("facts.yaml", "facts:", "facts: {}\nx:"),
    ],
)  # fmt: skip
def test_nothing_broken_is_proposed_or_published(node: Node, path: str, old: str, new: str) -> None:
    before = node.current.loaded
    number, revision = node.write(path, old, new)

    found = node.desk.preview(BIAN, number)

    assert not found.is_sound
    assert any(problem.file == path for problem in found.problems), found.problems
    with pytest.raises(ConflictError):
        node.desk.propose(BIAN, number, revision)
    with pytest.raises(KnowledgeError):
        node.follower.prove(KnowledgeFiles(node.source, {path: node.desk.shelf(BIAN).get_text(path).replace(old, new)}))
    assert node.current.loaded is before


def test_a_preview_tells_passages_and_golden_cases_that_come_out_otherwise(node: Node) -> None:
    number, _ = node.write(LOAN, OLD, NEW)
    assert node.desk.preview(BIAN, number).changes == ("changed  startup-loan#how_much",)


def test_files_that_an_upgrade_has_broken_under_an_edit_leave_the_state_in_force(
    node: Node, edits: FakeKnowledgeEdits, caplog: pytest.LogCaptureFixture
) -> None:
    node.publish(LOAN, OLD, NEW)
    rules = node.source / LOAN_RULES
    rules.write_text(rules.read_text("utf-8").replace("id: s1", "id: s9"), "utf-8")

    again = Node(node.source, node.data, edits)

    assert NEW in again.lead
    assert "going on with the last good state" in caplog.text


def test_on_a_machine_without_any_state_an_edit_that_does_not_fit_gives_way_to_the_files(
    node: Node, edits: FakeKnowledgeEdits, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    node.publish(LOAN, OLD, NEW)
    new_rules, new_text = node.source / LOAN_RULES, node.source / LOAN
    for file in (new_rules, new_text):
        file.write_text(file.read_text("utf-8").replace("id: s1", "id: s9").replace("[s1]", "[s9]"), "utf-8")

    fresh = Node(node.source, tmp_path / "fresh", edits)

    assert OLD in fresh.lead
    assert "does not fit to these files" in caplog.text
    assert [one.file.path for one in fresh.desk.shelf(BIAN).shipped_anew()] == [LOAN]


def test_a_state_that_was_damaged_is_built_again_before_it_is_taken_up(node: Node) -> None:
    change = node.desk.propose(BIAN, *node.write(LOAN, OLD, NEW))
    edit = change.find_edit(LOAN)
    assert edit is not None
    files = KnowledgeFiles(node.source, {LOAN: edit.text})
    node.store.prepare(files)
    (node.data / "knowledge" / digest_for(files) / "topics.npz").write_bytes(b"broken")

    node.desk.publish(YUAN, change.id, change.revision)

    assert NEW in node.lead


def test_words_that_an_upgrade_asks_for_are_added_to_edited_ones(node: Node, edits: FakeKnowledgeEdits) -> None:
    node.publish(PAGES, "service-name: ", "service-name: 示例")
    pages = node.source / PAGES
    pages.write_text(pages.read_text("utf-8") + "brand-new-word: 新词\n", "utf-8")

    texts = Node(node.source, node.data, edits).current.loaded.page_texts

    assert texts["brand-new-word"] == "新词"
    assert texts["service-name"].startswith("示例")


def test_a_state_built_in_a_process_of_its_own_is_the_same_and_problems_come_through(node: Node) -> None:
    apart = BuildApart(node.store, node.data)
    text = node.desk.shelf(BIAN).get_text(LOAN)
    files = KnowledgeFiles(node.source, {LOAN: text.replace(OLD, NEW)})

    digest = apart(files)

    assert digest == digest_for(files)
    assert node.store.open_state(digest).digest == digest
    with pytest.raises(KnowledgeError) as raised:
        apart(KnowledgeFiles(node.source, {LOAN: text.replace(f"{OLD}。[s1]", f"{OLD}。")}))
    assert raised.value.problems[0].startswith(f"{LOAN}:8:")
