"""What keeping contact details needs from the outside."""

from datetime import datetime
from typing import Protocol, runtime_checkable

from assistant.domain.contacts import LeftContact


@runtime_checkable
class FieldCipher(Protocol):
    """Seals what must not be read where it is kept."""

    def seal(self, plain: str, place: str) -> str:
        """Another text each time. `place`: what it belongs to; it opens nowhere else."""
        ...

    def open(self, sealed: str, place: str) -> str:
        """Raises UnavailableError where the key is missing, or the text was altered or moved."""
        ...

    @property
    def mark_length(self) -> int:
        """How many characters a sealed text begins with that name its key."""
        ...

    def knows(self, mark: str) -> bool:
        """Whether the key is there that these first characters name."""
        ...


@runtime_checkable
class ContactStore(Protocol):
    """Contact details by case, sealed at rest. Every method may raise UnavailableError."""

    def put_contact(self, number: str, contact: LeftContact) -> None:
        """In place of those before. Raises NotFoundError for an unknown case, ConflictError for one withdrawn."""
        ...

    def find_contact(self, number: str) -> LeftContact | None:
        """None too once the person has taken the case, or the whole conversation, back."""
        ...

    def remove_contact(self, number: str) -> None:
        """Where there is none it is no error."""
        ...

    def drop_contacts(self, closed_before: datetime) -> int:
        """Removes those of cases at rest since then, with no follow-up ahead; how many."""
        ...
