"""A replier that can rest: it then says so, and where help is. Who needs a person is decided around every replier."""

from collections.abc import Callable
from dataclasses import replace

from assistant.domain.conversation import AnswerStatus, ConversationState, TurnContext
from assistant.services.canned_words import CannedReplies
from assistant.services.draft import Draft
from assistant.services.events import Emit, ignore
from assistant.services.evidence import EvidenceRoom
from assistant.services.knowing import Knowing
from assistant.services.oversight_ports import Pause
from assistant.services.ports import Replier

_RULES = "rules"


class RestingReplier:
    """Implements the Replier port. While the chat rests nothing said is taken in; what was known stays."""

    def __init__(
        self,
        replier: Replier,
        knowing: Callable[[], Knowing],
        pause: Callable[[], Pause | None],
    ) -> None:
        self._replier, self._knowing, self._pause = replier, knowing, pause
        self.name = replier.name

    def reply(self, message: str, state: ConversationState, context: TurnContext, emit: Emit = ignore) -> Draft:
        """As the replier behind it; while the chat rests, canned words with the status `paused`."""
        if self._pause() is None:
            return self._replier.reply(message, state, context, emit)
        knowing = self._knowing()
        room = EvidenceRoom(knowing.knowledge, knowing.parameters, knowing.lexicon.regions)
        sentences = CannedReplies(knowing.words, room, context.today).say("paused")
        rested = replace(state, turns=state.turns + 1)
        return Draft(sentences, AnswerStatus.PAUSED, rested, room.items, replier=_RULES)
