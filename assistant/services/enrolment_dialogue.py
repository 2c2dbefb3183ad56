"""给我报名第一个, 就报这个: an enrolment drafted from what was shown. A reply only drafts; its form enrols."""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from assistant.domain.conversation import AnswerStatus, ConversationState, OpenQuestion, ToolCall, TurnContext
from assistant.domain.course_fit import PrerequisiteState
from assistant.domain.courses import Course, Intake
from assistant.domain.enrolments import DRAFT_MINUTES
from assistant.domain.errors import ConflictError, NotFoundError
from assistant.domain.regions import RegionTable
from assistant.language.understanding import Understanding
from assistant.services.canned_words import CannedReplies
from assistant.services.decide_intent import ASK_POLICY, OFF_TOPIC, UNCLEAR
from assistant.services.draft import Draft, DraftSentence
from assistant.services.enrolling import Enrolling, EnrolmentForm, learner_of_talk
from assistant.services.enrolment_words import dates_words, fee_words, times_words, where_words
from assistant.services.evidence import EvidenceRoom
from assistant.services.shown_courses import ShownCourse, ShownIntake, counts_in_a_list, pick_intakes, shown_in
from assistant.services.tell_vacancies import plain
from assistant.services.vacancy_phrases import day_words

DRAFT = "draft_enrolment"
_WHICH = "enrol_which"
_MOST_OFFERED = 4
#: What means a place only where courses have just been shown: 给我报12月10号那个, 就要第一个.
_WANTS = re.compile(
    r"^(?!.*(?:怎么|咋|啷个|如何|哪里|材料|条件|截止|流程|多少|好多|失业|登记|报销|报警|工伤|举报|报到|报考|报价|报备|报复|报税|补贴|岗位|工作))"
    r"(?:.*(?:给|帮|替)(?:我|俺|我家|娃儿?)(?:也|先|就)?报(?:名|个|上|一|起|第|最|这|那|[0-9一-鿿])"
    r"|.{0,4}(?:就|还是|那就?|我)(?:要|选|报)(?:第[一二三四五1-5]|最后|这|那)|报名“)"
)
#: The whole message chooses what has just been shown: 就它, 要这个，报, 可以，报上嘛.
_CHOOSES = re.compile(
    r"^(?:(?:好|行|可以|要得|嗯|那|得行|中|成)[的吧嘛啊呀]*[,，。 ]*)*(?:我|帮我|给我)?(?:就是?|要|选|定|报名?|来)+"
    r"(?:它|他|这一?[个门期家班]?课?|这个班|那[个门期])?[,，。 ]*"
    r"(?:(?:帮我|给我|就)?(?:报名?|定|要)(?:上|了|下来)?)?[吧嘛噻哈的了上,，。!！~ ]*$"
)
_MAY_ANSWER = frozenset({DRAFT, ASK_POLICY, OFF_TOPIC, UNCLEAR, "find_courses", "find_vacancies"})
Pair = tuple[ShownCourse, ShownIntake]


class EnrolmentDialogue:
    """What one turn has to do with an enrolment. `enrolling` None: nobody can be enrolled here."""

    def __init__(
        self,
        enrolling: Enrolling | None,
        regions: RegionTable,
        room: EvidenceRoom,
        canned: CannedReplies,
        context: TurnContext,
    ) -> None:
        self._enrolling, self._regions, self._room = enrolling, regions, room
        self._canned, self._context = canned, context

    def answer(self, understanding: Understanding, state: ConversationState) -> Draft | None:
        """The reply to who wants a place, or says which one; None where something else is meant."""
        if self._enrolling is None:
            return None
        text = understanding.text
        chooses = _WANTS.search(text) or (state.is_choosing_course and _CHOOSES.search(text))
        if understanding.intent == DRAFT or (chooses and self._shown(())):
            return self.draft(understanding.text, state)
        asked = state.open_question is not None and state.open_question.text == _WHICH
        if not asked or understanding.intent not in _MAY_ANSWER:
            return None
        shown = self._shown((), understanding.text)
        picked = pick_intakes(understanding.text, shown)
        is_choice = len(picked) < sum(len(course.intakes) for course in shown)
        return self.draft(understanding.text, state) if picked and is_choice else None

    def draft(self, text: str, state: ConversationState, just_shown: Sequence[Mapping[str, object]] = ()) -> Draft:
        """The draft with its card; a question where several could be meant, or none was shown."""
        shown = self._shown(just_shown, text)
        if self._enrolling is None or not shown:
            return self._ask("enrol_nothing_shown", state)
        picked = pick_intakes(text, shown)
        if len(picked) != 1:
            offered = picked or tuple((course, intake) for course in shown for intake in course.intakes)
            return self._which(offered, state)
        return self._draft_of(picked[0][1].id, self._enrolling, replace(state, open_question=None, failures=0))

    def _draft_of(self, intake_id: str, enrolling: Enrolling, state: ConversationState) -> Draft:
        tool = ToolCall(DRAFT, {"intake_id": intake_id})
        try:
            form = enrolling.form(intake_id, learner=learner_of_talk(state))
            if form.closed:
                return self._refuse(form.closed, form, tool, state)
            failed = next((one for one in form.prerequisites if one.state is PrerequisiteState.NOT_MET), None)
            if failed is not None:
                why = f"这门课要求“{failed.text}”，按您说过的情况还不符合。{failed.instead}"
                return self._refuse(why, form, tool, state)
            card = self._card(form, enrolling)
        except (NotFoundError, ConflictError) as error:
            return self._refuse(str(error), None, tool, state)
        said = self._told(form)
        state = replace(state, is_searching=False, assessing=None)
        return Draft(said, AnswerStatus.ANSWERED, state, self._room.items, (tool,), (card,))

    def _card(self, form: EnrolmentForm, enrolling: Enrolling) -> Mapping[str, object]:
        """A draft that belongs to no conversation is kept nowhere; its form is that of the page. `declares`: what the
        form asks the person to say of themselves, each by its place among the prerequisites."""
        course, intake, owner = form.course, form.intake, self._context.conversation_id
        path = f"/courses/{course.id}/intakes/{intake.id}/enrol"
        draft = enrolling.draft(intake.id, owner) if owner else None
        expires = draft.expires_at if draft is not None else enrolling.now() + timedelta(minutes=DRAFT_MINUTES)
        return {
            "kind": "enrolment_draft",
            "draft_id": draft.id if draft is not None else secrets.token_urlsafe(18),
            "intake_id": intake.id,
            "title": course.title,
            "starts_on": intake.starts_on.isoformat() if intake.starts_on is not None else None,
            "expires_at": expires.isoformat(timespec="seconds"),
            "form_url": f"{path}?c={owner}&draft={draft.id}" if draft is not None else path,
            "declares": [
                {"place": str(place), "text": one.text}
                for place, one in enumerate(form.prerequisites)
                if one.state is PrerequisiteState.UNKNOWN
            ],
        }

    def _told(self, form: EnrolmentForm) -> tuple[DraftSentence, ...]:
        summary = plain(self._summary(form.course, form.intake))
        left, waiting = form.seats_left or 0, str(form.counts.waiting)
        is_full = left == 0 or form.counts.waiting > 0
        open_points = "；".join(one.text for one in form.prerequisites if one.state is PrerequisiteState.UNKNOWN)
        record = (
            f"{summary}。还剩{left}个名额，{waiting}人在候补。报名条件：{open_points or '没有要您另外确认的'}。"
            f"草稿{DRAFT_MINUTES}分钟内有效，由本人在表单里确认。"
        )
        item = self._room.put_record(f"enrolment#{form.intake.id}", f"{form.course.title}（报名草稿）", record)
        lines = [
            *self._canned.say("enrol_draft", summary=summary, minutes=str(DRAFT_MINUTES)),
            *(self._canned.say("enrol_full", waiting=waiting) if is_full else ()),
            *(self._canned.say("enrol_declare", points=plain(open_points)) if open_points else ()),
            *self._canned.say("enrol_form_only"),
        ]
        return tuple(DraftSentence(line.text, (item.id,)) for line in lines)

    def _refuse(self, why: str, form: EnrolmentForm | None, tool: ToolCall, state: ConversationState) -> Draft:
        title = form.course.title if form is not None else "这个班"
        item = self._room.put_record(f"enrolment-no#{secrets.token_hex(4)}", title, why)
        said = (DraftSentence(plain(why), (item.id,)),)
        return Draft(said, AnswerStatus.ANSWERED, state, self._room.items, (replace(tool, ok=False),))

    def _which(self, offered: Sequence[Pair], state: ConversationState) -> Draft:
        suggestions = tuple(_offer(course, intake, self._context) for course, intake in offered[:_MOST_OFFERED])
        return self._ask(_WHICH, replace(state, open_question=OpenQuestion(_WHICH)), suggestions)

    def _ask(self, key: str, state: ConversationState, suggestions: tuple[str, ...] = ()) -> Draft:
        said = self._canned.say(key)
        return Draft(said, AnswerStatus.CLARIFICATION, state, self._room.items, suggestions=suggestions)

    def _shown(self, just_shown: Sequence[Mapping[str, object]], text: str = "") -> tuple[ShownCourse, ...]:
        """The courses of this turn, or else those the conversation has shown last."""
        here = shown_in(just_shown)
        if here or self._enrolling is None or not self._context.conversation_id:
            return here
        return self._enrolling.last_shown(self._context.conversation_id, counts_in_a_list(text))

    def _summary(self, course: Course, intake: Intake) -> str:
        today = self._context.today
        parts = (
            f"“{course.title}”",
            course.provider,
            dates_words(intake, today),
            times_words(intake),
            where_words(intake, self._regions, today),
            fee_words(course),
        )
        return "，".join(part for part in parts if part)


def _offer(course: ShownCourse, intake: ShownIntake, context: TurnContext) -> str:
    """Words that mean this one and no other."""
    try:
        begins = date.fromisoformat(intake.starts_on)
    except ValueError:
        return f"报名“{course.title}”"
    return f"报名“{course.title}”{day_words(begins, context.today)}开班的"
