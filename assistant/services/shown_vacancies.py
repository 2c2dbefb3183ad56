"""A message on vacancies that were shown: one of them told, several compared, an order nobody here can carry out, a
complaint that one does not fit. Everything said comes from the records of those vacancies."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.conversation import AnswerStatus, ConversationState, ToolCall
from assistant.domain.vacancies import Vacancy
from assistant.domain.vacancy_filter import VacancyFilter
from assistant.language.questions import asks
from assistant.language.shown_vacancy_asks import ShownVacancyAsk, read_shown_vacancy_ask, tells_of_oneself
from assistant.services.canned_words import CannedReplies
from assistant.services.compare_vacancies import CompareVacancies, place_words
from assistant.services.draft import Draft, DraftSentence
from assistant.services.evidence import EvidenceRoom
from assistant.services.tell_one_vacancy import fields_asked, tell_one
from assistant.services.tell_vacancies import FIND
from assistant.services.vacancy_desk import VacancyDesk

#: As many as one answer shows.
_LAST_SHOWN = 5
#: A longer message than this, in characters, tells a story.
_A_STORY = 60
#: 包吃吗, 工资好多, where only one was shown.
_OF_THE_ONLY_ONE = re.compile(
    r"^(?:这|那)(?:个|家|份|边|里)|^它|^(?:一个?|每个?)(?:小时|钟头|月|天)[^,，]{0,4}(?:好多|多少)"
    r"|^(?:要|有|包|管|在|几点|电话|怎么联系|咋个联系|工资)[^,，。]{0,12}(?:吗|嘛|不|没|么|哪|啥|什么|几|多少|好多)"
)
#: 大不大, 累不累, 忙吗: asked of one, whether a field holds it or not.
_YES_OR_NO = re.compile(r"(?P<said>[一-鿿])(?:不|没)(?P=said)|(?:吗|嘛|么|不|没得)[?？]?$|[?？]$")


def listed(state: ConversationState) -> tuple[str, ...]:
    """The ids of the list shown last; 第二个 is the second of these."""
    return state.vacancies_listed or state.vacancies_shown[-_LAST_SHOWN:]


class ShownVacancies:
    """One turn's word on what was shown."""

    def __init__(self, desk: VacancyDesk, room: EvidenceRoom, canned: CannedReplies) -> None:
        self._desk, self._room, self._canned = desk, room, canned

    def answer(self, text: str, state: ConversationState) -> Draft | None:
        """The reply; None where the message is not about a vacancy shown. After an answer on something else only what
        is pointed at by its place, and asked by a field, is meant."""
        ask = read_shown_vacancy_ask(text)
        is_of_the_only = len(listed(state)) == 1 and _OF_THE_ONLY_ONE.search(text) and not tells_of_oneself(text)
        if is_of_the_only and state.is_searching and not state.is_choosing_course:
            ask = ask or ShownVacancyAsk(points=True)
            return self._tell(ask if ask.place is not None else replace(ask, place=0), text, state)
        if ask is None or len(text) > _A_STORY or state.is_choosing_course:
            return None
        is_asked = bool(fields_asked(text)) or ask.near or ask.orders or ask.contact or ask.highest or ask.lowest
        if not state.is_searching:
            is_placed = ask.place is not None or ask.count is not None
            if not (is_placed and (is_asked or ask.objects)) or state.open_question is not None or not listed(state):
                return None
        if ask.objects and (ask.place is not None or (ask.points and self._meant(ask, state) is not None)):
            return self._own_up(ask, text, state)
        if ask.place is not None:
            return self._tell(ask, text, state)
        if ask.is_of_several and is_asked and len(listed(state)) != 1:
            return self._compare(ask, text, state)
        if ask.is_of_several and is_asked:
            return self._tell(replace(ask, place=0), text, state)
        if ask.orders or ask.contact or (ask.points and is_asked and (asks(text) or ask.near)):
            return self._tell(ask, text, state) if self._meant(ask, state) else self._ask_which(ask, state)
        if ask.points and state.vacancy_meant is not None and _YES_OR_NO.search(text):
            return self._tell(ask, text, state)
        return None

    def _meant(self, ask: ShownVacancyAsk, state: ConversationState) -> str | None:
        shown = listed(state)
        if ask.place is not None:
            return shown[ask.place] if shown and ask.place < len(shown) else None
        if state.vacancy_meant is not None:
            return state.vacancy_meant
        return shown[0] if len(shown) == 1 else None

    def _ask_which(self, ask: ShownVacancyAsk, state: ConversationState) -> Draft | None:
        """Several were shown and it is not known which is meant; without any there is nothing to ask about."""
        if not listed(state):
            if not (ask.orders or ask.contact) or state.wanted is None:
                return None
            said = (*self._canned.say("vacancies_cannot_apply"), *self._canned.say("vacancies_none_listed"))
            return Draft(said, AnswerStatus.CLARIFICATION, state, self._room.items)
        applies = ("vacancies_cannot_apply", "vacancies_apply_which")
        keys = applies if ask.orders or ask.contact else ("vacancies_which",)
        said = tuple(line for name in keys for line in self._canned.say(name))
        places = tuple(place_words(place) for place in range(len(listed(state))))
        status = AnswerStatus.ANSWERED if ask.orders else AnswerStatus.CLARIFICATION
        return Draft(said, status, _of_vacancies(state), self._room.items, suggestions=places)

    def _tell(self, ask: ShownVacancyAsk, text: str, state: ConversationState) -> Draft:
        """第二个要什么证, 这个包吃吗: the vacancy meant; it may have closed since it was shown."""
        shown = listed(state)
        if not shown:
            return Draft(self._canned.say("vacancies_none_listed"), AnswerStatus.CLARIFICATION, state, self._room.items)
        meant = self._meant(ask, state)
        if meant is None:
            sentences = self._canned.say("vacancies_few_listed", shown=str(len(shown)))
            return Draft(sentences, AnswerStatus.CLARIFICATION, state, self._room.items)
        vacancy = self._open(meant)
        if vacancy is None:
            return Draft(self._canned.say("vacancy_gone"), AnswerStatus.ANSWERED, state, self._room.items)
        match = self._desk.match(vacancy, state.wanted or VacancyFilter())
        before = self._canned.say("vacancies_cannot_apply") if ask.orders else ()
        is_unsaid = not (ask.near or ask.orders or ask.contact or fields_asked(text)) and _YES_OR_NO.search(text)
        before = self._canned.say("vacancy_no_such_field") if is_unsaid else before
        after = self._canned.say("vacancies_distance_unknown") if ask.near else ()
        sentences = (*before, *tell_one(match, text, self._desk, self._room, self._canned), *after)
        tool, kept = ToolCall(FIND, {"vacancy_id": vacancy.id}), replace(_of_vacancies(state), vacancy_meant=vacancy.id)
        return Draft(sentences, AnswerStatus.ANSWERED, kept, self._room.items, (tool,), (self._desk.card(match),))

    def _compare(self, ask: ShownVacancyAsk, text: str, state: ConversationState) -> Draft | None:
        """这三个哪个工资最高: each by its own fields."""
        ids = listed(state)
        if not ids:
            return Draft(self._canned.say("vacancies_none_listed"), AnswerStatus.CLARIFICATION, state, self._room.items)
        ids = ids[: ask.count] if ask.count and ask.count < len(ids) else ids
        vacancies = [one for one in map(self._open, ids) if one is not None]
        if not vacancies:
            return Draft(self._canned.say("vacancy_gone"), AnswerStatus.ANSWERED, state, self._room.items)
        compare = CompareVacancies(self._desk, self._room, self._canned, ids)
        told = compare.tell(vacancies, text, ask)
        if told is None:
            return None
        kept = replace(_of_vacancies(state), vacancy_meant=told.meant)
        tool = ToolCall(FIND, {"vacancy_ids": [one.id for one in vacancies]})
        return Draft(told.sentences, AnswerStatus.ANSWERED, kept, self._room.items, (tool,))

    def _own_up(self, ask: ShownVacancyAsk, text: str, state: ConversationState) -> Draft:
        """为啥子第三个写的大小周还推给我: the record is read again, and the vacancy not shown any more."""
        meant = self._meant(ask, state)
        vacancy = self._open(meant) if meant is not None else None
        if vacancy is None:
            return self._tell(ask, text, state)
        place = place_words(listed(state).index(vacancy.id)) if vacancy.id in listed(state) else "这一个"
        said = self._objection(ask.claim, vacancy, place)
        match = self._desk.match(vacancy, state.wanted or VacancyFilter())
        told = tell_one(match, ask.claim or text, self._desk, self._room, self._canned)
        refused = tuple(dict.fromkeys((*state.vacancies_refused, vacancy.id)))
        kept = replace(_of_vacancies(state), vacancies_refused=refused, vacancy_meant=vacancy.id)
        tool = ToolCall(FIND, {"vacancy_id": vacancy.id})
        return Draft((*said, *told), AnswerStatus.ANSWERED, kept, self._room.items, (tool,), suggestions=("还有吗",))

    def _objection(self, claim: str, vacancy: Vacancy, place: str) -> Sequence[DraftSentence]:
        if not claim:
            return self._canned.say("vacancy_objection", place=place)
        labels = [self._desk.words.labels[shift.value] for shift in vacancy.shifts]
        printed = "\n".join((vacancy.title, vacancy.description, vacancy.pay.text, *vacancy.benefits, *labels))
        key = "vacancy_objection_true" if claim in printed else "vacancy_objection_not_found"
        item = self._room.put_said(claim)
        said = self._canned.say(key, place=place, claim=claim)
        return tuple(DraftSentence(each.text, (item.id,)) for each in said)

    def _open(self, vacancy_id: str) -> Vacancy | None:
        """The vacancy as it stands today, if somebody may still be sent there."""
        (vacancy,) = self._desk.find_shown((vacancy_id,)) or (None,)
        return self._desk.checked(vacancy) if vacancy is not None and self._desk.is_open(vacancy) else None


def _of_vacancies(state: ConversationState) -> ConversationState:
    """The state with the vacancies shown as what is talked about."""
    return replace(state, is_searching=state.wanted is not None, topic_id=None, aspects=(), open_question=None)
