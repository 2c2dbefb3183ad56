"""The knowledge of the running product: in force, followed, and edited by staff."""

from dataclasses import dataclass

from sqlalchemy import Engine

from assistant.adapters.build_apart import BuildApart
from assistant.adapters.current_knowledge import CurrentKnowledge, KnowledgeFollower
from assistant.adapters.knowledge_workshop import Workshop
from assistant.adapters.sql.audit import SqlAuditLog
from assistant.adapters.sql.knowledge_edits import SqlKnowledgeEdits
from assistant.bootstrap.openings import open_knowledge_store
from assistant.services.clock import Clock
from assistant.services.knowledge_desk import KnowledgeDesk, KnowledgeEditing
from assistant.settings import Settings


@dataclass(frozen=True)
class EditingOffice:
    """`desk` for staff who edit knowledge; the follower takes up what they publish, in whichever process."""

    desk: KnowledgeDesk
    _current: CurrentKnowledge
    _follower: KnowledgeFollower

    def meaning(self, sentence: str) -> str:
        """What a sentence of the check means, in words for editors; empty where there are none."""
        return self._current.loaded.check_words.meaning(sentence)

    def states(self) -> dict[str, str]:
        """Digest → `in_force`, or `prepared`: ready to be taken up as soon as somebody publishes it."""
        ready = self._follower.prepared
        return {self._current.loaded.digest: "in_force"} | ({ready: "prepared"} if ready is not None else {})

    def start(self) -> None:
        self._follower.start()

    def stop(self) -> None:
        self._follower.stop()


def open_knowledge(settings: Settings, clock: Clock, engine: Engine) -> CurrentKnowledge:
    """The state in force. `engine`: on the real database, for a trial too."""
    return CurrentKnowledge(open_knowledge_store(settings, clock, engine))


def open_editing(settings: Settings, clock: Clock, engine: Engine, current: CurrentKnowledge) -> EditingOffice:
    """Everything on one database."""
    store, edits = open_knowledge_store(settings, clock, engine), SqlKnowledgeEdits(engine)
    follower = KnowledgeFollower(current, store, edits, BuildApart(store, settings.data_dir))
    workshop = Workshop(settings.knowledge_dir, lambda: current.loaded.knowing, follower)
    desk = KnowledgeDesk(KnowledgeEditing(edits, workshop, SqlAuditLog(engine), clock))
    return EditingOffice(desk, current, follower)
