"""A reply for staff to edit: what the rules would answer, cited and checked. It is never sent by itself."""

from assistant.domain.conversation import AnswerStatus, Citation, TurnContext
from assistant.domain.errors import InvalidInputError, NotFoundError
from assistant.services.clock import Clock
from assistant.services.events import ignore
from assistant.services.grounding import check_draft
from assistant.services.ports import ConversationStore, Replier

_USABLE = frozenset({AnswerStatus.ANSWERED, AnswerStatus.CLARIFICATION, AnswerStatus.UNANSWERABLE_LAPSED})
_GONE = "本人已经删除这次会话，没有可以参考的问题。"
_NO_QUESTION = "会话里还没有可以回答的问题。"
_NO_SOURCE = "没有找到可以引用的依据，这一条请自己写。"
_LOOKED_AT = 20


class DraftReply:
    """`replier`: the one by rules, which needs no network."""

    def __init__(self, store: ConversationStore, replier: Replier, clock: Clock) -> None:
        self._store, self._replier, self._clock = store, replier, clock

    def draft(self, conversation_id: str) -> str:
        """Plain text with the sources below. Raises NotFoundError for a deleted conversation; InvalidInputError where
        nothing can be said with a source."""
        conversation = self._store.find_conversation(conversation_id)
        if conversation is None:
            raise NotFoundError(_GONE)
        question = self._question(conversation_id)
        context = TurnContext(self._clock.today(), conversation.audience, conversation_id)
        state = self._store.load_state(conversation_id)
        checked = check_draft(self._replier.reply(question, state, context, ignore))
        if checked.status not in _USABLE or not checked.text:
            raise InvalidInputError(_NO_SOURCE)
        sources = [_source(citation) for citation in checked.citations]
        return "\n".join((checked.text.replace("**", ""), *sources))

    def _question(self, conversation_id: str) -> str:
        """What was asked last; the words of the button 转人工 are no question."""
        turns = self._store.list_last_turns(conversation_id, _LOOKED_AT)
        asked = [turn.question for turn in turns if turn.question and turn.status is not AnswerStatus.HANDED_OVER]
        if not asked:
            raise InvalidInputError(_NO_QUESTION)
        return asked[-1]


def _source(citation: Citation) -> str:
    named = (citation.title, citation.document_number, citation.clause, citation.url)
    return f"[{citation.number}] " + "，".join(part for part in named if part)
