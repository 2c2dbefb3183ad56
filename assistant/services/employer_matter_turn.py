"""What an employer asks of a worker of theirs: the answer first, then the rule, and the talk stays with the matter."""

from dataclasses import replace

from assistant.domain.conversation import AnswerStatus, ConversationState, TurnContext
from assistant.domain.knowledge import Passage
from assistant.language.employer_matters import EmployerMatter, find_employer_matter
from assistant.language.understanding import Understanding
from assistant.services.canned_words import CannedReplies
from assistant.services.compose import compose_answer
from assistant.services.draft import Draft, DraftSentence
from assistant.services.draft_sentences import joined
from assistant.services.employer_answers import ANSWERS, MatterAnswer
from assistant.services.evidence import EvidenceRoom
from assistant.services.knowing import Knowing
from assistant.services.sections import passages_in_force
from assistant.services.steps import Tell

_REFUND, _TAX = "job-stabilization-refund", "tax-key-groups-employer"


class EmployerMatterTurn:
    """Drafts for one turn of an employer."""

    def __init__(self, knowing: Knowing, room: EvidenceRoom, canned: CannedReplies, context: TurnContext) -> None:
        self._knowing, self._room, self._canned, self._context = knowing, room, canned, context

    def answer(self, understanding: Understanding, state: ConversationState, is_named: bool) -> Draft | None:
        """The answer to a matter we know by its words; None for any other message, and for a loan that is called by its
        name (`is_named`), which is assessed."""
        matter = find_employer_matter(understanding.text, state.topic_id)
        if matter is None or (matter is EmployerMatter.FIRM_LOAN and is_named):
            return None
        answer = ANSWERS[matter]
        if any(name not in self._knowing.knowledge.documents for name in answer.sections):
            return None
        if matter is EmployerMatter.HIRE_LEFT and state.topic_id == _TAX:
            answer = MatterAnswer({_TAX: ("什么条件", "能享受多久")})
            return self.tell("employer_hire_left_tax", answer, understanding, state)
        if matter is EmployerMatter.PAID_BACK and state.topic_id is not None and state.topic_id != _REFUND:
            told = self._passages(state.topic_id, ("什么条件",))
            answer = MatterAnswer({state.topic_id: ("什么条件",)}) if told else answer
        return self.tell(f"employer_{matter.value}", answer, understanding, state)

    def tell(
        self,
        key: str,
        answer: MatterAnswer,
        understanding: Understanding,
        state: ConversationState,
        first: tuple[DraftSentence, ...] = (),
    ) -> Draft:
        """`first` or the canned words, then the sections. The first document is what is talked about from now on."""
        leads = first or self._lead(self._canned.say(key), answer)
        told = [
            compose_answer(self._step(name, headings, understanding, state), self._knowing, self._room, self._canned,
                           self._context)
            for name, headings in answer.sections.items()
        ]  # fmt: skip
        to_worker = self._canned.say("employer_rule_to_worker") if answer.is_to_worker else ()
        sentences = (*leads, *to_worker, *joined([one.sentences for one in told]))
        topic = next(iter(answer.sections))
        kept = replace(state, topic_id=topic, aspects=(), open_question=None, failures=0, is_searching=False,
                       is_choosing_course=False, assessing=None)  # fmt: skip
        status = told[0].status if told else AnswerStatus.ANSWERED
        return Draft(sentences, status, kept, self._room.items, suggestions=told[0].suggestions if told else ())

    def borne_by(self, answer: MatterAnswer) -> tuple[str, ...]:
        """Ids of the evidence the words that come first rest on."""
        passages = [one for name, headings in answer.sections.items() for one in self._passages(name, headings)]
        used = passages if answer.borne_by_all else passages[:1]
        return tuple(self._room.put(passage, self._context.today).id for passage in used)

    def _lead(self, words: tuple[DraftSentence, ...], answer: MatterAnswer) -> tuple[DraftSentence, ...]:
        borne = self.borne_by(answer)
        return tuple(replace(line, evidence=tuple(dict.fromkeys((*line.evidence, *borne)))) for line in words)

    def _step(self, name: str, headings: tuple[str, ...], said: Understanding, state: ConversationState) -> Tell:
        ids = tuple(passage.id for passage in self._passages(name, headings))
        return Tell(name, (), said.text, state.region_id, goes_on=True, passage_ids=ids)

    def _passages(self, name: str, headings: tuple[str, ...]) -> tuple[Passage, ...]:
        document, day = self._knowing.knowledge.get_document(name), self._context.today
        end = document.period.end
        day = end.last_day if end is not None and end.last_day < day else day
        valid = passages_in_force(document, day, None, self._knowing.lexicon.regions)
        return tuple(one for heading in headings for one in valid if one.heading == heading)
