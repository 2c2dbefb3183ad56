"""What the buttons at vacancies do in a conversation: a chip taken away, 不感兴趣, 相似的, 举报."""

import json
from dataclasses import replace

from assistant.domain.conversation import AnswerStatus, ConversationState, HandoverReason, ToolCall, TurnContext
from assistant.domain.vacancies import Vacancy
from assistant.domain.vacancy_filter import VacancyFilter
from assistant.services.canned_words import CannedReplies
from assistant.services.draft import Draft
from assistant.services.evidence import EvidenceRoom
from assistant.services.filter_chips import without
from assistant.services.filter_json import filter_as_json
from assistant.services.knowing import Knowing
from assistant.services.tell_vacancies import FIND, VacancyTeller, plain
from assistant.services.vacancy_desk import VacancyDesk
from assistant.services.vacancy_dialogue import VacancyDialogue

#: What somebody may say is wrong with an advert; the words are in replies/pages.yaml as `report-reason-…`.
REPORT_REASONS = ("fee", "fake", "discrimination", "already_filled", "wrong_pay", "other")


class VacancyButtons:
    """One button's way into the conversation. Methods raise NotFoundError for a vacancy that does not exist."""

    def __init__(self, knowing: Knowing, desk: VacancyDesk, context: TurnContext) -> None:
        self._desk = desk
        self._room = EvidenceRoom(knowing.knowledge, knowing.parameters, knowing.lexicon.regions)
        self._canned = CannedReplies(knowing.words, self._room, context.today)
        self._dialogue = VacancyDialogue(desk, self._room, self._canned)

    def take_chip_away(self, key: str, state: ConversationState) -> Draft:
        """The search again without one of its limits or wishes."""
        wanted = without(state.wanted or VacancyFilter(), key)
        return self._dialogue.search_for(wanted, _next(state))

    def refuse(self, vacancy_id: str, state: ConversationState) -> Draft:
        """Not this one again; others instead, if a search is under way."""
        self._desk.get_vacancy(vacancy_id)
        refused = tuple(dict.fromkeys((*state.vacancies_refused, vacancy_id)))
        state = replace(_next(state), vacancies_refused=refused)
        noted = self._canned.say("vacancy_refused")
        if state.wanted is None:
            return Draft(noted, AnswerStatus.SMALLTALK, state, self._room.items)
        draft = self._dialogue.search_for(state.wanted, state)
        return replace(draft, sentences=(*noted, *draft.sentences))

    def show_similar(self, vacancy_id: str, state: ConversationState) -> Draft:
        """Open vacancies like this one."""
        vacancy = self._desk.get_vacancy(vacancy_id)
        has = _abilities(state.wanted or VacancyFilter())
        matches = [
            self._desk.match(match.vacancy, has)
            for match in self._desk.similar(vacancy)
            if match.vacancy.id not in state.vacancies_refused
        ]
        state = _next(state)
        key = "vacancies_similar" if matches else "vacancies_none_similar"
        sentences = self._canned.say(key, title=plain(vacancy.title))
        if not matches:
            return Draft(sentences, AnswerStatus.ANSWERED, state, self._room.items)
        wanted = VacancyFilter(occupations=vacancy.occupations)
        teller = VacancyTeller(self._desk, self._room, self._canned)
        return Draft(
            (*teller.cited(sentences, plain(vacancy.title)), *teller.lines(matches), *teller.notes(matches)),
            AnswerStatus.ANSWERED,
            replace(state, wanted=state.wanted or wanted, is_searching=True),
            self._room.items,
            tools=(ToolCall(FIND, filter_as_json(state.wanted or wanted) | {"similar_to": vacancy.id}),),
            cards=tuple(self._desk.card(match) for match in matches),
        )

    def report(self, vacancy_id: str, reason: str, comment: str, state: ConversationState) -> tuple[Draft, str]:
        """The turn that says a person will look at the advert, and the record for that person.

        `reason` is one of `REPORT_REASONS`; `comment` is masked already.
        """
        vacancy = self._desk.get_vacancy(vacancy_id)
        refused = tuple(dict.fromkeys((*state.vacancies_refused, vacancy_id)))
        draft = Draft(
            self._canned.say("vacancy_reported"),
            AnswerStatus.HANDED_OVER,
            replace(_next(state), vacancies_refused=refused),
            self._room.items,
            handover=HandoverReason.ADVERT_REPORT,
        )
        return draft, _record(vacancy, reason, comment)


def _next(state: ConversationState) -> ConversationState:
    return replace(state, turns=state.turns + 1)


def _abilities(wanted: VacancyFilter) -> VacancyFilter:
    """Of a search, only what the person has: what is like a vacancy is not set against the limits of the search."""
    return VacancyFilter(education=wanted.education, experience_years=wanted.experience_years, licences=wanted.licences)


def _record(vacancy: Vacancy, reason: str, comment: str) -> str:
    """The advert as it stood when it was reported, as JSON."""
    record = {
        "vacancy_id": vacancy.id,
        "title": vacancy.title,
        "employer": vacancy.employer,
        "pay": vacancy.pay.text,
        "place": vacancy.place,
        "description": vacancy.description[:2000],
        "sources": [[source.feed_id, source.external_id, source.url] for source in vacancy.sources],
        "findings": [[finding.code, finding.quote] for finding in vacancy.findings],
        "reason": reason,
        "comment": comment,
    }
    return json.dumps(record, ensure_ascii=False, indent=1)
