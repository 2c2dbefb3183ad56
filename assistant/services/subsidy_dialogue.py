"""The calculator within a conversation: facts are taken from what is said, one question at a time decides the rest."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain

from assistant.domain.conversation import ALL_SCHEMES, ConversationState, FactValue, StaffGroup, TurnContext
from assistant.domain.errors import InvalidInputError
from assistant.domain.facts import FactDefinition, FactSubject
from assistant.domain.knowledge import Aspect, Audience
from assistant.language.clauses import asks
from assistant.language.disabled_share import read_disabled_share
from assistant.language.earlier_talk import (
    answers_to_own_question,
    facts_withdrawn,
    months_put_right,
    states_again,
)
from assistant.language.fact_reading import ReadFact, read_fact
from assistant.language.staff_groups import GROUPS
from assistant.language.understanding import CLAUSES, Understanding, understand
from assistant.services.assess_staff import OF_A_GROUP
from assistant.services.canned_words import CannedReplies
from assistant.services.draft import DraftSentence
from assistant.services.evidence import EvidenceRoom
from assistant.services.fact_phrases import fact_in_words, group_in_words
from assistant.services.knowing import Knowing
from assistant.services.known_facts import facts_in, forget, remember
from assistant.services.scheme_names import SchemeNames
from assistant.services.steps import Tell
from assistant.services.tell_assessment import AssessmentTeller, ToldAssessment

#: A bare answer is no longer than this, in characters; more is a message of its own.
_BARE_ANSWER = 16
#: A question without a matter of its own is no longer than this, in characters.
_BARE_QUESTION = 8
#: So many characters are left of a question about the matter itself (利息全是我背吗 leaves more).
_FEW_LEFT = 1
_NO_INTENT = "ask_policy"
_OWN = {Audience.JOB_SEEKER: {FactSubject.PERSON}, Audience.EMPLOYER: {FactSubject.FIRM, FactSubject.WORKER}}
#: Whether somebody gets it, in whichever words: 能申请吗, 领得到不, 够格不, 有我们的份没得.
ASKS_WHETHER = re.compile(
    r"(?:能|可以|可不可以)[^,，]{0,6}(?:申请|领|拿|享受|办|补|报|贷|减|免|抵|扣)"
    r"|[领拿申办补贷享批要赔报够算认][^,，]?[得不](?:到|上|起|下来|着|了)"
    r"|够格|够(?:不够)?条件|符合|符不符合|适用|有(?:没得|没有)?我们?的|[的我们]份|算不算|能否|可否"
)
#: What opens a message that answers a question before it tells another fact: 是的, 合同也签了; 3个, 都交了社保.
_OPENS_WITH_ANSWER = re.compile(
    r"^(?:(?:是|对|嗯+|恩|好|有|没有|没得|没|不是|不|办|签|交|想|要|能|可以|符合|属于|都|还没|早就?|已经)"
    r"(?:的|了|过|啊|哦|嘛|呢)*(?:[,，。;； ]|$)"
    r"|(?:大概|差不多|一共|总共|就|才|有|满|大约|刚好)*[0-9一二两三四五六七八九十半俩仨])"
)
#: 那八年的呢, 满了一半咧: another case of what was just told.
_ASKS_ON = re.compile(r"(?:呢|咧|哩|喃|吗|么|(?:可以|行|对|是|能|要得|得行|没事|没问题)(?:的|了)?吧)[。!！~]*$")
#: 那要是离退休只差四年了: another case, and no answer to what was asked.
_SUPPOSES = re.compile(r"^那?么?(?:要是|如果|假如|万一)")
_EVERYTHING = re.compile(r"哪些|哪几|什么|啥|所有|全部")
_ABOUT_ENTITLEMENT = {Aspect.HOW_MUCH, Aspect.WHO, Aspect.CONDITIONS, Aspect.WHY_NOT, Aspect.HOW_LONG}
MAX_SCHEMES = 4
#: Whoever says 公司 or 酒店 tells nothing of themselves.
_NAMED_IN_PASSING = "firm.kind"
#: So many facts of workers tell of a hiring.
_A_STORY = 3
DISABLED_SHARE = "firm.disabled_share_percent"


@dataclass(frozen=True)
class Taken:
    """The state after the facts of a message. `is_answer`: the message answers the fact that was asked for.

    `unreadable`: why a bare answer cannot be taken for one, in words for the person.
    """

    state: ConversationState
    news: Mapping[str, FactValue]
    is_answer: bool = False
    is_unsure: bool = False
    unreadable: str | None = None
    has_new_staff: bool = False

    def settles(self, before: ConversationState) -> bool:
        """Whether the fact that was asked for is told, or said to be unknown."""
        asked = before.open_question
        return asked is not None and (self.is_unsure or asked.fact_id in self.news)


class SubsidyDialogue:
    """What a turn has to do with the calculator."""

    def __init__(self, knowing: Knowing, room: EvidenceRoom, canned: CannedReplies, context: TurnContext) -> None:
        self._knowing = knowing
        self._room = room
        self._canned = canned
        self._context = context
        self._teller = AssessmentTeller(knowing, room, canned, context)
        self._names = SchemeNames(knowing.subsidies.schemes_for(context.audience))

    def take_facts(self, understanding: Understanding, state: ConversationState) -> Taken:
        """Facts that decide something for this audience; the rest of what is said about oneself is not kept."""
        carried = self._said_of_earlier(understanding, state)
        state, said = self._without_withdrawn(understanding, state)
        news = {name: value for name, value in (carried | said).items() if name in self._kept()}
        news |= self._share_told_in_heads(understanding, news, state)
        state = self._with_staff(understanding, state)
        if state.staff:
            news = {name: value for name, value in news.items() if name not in OF_A_GROUP}
        asked = state.open_question.fact_id if state.open_question is not None else None
        new_staff = bool(understanding.staff) and bool(state.staff)
        answers_another = bool(carried) and asked not in carried
        if asked is None or answers_another or self.asks_something(understanding):
            return Taken(remember(state, news, state.turns), news, has_new_staff=new_staff)
        return self._take_answer(asked, understanding, news, state)

    def _share_told_in_heads(
        self, understanding: Understanding, news: Mapping[str, FactValue], state: ConversationState
    ) -> dict[str, FactValue]:
        """Of a firm that tells how many people it has, and how many of them are disabled."""
        if self._context.audience is not Audience.EMPLOYER or DISABLED_SHARE in dict(understanding.facts):
            return {}
        headcount = {**facts_in(state), **news}.get("firm.headcount")
        question = state.open_question
        is_asked = question is not None and question.fact_id == DISABLED_SHARE
        share = read_disabled_share(understanding.text, headcount if isinstance(headcount, int) else None, is_asked)
        return {} if share is None else {DISABLED_SHARE: share}

    def _said_of_earlier(self, understanding: Understanding, state: ConversationState) -> dict[str, FactValue]:
        """What the message says of a matter that only the one before it names."""
        lexicon, text = self._knowing.lexicon, understanding.text
        question = lexicon.normaliser.normalise(state.last_question or "")
        last = max((fact.turn for fact in state.facts), default=0)
        last_said = [fact.id for fact in state.facts if fact.turn == last and fact.id not in dict(understanding.facts)]
        put_right = months_put_right(text, last_said, lexicon.fact_words)
        return answers_to_own_question(question, text, lexicon.fact_words) | put_right

    def _without_withdrawn(
        self, understanding: Understanding, state: ConversationState
    ) -> tuple[ConversationState, dict[str, FactValue]]:
        """The state without what the message takes back, and what the message says beside that."""
        words, said = self._knowing.lexicon.fact_words, dict(understanding.facts)
        known = {fact.id: fact.turn for fact in state.facts} | dict.fromkeys(said, state.turns)
        gone = facts_withdrawn(understanding.text, known, words)
        if not gone:
            return state, said
        kept = {name: said[name] for name in said if name not in gone or states_again(name, understanding.text, words)}
        return forget(state, gone), kept

    def _with_staff(self, understanding: Understanding, state: ConversationState) -> ConversationState:
        """A firm's groups of workers; of those counted before, who is in no group yet is one of unknown kind."""
        if not understanding.staff or self._context.audience is not Audience.EMPLOYER:
            return state
        before = facts_in(state).get("worker.count")
        left = (before if isinstance(before, int) else 0) - sum(group.count for group in understanding.staff)
        staff = (*understanding.staff, *([StaffGroup(left)] if left > 0 else []))
        return replace(forget(state, tuple(OF_A_GROUP)), staff=staff)

    def _take_answer(
        self, asked: str, understanding: Understanding, news: dict[str, FactValue], state: ConversationState
    ) -> Taken:
        answered = replace(state, open_question=None)
        try:
            answer = self._answer_to(asked, understanding)
        except InvalidInputError as error:
            if not news and understanding.intent == _NO_INTENT and not self.has_a_question(understanding):
                return Taken(state, {}, unreadable=str(error))
            answer = None
        if answer is not None and answer.value is None:
            return Taken(forget(remember(answered, news, state.turns), (asked,), is_unsure=True), news, True, True)
        if answer is not None and answer.value is not None:
            news.setdefault(asked, answer.value)
        new_staff = bool(understanding.staff) and bool(state.staff)
        if not news:
            return Taken(answered if new_staff else state, news, is_answer=new_staff, has_new_staff=new_staff)
        answered = remember(answered, news, state.turns)
        if asked in news and isinstance(news[asked], tuple):
            # Whoever was shown all members of a set has named those that hold; the question is not put again.
            answered = replace(answered, unsure=tuple(dict.fromkeys((*answered.unsure, asked))))
        return Taken(answered, news, is_answer=True, has_new_staff=new_staff)

    def asks_something(self, understanding: Understanding) -> bool:
        """Whether the message asks, rather than only tells."""
        if "?" in understanding.text or "？" in understanding.text or _ASKS_ON.search(understanding.text):
            return True
        asked = any(part.aspects and not part.guesses_aspect for part in understanding.parts)
        if asked or any(part.asks_for_it for part in understanding.parts):
            return True
        return self.has_a_question(understanding) and bool(self._names.find(understanding.text))

    def has_a_question(self, understanding: Understanding) -> bool:
        """Whether the message has the form of a question, whatever it is about: 补贴能否申请."""
        text = understanding.text
        return _SUPPOSES.search(text) is not None or asks(text, self._knowing.lexicon.fact_words.phrasing)

    def asks_on(self, understanding: Understanding, state: ConversationState) -> bool:
        """Whether a bare question is about the scheme being assessed: 能补多少, 那领得到不."""
        text = understanding.text
        is_bare = len(text) <= _BARE_QUESTION and self.has_a_question(understanding) and not self._names.find(text)
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
        return bool(taken.news or understanding.staff) and not self.asks_something(understanding)

    def is_about(self, understanding: Understanding, taken: Taken, state: ConversationState) -> bool:
        """Whether a message that names no matter tells facts, or asks on about what is being assessed."""
        if self.tells_only_facts(understanding, taken) and set(taken.news) != {_NAMED_IN_PASSING}:
            return True
        return state.assessing is not None and self.has_a_question(understanding)

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

    def note(self, taken: Taken) -> tuple[DraftSentence, ...]:
        """What was understood, said back, so that a misunderstanding shows."""
        if taken.is_unsure:
            return self._canned.say("facts_unsure")
        staff = self._staff_in_words(taken.state) if taken.has_new_staff else ()
        return (*staff, *(self.say_facts("facts_noted", taken.news) if taken.news else ()))

    def _staff_in_words(self, state: ConversationState) -> tuple[DraftSentence, ...]:
        definition = self._knowing.subsidies.vocabulary.get(GROUPS)
        groups = "、".join(group_in_words(group, definition) for group in state.staff)
        return self._said(self._canned.say("staff_noted", groups=groups))

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

    def _answer_to(self, asked: str, understanding: Understanding) -> ReadFact | None:
        """What a bare answer says of the fact asked for; nothing where it is too long, or names the fact itself.

        Raises InvalidInputError for a bare answer that does not fit the question.
        """
        definition = self._knowing.subsidies.vocabulary.definitions.get(asked)
        if definition is None or asked in dict(understanding.facts):
            return None
        text, lexicon, today = understanding.text, self._knowing.lexicon, self._context.today
        if understanding.facts and (len(text) > _BARE_ANSWER or _OPENS_WITH_ANSWER.search(text) is None):
            text = CLAUSES.split(text)[0]  # 城口县,参保在重庆主城: the answer, and then another fact
            is_its_own = bool(understand(text, lexicon, today).facts)
            return None if is_its_own or text == understanding.text else self._if_readable(definition, text)
        return read_fact(definition, text, lexicon, today) if len(text) <= _BARE_ANSWER else None

    def _if_readable(self, definition: FactDefinition, text: str) -> ReadFact | None:
        try:
            read = read_fact(definition, text, self._knowing.lexicon, self._context.today)
        except InvalidInputError:
            return None
        return None if read.is_unsure else read

    def _kept(self) -> frozenset[str]:
        """Facts about the person, or about the firm and its workers; of others, what decides something for them."""
        rules, audience = self._knowing.subsidies, self._context.audience
        definitions = rules.vocabulary.definitions.values()
        own = {definition.id for definition in definitions if definition.subject in _OWN[audience]}
        return rules.wanted_facts(audience) | own

    def _topic(self, state: ConversationState) -> str | None:
        topic = state.topic_id
        return topic if topic is not None and self.can_be_assessed(topic) else None

    def can_be_assessed(self, scheme_id: str) -> bool:
        return any(scheme.id == scheme_id for scheme in self._knowing.subsidies.schemes_for(self._context.audience))


def _is_about_entitlement(tell: Tell) -> bool:
    """Whether the question is what somebody gets, and not, say, which papers are needed."""
    return not tell.aspects or tell.guesses_aspect or tell.asks_for_it or bool(set(tell.aspects) & _ABOUT_ENTITLEMENT)
