"""Changing a search for courses over turns: 有没有周末的, 近点的, 线上呢, 收费的也行, 换一个, 重新找."""

import re
from dataclasses import dataclass, fields, replace

from assistant.domain.course_filter import CourseFilter
from assistant.language.course_words import CourseCues, CourseWords
from assistant.language.segment import fold

#: Up to this length, in characters, a message without a word of courses may be about the search.
_SHORT = 14
#: What a word on the search lets go: name in the lexicon → fields of the filter.
_FIELDS = {
    "place": ("region_ids", "near", "only_there"),
    "time": ("evening", "weekend", "daytime", "not_times"),
    "fee": ("free", "fee_ceiling_yuan"),
    "online": ("online",),
    "level": ("levels",),
    "certificate": ("with_certificate",),
    "soon": ("starts_within_days", "starts_from"),
    "schooling": ("any_schooling",),
}
_WILL_DO = re.compile(r"也(?:要得|行|可以|得行|没(?:得)?(?:关系|事|问题)|方便|能去|去得)(?!吗|不|嘛)")
LIMITS_LET_GO = frozenset(_FIELDS)
_SUBJECT = ("occupations", "licences", "words")
_PLACE = ("region_ids", "near", "only_there")
_TIMES = ("evening", "weekend", "daytime", "not_times")


@dataclass(frozen=True)
class CourseRefinement:
    """The search as it is now. `wants_more`: others than those shown are asked for."""

    wanted: CourseFilter
    wants_more: bool = False


def refine_courses(
    before: CourseFilter, text: str, said: CourseFilter, course_words: CourseWords
) -> CourseRefinement | None:
    """The search after a message that says `said`; None: the message is about something else.

    Another subject replaces the subject and keeps place, times and money; another time or place replaces the one
    before; what is let go no longer counts.
    """
    folded, cues = fold(text), course_words.cues
    wants_more = cues.others.search(folded) is not None
    let_go = [name for name, cue in cues.let_go.items() if cue.search(folded)]
    speaks_of_it = (
        len(folded) <= _SHORT or said.names_a_subject or cues.courses.search(folded) or cues.learns.search(folded)
    )
    if not let_go and not wants_more and (said.says_nothing or not (speaks_of_it or _is_also(folded, said, cues))):
        return None
    base = CourseFilter() if cues.starts_anew.search(folded) else before
    gone = [field for name in let_go for field in _FIELDS[name]]
    return CourseRefinement(_merged(_without(base, gone), _without(said, gone)), wants_more)


def _is_also(folded: str, said: CourseFilter, cues: CourseCues) -> bool:
    """黔江也要得, 坐火车个把钟头: a place, or a time, that will do as well; whatever is told with it."""
    others = (cues.rights, cues.asks_policy, cues.subsidy, cues.seeks_work, cues.work)
    return bool(said.limits) and _WILL_DO.search(folded) is not None and not any(cue.search(folded) for cue in others)


def _merged(before: CourseFilter, said: CourseFilter) -> CourseFilter:
    changes: dict[str, object] = {name: getattr(said, name) for name in said.limits}
    groups = (_SUBJECT, _TIMES, _PLACE)
    for group in groups:
        if any(name in changes for name in group):
            changes |= {name: getattr(said, name) for name in group}
    changes["held"] = tuple(dict.fromkeys((*before.held, *said.held)))
    lacking = (name for name in (*before.lacking, *said.lacking) if name not in said.held)
    changes["lacking"] = tuple(dict.fromkeys(lacking))
    changes["busy"] = tuple(dict.fromkeys((*before.busy, *said.busy)))
    changes["holds_none"] = before.holds_none or said.holds_none
    for name in ("age_years", "education"):
        if getattr(said, name) is not None:
            changes[name] = getattr(said, name)
    if said.held_level is not None:
        changes["held_level"] = said.held_level
    if said.online is True and "region_ids" not in changes:
        changes |= {"region_ids": (), "near": False}
    return replace(before, **changes)  # type: ignore[arg-type]  # fields of the filter with values of its own kind


def _without(wanted: CourseFilter, names: list[str]) -> CourseFilter:
    empty = CourseFilter()
    changes = {one.name: getattr(empty, one.name) for one in fields(empty) if one.name in names}
    return replace(wanted, **changes)


def without_limit(wanted: CourseFilter, name: str) -> CourseFilter:
    """The filter without one field, times and places as a whole."""
    group = next((group for group in _FIELDS.values() if name in group), (name,))
    return _without(wanted, list(group))
