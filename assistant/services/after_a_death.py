"""Who tells of a death in the family hears sympathy first, and what concerns it before the rest."""

from dataclasses import replace

from assistant.domain.conversation import AnswerStatus, TurnContext
from assistant.language.bereavement import names_a_death, survivors_question
from assistant.language.understanding import Understanding, understand
from assistant.services.canned_words import CannedReplies
from assistant.services.draft import Draft
from assistant.services.evidence import EvidenceRoom
from assistant.services.knowing import Knowing
from assistant.services.rule_turn import RuleTurn


def answer_after_death(understood: Understanding, turn: RuleTurn, knowing: Knowing, context: TurnContext) -> Draft:
    """What survivors can claim where the dead drew unemployment benefit; otherwise what was asked."""
    question = survivors_question(understood.text)
    if question is None:
        draft = turn.answer(understood)
    else:
        draft = turn.tell_policies(understand(question, knowing.lexicon, context.today))
    if draft.status is not AnswerStatus.ANSWERED:
        return draft
    room = EvidenceRoom(knowing.knowledge, knowing.parameters, knowing.lexicon.regions)
    said = CannedReplies(knowing.words, room, context.today).say("condolence")
    ordered = sorted(draft.sentences, key=lambda sentence: not names_a_death(sentence.text))
    return replace(draft, sentences=(*said, *ordered), evidence={**room.items, **draft.evidence})
