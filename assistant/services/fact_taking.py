"""Facts taken from what is said: for the calculator of a turn, as an answer to what was asked or told unasked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from assistant.domain.conversation import ConversationState, FactValue, StaffGroup, TurnContext
from assistant.domain.errors import InvalidInputError
from assistant.domain.facts import FactDefinition, FactSubject
from assistant.domain.knowledge import Audience
from assistant.language.asking_for_others import asks_for_others
from assistant.language.clauses import asks
from assistant.language.day_wage import PAID_DAYS, read_bare_days, read_day_wage
from assistant.language.disabled_share import read_disabled_share
from assistant.language.earlier_talk import (
    answers_to_own_question,
    facts_withdrawn,
    heads_supposed,
    months_put_right,
    states_again,
)
from assistant.language.fact_reading import ReadFact, read_fact
from assistant.language.insurance_paid import read_insurance_paid
from assistant.language.insured_in_parts import tells_one_place
from assistant.language.platform_orders import read_orders_a_month, read_platform_trade
from assistant.language.understanding import CLAUSES, Understanding, understand
from assistant.services.assess_staff import OF_A_GROUP
from assistant.services.knowing import Knowing
from assistant.services.known_facts import facts_in, forget, remember
from assistant.services.scheme_names import SchemeNames

#: A bare answer is no longer than this, in characters; more is a message of its own.
_BARE_ANSWER = 16
_NO_INTENT = "ask_policy"
_OWN = {Audience.JOB_SEEKER: {FactSubject.PERSON}, Audience.EMPLOYER: {FactSubject.FIRM, FactSubject.WORKER}}
#: What opens a message that answers a question before it tells another fact: 是的, 合同也签了; 3个, 都交了社保.
_OPENS_WITH_ANSWER = re.compile(
    r"^(?:(?:是|对|嗯+|恩|好|有|没有|没得|没|不是|不|办|签|交|想|要|能|可以|符合|属于|都|还没|早就?|已经)"
    r"(?:的|了|过|啊|哦|嘛|呢)*(?:[,，。;； ]|$)"
    r"|(?:大概|差不多|一共|总共|就|才|有|满|大约|刚好)*[0-9一二两三四五六七八九十半俩仨])"
)
#: 那八年的呢, 满了一半咧: another case of what was just told.
_ASKS_ON = re.compile(r"(?:呢|哇|咧|哩|喃|吗|么|(?:可以|行|对|是|能|要得|得行|没事|没问题)(?:的|了)?吧)[。!！~]*$")
#: 那要是离退休只差四年了: another case, and no answer to what was asked.
_SUPPOSES = re.compile(r"^那?么?(?:要是|如果|假如|万一)")
#: 好，谢谢: said in leaving, and no yes to what was asked.
_TAKES_LEAVE = re.compile(
    r"^(?:(?:好|行|嗯+|哦+|噢|ok|要得|得行|晓得|知道|明白|清楚|懂|了解)+(?:的|了|嘛|吧|哈|啊|呢|哒|嘞)*[,，。!！~ ]*)*"
    r"(?:那|就)?太?(?:谢|多谢|感谢|辛苦|麻烦(?:您|你|了)|再见|拜拜|先这样|就这样)",
    re.IGNORECASE,
)
_INSURED, _PENSION = "person.unemployment_insured_months", "person.pension_contribution_months"
_ON_PENSIONS = frozenset({"older-claimant-pension", "delayed-retirement"})
_NAMES_INSURANCE = re.compile(r"失业|社保|五险|医保")
_YEARS_PAID = re.compile(r"[交缴](?:了|满|过|够|到|有)*[^,。]{0,3}?[0-9一二两三四五六七八九十]+(?:多|来)?年")
_WAGE, _LEAVE, _LEAVE_DAYS = "person.monthly_wage_yuan", "annual-leave", "person.untaken_leave_days"
_RECKONED_BY_DAYS = frozenset({_LEAVE, "overtime-pay", "public-holidays"})
_OWN_PAID = "person.own_insurance_paid_yuan_year"
_DISABLED_SHARE = "firm.disabled_share_percent"
_PLATFORM_TRADE, _PLATFORM_ORDERS = "firm.platform_trade", "firm.platform_orders_month"


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


def _of_the_pension(said: dict[str, FactValue], text: str, state: ConversationState) -> dict[str, FactValue]:
    """Years paid (可我只交了13年) are those of the pension, where that is talked about and nothing else is named."""
    if state.topic_id not in _ON_PENSIONS or _INSURED not in said or _NAMES_INSURANCE.search(text):
        return said
    if _YEARS_PAID.search(text) is None:
        return {name: value for name, value in said.items() if name != _INSURED}
    rest = {name: value for name, value in said.items() if name != _INSURED}
    return rest | {_PENSION: said[_INSURED]}


def _beside_another_place(said: dict[str, FactValue], text: str, state: ConversationState) -> dict[str, FactValue]:
    """Fewer months in one place (我在武隆才交了5个月) do not replace those told before, of another."""
    known, told = facts_in(state).get(_INSURED), said.get(_INSURED)
    if not isinstance(known, int) or not isinstance(told, int) or told >= known or not tells_one_place(text):
        return said
    return {name: value for name, value in said.items() if name != _INSURED}


def _told_by_the_day(said: dict[str, FactValue], text: str, state: ConversationState) -> dict[str, FactValue]:
    """A day's wage, where the matter is reckoned by days: the month's wage by the law's 21.75 days, and of leave the
    days told beside it."""
    wage = read_day_wage(text) if state.topic_id in _RECKONED_BY_DAYS else None
    if wage is None:
        return said
    days = read_bare_days(text) if state.topic_id == _LEAVE and _LEAVE_DAYS not in said else None
    month = wage * PAID_DAYS
    return (
        said
        | {_WAGE: int(month) if month == int(month) else float(month)}
        | ({} if days is None else {_LEAVE_DAYS: days})
    )


class FactTaking:
    """What a message says that decides something for this audience."""

    def __init__(self, knowing: Knowing, context: TurnContext, names: SchemeNames) -> None:
        self._knowing = knowing
        self._context = context
        self._names = names

    def take(self, understanding: Understanding, state: ConversationState) -> Taken:
        """Facts that decide something for this audience; the rest of what is said about oneself is not kept."""
        if self._context.audience is Audience.JOB_SEEKER and asks_for_others(understanding.as_said):
            return Taken(state, {})
        carried = self._said_of_earlier(understanding, state)
        state, said = self._without_withdrawn(understanding, state)
        said = _of_the_pension(said, understanding.text, state)
        said = _beside_another_place(said, understanding.text, state)
        said = _told_by_the_day(said, understanding.text, state)
        news = {name: value for name, value in (carried | said).items() if name in self._kept()}
        news |= self._share_told_in_heads(understanding, news, state)
        if (paid := read_insurance_paid(understanding.text)) is not None and _OWN_PAID in self._kept():
            news[_OWN_PAID] = float(paid)
        news |= self._told_of_a_platform(understanding.text, state)
        state = self._with_staff(understanding, state)
        if state.staff:
            news = {name: value for name, value in news.items() if name not in OF_A_GROUP}
        asked = state.open_question.fact_id if state.open_question is not None else None
        new_staff = bool(understanding.staff) and bool(state.staff)
        answers_another = bool(carried) and asked not in carried
        is_of_another = any(part.about_another for part in understanding.parts) and not news
        if asked is None or answers_another or is_of_another or self.asks_something(understanding):
            return Taken(remember(state, news, state.turns), news, has_new_staff=new_staff)
        return self._take_answer(asked, understanding, news, state)

    def _told_of_a_platform(self, text: str, state: ConversationState) -> dict[str, FactValue]:
        """Of a platform its trade, and how many orders a month it has once that is known."""
        if self._context.audience is not Audience.EMPLOYER:
            return {}
        trade = read_platform_trade(text) or facts_in(state).get(_PLATFORM_TRADE)
        orders = read_orders_a_month(text) if trade is not None else None
        told = {_PLATFORM_TRADE: trade, _PLATFORM_ORDERS: orders}
        return {name: value for name, value in told.items() if value is not None}

    def _share_told_in_heads(
        self, understanding: Understanding, news: Mapping[str, FactValue], state: ConversationState
    ) -> dict[str, FactValue]:
        """Of a firm that tells how many people it has, and how many of them are disabled."""
        if self._context.audience is not Audience.EMPLOYER or _DISABLED_SHARE in dict(understanding.facts):
            return {}
        headcount = {**facts_in(state), **news}.get("firm.headcount")
        question = state.open_question
        is_asked = question is not None and question.fact_id == _DISABLED_SHARE
        share = read_disabled_share(understanding.text, headcount if isinstance(headcount, int) else None, is_asked)
        return {} if share is None else {_DISABLED_SHARE: share}

    def _said_of_earlier(self, understanding: Understanding, state: ConversationState) -> dict[str, FactValue]:
        """What the message says of a matter that only the one before it names."""
        lexicon, text = self._knowing.lexicon, understanding.text
        question = lexicon.normaliser.normalise(state.last_question or "")
        last = max((fact.turn for fact in state.facts), default=0)
        last_said = [fact.id for fact in state.facts if fact.turn == last and fact.id not in dict(understanding.facts)]
        put_right = months_put_right(text, last_said, lexicon.fact_words)
        heads = heads_supposed(text, [fact.id for fact in state.facts])
        return answers_to_own_question(question, text, lexicon.fact_words) | put_right | heads

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

    def _answer_to(self, asked: str, understanding: Understanding) -> ReadFact | None:
        """What a bare answer says of the fact asked for; nothing where it is too long, or names the fact itself.

        Raises InvalidInputError for a bare answer that does not fit the question.
        """
        definition = self._knowing.subsidies.vocabulary.definitions.get(asked)
        if definition is None or asked in dict(understanding.facts) or _TAKES_LEAVE.search(understanding.as_said):
            return None
        text, lexicon, today = understanding.text, self._knowing.lexicon, self._context.today
        if understanding.facts and lexicon.fact_words.phrasing.corrects.search(text) is not None:
            return None  # 写错了, 是一年半: what was told before is put right, and nothing answered
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
