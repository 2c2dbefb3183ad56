"""The calculator within a conversation: facts are taken from what is said, one question at a time decides the rest."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assistant.domain.conversation import ALL_SCHEMES, ConversationState, FactValue, TurnContext
from assistant.domain.errors import InvalidInputError
from assistant.domain.knowledge import Aspect
from assistant.language.fact_reading import ReadFact, read_fact
from assistant.language.understanding import Understanding
from assistant.services.canned_words import CannedReplies
from assistant.services.draft import DraftSentence
from assistant.services.evidence import EvidenceRoom
from assistant.services.fact_phrases import value_words
from assistant.services.knowing import Knowing
from assistant.services.known_facts import facts_in, forget, remember
from assistant.services.plan import Tell
from assistant.services.tell_assessment import AssessmentTeller, ToldAssessment

#: A bare answer is no longer than this, in characters; more is a message of its own.
_BARE_ANSWER = 16
_SHORTEST_NAME = 4
_ABOUT_ENTITLEMENT = {Aspect.HOW_MUCH, Aspect.WHO, Aspect.CONDITIONS, Aspect.WHY_NOT, Aspect.HOW_LONG}
MAX_SCHEMES = 4


@dataclass(frozen=True)
class Taken:
    """The state after the facts of a message. `is_answer`: the message answers the fact that was asked for."""

    state: ConversationState
    news: Mapping[str, FactValue]
    is_answer: bool = False
    is_unsure: bool = False


class SubsidyDialogue:
    """What a turn has to do with the calculator."""

    def __init__(self, knowing: Knowing, room: EvidenceRoom, canned: CannedReplies, context: TurnContext) -> None:
        self._knowing = knowing
        self._room = room
        self._canned = canned
        self._context = context
        self._teller = AssessmentTeller(knowing, room, canned, context)

    def take_facts(self, understanding: Understanding, state: ConversationState) -> Taken:
        """Facts that decide something for this audience; the rest of what is said about oneself is not kept."""
        kept = self._knowing.subsidies.wanted_facts(self._context.audience) | self._calculated()
        news = {name: value for name, value in understanding.facts if name in kept}
        asked = state.open_question.fact_id if state.open_question is not None else None
        asks = self.asks_something(understanding)
        answer = self._answer_to(asked, understanding) if asked is not None and not asks else None
        if asked is not None and answer is not None:
            if answer.value is None:
                unsure = forget(remember(state, news, state.turns), (asked,), is_unsure=True)
                return Taken(replace(unsure, open_question=None), news, is_answer=True, is_unsure=True)
            news[asked] = answer.value
        state = remember(state, news, state.turns)
        is_answer = asked is not None and bool(news) and not asks
        return Taken(replace(state, open_question=None) if is_answer else state, news, is_answer)

    def asks_something(self, understanding: Understanding) -> bool:
        """Whether the message asks, rather than only tells."""
        if "?" in understanding.text or "？" in understanding.text:
            return True
        asked = any(part.aspects and not part.guesses_aspect for part in understanding.parts)
        return asked or any(part.asks_for_it for part in understanding.parts)

    def tells_only_facts(self, understanding: Understanding, taken: Taken) -> bool:
        return bool(taken.news) and not self.asks_something(understanding)

    def assess(self, state: ConversationState, about: str | None = None) -> ToldAssessment:
        """Goes on with what is being assessed: one scheme, or everything there is."""
        about = about or state.assessing or self._topic(state) or ALL_SCHEMES
        return self._teller.tell_all(state) if about == ALL_SCHEMES else self._teller.tell_schemes((about,), state)

    def assess_named(self, scheme_ids: tuple[str, ...], state: ConversationState) -> ToldAssessment:
        return self._teller.tell_schemes(scheme_ids, state)

    def schemes_asked_about(self, tells: list[Tell], text: str, state: ConversationState) -> tuple[str, ...]:
        """Schemes of the answer, and others named in the message, about which something decisive is known."""
        told = [tell.document_id for tell in tells if _is_about_entitlement(tell)]
        names = dict.fromkeys((*told, *(self.named_in(text) if told else ())))
        known = set(facts_in(state))
        return tuple(
            name for name in names if self._can_be_assessed(name) and self._knowing.subsidies.facts_of(name) & known
        )[:MAX_SCHEMES]

    def named_in(self, text: str) -> tuple[str, ...]:
        """Schemes whose title or other name stands in the text, in the order of the text."""
        found: dict[str, int] = {}
        for scheme in self._knowing.subsidies.schemes_for(self._context.audience):
            names = [n for n in (scheme.document.title, *scheme.document.aliases) if len(n) >= _SHORTEST_NAME]
            places = [text.find(name) for name in names if name in text]
            if places:
                found[scheme.id] = min(places)
        return tuple(sorted(found, key=lambda name: found[name]))

    def note(self, taken: Taken) -> tuple[DraftSentence, ...]:
        """What was understood, said back, so that a misunderstanding shows."""
        if taken.is_unsure:
            return self._canned.say("facts_unsure")
        return self.say_facts("facts_noted", taken.news) if taken.news else ()

    def say_facts(self, key: str, facts: Mapping[str, FactValue]) -> tuple[DraftSentence, ...]:
        """Canned words about facts; their figures rest on what the person said in this turn."""
        sentences = self._canned.say(key, facts=self.in_words(facts))
        note = self._room.put_said("".join(sentence.text for sentence in sentences))
        return tuple(DraftSentence(sentence.text, (note.id,)) for sentence in sentences)

    def in_words(self, facts: Mapping[str, FactValue]) -> str:
        """`失业登记：是；失业保险：3年6个月`."""
        definitions = self._knowing.subsidies.vocabulary.definitions
        regions = self._knowing.lexicon.regions
        return "；".join(
            f"{definitions[name].label}：{value_words(definitions[name], value, regions)}"
            for name, value in facts.items()
            if name in definitions
        )

    def _answer_to(self, asked: str, understanding: Understanding) -> ReadFact | None:
        """What a bare answer says of the fact asked for; nothing where it is none, or names the fact itself."""
        definition = self._knowing.subsidies.vocabulary.definitions.get(asked)
        if definition is None or len(understanding.text) > _BARE_ANSWER or asked in dict(understanding.facts):
            return None
        try:
            return read_fact(definition, understanding.text, self._knowing.lexicon, self._context.today)
        except InvalidInputError:
            return None

    def _calculated(self) -> frozenset[str]:
        return frozenset(name for of in self._knowing.calculations.values() for item in of for name in item.facts)

    def _topic(self, state: ConversationState) -> str | None:
        topic = state.topic_id
        return topic if topic is not None and self._can_be_assessed(topic) else None

    def _can_be_assessed(self, scheme_id: str) -> bool:
        return any(scheme.id == scheme_id for scheme in self._knowing.subsidies.schemes_for(self._context.audience))


def _is_about_entitlement(tell: Tell) -> bool:
    """Whether the question is what somebody gets, and not, say, which papers are needed."""
    return not tell.aspects or tell.guesses_aspect or tell.asks_for_it or bool(set(tell.aspects) & _ABOUT_ENTITLEMENT)
