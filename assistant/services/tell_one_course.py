"""Telling one course in full, when somebody asks about it: what the record says, and what it does not say."""

import re
from collections.abc import Iterator

from assistant.domain.course_fit import PrerequisiteState
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
#: What somebody asks about, by their words → the parts of the record that answer it.
_ASKED = (
    (
        re.compile(
            r"开班|开课|什么时候|啥时候|好久|几号|哪天|几点|学多久|学好久|上到好久|上好久|到好久|好长时间|学几天|多长时间|课时|结束|哪期|几期|下一期|时间"
        ),
        ("班次", "课时"),
    ),
    (re.compile(r"住宿|管住|包住|管不管住|住校|食宿|吃饭|吃住|伙食|管饭|包吃|接送"), ("食宿",)),
    (re.compile(r"一边上班|边上班|下班|耽搁上班|耽误上班"), ("班次",)),
    (re.compile(r"钱(?<!饭钱)|学费|费用|收费|贵|便宜|免费"), ("学费",)),
    (re.compile(r"证"), ("证书",)),
    (
        re.compile(r"条件|要求|学历|年龄|岁|文化|基础|能不能(?:报|学)|可不可以(?:报|学)|得不得行|要啥子?|门槛"),
        ("报名条件",),
    ),
    (re.compile(r"在哪|哪里|哪儿|哪点|地址|地点|位置|远不远|远吗|怎么去|咋个去"), ("班次",)),
    (re.compile(r"名额|位置|位子|满没|满了|招满|还有没得|还招|剩"), ("班次",)),
    (re.compile(r"学(?:些)?(?:啥|什么|哪些)|内容|教(?:些)?(?:啥|什么)|课程表"), ("内容",)),
    (re.compile(r"就业|通过率|拿证的人|考过的|拿证率|好找工作|找得到工作|出来|拿得到证|考得过"), ("结果",)),
    (re.compile(r"哪家|机构|学校|靠谱|正规"), ("机构",)),
    (re.compile(r"截止|最晚|来得及"), ("班次",)),
)  # fmt: skip


def tell_one_course(
    match: CourseMatch, asked: str, desk: CourseDesk, room: EvidenceRoom, canned: CannedReplies
) -> tuple[DraftSentence, ...]:
    """What was asked, if the record has a part for it, otherwise the whole; what it is silent about is named."""
    whole = dict(_said(match, desk))
    wanted = [name for cue, names in _ASKED if cue.search(asked) for name in names]
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
        sentences += canned.say("course_not_said", missing="、".join(missing))
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
