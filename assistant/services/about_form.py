"""About the form and the draft of a moment ago: 点了提交说不得行, 填好了完了还要做啥子, 点了几道算几个人头."""

import re

from assistant.domain.conversation import AnswerStatus, ConversationState, TurnContext
from assistant.domain.errors import NotFoundError
from assistant.language.segment import fold
from assistant.services.canned_words import CannedReplies
from assistant.services.draft import Draft, DraftSentence
from assistant.services.enrolling import Enrolling, TakenPlace
from assistant.services.enrolment_dialogue import EnrolmentDialogue
from assistant.services.enrolment_words import begins_words
from assistant.services.evidence import EvidenceRoom
from assistant.services.joined_drafts import one_after_other
from assistant.services.shown_courses import as_shown
from assistant.services.tell_vacancies import plain

_REFUSED = re.compile(
    r"(?:提交|点|确认|填|交|表单?|报名)[^,，。]{0,8}(?:不了|不起|不上|不到|不得行|不行|不成|没(?:得)?(?:成|反应)|失败|报错|出错|打不开|不让|不准|(?:说|喊|显示|弹)[^,，。]{0,4}(?:不|没|满|停|错|取消|失效))"
    r"|(?:提交|点|确认|填)[^。]{0,10}[,，](?:它|他|又|就|页面|上面)?(?:说|喊|显示|弹出?)[^,，。]{0,4}(?:不|没|满|停|错|取消|失效)"
)
_AFTER = re.compile(
    r"(?:填|交|点|提交|弄|搞|确认)(?:好|完|起|了)+[^。]{0,6}(?:完了|然后|接到|接下来|后头|之后|还要?|就)[^。]{0,6}(?:做|干|弄|搞|办|等|完|好|没|吗|不|可以)|(?:然后|接下来|下一步)(?:呢|咋|怎么|啷个|做啥|干啥|还要)"
)
_COUNTS = re.compile(
    r"(?:点|按|交|填|提交)(?:了)?(?:好)?[几两三四多0-9]+(?:道|次|回|遍|下|哈)[^。]{0,16}(?:算|几|占|重|[两三四]个|得不得|会不会)|算(?:成|我)?(?:几|[两三四0-9])个(?:人头|人|名额)?|会不会(?:重复|算[几两三])"
)
_WHERE = re.compile(
    r"(?:名字|姓名|电话|手机号|号码|资料|信息)[^。]{0,8}(?:打|发|写|填|报|给|说)[^。]{0,6}(?:你|这里|这儿|聊天|哪)|(?:打|发|写|填|报)(?:给|跟)你[^。]{0,6}(?:名字|电话)|在哪(?:里|点|儿)?(?:填|写|点)"
)


class AboutForm:
    """Answers nothing where nothing was drafted and no place was got."""

    def __init__(
        self, enrolling: Enrolling, enrolment: EnrolmentDialogue, room: EvidenceRoom, canned: CannedReplies,
        context: TurnContext,
    ) -> None:  # fmt: skip
        self._enrolling, self._enrolment = enrolling, enrolment
        self._room, self._canned, self._context = room, canned, context

    def answer(self, text: str, drafted: tuple[str, ...], state: ConversationState) -> Draft | None:
        """`drafted`: ids of the intakes drafted in the conversation, the last one last."""
        folded = fold(text)
        if not drafted and not self._enrolment.taken:
            return None
        place = next((one for one in self._enrolment.taken if drafted and one.intake.id == drafted[-1]), None)
        if _COUNTS.search(folded):
            return self._say("enrol_counts_once", state, place)
        if _REFUSED.search(folded):
            return self._why_refused(drafted[-1], state, place) if drafted else None
        if _AFTER.search(folded):
            return self._say("enrol_after_form", state, place)
        return self._say("enrol_where_form", state, None) if _WHERE.search(folded) else None

    def how(self, drafted: tuple[str, ...], state: ConversationState) -> Draft | None:
        """Where the form is filled in, and what comes after; with nothing drafted, which course it is to be for."""
        if not drafted and not self._enrolment.taken:
            return None
        where, after = self._say("enrol_where_form", state, None), self._say("enrol_after_form", state, None)
        return one_after_other(where, after)

    def _say(self, key: str, state: ConversationState, place: TakenPlace | None) -> Draft:
        told = self._has(place) if place is not None else ()
        return Draft((*told, *self._canned.say(key)), AnswerStatus.ANSWERED, state, self._room.items)

    def _has(self, place: TakenPlace) -> tuple[DraftSentence, ...]:
        title, starts = plain(place.course.title), begins_words(place.intake, self._context.today)
        if place.position is None:
            said = self._canned.say("enrol_place_seat", title=title, starts=starts)
        else:
            position, ahead = str(place.position), str(place.position - 1)
            said = self._canned.say("enrol_place_waiting", title=title, starts=starts, position=position, ahead=ahead)
        return self._recorded(said, f"own-place#{place.intake.id}", title)

    def _recorded(self, said: tuple[DraftSentence, ...], record: str, title: str) -> tuple[DraftSentence, ...]:
        item = self._room.put_record(record, title, "".join(one.text for one in said))
        return tuple(DraftSentence(one.text, (item.id,)) for one in said)

    def _why_refused(self, intake_id: str, state: ConversationState, place: TakenPlace | None) -> Draft:
        """Whether the intake was withdrawn, is past its day or full since then; and what is open beside it."""
        if place is not None:
            return self._say("enrol_counts_once", state, place)
        try:
            form = self._enrolling.form(intake_id)
        except NotFoundError:
            return self._say("course_gone", state, None)
        title, starts = plain(form.course.title), begins_words(form.intake, self._context.today)
        last = form.intake.last_day_to_enrol
        if form.closed and last is not None and last < self._context.today:
            said = self._canned.say("enrol_form_late", title=title, starts=starts)
        elif form.closed:
            said = self._canned.say("enrol_form_withdrawn", title=title, starts=starts)
        elif form.seats_left == 0:
            said = self._canned.say("enrol_form_full", title=title, starts=starts)
        else:
            said = self._canned.say("enrol_form_open", title=title, starts=starts)
        told = self._recorded(said, f"enrolment#{intake_id}-now", title)
        draft = Draft(told, AnswerStatus.ANSWERED, state, self._room.items)
        if not form.closed:
            return draft
        shown = as_shown(form.course)
        open_ids = {one.id for one in form.course.intakes if one.takes_enrolments_on(self._context.today)}
        others = [(shown, one) for one in shown.intakes if one.id in open_ids]
        return one_after_other(draft, self._enrolment.which(others, state)) if others else draft
