"""The calculator within a conversation: facts are taken from what is said, one question at a time decides the rest."""

import re
from collections.abc import Mapping
from itertools import chain

from assistant.domain.conversation import ALL_SCHEMES, ConversationState, FactValue, StaffGroup, TurnContext
from assistant.domain.facts import FactDefinition
from assistant.domain.knowledge import Aspect, Audience
from assistant.language.pointed_group import find_group_pointed_at
from assistant.language.staff_groups import GROUPS, OLDER_UNEMPLOYED
from assistant.language.understanding import Understanding
from assistant.services.canned_words import CannedReplies
from assistant.services.draft import DraftSentence
from assistant.services.evidence import EvidenceRoom
from assistant.services.fact_phrases import fact_in_words, group_in_words
from assistant.services.fact_taking import FactTaking, Taken
from assistant.services.knowing import Knowing
from assistant.services.known_facts import facts_in
from assistant.services.scheme_names import SchemeNames
from assistant.services.steps import Tell
from assistant.services.tell_assessment import AssessmentTeller, ToldAssessment
from assistant.services.work_out import work_out_told

#: A question without a matter of its own is no longer than this, in characters.
_BARE_QUESTION = 8
#: So many characters are left of a question about the matter itself (利息全是我背吗 leaves more).
_FEW_LEFT = 1
#: Whether somebody gets it, in whichever words: 能申请吗, 领得到不, 够格不, 有我们的份没得.
ASKS_WHETHER = re.compile(
    r"(?:能|可以|可不可以)[^,，]{0,6}(?:申请|领|拿|享受|办|补|报|贷|减|免|抵|扣)"
    r"|[领拿申办补贷享批要赔报够算认][^,，]?[得不](?:到|上|起|下来|着|了)"
    r"|够格|够(?:不够)?条件|符合|符不符合|适用|有(?:没得|没有)?我们?的|[的我们]份|算不算|能否|可否"
)
_EVERYTHING = re.compile(r"哪些|哪几|什么|啥|所有|全部")
_ABOUT_ENTITLEMENT = {Aspect.HOW_MUCH, Aspect.WHO, Aspect.CONDITIONS, Aspect.WHY_NOT, Aspect.HOW_LONG}
MAX_SCHEMES = 4
#: Whoever says 公司 or 酒店 tells nothing of themselves.
_NAMED_IN_PASSING = "firm.kind"
#: What decides no benefit, and only figures of the labour rules rest on.
_OF_NO_BENEFIT = frozenset({"person.injured_on", "person.probation_months", "person.contract_wage_yuan"})
#: So many facts of workers tell of a hiring.
_A_STORY = 3


class SubsidyDialogue:
    """What a turn has to do with the calculator."""

    def __init__(self, knowing: Knowing, room: EvidenceRoom, canned: CannedReplies, context: TurnContext) -> None:
        self._knowing = knowing
        self._room = room
        self._canned = canned
        self._context = context
        self._teller = AssessmentTeller(knowing, room, canned, context)
        self._names = SchemeNames(knowing.subsidies.schemes_for(context.audience))
        self.facts = FactTaking(knowing, context, self._names)

    def asks_on(self, understanding: Understanding, state: ConversationState) -> bool:
        """Whether a bare question is about the scheme being assessed: 能补多少, 那领得到不."""
        text = understanding.text
        is_bare = (
            len(text) <= _BARE_QUESTION and self.facts.has_a_question(understanding) and not self._names.find(text)
        )
        aspects = {aspect for part in understanding.parts for aspect in part.aspects}
        names_another = any(len(part.residue) > _FEW_LEFT for part in understanding.parts)
        if names_another and ASKS_WHETHER.search(text) is None:
            return False
        return state.assessing not in (None, ALL_SCHEMES) and is_bare and aspects <= _ABOUT_ENTITLEMENT

    def adds_to_topic(self, taken: Taken) -> bool:
        """Whether what was told decides something for the scheme talked about."""
        topic = self._topic(taken.state)
        return topic is not None and bool(self._knowing.subsidies.facts_of(topic) & set(taken.news))

    def tells_only_facts(self, understanding: Understanding, taken: Taken) -> bool:
        news = set(taken.news) - _OF_NO_BENEFIT
        return bool(news or understanding.staff) and not self.facts.asks_something(understanding)

    def meant_by(self, understanding: Understanding, taken: Taken) -> str | None:
        """The scheme meant by a fact that is told alone: of our thirty people one is disabled."""
        if not self.tells_only_facts(understanding, taken):
            return None
        definitions = self._knowing.subsidies.vocabulary.definitions
        return next((meant for name in taken.news if (meant := definitions[name].means) is not None), None)

    def is_about(self, understanding: Understanding, taken: Taken, state: ConversationState) -> bool:
        """Whether a message that names no matter tells facts, or asks on about what is being assessed."""
        if self.tells_only_facts(understanding, taken) and set(taken.news) != {_NAMED_IN_PASSING}:
            return True
        return state.assessing is not None and self.facts.has_a_question(understanding)

    def goes_on_telling(self, understanding: Understanding, taken: Taken, state: ConversationState) -> bool:
        """Whether facts are added to what is being assessed or talked about, or its outcome is asked for again; or an
        employer begins by telling of those hired (招了两个往届大学生, 签了一年), and of nothing else."""
        if self.asks_on(understanding, state):
            return True
        of_workers = sum(name.startswith("worker.") for name in taken.news)
        is_employer = self._context.audience is Audience.EMPLOYER and not ASKS_WHETHER.search(understanding.text)
        begins = is_employer and state.topic_id is None and (of_workers >= _A_STORY or bool(understanding.staff))
        is_under_way = state.assessing is not None or self.adds_to_topic(taken)
        return (is_under_way or begins) and self.tells_only_facts(understanding, taken)

    def goes_on_about(self, state: ConversationState) -> str:
        """What is being assessed or talked about, or everything."""
        return state.assessing or self._topic(state) or ALL_SCHEMES

    def assess(self, state: ConversationState, about: str | None = None) -> ToldAssessment:
        """Goes on with what is being assessed: one scheme, or everything there is."""
        about = about or self.goes_on_about(state)
        if about == ALL_SCHEMES:
            return self._teller.tell_all(state, goes_on=state.assessing == ALL_SCHEMES)
        return self._teller.tell_schemes((about,), state)

    def assess_asked(self, text: str, state: ConversationState) -> tuple[ToldAssessment, str]:
        """What somebody asks to have worked out, and what it is about: schemes named, the one talked about, or all."""
        named = self.named_in(text, state) or self._names.find_short(text)
        topic = self._topic(state)
        if not named and topic is not None and not _EVERYTHING.search(text):
            named = (topic,)
        if named:
            return self._teller.tell_schemes(named[:MAX_SCHEMES], state), named[0]
        return self._teller.tell_all(state), ALL_SCHEMES

    def ask_again(self, state: ConversationState) -> ToldAssessment | None:
        """The open question once more, for an answer that could not be read."""
        asked = state.open_question.fact_id if state.open_question is not None else None
        return self._teller.ask(asked, state) if asked is not None else None

    def can_be_worked_out(self, tells: list[Tell]) -> bool:
        """Whether the answer is about a benefit whose conditions can be gone through."""
        return any(_is_about_entitlement(tell) and self.can_be_assessed(tell.document_id) for tell in tells)

    def assess_named(self, scheme_ids: tuple[str, ...], state: ConversationState) -> ToldAssessment:
        return self._teller.tell_schemes(scheme_ids, state)

    def schemes_asked_about(self, tells: list[Tell], text: str, state: ConversationState) -> tuple[str, ...]:
        """Schemes of the answer, and others named in the message, about which something decisive is known."""
        asks = ASKS_WHETHER.search(text) is not None
        told = [tell for tell in tells if asks or _is_about_entitlement(tell)]
        meant = (self.named_in(tell.text, state) or (tell.document_id,) for tell in told)
        names = dict.fromkeys((*chain.from_iterable(meant), *(self.named_in(text, state) if told else ())))
        known, rules = set(facts_in(state)), self._knowing.subsidies
        able = (name for name in names if self.can_be_assessed(name))
        return tuple(name for name in able if rules.facts_of(name) & known)[:MAX_SCHEMES]

    def named_in(self, text: str, state: ConversationState) -> tuple[str, ...]:
        """Schemes named in the text, in its order; of several that share a name, the one that fits what is known."""
        return tuple(dict.fromkeys(self._fitting(names, state) for names in self._names.find(text)))

    def _fitting(self, names: tuple[str, ...], state: ConversationState) -> str:
        return names[0] if len(names) == 1 else self._teller.likeliest(names, state)

    def note(self, taken: Taken, text: str) -> tuple[DraftSentence, ...]:
        """What was understood, said back, so that a misunderstanding shows."""
        if taken.is_unsure:
            return self._canned.say("facts_unsure")
        staff = self._staff_noted(text, taken.state) if taken.has_new_staff else ()
        noted = self.say_facts("facts_noted", taken.news) if taken.news else ()
        return (*staff, *noted, *self._worked_out(taken))

    def _worked_out(self, taken: Taken) -> tuple[DraftSentence, ...]:
        """What follows in figures from what has just been told, beside the verdict."""
        day = taken.state.as_of or self._context.today
        about = self.goes_on_about(taken.state)
        return work_out_told(about, taken.news, facts_in(taken.state), day, self._knowing, self._room)

    def scheme_pointed_at(self, understanding: Understanding, state: ConversationState) -> str | None:
        """What is asked further of one of the groups told before (那两个女的要准备啥资料): the scheme for it."""
        if not state.staff or understanding.staff or self._context.audience is not Audience.EMPLOYER:
            return None
        at = find_group_pointed_at(understanding.as_said or understanding.text, state.staff)
        if at is None or self.named_in(understanding.text, state):
            return None
        return next(iter(self._teller.scheme_of_group(at, state)), None)

    def note_staff(self, understanding: Understanding, state: ConversationState) -> tuple[DraftSentence, ...]:
        """The groups told in this message, said back."""
        return self._staff_noted(understanding.text, state) if understanding.staff and state.staff else ()

    def _staff_noted(self, text: str, state: ConversationState) -> tuple[DraftSentence, ...]:
        """The groups; of one made out from age and registration, where nobody called it so, that it was."""
        is_there = any(OLDER_UNEMPLOYED in group.members for group in state.staff)
        is_derived = is_there and "4050" not in text and "四零五零" not in text
        derived = self._canned.say("staff_4050_derived") if is_derived else ()
        return (*self._staff_in_words(state), *derived)

    def _staff_in_words(self, state: ConversationState) -> tuple[DraftSentence, ...]:
        definition = self._knowing.subsidies.vocabulary.get(GROUPS)
        groups = "、".join(self._group_said_back(group, definition) for group in state.staff)
        return self._said(self._canned.say("staff_noted", groups=groups))

    def _group_said_back(self, group: StaffGroup, definition: FactDefinition) -> str:
        own = self.in_words(dict(group.facts))
        words = group_in_words(group, definition)
        return f"{words[:-1]}；{own}）" if own else words

    def say_facts(self, key: str, facts: Mapping[str, FactValue]) -> tuple[DraftSentence, ...]:
        """Canned words about facts; their figures rest on what the person said in this turn."""
        return self._said(self._canned.say(key, facts=self.in_words(facts)))

    def _said(self, sentences: tuple[DraftSentence, ...]) -> tuple[DraftSentence, ...]:
        note = self._room.put_said("".join(sentence.text for sentence in sentences))
        return tuple(DraftSentence(sentence.text, (note.id,)) for sentence in sentences)

    def in_words(self, facts: Mapping[str, FactValue]) -> str:
        """`失业登记：是；失业保险：3年6个月`."""
        definitions = self._knowing.subsidies.vocabulary.definitions
        regions = self._knowing.lexicon.regions
        return "；".join(
            fact_in_words(definitions[name], value, regions) for name, value in facts.items() if name in definitions
        )

    def _topic(self, state: ConversationState) -> str | None:
        topic = state.topic_id
        return topic if topic is not None and self.can_be_assessed(topic) else None

    def can_be_assessed(self, scheme_id: str) -> bool:
        return any(scheme.id == scheme_id for scheme in self._knowing.subsidies.schemes_for(self._context.audience))


def _is_about_entitlement(tell: Tell) -> bool:
    """Whether the question is what somebody gets, and not, say, which papers are needed."""
    return not tell.aspects or tell.guesses_aspect or tell.asks_for_it or bool(set(tell.aspects) & _ABOUT_ENTITLEMENT)
