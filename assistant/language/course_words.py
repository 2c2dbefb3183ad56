"""Words of courses and of people who look for one, ready to be looked for in folded text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from re import Match, Pattern

from assistant.domain.courses import CourseLevel
from assistant.language.course_asks import ActWords, AskWords, CourseAct
from assistant.language.described_course import TaughtTrades


@dataclass(frozen=True)
class CourseSubject:
    """What is taught. `occupation`: the trade of `lexicon/occupations.yaml` it leads to, if there is one."""

    name: str
    said: Pattern[str]
    occupation: str | None = None


@dataclass(frozen=True)
class CourseCues:
    """How people speak of courses: each field says what it says. `let_go`: limit → how it is given up."""

    free: Pattern[str]
    online: Pattern[str]
    offline: Pattern[str]
    evening: Pattern[str]
    weekend: Pattern[str]
    daytime: Pattern[str]
    with_certificate: Pattern[str]
    soon: Pattern[str]
    learns: Pattern[str]
    courses: Pattern[str]
    goal: Pattern[str]
    asks_policy: Pattern[str]
    subsidy: Pattern[str]
    others: Pattern[str]
    starts_anew: Pattern[str]
    enrols: Pattern[str]
    chooses: Pattern[str]
    own_place: Pattern[str]
    gives_back: Pattern[str]
    others_leave: Pattern[str]
    both: Pattern[str]
    living: Pattern[str]
    unemployed: Pattern[str]
    any_schooling: Pattern[str]
    any_age: Pattern[str]
    only_there: Pattern[str]
    holds_none: Pattern[str]
    compares: Pattern[str]
    daily_sum: Pattern[str]
    not_there: Pattern[str]
    for_one: Pattern[str]
    of_each: Pattern[str]
    by_price: Pattern[str]
    by_start: Pattern[str]
    study: Pattern[str]
    exists: Pattern[str]
    details: Pattern[str]
    cheaper: Pattern[str]
    work: Pattern[str]
    generic: Pattern[str]
    certainty: Pattern[str]
    where: Pattern[str]
    not_repeated: Pattern[str]
    money_traps: Pattern[str]
    loans: Pattern[str]
    shifts: Pattern[str]
    for_whom: Pattern[str]
    hires: Pattern[str]
    seeks_work: Pattern[str]
    rights: Pattern[str]
    profile: Pattern[str]
    together: Pattern[str]
    health: Pattern[str]
    by_fee: Pattern[str]
    points: Pattern[str]
    asks_how: Pattern[str]
    wants_place: Pattern[str]
    chooses_all: Pattern[str]
    not_a_place: Pattern[str]
    swaps: Pattern[str]
    title_fillers: Pattern[str]
    title_weak: Pattern[str]
    at_hand: Pattern[str]
    enrolled: Pattern[str]
    again: Pattern[str]
    confirms: Pattern[str]
    this_one: Pattern[str]
    rule_asked: Pattern[str]
    for_another: Pattern[str]
    looks: Pattern[str]
    orders: Pattern[str]
    lists_all: Pattern[str]
    orders_here: Pattern[str]
    refuses_order: Pattern[str]
    fills: Pattern[str]
    waits: Pattern[str]
    of_a_place: Pattern[str]
    let_go: Mapping[str, Pattern[str]]


@dataclass(frozen=True)
class CourseWords:
    """`licences`: what a certificate says that gives a licence, beside the licence's names. `taught`: what people
    describe and no word of `subjects` names."""

    subjects: tuple[CourseSubject, ...]
    licences: Mapping[str, Pattern[str]]
    levels: Mapping[CourseLevel, Pattern[str]]
    cues: CourseCues
    acts: Mapping[CourseAct, ActWords]
    taught: TaughtTrades = field(default_factory=TaughtTrades)

    @cached_property
    def asks(self) -> AskWords:
        """By which words a message is read for what it asks of courses."""
        cues = self.cues
        of_cues = {
            CourseAct.SUBSIDY: ActWords(cues.subsidy),
            CourseAct.ENROL: ActWords(cues.enrols, unless=cues.enrolled),
            CourseAct.CONFIRM: ActWords(cues.confirms),
            CourseAct.SWAP: ActWords(cues.swaps),
            CourseAct.GIVE_BACK: ActWords(cues.gives_back),
        }
        return AskWords({**self.acts, **of_cues}, (cues.learns, cues.courses, cues.goal, cues.enrols, cues.study))

    def subjects_in(self, folded: str) -> tuple[CourseSubject, ...]:
        """Those the text names, in the order of the text; of two at one place the one whose words are longer."""
        return tuple(dict.fromkeys(subject for subject, _ in self.mentions_in(folded)))

    def mentions_in(self, folded: str) -> tuple[tuple[CourseSubject, Match[str]], ...]:
        """The same with where they stand; each mention, none within another."""
        matches = ((one, match) for one in self.subjects for match in one.said.finditer(folded))
        found = [(match.start(), -match.end(), one, match) for one, match in matches]
        found.sort(key=lambda each: each[:2])
        kept: list[tuple[CourseSubject, Match[str]]] = []
        end = 0
        for start, minus_end, subject, match in found:
            if start >= end:
                kept.append((subject, match))
                end = -minus_end
        return tuple(kept)

    def levels_in(self, folded: str) -> tuple[CourseLevel, ...]:
        return tuple(level for level, said in self.levels.items() if said.search(folded))
