"""A replier that says what it was given, and remembers what it was asked."""

from assistant.domain.conversation import AnswerStatus, Citation, ConversationState, TurnContext
from assistant.services.draft import Draft, DraftSentence, EvidenceItem
from assistant.services.events import Emit, ignore

PASSAGE = EvidenceItem(
    "sample#how_much", "示例补贴每月100元。", Citation(0, "sample#how_much", "示例补贴·能领多少", "示例补贴每月100元。")
)


def cited_draft(text: str = "示例补贴每月100元。", status: AnswerStatus = AnswerStatus.ANSWERED) -> Draft:
    """One sentence that rests on the sample passage."""
    sentence = DraftSentence(text, (PASSAGE.id,))
    return Draft((sentence,), status, ConversationState(turns=1), {PASSAGE.id: PASSAGE})


class ScriptedReplier:
    name = "scripted"

    def __init__(self, *script: Draft | Exception) -> None:
        self._script = list(script) or [cited_draft()]
        self.messages: list[str] = []

    def reply(self, message: str, state: ConversationState, context: TurnContext, emit: Emit = ignore) -> Draft:
        """The next of the script; the last one again and again."""
        self.messages.append(message)
        said = self._script.pop(0) if len(self._script) > 1 else self._script[0]
        if isinstance(said, Exception):
            raise said
        return said
