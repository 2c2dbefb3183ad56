"""Telling one course in full, when somebody asks about it: what the record says, and what it does not say."""

import re
from collections.abc import Iterator

from assistant.domain.course_fit import PrerequisiteState
from assistant.language.course_asks import CourseAct, read_course_ask
from assistant.services.canned_words import CannedReplies
from assistant.services.course_desk import CourseDesk
from assistant.services.course_phrases import LEVEL_WORDS, fee_words, intake_place_words, seats_words, start_words
from assistant.services.draft import DraftSentence
from assistant.services.evidence import EvidenceRoom
from assistant.services.find_courses import CourseMatch, OpenIntake
from assistant.services.tell_courses import CourseTeller
from assistant.services.tell_vacancies import plain
from assistant.services.vacancy_phrases import day_words

_STATES = {
    PrerequisiteState.MET: "您符合",
    PrerequisiteState.NOT_MET: "您不符合",
    PrerequisiteState.UNKNOWN: "",
}
_MOST_INTAKES, _LONGEST = 4, 300
_SENTENCE, _OF_BOARD = re.compile(r"[^。；\n]+"), re.compile(r"住宿|食宿|吃住|包住|午餐|餐|接送|宿舍")
#: What somebody asks about → the parts of the record that answer it.
_PARTS = {
    CourseAct.STARTS: ("班次", "课时"),
    CourseAct.BOARD: ("食宿",),
    CourseAct.WORKING: ("班次",),
    CourseAct.TIMES: ("班次",),
    CourseAct.FEE: ("学费",),
    CourseAct.CERTIFICATE: ("证书",),
    CourseAct.CONDITIONS: ("报名条件",),
    CourseAct.PLACE: ("班次",),
    CourseAct.SEATS: ("班次",),
    CourseAct.CONTENT: ("内容",),
    CourseAct.OUTCOMES: ("结果",),
    CourseAct.PROVIDER: ("机构",),
    CourseAct.DEADLINE: ("班次",),
}
#: A part of the record → what people ask for under it.
_SILENT_ON = {"食宿": "食宿、接送、停车、材料这些", "结果": "往期结果"}
#: Of these a record has little: what is asked may not be in it.
_SAYS_LITTLE = frozenset(
    {CourseAct.PROVIDER, CourseAct.CONTENT, CourseAct.PLACE, CourseAct.CERTIFICATE, CourseAct.BOARD}
)


def tell_one_course(
    match: CourseMatch,
    asked: str,
    desk: CourseDesk,
    room: EvidenceRoom,
    canned: CannedReplies,
    learned: frozenset[CourseAct] = frozenset(),
) -> tuple[DraftSentence, ...]:
    """What was asked, if the record has a part for it, otherwise the whole; what it is silent about is named.

    `learned`: what is asked by other words than those of the tables.
    """
    whole = dict(_said(match, desk))
    said_acts = read_course_ask(asked, desk.words.asks).acts
    acts = said_acts | learned
    wanted = [name for act, names in _PARTS.items() if act in acts for name in names]
    said = {name: whole[name] for name in dict.fromkeys(wanted)} or whole
    lines = [f"{name}：{text}" for name, texts in said.items() for text in texts]
    every = [f"{name}：{text}" for name, texts in whole.items() for text in texts]
    title = plain(match.course.title)
    teller = CourseTeller(desk, room, canned)
    item = room.put_record(f"course:{match.course.id}:whole", teller.title(match), "\n".join([title, *every]))
    opening = canned.say("course_in_full", title=title)
    sentences = [DraftSentence(one.text, (item.id,)) for one in opening]
    sentences += [DraftSentence(plain(line), (item.id,), is_item=True) for line in lines]
    missing = [name for name, texts in said.items() if not texts and (name != "食宿" or name in wanted)]
    if missing:
        sentences += canned.say("course_not_said", missing="、".join(_SILENT_ON.get(one, one) for one in missing))
    beyond = learned - said_acts
    if beyond & _SAYS_LITTLE and not missing:
        sentences += canned.say("course_says_no_more")
    if match.course.is_sample:
        sentences += canned.say("courses_sample")
    return tuple(sentences)


def _said(match: CourseMatch, desk: CourseDesk) -> Iterator[tuple[str, list[str]]]:
    """Part → what the record says of it; empty where it is silent."""
    course = match.course
    yield "机构", [course.provider] if course.provider else []
    yield "班次", [_intake_words(one, desk) for one in match.intakes[:_MOST_INTAKES]]
    yield "课时", [f"{course.hours}课时"] if course.hours else []
    yield "学费", [fee_words(course)] if course.fee_yuan is not None else []
    level = f"（{LEVEL_WORDS[course.level]}）" if course.level is not None and course.certificate is None else ""
    yield "证书", [f"{course.certificate}{level}"] if course.certificate else []
    yield "报名条件", [_prerequisite_words(match)] if match.prerequisites else []
    yield "内容", [course.content[:_LONGEST]] if course.content else []
    yield "食宿", [one for one in _SENTENCE.findall(course.content) if _OF_BOARD.search(one)]
    yield "结果", [f"{one.text}（截至{one.as_of.year}年{day_words(one.as_of)}）" for one in course.outcomes]


def _intake_words(one: OpenIntake, desk: CourseDesk) -> str:
    intake, today = one.intake, desk.today
    ends = f"，{day_words(intake.ends_on, today)}结束" if intake.ends_on is not None else ""
    last = intake.last_day_to_enrol
    until = f"，{day_words(last, today)}前报名" if last is not None else ""
    seats = seats_words(intake, one.seats_left)
    place = intake_place_words(intake, desk.regions, today)
    return f"{start_words(intake, today)}{ends}，{place}{until}{f'，{seats}' if seats else ''}"


def _prerequisite_words(match: CourseMatch) -> str:
    judged = ((one.prerequisite.text, _STATES[one.state]) for one in match.prerequisites)
    return "；".join(f"{text}（{state}）" if state else text for text, state in judged)
