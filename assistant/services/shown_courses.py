"""Which intake of the courses just shown somebody means: 第一个, 电工那个, 12月8号开班的, 晚上那个."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.domain.courses import Course
from assistant.language.advert_days import find_work_day
from assistant.language.course_names import best_named
from assistant.language.course_words import CourseCues
from assistant.language.employer_names import find_ordinal
from assistant.language.numerals import parse_numeral

_DAY = re.compile(r"(\d{1,2})[月.\-/](\d{1,2})(?:日|号)?")
_DAY_OF_MONTH = re.compile(r"(?<![\d月.\-/])(\d{1,2})[号日](?=[开那这的班期]|$|[,，])")
_MONTH = re.compile(
    r"(?<![\d一二三四五六七八九十])(\d{1,2}|十[一二]|[一二三四五六七八九十])月(?:份|底|初)?(?![\d一二三十])"
)
_NEXT = re.compile(r"下一?(?:期|批|个班)|后(?:头|面|边)?(?:那|的)?一?[期批]|晚一?[期批]|晚点(?:那|的)|第二批")
_LAST = re.compile(r"最后(?:一)?(?:个|门|期)")
_INTAKE = re.compile(r"第([一二三四五1-5])(?:期|班|批)")
_ORDER = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, **{str(number + 1): number for number in range(5)}}
#: A word for a time → what the printed times of such an intake say.
_TIMES = (
    ("周末", re.compile(r"周末|周六|周日|星期六|星期天|星期日|周[一二三四五六日、至到]*[六日]")),
    ("晚上", re.compile(r"晚|夜|1[89]:|2[0-2]:")),
    ("平时", re.compile(r"周[一二三四五]")),
    ("平日", re.compile(r"周[一二三四五]")),
    ("上午", re.compile(r"上午|(?<![\d:])(?:8|9|0[89]|10):\d\d\s?[—\-~至到]\s?(?:1[0-3]):")),
    ("下午", re.compile(r"下午|(?<![\d:])1[2-5]:\d\d\s?[—\-~至到]")),
    ("白天", re.compile(r"白天|上午|下午|全天|(?<!\d)(?:8|9|0[89]|1[0-7]):")),
    ("线上", re.compile(r"线上|网络|直播")),
    ("网上", re.compile(r"线上|网络|直播")),
)
_COMMON = frozenset("报名这个那个课程培训一下给我帮我就要想上参加第一第二第三第四第五开班初级中级高级技师班期的")
_SHORTEST = 2


@dataclass(frozen=True)
class ShownIntake:
    """An intake as a card shows it. `words`: everything the card says of when and where."""

    id: str
    starts_on: str
    words: str


@dataclass(frozen=True)
class ShownCourse:
    id: str
    title: str
    intakes: tuple[ShownIntake, ...]


def shown_in(cards: Iterable[Mapping[str, object]]) -> tuple[ShownCourse, ...]:
    """The courses among cards, in their order; those without an intake cannot be enrolled in."""
    courses = (_course(card) for card in cards if card.get("kind") == "course")
    return tuple(course for course in courses if course.intakes)


def as_shown(course: Course) -> ShownCourse:
    """A course as a card would show it."""
    runs = tuple(
        ShownIntake(
            one.id, one.starts_on.isoformat() if one.starts_on is not None else "", f"{one.schedule} {one.place}"
        )
        for one in course.intakes
    )
    return ShownCourse(course.id, course.title, runs)


def counts_in_a_list(text: str) -> bool:
    """Whether the words count (第一个, 最后一门), which takes a list."""
    return find_ordinal(text) is not None or _LAST.search(text) is not None


def pick_intakes(
    text: str, shown: Sequence[ShownCourse], today: date | None = None, cues: CourseCues | None = None
) -> tuple[tuple[ShownCourse, ShownIntake], ...]:
    """Those the words can mean: one, several where they leave it open, none where they name what was not shown.

    `cues`: by which the title that says most of the text is told from others that share a word of it."""
    courses = _pick_courses(text, shown, cues)
    pairs = [(course, intake) for course in courses for intake in course.intakes]
    if len(pairs) > 1 or _DAY.search(text) or _DAY_OF_MONTH.search(text):
        pairs = _narrow(text, courses, pairs, today)
    return tuple(pairs)


def _pick_courses(text: str, shown: Sequence[ShownCourse], cues: CourseCues | None) -> Sequence[ShownCourse]:
    place = find_ordinal(_INTAKE.sub("", text))
    if place is not None and len(shown) > 1:
        return shown[place : place + 1]
    if place is not None and place > 0 and not any(len(one.intakes) > place for one in shown):
        return ()
    if _LAST.search(text):
        return shown[-1:]
    if cues is not None and (best := best_named(text, shown, lambda one: one.title, cues)):
        return best
    named = [course for course in shown if names_title(text, course.title)]
    return named or shown


def _narrow(
    text: str, courses: Sequence[ShownCourse], pairs: list[tuple[ShownCourse, ShownIntake]], today: date | None
) -> list[tuple[ShownCourse, ShownIntake]]:
    """By the day it begins, by which one it is of its course, by its times."""
    day = _DAY.search(text)
    if day is not None:
        return [pair for pair in pairs if _begins(pair[1], int(day[1]), int(day[2]))]
    alone = day_of_month_in(text)
    if alone is not None:
        return [pair for pair in pairs if _day_of(pair[1]) == alone]
    ahead = find_work_day(text, today) if today is not None else None
    if ahead is not None and (same := [pair for pair in pairs if pair[1].starts_on == ahead.isoformat()]):
        return same
    month = _MONTH.search(text)
    if month is not None and (in_it := [pair for pair in pairs if _month_of(pair[1]) == _figure(month[1])]):
        return in_it
    if _NEXT.search(text) and len(courses) == 1:
        return sorted(pairs, key=lambda pair: pair[1].starts_on or "9")[1:2] or pairs
    which = _INTAKE.search(text)
    place = _ORDER[which[1]] if which is not None else find_ordinal(text) if len(courses) == 1 else None
    if place is not None and len(courses) == 1 and (which is not None or len(pairs) > 1):
        chosen = courses[0].intakes[place : place + 1]
        return [(courses[0], intake) for intake in chosen]
    for word, pattern in _TIMES:
        if word in text:
            fitting = [pair for pair in pairs if pattern.search(pair[1].words)]
            return fitting or pairs
    return pairs


_SPOKEN_TIMES = {"morning": "上午", "afternoon": "下午"}


def says_time(name: str, words: str) -> bool:
    """Whether the printed times of a run are in the morning or in the afternoon."""
    return dict(_TIMES)[_SPOKEN_TIMES[name]].search(words) is not None


def names_title(text: str, title: str) -> bool:
    """Whether two letters of the title that say something stand in the text together."""
    pieces = {title[at : at + _SHORTEST] for at in range(len(title) - _SHORTEST + 1)}
    return any(piece in text for piece in pieces if not set(piece) <= _COMMON and piece.isalnum())


def _figure(said: str) -> int | None:
    number = int(said) if said.isdigit() else parse_numeral(said)
    return int(number) if number is not None else None


def _month_of(intake: ShownIntake) -> int | None:
    try:
        return date.fromisoformat(intake.starts_on).month
    except ValueError:
        return None


def day_of_month_in(text: str) -> int | None:
    """The 7 of 7号那期, without a month."""
    alone = _DAY_OF_MONTH.search(text)
    return int(alone[1]) if alone is not None else None


def _day_of(intake: ShownIntake) -> int | None:
    try:
        return date.fromisoformat(intake.starts_on).day
    except ValueError:
        return None


def _begins(intake: ShownIntake, month: int, day: int) -> bool:
    try:
        begins = date.fromisoformat(intake.starts_on)
    except ValueError:
        return False
    return (begins.month, begins.day) == (month, day)


def _course(card: Mapping[str, object]) -> ShownCourse:
    listed = card.get("intakes")
    intakes = [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list | tuple) else []
    return ShownCourse(str(card.get("id")), str(card.get("title")), tuple(_intake(one) for one in intakes))


def _intake(values: Mapping[str, object]) -> ShownIntake:
    words = " ".join(str(values.get(name) or "") for name in ("schedule", "place"))
    return ShownIntake(str(values.get("id")), str(values.get("starts_on") or ""), words)
