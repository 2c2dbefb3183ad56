"""What the documents say to a question on policy: planned, told, and where it fits worked out for the person."""

from dataclasses import replace

from assistant.domain.conversation import AnswerStatus, ConversationState, OpenQuestion, ToolCall, TurnContext
from assistant.domain.knowledge import Certainty
from assistant.language.understanding import Understanding, is_off_topic
from assistant.services.beside_verdict import is_decided, with_amount, with_verdict
from assistant.services.canned_words import CannedReplies
from assistant.services.compose import Composition, compose_answer
from assistant.services.compose_short import compose_amount
from assistant.services.decide_intent import OFF_TOPIC, foreign_from
from assistant.services.draft import Draft, DraftSentence
from assistant.services.draft_sentences import joined
from assistant.services.evidence import EvidenceRoom
from assistant.services.knowing import Knowing
from assistant.services.known_facts import facts_in
from assistant.services.plan import LEANS_AWAY, plan_parts
from assistant.services.steps import Clarify, Decline, Plan, Tell
from assistant.services.subsidy_dialogue import ASKS_WHETHER, SubsidyDialogue
from assistant.services.tell_assessment import ToldAssessment

OUT_OF_SCOPE = "unanswerable_out_of_scope"


class PolicyTurn:
    """Drafts from the documents for one turn; the state it is given is the one before what it tells."""

    def __init__(
        self,
        knowing: Knowing,
        room: EvidenceRoom,
        canned: CannedReplies,
        context: TurnContext,
        subsidies: SubsidyDialogue,
    ) -> None:
        self._knowing = knowing
        self._room = room
        self._canned = canned
        self._context = context
        self._subsidies = subsidies

    def tell(self, understanding: Understanding, state: ConversationState) -> Draft:
        """What the documents say to each question of the message."""
        plan = plan_parts(understanding, state, self._context, self._knowing.search, self._knowing.lexicon)
        return self.carry_out(plan, understanding, state)

    def carry_out(self, plan: Plan, understanding: Understanding, state: ConversationState) -> Draft:
        """What the steps of the plan tell, or ask back, or that nothing is known."""
        tools = tuple(ToolCall("search_policies", {"query": part.text}) for part in understanding.parts)
        if not plan.steps:
            return self._no_answer(understanding, tools, state)
        first = plan.steps[0]
        if isinstance(first, Clarify):
            return self.clarify(first, state, tools)
        if isinstance(first, Decline):
            return self._decline(first, tools, state)
        tells = [step for step in plan.steps if isinstance(step, Tell)]
        compositions = [compose_answer(step, self._knowing, self._room, self._canned, self._context) for step in tells]
        return self._answered(tells, compositions, tools, understanding, state)

    def _answered(
        self,
        tells: list[Tell],
        told: list[Composition],
        tools: tuple[ToolCall, ...],
        understanding: Understanding,
        before: ConversationState,
    ) -> Draft:
        last = tells[-1]
        statuses = [composition.status for composition in told]
        status = next((s for s in statuses if s is AnswerStatus.ANSWERED), statuses[0])
        state = replace(
            before,
            topic_id=last.document_id,
            aspects=last.aspects,
            region_id=last.region_id or before.region_id,
            as_of=last.as_of,
            open_question=None,
            is_searching=False,
            is_choosing_course=False,
            failures=0 if status is not AnswerStatus.UNANSWERABLE_NO_SOURCE else before.failures + 1,
        )
        draft = Draft(
            joined([composition.sentences for composition in told]),
            status,
            state,
            self._room.items,
            tools,
            suggestions=told[-1].suggestions,
            confidence=last.confidence,
        )
        asked_about = self._subsidies.schemes_asked_about(tells, understanding.text, state)
        return self._with_assessment(draft, asked_about, tells, understanding.text)

    def _offer(self, draft: Draft, tells: list[Tell]) -> tuple[str, ...]:
        """What can be asked next; where a benefit can be worked out for the person, that first."""
        if not self._subsidies.can_be_worked_out(tells) or draft.status is not AnswerStatus.ANSWERED:
            return draft.suggestions
        return (self._canned.say("offer_assessment")[0].text, *draft.suggestions[:3])

    def _with_assessment(self, draft: Draft, scheme_ids: tuple[str, ...], tells: list[Tell], text: str) -> Draft:
        if not scheme_ids:
            scheme_id = tells[-1].document_id
            if ASKS_WHETHER.search(text) and self._subsidies.can_be_assessed(scheme_id):
                draft = with_amount(draft, self._amount_of(scheme_id, draft), self._room)
            return replace(draft, state=replace(draft.state, assessing=None), suggestions=self._offer(draft, tells))
        told = self._subsidies.assess_named(scheme_ids, draft.state)
        about = _first_that_runs(scheme_ids, told)
        amount = self._amount_of(about, draft) if is_decided(told) else ()
        return with_verdict(draft, told, amount, about, self._room)

    def _amount_of(self, scheme_id: str, draft: Draft) -> tuple[DraftSentence, ...]:
        day = draft.state.as_of or self._context.today
        return compose_amount(scheme_id, self._knowing, self._room, day, facts_in(draft.state))

    def clarify(self, step: Clarify, before: ConversationState, tools: tuple[ToolCall, ...] = ()) -> Draft:
        """Asks back, and remembers what was asked."""
        question = OpenQuestion(step.reply, step.document_ids, step.aspects)
        titles = step.options or tuple(self._knowing.knowledge.get_document(name).title for name in step.document_ids)
        state = replace(before, open_question=question, aspects=step.aspects)
        said = self._canned.say(step.reply)
        return Draft(said, AnswerStatus.CLARIFICATION, state, self._room.items, tools, suggestions=titles)

    def _decline(self, step: Decline, tools: tuple[ToolCall, ...], state: ConversationState) -> Draft:
        sentences = self._canned.say(step.reply, **dict(step.words))
        return Draft(sentences, step.status, state, self._room.items, tools, suggestions=self._examples())

    def _no_answer(self, understanding: Understanding, tools: tuple[ToolCall, ...], before: ConversationState) -> Draft:
        state = replace(before, failures=before.failures + 1)
        text = understanding.text
        view, search = self._knowing.search.view_topic(text), self._knowing.search
        if before.topic_id is not None and view.off_topic_share < foreign_from(before):
            return self._not_in(before.topic_id, tools, state)
        taken_for_foreign = view.intent == OFF_TOPIC and view.off_topic_share > view.document_share
        foreign = taken_for_foreign or is_off_topic(text, self._knowing.lexicon) or not search.speaks_our_words(text)
        if before.turns > 1 and view.off_topic_share < LEANS_AWAY and not is_off_topic(text, self._knowing.lexicon):
            return self.clarify(Clarify("clarify_what"), state, tools)  # 去哪里告, after whatever was not understood
        key = OUT_OF_SCOPE if foreign else "unanswerable_no_source"
        said = self._canned.say(key)
        return Draft(said, AnswerStatus(key), state, self._room.items, tools, suggestions=self._examples())

    def _not_in(self, topic_id: str, tools: tuple[ToolCall, ...], state: ConversationState) -> Draft:
        """That the matter just told says nothing on it; whoever asked on about it is not sent away as a stranger."""
        topic = self._knowing.knowledge.get_document(topic_id).title
        said = self._canned.say("not_told_of_topic", topic=topic)
        status = AnswerStatus.UNANSWERABLE_NO_SOURCE
        return Draft(said, status, state, self._room.items, tools, suggestions=self._examples())

    def _examples(self) -> tuple[str, ...]:
        return self._knowing.lexicon.phrases.examples.get(self._context.audience.value, ())


def _first_that_runs(scheme_ids: tuple[str, ...], told: ToldAssessment) -> str:
    """Of the schemes assessed together the one to go on with: one that has lapsed leads nowhere."""
    running = {str(card["scheme_id"]) for card in told.cards if card["certainty"] != Certainty.LAPSED}
    return next((name for name in scheme_ids if name in running), scheme_ids[0])
