"""What the tests of the SQL adapters store."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from assistant.adapters.sql.conversations import SqlConversationStore
from assistant.adapters.sql.engine import open_engine
from assistant.domain.conversation import AnswerStatus, ConversationState, Turn
from assistant.domain.knowledge import Audience
from assistant.services.clock import CHONGQING
from assistant.services.ports import StoredConversation
from tests.fresh_database import migrate

NOW = datetime(2026, 11, 23, 23, 40, tzinfo=CHONGQING)
SECRET_WORDS = "我被老板拖欠工资"
TURN = Turn("可以投诉。", AnswerStatus.ANSWERED, question=SECRET_WORDS, asked_at=NOW)
STATE = ConversationState(topic_id="wage-arrears", turns=1)


def open_file(folder: Path) -> Engine:
    """An engine on a migrated SQLite file in the folder."""
    engine = open_engine(f"sqlite:///{folder}/assistant.db")
    migrate(engine)
    return engine


def begun(engine: Engine, conversation_id: str = "a") -> SqlConversationStore:
    """A store in which one conversation has been created."""
    store = SqlConversationStore(engine)
    store.create_conversation(StoredConversation(conversation_id, Audience.JOB_SEEKER, NOW, "digest"))
    return store
