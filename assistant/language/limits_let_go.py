"""What no longer matters of a search: 地点无所谓, 不限学历, 不限白班, 公积金没有也行."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from assistant.domain.vacancies import Shift
from assistant.domain.vacancy_filter import VacancyFilter, VacancyWishes
from assistant.language.filter_changes import default_of, with_fields
from assistant.language.said_words import Said, SaidKind, SaidWords
from assistant.language.wish_phrases import WishPhrases

_REGIONS, _NEAR = "region_ids", "near"
#: A field with what contradicts it.
OPPOSITES = (
    ("occupations", "not_occupations"),
    ("words", "not_words"),
    ("shifts", "not_shifts"),
    ("employment_types", "not_employment_types"),
)
_FIELDS_OF = {
    SaidKind.SHIFT: ("shifts", "not_shifts"),
    SaidKind.BENEFIT: ("benefits",),
    SaidKind.EMPLOYMENT_TYPE: ("employment_types", "not_employment_types"),
    SaidKind.OCCUPATION: ("not_occupations",),
}


@dataclass(frozen=True)
class LetGo:
    """`topics`: fields whose limits no longer matter. `values`: single limits, as field and value."""

    topics: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.topics or self.values)

    def taken_from(self, wanted: VacancyFilter) -> VacancyFilter:
        """The filter without these limits and the wishes for the same."""
        return _without_values(_without_topics(wanted, self.topics), self.values)


def read_let_go(words: SaidWords, before: VacancyFilter, phrases: WishPhrases) -> LetGo:
    """What a message lets go; `before`: the search, whose words without a name of ours may be named again."""
    values = [
        (field, one.value)
        for one in words.said
        if one.kind in _FIELDS_OF and _is_let_go(one, words, phrases)
        for field in _FIELDS_OF[one.kind]
    ]
    values += [
        ("not_words", word)
        for word in before.not_words
        for match in re.finditer(re.escape(word), words.text)
        if phrases.refinement.lets_go_before.search(words.text[: match.start()])
    ]
    if phrases.refinement.works_weekends.search(words.text):
        values.append(("shifts", Shift.WEEKEND_OFF.value))
    return LetGo(_topics(words, phrases), tuple(dict.fromkeys(values)))


def _is_let_go(one: Said, words: SaidWords, phrases: WishPhrases) -> bool:
    cues, before, after = phrases.refinement, words.skeleton[: one.start], words.skeleton[one.end :]
    if cues.lets_go_not.search(before):
        return False
    if cues.lets_go_before.search(before):
        return True
    if one.kind is SaidKind.OCCUPATION:  # 保安都可以 adds it
        return False
    listed = re.match(rf"(?:[、和跟与或及]*{one.kind.value}+)*", after)
    after = after[listed.end() if listed else 0 :]
    return cues.lets_go_after.match(after) is not None or phrases.cues.unbound.match(after) is not None


def _topics(words: SaidWords, phrases: WishPhrases) -> tuple[str, ...]:
    """The fields: 地点无所谓, 不限学历, 哪里都行."""
    cues, text = phrases.refinement, words.text
    gone = [
        name
        for name, pattern in phrases.topics.items()
        for match in pattern.finditer(text)
        if (cues.lets_go_after.match(text[match.end() :]) or cues.lets_go_before.search(text[: match.start()]))
        and not cues.lets_go_not.search(text[: match.start()])
        and not (name == _REGIONS and _stands_after_a_place(words, match.start()))
    ]
    anywhere = cues.anywhere.search(text)
    if anywhere is not None and _stands_after_a_place(words, anywhere.start()):
        gone.append(_NEAR)
    elif anywhere is not None:
        gone += [_REGIONS, _NEAR]
    if cues.any_work.search(text):
        gone += ["occupations", "words"]
    if _REGIONS in gone or cues.farther.search(text):
        gone.append(_NEAR)
    return tuple(dict.fromkeys(gone))


def _stands_after_a_place(words: SaidWords, start: int) -> bool:
    """巴南哪里都可以: anywhere in that district."""
    return words.skeleton[:start].endswith(SaidKind.PLACE.value)


def _without_topics(wanted: VacancyFilter, names: Iterable[str]) -> VacancyFilter:
    gone = set(names) | {negative for positive, negative in OPPOSITES if positive in names}
    if "licences" in gone:
        gone.add("has_no_licence")
    wished = {field.name for field in fields(VacancyWishes)} & gone
    wishes = with_fields(wanted.wishes, {name: default_of(wanted.wishes, name) for name in wished})
    return with_fields(wanted, {name: default_of(wanted, name) for name in gone} | {"wishes": wishes})


def _without_values(wanted: VacancyFilter, values: Iterable[tuple[str, str]]) -> VacancyFilter:
    wished = {field.name for field in fields(VacancyWishes)}
    for name, value in values:
        wanted = with_fields(wanted, {name: _without(getattr(wanted, name), value)})
        if name in wished:
            wishes = with_fields(wanted.wishes, {name: _without(getattr(wanted.wishes, name), value)})
            wanted = replace(wanted, wishes=wishes)
    return wanted


def _without(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(one for one in values if one != value)
