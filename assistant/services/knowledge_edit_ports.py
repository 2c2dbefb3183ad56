"""What editing knowledge needs from the outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from assistant.domain.knowledge_edits import ChangeState, KnowledgeChange, PublishedFile

#: Path → text in place of the shipped file; None: the file is gone.
Overlay = Mapping[str, str | None]


@runtime_checkable
class KnowledgeEditStore(Protocol):
    """Keeps change sets and what was published. Every method may raise UnavailableError."""

    def add_change(self, change: KnowledgeChange) -> KnowledgeChange:
        """With the id and revision given to it here."""
        ...

    def find_change(self, change_id: int) -> KnowledgeChange | None: ...

    def list_changes(self, states: tuple[ChangeState, ...], limit: int = 100) -> Sequence[KnowledgeChange]:
        """Those written to last come first."""
        ...

    def save_change(self, change: KnowledgeChange) -> KnowledgeChange:
        """With a new revision. Raises ConflictError where the stored one has another than `change`."""
        ...

    def publish(self, change: KnowledgeChange, shipped: Mapping[str, str | None], after: int) -> KnowledgeChange:
        """Stores it as published, and its files under the next number, at once or not at all.

        `shipped`: path → digest of the shipped file now. Raises ConflictError where the latest publication is not
        `after` any more, or where the change has been written to.
        """
        ...

    def list_published(self, until: int | None = None) -> Sequence[PublishedFile]:
        """The latest state of every file that was ever published, up to and with publication `until`."""
        ...

    def list_versions(self, path: str, limit: int = 50) -> Sequence[PublishedFile]:
        """All published states of one file, the latest first."""
        ...

    def latest_publication(self) -> int:
        """Its number; 0 before the first."""
        ...

    def stamp(self) -> tuple[int, int]:
        """The latest publication, and the latest revision of a change set: differs when anything was written."""
        ...


@dataclass(frozen=True)
class Found:
    """What a check says. `line` is 1 where only the file is known."""

    file: str
    line: int
    text: str
    is_warning: bool = False


@dataclass(frozen=True)
class Preview:
    """What a check says of the whole knowledge, and which documents, passages and golden cases come out otherwise."""

    problems: tuple[Found, ...]
    changes: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        return all(problem.is_warning for problem in self.problems)


@runtime_checkable
class KnowledgeWorkshop(Protocol):
    """The files as shipped, and states of the knowledge made from them."""

    def shipped_paths(self) -> Sequence[str]: ...

    def find_shipped(self, path: str) -> str | None:
        """The text of a shipped file."""
        ...

    def preview(self, overlay: Overlay) -> Preview:
        """What `kb check` and `kb diff` say of the shipped files with these over them."""
        ...

    def prove(self, overlay: Overlay) -> None:
        """Builds the state and opens it, so that it can be taken up at once. Raises KnowledgeError if it is broken."""
        ...

    def wake(self) -> None:
        """Something was published or proposed: look now, not at the next round."""
        ...
