"""Telling what courses were found: a line each with reasons, what to mind, and what is nearest where nothing fits."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.domain.conversation import AnswerStatus, ConversationState, ToolCall
from assistant.domain.course_filter import CourseFilter
from assistant.domain.course_fit import PrerequisiteState
from assistant.domain.courses import CourseLevel, IntakeState
from assistant.domain.engagements import Engagement, engagement_of, find_clashes
from assistant.language.course_refinement import without_limit
from assistant.services.canned_words import CannedReplies
from assistant.services.course_card import Card, gaps_of, reasons_of, sources_in_words
from assistant.services.course_desk import CourseDesk, learner_of
from assistant.services.course_filter_json import course_filter_as_json, subject_words
from assistant.services.course_phrases import fee_words, intake_place_words, seats_words, start_words
from assistant.services.draft import DraftSentence
from assistant.services.enrolment_words import times_words
from assistant.services.evidence import EvidenceRoom
from assistant.services.find_courses import CourseMatch, FoundCourses, count_words
from assistant.services.relax_course_filter import ALL_LIMITS, CourseRelaxation
from assistant.services.tell_vacancies import plain
from assistant.services.vacancy_phrases import day_words

FIND_COURSES = "find_courses"
_FEW, _NAMED = 2, 3
_MORE = "还有吗"
#: What stands against a course and is said beside it; the rest is on its card.
_IN_THE_LINE = re.compile("还不符合|冲突|已经报了")
#: A limit → the words that let it go when they are sent back.
_LETS_GO = {
    "region_ids": "不限地方", "near": "不限地方", "evening": "不限时间", "weekend": "不限时间", "daytime": "不限时间",
    "online": "不限线上线下", "free": "收费的也行", "fee_ceiling_yuan": "不限学费", "with_certificate": "不限证书",
    "levels": "不限等级", "any_schooling": "不限学历", "starts_within_days": "晚点开也行",
}  # fmt: skip


@dataclass(frozen=True)
class ToldCourses:
    """What is said and shown of a search. `shown`: the ids of the courses, in the order shown. `is_nearest`: nothing
    fits, and these are only near to what was asked for."""

    sentences: tuple[DraftSentence, ...]
    cards: tuple[Card, ...]
    tool: ToolCall
    suggestions: tuple[str, ...]
    shown: tuple[str, ...]
    matches: tuple[CourseMatch, ...] = ()
    status: AnswerStatus = AnswerStatus.ANSWERED
    is_nearest: bool = False


class CourseTeller:
    """Searches and tells for one turn."""

    def __init__(
        self, desk: CourseDesk, room: EvidenceRoom, canned: CannedReplies, taken: tuple[Engagement, ...] = ()
    ) -> None:
        """`taken`: the places the person has in courses."""
        self._desk, self._room, self._canned, self._taken = desk, room, canned, taken

    def tell(
        self,
        wanted: CourseFilter,
        state: ConversationState,
        exclude_ids: tuple[str, ...] = (),
        wants_more: bool = False,
        said: str = "",
    ) -> ToldCourses:
        """Up to three that fit; where none does, what is nearest, named as such, and which limits could go.

        `said`: the words of the person; a course named in them comes first."""
        found = self._desk.find(wanted, learner_of(state, wanted, self._taken), exclude_ids=exclude_ids, said=said)
        tool = ToolCall(FIND_COURSES, course_filter_as_json(wanted))
        if not found.matches:
            return self._tell_none(wanted, state, tool, wants_more)
        sentences = (*self._opening(found, wants_more), *self.lines(found.matches, wanted), *self._online_too(wanted))
        more = (_MORE,) if found.total > len(found.matches) else ()
        further = self._next_step(found, state)
        if further:
            sentences = (*sentences, *self._canned.say("courses_next_step"), *self.lines(further, wanted))
        sentences = (*sentences, *self._too_late(found.matches[0]))
        matches = (*found.matches, *further)
        return self._told(
            (*sentences, *self.notes(matches)), matches, wanted, state, tool,
            (*more, *self._narrower(wanted, found.matches)),
        )  # fmt: skip

    def lines(self, matches: Sequence[CourseMatch], wanted: CourseFilter) -> Iterator[DraftSentence]:
        """A line for each course, resting on its record."""
        for match in matches:
            text = self._line(match, wanted)
            record = f"{text}\n{self._printed(match)}"
            item = self._room.put_record(f"course:{match.course.id}", self.title(match), record)
            yield DraftSentence(text, (item.id,), is_item=True)

    def title(self, match: CourseMatch) -> str:
        """The title of the record as evidence."""
        return f"课程：{plain(match.course.title)}（来源：{sources_in_words(match.course)}）"

    def notes(self, matches: Sequence[CourseMatch]) -> tuple[DraftSentence, ...]:
        """What to mind whichever it is, and that samples are samples."""
        samples = any(match.course.is_sample for match in matches)
        return (*self._canned.say("courses_check"), *(self._canned.say("courses_sample") if samples else ()))

    def counted(self, key: str, **words: str) -> tuple[DraftSentence, ...]:
        """Canned words with figures or titles of the search, which are evidence of their own."""
        said = self._canned.say(key, **words)
        text = "".join(sentence.text for sentence in said)
        item = self._room.put_record(f"courses#{key}-{len(self._room.items)}", "可报课程检索", text)
        return tuple(DraftSentence(sentence.text, (item.id,)) for sentence in said)

    def _opening(self, found: FoundCourses, wants_more: bool) -> tuple[DraftSentence, ...]:
        total, shown = found.total_words, str(len(found.matches))
        if wants_more:
            return self.counted("courses_more", filter=self._desk.in_words(found.wanted), total=total, shown=shown)
        if found.wanted.says_nothing:
            return self.counted("courses_any", total=total, shown=shown)
        if found.wanted.licences and found.wanted.limits == ("licences",):
            licence = "、".join(found.wanted.licences)
            return self.counted("courses_for_licence", licence=licence, total=total, shown=shown)
        return self.counted("courses_found", filter=self._desk.in_words(found.wanted), total=total, shown=shown)

    def _line(self, match: CourseMatch, wanted: CourseFilter) -> str:
        course, best = match.course, match.best
        parts = [f"{plain(course.title)}，{plain(course.provider)}" if course.provider else plain(course.title)]
        if best is not None:
            parts.append(plain(intake_place_words(best.intake, self._desk.regions, self._desk.today)))
            parts.append(plain(start_words(best.intake, self._desk.today)))
        parts.append(fee_words(course))
        if course.certificate:
            parts.append(f"发{plain(course.certificate)}")
        if best is not None and (seats := seats_words(best.intake, best.seats_left)):
            parts.append(seats)
        every = reasons_of(match, wanted, self._desk.regions, self._desk.today)
        reasons = [reason for reason in every if reason.startswith("您符合")]
        asked = [one.prerequisite.text for one in match.prerequisites if one.state is PrerequisiteState.UNKNOWN]
        told = [*reasons, *([f"还要：{'、'.join(asked[:_NAMED])}"] if asked else [])]
        gaps = [gap for gap in gaps_of(match, self._desk.today) if _IN_THE_LINE.search(gap)]
        ending = "".join(f"。{plain(words)}" for words in (*told, *(f"要留意：{gap}" for gap in gaps)))
        return f"{'，'.join(part for part in parts if part)}{ending}。"

    def _printed(self, match: CourseMatch) -> str:
        return plain(f"{match.course.content[:200]} {match.course.certificate or ''}")

    def _next_step(self, found: FoundCourses, state: ConversationState) -> tuple[CourseMatch, ...]:
        """Where the level asked for is out of reach by what the person holds, the one they may take."""
        held = found.wanted.held_level
        if held is None or not all(match.not_met for match in found.matches):
            return ()
        order = list(CourseLevel)
        following = order[order.index(held) + 1 : order.index(held) + 2]
        wanted = replace(found.wanted, levels=tuple(following))
        return self._desk.find(wanted, learner_of(state, wanted, self._taken), _FEW).matches if following else ()

    def _too_late(self, match: CourseMatch) -> tuple[DraftSentence, ...]:
        """An intake that has not begun yet but takes nobody any more: people see it announced, and ask for it."""
        today = self._desk.today
        for intake in match.course.intakes:
            until, starts = intake.enrol_by, intake.starts_on
            if until is not None and starts is not None and until < today <= starts:
                words = {"starts": day_words(starts, today), "until": day_words(until, today)}
                return self.counted("courses_deadline_passed", title=plain(match.course.title), **words)
        return ()

    def closed_on(self, matches: Sequence[CourseMatch], day: date) -> tuple[DraftSentence, ...]:
        """That an intake beginning on a day somebody names takes nobody any more: withdrawn, or ended."""
        today = self._desk.today
        for match in matches:
            for intake in match.course.intakes:
                if intake.starts_on == day and intake.state is IntakeState.CLOSED:
                    title = plain(match.course.title)
                    return self.counted("courses_intake_closed", title=title, starts=day_words(day, today))
        return ()

    def clashes_between(self, matches: Sequence[CourseMatch]) -> tuple[DraftSentence, ...]:
        """For somebody who wants several of them: the first two that cannot both be attended."""
        best = [(match.course, match.best.intake) for match in matches if match.best is not None]
        for at, (course, intake) in enumerate(best):
            for other, theirs in best[at + 1 :]:
                if find_clashes(intake, (engagement_of(other, theirs),)):
                    return self.counted(
                        "courses_clash_between", one=plain(course.title), one_time=plain(times_words(intake)),
                        other=plain(other.title), other_time=plain(times_words(theirs)),
                    )  # fmt: skip
        return ()

    def _online_too(self, wanted: CourseFilter) -> tuple[DraftSentence, ...]:
        """A district leaves online courses out; they are named beside."""
        if not wanted.region_ids or wanted.online is not None or not wanted.names_a_subject:
            return ()
        count = self._desk.search.count(replace(wanted, region_ids=(), near=False, online=True))
        return self.counted("courses_online_too", count=count_words(count)) if count else ()

    def _tell_none(
        self, wanted: CourseFilter, state: ConversationState, tool: ToolCall, wants_more: bool
    ) -> ToldCourses:
        words = self._desk.in_words(wanted)
        steps = self._desk.relax(wanted)
        suggestions = tuple(self._step_words(step) for step in steps)
        if wants_more:
            return ToldCourses(self._canned.say("courses_no_more", filter=words), (), tool, suggestions, ())
        sentences = [*self.counted("courses_none", filter=words)]
        nearest = self._desk.find(steps[0].wanted, learner_of(state, wanted, self._taken), _FEW) if steps else None
        matches = nearest.matches if nearest is not None else ()
        if nearest is not None and matches:
            given_up = self._given_up(wanted, steps[0])
            sentences += self.counted("courses_nearest", shown=str(len(matches)), given_up=given_up)
            sentences += self.lines(matches, nearest.wanted)
        for step in steps[1:] if matches else steps:
            said = self.counted("courses_step", step=self._step_words(step), count=count_words(step.count))
            sentences += [DraftSentence(one.text, one.evidence, is_item=True) for one in said]
        if not steps:
            sentences += self._canned.say("courses_none_at_all")
        sentences += self.notes(matches) if matches else ()
        told = self._told(tuple(sentences), matches, wanted, state, tool, suggestions)
        return replace(told, is_nearest=True)

    def _told(
        self,
        sentences: tuple[DraftSentence, ...],
        matches: tuple[CourseMatch, ...],
        wanted: CourseFilter,
        state: ConversationState,
        tool: ToolCall,
        suggestions: tuple[str, ...],
    ) -> ToldCourses:
        cards = tuple(self._desk.card(match, wanted, state) for match in matches)
        return ToldCourses(sentences, cards, tool, suggestions, tuple(one.course.id for one in matches), matches)

    def _given_up(self, wanted: CourseFilter, step: CourseRelaxation) -> str:
        """What of the wish the nearest ones do not keep to."""
        empty = step.wanted if step.field == ALL_LIMITS else without_limit(wanted, step.field)
        lost = {name for name in wanted.limits if name not in empty.limits}
        alone = replace(CourseFilter(), **{name: getattr(wanted, name) for name in lost})
        return self._desk.in_words(alone)

    def _step_words(self, step: CourseRelaxation) -> str:
        if step.region_id is not None:
            return f"换到{self._desk.regions.get_region(step.region_id).name}"
        if step.field == ALL_LIMITS:
            return f"重新找{subject_words(step.wanted)}的班"
        return _LETS_GO.get(step.field, "不限条件")

    def _narrower(self, wanted: CourseFilter, matches: Sequence[CourseMatch]) -> tuple[str, ...]:
        options = ["第一个有补贴吗"] if matches and self._has_certificate(matches[0]) else []
        if not (wanted.evening or wanted.weekend or wanted.daytime):
            options.append("有没有周末的")
        if not wanted.free and any(match.course.fee_yuan for match in matches):
            options.append("有没有免费的")
        if not wanted.region_ids and wanted.online is None:
            options.append("近点的")
        return tuple(options[:3])

    def _has_certificate(self, match: CourseMatch) -> bool:
        return match.course.certificate is not None
