"""我排到好多号了, 轮到我没得, 咋个退: about the places a conversation has led to, as they stand in the database."""

import re

from assistant.domain.conversation import AnswerStatus, ConversationState, TurnContext
from assistant.language.course_words import CourseCues
from assistant.language.segment import fold
from assistant.services.canned_words import CannedReplies
from assistant.services.draft import Draft, DraftSentence
from assistant.services.enrolling import TakenPlace
from assistant.services.enrolment_words import begins_words
from assistant.services.evidence import EvidenceRoom
from assistant.services.tell_vacancies import plain

_OF_OTHER_THINGS = re.compile(
    r"工单|受理编号|补贴|失业金|公租房|公积金|仲裁|简历|岗位|应聘|面试|押金|学费|报名费|考试费|退费|退钱|(?<!为了)(?<!更)保险(?!起见)"
)
_SPEAKS_OF_A_PLACE = re.compile(r"报|候补|排|位子|名额|班|课")


class OwnPlaces:
    """Tells nothing of anybody else's place, and nothing that only a guess could tell."""

    def __init__(
        self, taken: tuple[TakenPlace, ...], cues: CourseCues, room: EvidenceRoom, canned: CannedReplies,
        context: TurnContext,
    ) -> None:  # fmt: skip
        self._taken, self._cues, self._room, self._canned, self._context = taken, cues, room, canned, context

    def answer(self, text: str, state: ConversationState) -> Draft | None:
        """None where something else is asked."""
        folded = fold(text)
        if _OF_OTHER_THINGS.search(folded):
            return None
        is_near = bool(self._taken) or state.is_choosing_course
        if is_near and self._cues.others_leave.search(folded):
            return self._say((*self._states(), *self._canned.say("enrol_others_leave")), state)
        if self._taken and self._cues.again.search(folded):
            return self._say((*self._states(), *self._canned.say("enrol_once_is_enough")), state)
        if self._cues.own_place.search(folded) and (self._taken or _SPEAKS_OF_A_PLACE.search(folded)):
            return self.stands(state)
        if self._cues.gives_back.search(folded) and (is_near or self._cues.of_a_place.search(folded)):
            return self.gives_back(state)
        return None

    def gives_back(self, state: ConversationState) -> Draft:
        """How a place is given back, and that a draft needs nothing of the kind."""
        without = () if self._taken else self._canned.say("enrol_give_back_draft")
        return self._say((*self._states(), *self._canned.say("enrol_give_back"), *without), state)

    def stands(self, state: ConversationState) -> Draft:
        """Where the person's places stand; that nothing is known of any where the talk has led to none."""
        if self._taken:
            return self._say((*self._states(), *self._canned.say("enrol_place_page")), state)
        said = self._canned.say("enrol_own_unknown")
        return self._say(said, state, AnswerStatus.UNANSWERABLE_PERSONAL_RECORD)

    def _states(self) -> tuple[DraftSentence, ...]:
        """Where each place stands now."""
        return tuple(sentence for place in self._taken for sentence in self._state(place))

    def _state(self, place: TakenPlace) -> tuple[DraftSentence, ...]:
        title, starts = plain(place.course.title), begins_words(place.intake, self._context.today)
        if place.position is None:
            said = self._canned.say("enrol_place_seat", title=title, starts=starts)
        else:
            position, ahead = str(place.position), str(place.position - 1)
            said = self._canned.say("enrol_place_waiting", title=title, starts=starts, position=position, ahead=ahead)
        record = "".join(sentence.text for sentence in said)
        item = self._room.put_record(f"own-place#{place.intake.id}", f"{title}（您的报名）", record)
        return tuple(DraftSentence(sentence.text, (item.id,)) for sentence in said)

    def _say(
        self, said: tuple[DraftSentence, ...], state: ConversationState, status: AnswerStatus = AnswerStatus.ANSWERED
    ) -> Draft:
        return Draft(said, status, state, self._room.items)
