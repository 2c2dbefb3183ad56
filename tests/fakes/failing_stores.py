"""Stores that stop answering."""

from assistant.domain.cases import Case
from assistant.domain.conversation import ConversationState, Turn
from assistant.domain.errors import UnavailableError
from tests.fakes.case_store import FakeCaseStore
from tests.fakes.conversation_store import FakeConversationStore


class FullDiskStore(FakeConversationStore):
    """Reads, and can write nothing more."""

    def add_turn(self, conversation_id: str, turn: Turn, state: ConversationState) -> Turn:
        raise UnavailableError("示例：磁盘已满")


class ForgetfulStore(FakeConversationStore):
    """Cannot tell what was said before."""

    def load_state(self, conversation_id: str) -> ConversationState:
        raise UnavailableError("示例：数据库没有应答")


class ClosedCaseStore(FakeCaseStore):
    """Takes no case."""

    def open_case(self, case: Case) -> Case:
        raise UnavailableError("示例：数据库没有应答")
