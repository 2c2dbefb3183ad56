"""One intake as a draft of an enrolment, told and put on a card; or why it cannot be drafted."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from assistant.domain.conversation import AnswerStatus, ConversationState, ToolCall, TurnContext
from assistant.domain.course_fit import PrerequisiteState
from assistant.domain.courses import Course, Intake
from assistant.domain.engagements import Engagement
from assistant.domain.enrolments import DRAFT_MINUTES
from assistant.domain.errors import ConflictError, NotFoundError
from assistant.domain.regions import RegionTable
from assistant.services.canned_words import CannedReplies
from assistant.services.draft import Draft, DraftSentence
from assistant.services.enrolling import Enrolling, EnrolmentForm, TakenPlace, learner_of_talk
from assistant.services.enrolment_words import begins_words, dates_words, fee_words, times_words, where_words
from assistant.services.evidence import EvidenceRoom
from assistant.services.tell_vacancies import plain

DRAFT = "draft_enrolment"
#: Of the record of a draft: that nobody is enrolled by it, a full intake and a clash are said whoever writes the reply.
_NOTICES_OF = "enrolment"


class EnrolmentDrafter:
    """`taken`: the places the conversation has led to."""

    def __init__(
        self,
        enrolling: Enrolling,
        taken: tuple[TakenPlace, ...],
        regions: RegionTable,
        room: EvidenceRoom,
        canned: CannedReplies,
        context: TurnContext,
    ) -> None:
        self._enrolling, self._taken, self._regions = enrolling, taken, regions
        self._room, self._canned, self._context = room, canned, context

    def draft(self, intake_id: str, state: ConversationState, engaged: tuple[Engagement, ...]) -> Draft:
        """With its card; without one where nobody, or this person, cannot enrol, or has the place already."""
        tool, state = ToolCall(DRAFT, {"intake_id": intake_id}), replace(state, open_question=None, failures=0)
        try:
            form = self._enrolling.form(intake_id, learner=learner_of_talk(state, engaged))
            if any(place.intake.id == intake_id for place in self._taken):
                return self._refuse(self._has_it(form), form, tool, state)
            failed = next((one for one in form.prerequisites if one.state is PrerequisiteState.NOT_MET), None)
            if form.closed or failed is not None:
                why = (
                    f"这门课要求“{failed.text}”，按您说过的情况还不符合。{failed.instead}" if failed is not None else ""
                )
                return self._refuse(form.closed or why, form, tool, state)
            card = self._card(form)
        except (NotFoundError, ConflictError) as error:
            return self._refuse(str(error), None, tool, state)
        state = replace(state, is_searching=False, assessing=None)
        return Draft(self._told(form), AnswerStatus.ANSWERED, state, self._room.items, (tool,), (card,))

    def _card(self, form: EnrolmentForm) -> Mapping[str, object]:
        """A draft that belongs to no conversation is kept nowhere; its form is that of the page. `declares`: what the
        form asks the person to say of themselves, each by its place among the prerequisites."""
        course, intake, owner = form.course, form.intake, self._context.conversation_id
        path = f"/courses/{course.id}/intakes/{intake.id}/enrol"
        draft = self._enrolling.draft(intake.id, owner) if owner else None
        expires = draft.expires_at if draft is not None else self._enrolling.now() + timedelta(minutes=DRAFT_MINUTES)
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
        open_points = self._points(form, PrerequisiteState.UNKNOWN)
        met = self._points(form, PrerequisiteState.MET)
        others = "".join(f"“{plain(place.course.title)}”" for place in self._taken)
        record = (
            f"{summary}。还剩{left}个名额，{waiting}人在候补。报名条件：{open_points or '没有要您另外确认的'}。{met}"
            f"草稿{DRAFT_MINUTES}分钟内有效，由本人在表单里确认。{others}{self._clashing(form)}"
        )
        item = self._room.put_record(f"{_NOTICES_OF}#{form.intake.id}", f"{form.course.title}（报名草稿）", record)
        drafted, *not_yet = self._canned.say("enrol_draft", summary=summary, minutes=str(DRAFT_MINUTES))
        warned = [
            *not_yet,
            *(self._canned.say("enrol_full", waiting=waiting) if is_full else ()),
            *self._of_clashes(form),
        ]
        lines = [
            *(self._canned.say("enrol_met", points=met) if met else ()),
            *(self._canned.say("enrol_declare", points=open_points) if open_points else ()),
            *(self._canned.say("enrol_has_other", titles=others) if others else ()),
            *self._canned.say("enrol_form_only"),
        ]
        return (
            DraftSentence(drafted.text, (item.id,)),
            *(DraftSentence(line.text, (item.id,), notice_of=_NOTICES_OF) for line in warned),
            *(DraftSentence(line.text, (item.id,)) for line in lines),
        )

    def _of_clashes(self, form: EnrolmentForm) -> tuple[DraftSentence, ...]:
        if not form.clashes:
            return ()
        whose = "您已报的" if all(one.intake_id is not None for one in form.clashes) else "您说的"
        return self._canned.say("enrol_clash", whose=whose, titles=self._clashing(form))

    def _clashing(self, form: EnrolmentForm) -> str:
        return "".join(f"“{plain(one.name)}”" for one in form.clashes)

    def _points(self, form: EnrolmentForm, state: PrerequisiteState) -> str:
        return plain("；".join(one.text for one in form.prerequisites if one.state is state))

    def _has_it(self, form: EnrolmentForm) -> str:
        starts = begins_words(form.intake, self._context.today)
        said = self._canned.say("enrol_taken", title=plain(form.course.title), starts=starts)
        return "".join(sentence.text for sentence in said)

    def _refuse(self, why: str, form: EnrolmentForm | None, tool: ToolCall, state: ConversationState) -> Draft:
        title = form.course.title if form is not None else "这个班"
        item = self._room.put_record(f"enrolment-no#{secrets.token_hex(4)}", title, why)
        said = (DraftSentence(plain(why), (item.id,)),)
        return Draft(said, AnswerStatus.ANSWERED, state, self._room.items, (replace(tool, ok=False),))

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
