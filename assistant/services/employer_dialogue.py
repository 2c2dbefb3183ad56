"""这家公司靠谱吗: what public fields of our own records say of an employer, as findings and never as a verdict."""

from dataclasses import replace

from assistant.domain.conversation import AnswerStatus, ConversationState, ToolCall
from assistant.language.employer_names import find_employer_name, find_ordinal
from assistant.language.understanding import Understanding
from assistant.services.canned_words import CannedReplies
from assistant.services.check_employer import employer_check_card
from assistant.services.draft import Draft, DraftSentence
from assistant.services.evidence import EvidenceRoom
from assistant.services.shown_vacancies import listed
from assistant.services.tell_vacancies import plain
from assistant.services.vacancy_desk import VacancyDesk

CHECK = "check_employer"


class EmployerDialogue:
    """What a turn has to do with checking an employer."""

    def __init__(self, desk: VacancyDesk, room: EvidenceRoom, canned: CannedReplies) -> None:
        self._desk = desk
        self._room = room
        self._canned = canned

    def check(self, understanding: Understanding, state: ConversationState) -> Draft:
        """The findings about the employer named, or of the vacancy just shown; without either, a question back."""
        as_said = find_employer_name(understanding.as_said)  # a name is no typing error
        name = as_said or find_employer_name(understanding.text) or self._shown_employer(understanding.text, state)
        state = replace(state, open_question=None)
        if name is None:
            sentences = self._canned.say("check_employer_which")
            return Draft(sentences, AnswerStatus.CLARIFICATION, state, self._room.items)
        check = self._desk.check_employer(name)
        tool = ToolCall(CHECK, {"employer": name})
        item = self._room.put_said(name)
        opening = self._canned.say("check_employer", employer=plain(check.employer))
        said = [DraftSentence(each.text, (item.id,)) for each in opening]
        for place, finding in enumerate(check.findings):
            record = self._room.put_record(f"employer#{place}", finding.basis, finding.text)
            said.append(DraftSentence(plain(finding.text), (record.id,), is_item=True))
        said += self._canned.say("check_employer_no_verdict")
        cards = (employer_check_card(check),)
        return Draft(tuple(said), AnswerStatus.ANSWERED, state, self._room.items, (tool,), cards)

    def _shown_employer(self, text: str, state: ConversationState) -> str | None:
        """The employer of the vacancy meant by 第二家, of the one last talked about, or of the only one shown."""
        shown, place = listed(state), find_ordinal(text)
        if place is None and state.vacancy_meant is not None:
            return self._desk.employer_of(state.vacancy_meant)
        if place is None and len(shown) != 1:
            return None
        vacancy_id = shown[place or 0] if len(shown) > (place or 0) else None
        return self._desk.employer_of(vacancy_id) if vacancy_id is not None else None
