"""What the services need from the outside. Each port has one fake beside the tests and one contract suite."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol, runtime_checkable

from assistant.domain.cases import Case
from assistant.domain.conversation import ConversationState, Turn, TurnContext
from assistant.domain.dates import Period
from assistant.domain.knowledge import Audience
from assistant.language.synonyms import Expansion
from assistant.services.draft import Draft
from assistant.services.events import Emit, ignore


@dataclass(frozen=True)
class IndexedPassage:
    """A passage as the index takes it in. `text` is what is said, with every figure filled in.

    No `region_id`, or an open side of `period`, means not stated: such a passage passes every filter on it. Passages of
    one document whose `position` differs by little are read as each other's context.
    """

    passage_id: str
    document_id: str
    title: str
    text: str
    position: int = 0
    collection: str = "policies"
    heading: str = ""
    aliases: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    region_id: str | None = None
    period: Period = field(default_factory=Period)
    audience: tuple[Audience, ...] = ()


@dataclass(frozen=True)
class PassageQuery:
    """What to look for; the filters apply before anything is scored.

    `region_ids`, `on_day`, `audience`, `document_ids`: None sets no limit. Pass a place together with the wider regions
    whose rules hold there. `expansions` are official terms for lay words of the text, searched with less weight;
    `terms` say what the whole text is about.
    """

    text: str
    collection: str = "policies"
    limit: int = 10
    region_ids: tuple[str, ...] | None = None
    on_day: date | None = None
    audience: Audience | None = None
    document_ids: tuple[str, ...] | None = None
    expansions: tuple[Expansion, ...] = ()
    terms: tuple[str, ...] = ()


@dataclass(frozen=True)
class WantedWord:
    """A word of the question: what would answer to it, and what it weighs (its inverse document frequency, in nats)."""

    readings: tuple[str, ...]
    weight: float


@dataclass(frozen=True)
class PassageHit:
    """A passage found, best first. `score` compares only within one query.

    To judge across queries of one index: `evidence` is what those words of the question weigh together (by rarity, in
    nats) that the passage answers to, by the word itself or one of its expansions; `coverage`, 0 to 1, is their share
    of all the question's words, where a word that no passage holds weighs most. `wanted`: these words, the same for
    every hit of a query; empty where the index does not weigh words.
    """

    passage_id: str
    document_id: str
    score: float
    coverage: float = 0.0
    evidence: float = 0.0
    wanted: tuple[WantedWord, ...] = ()


#: Passages this many places before and after a passage in its document stand around it.
CONTEXT_REACH = 4


@runtime_checkable
class PassageIndex(Protocol):
    """Full-text search over passages."""

    def search(self, query: PassageQuery) -> tuple[PassageHit, ...]:
        """Fewer than `limit` if fewer match, none for a text without words. Raises UnavailableError."""
        ...


@dataclass(frozen=True)
class ImportedPassage:
    """A passage that came in from outside. `is_answerable`: answers may rest on it.

    Of an added document also: which one, the clause, the headings it stands under, when and where it holds.
    """

    id: str
    title: str
    text: str
    is_answerable: bool = False
    document_id: str | None = None
    clause: str | None = None
    heading: str = ""
    period: Period = field(default_factory=Period)
    region_id: str | None = None


@dataclass(frozen=True)
class PassageChanges:
    """What has changed in a collection, up to the change `number`.

    `documents`: every passage, in order, of the documents that were touched. `changed`: ids of those that became other
    than they were, by themselves or by what stands around them; `dropped`: ids of those that are gone.
    """

    number: int
    documents: tuple[ImportedPassage, ...]
    changed: frozenset[str]
    dropped: tuple[str, ...]


@dataclass(frozen=True)
class IndexChanges:
    """`PassageChanges` as an index takes them: those `changed` of the `passages` are taken in anew."""

    number: int
    passages: tuple[IndexedPassage, ...]
    changed: frozenset[str]
    dropped: tuple[str, ...]


@runtime_checkable
class CollectionStore(Protocol):
    """Keeps imported passages by collection: the source from which their indexes can always be built again."""

    def replace_passages(self, collection: str, passages: Iterable[ImportedPassage]) -> None:
        """Adds the passages, all or none; one with the id of an older one takes its place in the order too.

        Raises UnavailableError.
        """
        ...

    def iterate_passages(self, collection: str) -> Iterator[ImportedPassage]:
        """All passages in the order in which their ids first came; none where there is no such collection."""
        ...

    def find_passages(self, collection: str, ids: Collection[str]) -> Mapping[str, ImportedPassage]:
        """Those of the ids that exist."""
        ...

    def has_collection(self, collection: str) -> bool: ...

    def change_number(self, collection: str) -> int:
        """A number that grows with every change of the collection; 0 where nothing ever changed."""
        ...

    def find_changes(self, collection: str, since: int, most: int) -> PassageChanges | None:
        """What has changed since that change; None where it is more than `most` passages, or not known one by one."""
        ...

    def list_answerable(self) -> tuple[str, ...]:
        """The collections with passages that answers may rest on, in the order of their names."""
        ...


@runtime_checkable
class CollectionIndexes(Protocol):
    """The index of each collection, derived from its passages."""

    def build(self, collection: str, passages: Iterable[IndexedPassage], change_number: int) -> int:
        """Replaces the collection's index; the number of passages. Raises UnavailableError."""
        ...

    def update(self, collection: str, changes: IndexChanges, since: int) -> bool:
        """Brings the index up to `changes.number`. Raises UnavailableError.

        False, and nothing done, where the index is not that of change `since`, or cannot be changed in parts.
        """
        ...

    def change_number(self, collection: str) -> int | None:
        """Of the passages the index was made from; None: there is no index that can be used."""
        ...

    def open(self, collection: str) -> PassageIndex:
        """Raises UnavailableError if there is none, or none that can be used."""
        ...


@dataclass(frozen=True)
class StoredConversation:
    """A conversation's key facts; `secret_digest` is what its cookie is checked against."""

    id: str
    audience: Audience
    created_at: datetime
    secret_digest: str


@dataclass(frozen=True)
class Feedback:
    """What a person thought of a turn; `comment` is masked before it gets here."""

    helpful: bool
    reason: str
    comment: str


@runtime_checkable
class ConversationStore(Protocol):
    """Keeps conversations. What `add_turn` has acknowledged survives a crash.

    Text is kept without NUL characters and halves of surrogate pairs. Every method may raise UnavailableError, whose
    message may be shown to a person.
    """

    def ping(self) -> None:
        """Returns if conversations can be read now."""
        ...

    def create_conversation(self, conversation: StoredConversation) -> None:
        """Raises ConflictError if the id is taken."""
        ...

    def find_conversation(self, conversation_id: str) -> StoredConversation | None: ...

    def load_state(self, conversation_id: str) -> ConversationState:
        """The state after the last turn; a fresh one where there is none, or none that this version can read."""
        ...

    def add_turn(self, conversation_id: str, turn: Turn, state: ConversationState) -> Turn:
        """The turn with its id (1, 2, 3 … within the conversation), stored together with the state after it.

        Raises NotFoundError if there is no such conversation, or it has been deleted meanwhile.
        """
        ...

    def list_turns(self, conversation_id: str, after: int = 0) -> tuple[Turn, ...]:
        """Turns in order, those after the turn id `after`; what is inside cards and arguments in JSON's own types."""
        ...

    def list_last_turns(self, conversation_id: str, count: int) -> tuple[Turn, ...]:
        """The last `count` turns of the conversation, oldest first."""
        ...

    def list_recent_turns(self, count: int) -> tuple[tuple[str, Turn], ...]:
        """The last turns of all conversations, newest first, each with its conversation's id."""
        ...

    def add_feedback(self, conversation_id: str, turn_id: int, helpful: bool, reason: str, comment: str) -> None:
        """One verdict per turn; a later one replaces it. Raises NotFoundError."""
        ...

    def list_feedback(self, conversation_id: str) -> Mapping[int, Feedback]:
        """The verdict per turn id, for the turns that have one."""
        ...

    def delete_conversation(self, conversation_id: str) -> None:
        """Removes the conversation with turns, evidence and feedback; one that does not exist is no error."""
        ...


@runtime_checkable
class CaseStore(Protocol):
    """Keeps the cases a person has to look at. Every method may raise UnavailableError."""

    def open_case(self, case: Case) -> Case:
        """The case, open, with the number given to it here (what `case.number` holds is not looked at).

        A second open case of one conversation and reason is the first one again; a new attachment is added to it.
        """
        ...

    def find_case(self, number: str) -> Case | None: ...

    def list_cases(self, open_only: bool = True) -> Sequence[Case]:
        """The one that has waited longest first."""
        ...

    def close_case(self, number: str, outcome: str, at: datetime) -> Case:
        """Raises NotFoundError, or ConflictError if it is closed already."""
        ...

    def withdraw_cases(self, conversation_id: str, at: datetime) -> None:
        """For a conversation that is deleted: its open cases are withdrawn, and all its cases lose their summary."""
        ...


@runtime_checkable
class Replier(Protocol):
    """Writes the draft of a reply; what it writes is checked before anyone sees it."""

    name: str

    def reply(self, message: str, state: ConversationState, context: TurnContext, emit: Emit = ignore) -> Draft:
        """`emit` hears of steps, and of sentences that are checked and will be the first of the draft.

        Raises UnavailableError if what it needs does not answer.
        """
        ...
