"""Turns that no message began: facts told by form, a calculation that somebody finds wrong."""

from functools import partial

from assistant.domain.conversation import AnswerStatus, Turn
from assistant.services.events import Emit
from assistant.services.facts_by_form import FactChanges
from web.api import status_words
from web.site import Site
from web.sse import unstored_turn
from web.turns import TurnTimeoutError, TurnWork


async def store_facts(site: Site, conversation_id: str, changes: FactChanges) -> Turn:
    """The turn that says back what a form has told; without an id where it could not be stored."""

    def work(_: Emit) -> Turn:
        return site.assistant.conversations.change_facts(conversation_id, changes)

    return await run_turn(site, conversation_id, work)


async def run_turn(site: Site, conversation_id: str, work: TurnWork) -> Turn:
    """The turn, after those of this conversation that are still under way."""
    try:
        return await site.turns.start(conversation_id, work).result()
    except TurnTimeoutError:
        return unstored_turn(AnswerStatus.ERROR_TIMEOUT, partial(status_words, site))
