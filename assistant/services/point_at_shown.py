"""Which run of the courses shown a clause points at: each is weighed by everything the clause says of one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.domain.course_filter import CourseFilter
from assistant.domain.course_fit import Learner
from assistant.domain.courses import Course, Intake
from assistant.language.longest_run import longest_run
from assistant.language.pointing import LAST_OF_A_LIST, Pointing, Run, read_pointing, weekday_in, without_runs
from assistant.language.segment import fold
from assistant.services.course_desk import CourseDesk
from assistant.services.find_courses import OpenIntake
from assistant.services.held_against import call_letters, holds, keeps_the_fee, of_length
from assistant.services.shown_courses import ShownCourse, ShownIntake, says_time

Pair = tuple[ShownCourse, ShownIntake]
#: What one agreement counts; a name counts by its letters. What is far ahead is meant.
_AGREES, _SUBJECT, _OF_CONTENT, _RECENT, _AHEAD = 3.0, 3.0, 0.5, 0.4, 1.0
_MOST_LETTERS, _PAIR = 4, 2
_FAR = date.max


@dataclass(frozen=True)
class PointedAt:
    """`meant`: one; several that the words leave open; none where they point at nothing shown. `is_named`: something of
    it is said beside 那个; `misses`: what is said fits nothing shown."""

    meant: tuple[Pair, ...]
    pointing: Pointing
    is_named: bool = False
    misses: bool = False

    @property
    def courses(self) -> tuple[ShownCourse, ...]:
        return tuple({course.id: course for course, _ in self.meant}.values())


@dataclass(frozen=True)
class Spoken:
    """What the talk has pointed at before. `course`, `intake`: ids of the last one talked of."""

    course: str | None = None
    intake: str | None = None


class PointAtShown:
    """`lists`: the courses shown, turn by turn, the latest last."""

    def __init__(self, desk: CourseDesk, lists: Sequence[Sequence[ShownCourse]], spoken: Spoken) -> None:
        self._desk, self.spoken = desk, spoken
        self._lists = lists
        latest: dict[str, ShownCourse] = {}
        for shown in lists:
            for one in shown:
                latest.pop(one.id, None)
                latest[one.id] = one
        self._recent = {one.id for one in lists[-1]} if lists else set()
        records = {name: desk.find_course(name) for name in latest}
        self._records: Mapping[str, Course] = {name: one for name, one in records.items() if one is not None}
        self._pairs = [(one, intake) for one in latest.values() for intake in one.intakes if self._is_open(one, intake)]

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Every open run that was shown."""
        return tuple(self._pairs)

    def resolve(self, clause: str) -> PointedAt:
        """The run meant by one clause."""
        said = read_pointing(clause, self._desk.words.cues)
        wanted = self._desk.understand(without_runs(clause))
        pool = self._of_a_list(said)
        names = [(pair, max(self._names(pair[0], said, wanted), self._called(pair, said))) for pair in pool]
        best_name = max((each for _, each in names), default=0.0)
        named_elsewhere = wanted.names_a_subject and best_name < _SUBJECT / 2
        if named_elsewhere and not said.is_by_more:
            return PointedAt((), said, misses=True)
        is_named = best_name >= _AHEAD
        if is_named:
            pool = [pair for pair, each in names if each >= best_name - _AHEAD / 2]
        pool, told, missed = self._by_limits(pool, said, wanted)
        if missed or named_elsewhere:
            return PointedAt((), said, is_named, misses=True)
        pool, by_day = self._on_the_day(pool, said, clause)
        pool, by_run = self._by_run(pool, said)
        scored = [(pair, self._leaning(pair)) for pair in pool]
        most = max((each for _, each in scored), default=0.0)
        meant = tuple(pair for pair, each in scored if each >= most - _RECENT / 2)
        is_by_place = said.place is not None and not (told or by_day or by_run)
        if is_by_place and len({course.id for course, _ in meant}) == 1:
            meant = meant[:1]  # 给我报名第一个: the run that the list tells of first
        return PointedAt(meant, said, is_named or told or by_day or by_run or said.place is not None)

    def _of_a_list(self, said: Pointing) -> list[Pair]:
        """The pairs; with 第二个, those of the second of the latest list that counts so many."""
        if said.place is None:
            return list(self._pairs)
        if said.place == LAST_OF_A_LIST:
            return self._last_listed()
        for shown in reversed(self._lists):
            alone = len(shown) == 1
            if alone and said.place < len(shown[0].intakes) and len(shown[0].intakes) > 1:
                return [pair for pair in self._pairs if pair[1].id == shown[0].intakes[said.place].id]
            if not alone and said.place < len(shown):
                return [pair for pair in self._pairs if pair[0].id == shown[said.place].id]
        return [] if said.place else list(self._pairs)

    def _last_listed(self) -> list[Pair]:
        """The last run of the latest list that counts several."""
        for shown in reversed(self._lists):
            last = shown[-1]
            if len(shown) > 1 or len(last.intakes) > 1:
                return [pair for pair in self._pairs if pair[0].id == last.id and pair[1].id == last.intakes[-1].id]
        return list(self._pairs)

    def _names(self, shown: ShownCourse, said: Pointing, wanted: CourseFilter) -> float:
        """How far the words name what the course teaches: its subject by the tables, letters of its title."""
        course = self._records[shown.id]
        named = {*wanted.words, *wanted.occupations, *wanted.licences}
        score = _SUBJECT if named & {*course.subjects, *course.occupations, *course.licences} else 0.0
        title, rest = fold(shown.title), said.rest
        common = len(longest_run(rest, title, _MOST_LETTERS))
        if common >= _PAIR:
            score += min(common, _MOST_LETTERS)
        elif rest and (score or len(rest) <= _MOST_LETTERS) and self._is_only_here(shown, rest):
            score += _AHEAD
        if common < _PAIR and course.content and len(longest_run(rest, fold(course.content), _MOST_LETTERS)) >= _PAIR:
            score += _OF_CONTENT
        if wanted.levels and course.level in wanted.levels:
            score += _AHEAD
        return score

    def _called(self, pair: Pair, said: Pointing) -> float:
        """How many letters of where it is or who gives it are said: 南平那家 for 南坪."""
        course, intake = self._records[pair[0].id], self.intake(pair)
        others = {(one.id, self.intake((one, each)).place) for one, each in self._pairs}
        return float(call_letters(said.rest, course, intake)) if len(others) > 1 else 0.0

    def _is_only_here(self, shown: ShownCourse, rest: str) -> bool:
        """画图 of CAD绘图: two letters, or half of a short name, that no other title shown has."""
        others = "".join(one.title for one, _ in self._pairs if one.id != shown.id)
        alone = sum(letter in shown.title and letter not in others for letter in rest)
        return alone >= min(_PAIR, (len(rest) + 1) // 2)

    def _by_limits(self, pool: list[Pair], said: Pointing, wanted: CourseFilter) -> tuple[list[Pair], bool, bool]:
        """Those that keep to what is said of level, day, time, place, money and seats; whether that was said; whether
        none does."""
        tests: list[tuple[bool, Callable[[Pair], bool]]] = [
            (said.days is not None, lambda pair: _begins(self.intake(pair), said.days)),
            (wanted.starts_from is not None, lambda pair: _begins_from(self.intake(pair), wanted.starts_from)),
            (bool(said.times), lambda pair: self._in_time(pair, said.times)),
            (bool(wanted.levels), lambda pair: self._records[pair[0].id].level in (None, *wanted.levels)),
            (bool(wanted.region_ids), lambda pair: self._is_there(pair, wanted)),
            (said.fee in ("free", "paid"), lambda pair: self._costs(pair, said.fee)),
            (said.is_full is not None, lambda pair: self._is_full(pair) is said.is_full),
            (said.marks.is_any, lambda pair: holds(said.marks, self._records[pair[0].id], self.intake(pair))),
            (said.marks.seats is not None, lambda pair: self._seats_left(pair) == said.marks.seats),
            (self._names_a_fee(said), lambda pair: keeps_the_fee(said.marks, self._records[pair[0].id])),
        ]
        told = False
        for is_said, keeps in tests:
            if not is_said or not pool:
                continue
            told, kept = True, [pair for pair in pool if keeps(pair)]
            if not kept:
                return [], True, True
            pool = kept
        if said.fee in ("cheap", "dear") and pool:
            fees = {pair[0].id: self._records[pair[0].id].fee_yuan or 0.0 for pair in pool}
            end = min(fees.values()) if said.fee == "cheap" else max(fees.values())
            pool, told = [pair for pair in pool if fees[pair[0].id] == end], True
        if said.marks.length is not None and pool:
            are_so = of_length(said.marks.length, [self.intake(pair) for pair in pool])
            pool, told = [pair for pair, is_so in zip(pool, are_so, strict=True) if is_so], True
        return pool, told, False

    def _names_a_fee(self, said: Pointing) -> bool:
        """Whether a figure said is the fee of one shown; any other figure may be anything."""
        return any(keeps_the_fee(said.marks, one) for one in self._records.values())

    def _on_the_day(self, pool: list[Pair], said: Pointing, clause: str) -> tuple[list[Pair], bool]:
        """Those that begin on the day said otherwise than by its number (下周一那期), where any does."""
        day = weekday_in(clause, self._desk.today) if said.days is None else None
        kept = [pair for pair in pool if day is not None and self.intake(pair).starts_on == day]
        return (kept, True) if kept else (pool, False)

    def _by_run(self, pool: list[Pair], said: Pointing) -> tuple[list[Pair], bool]:
        """后头一批 is the one after the one talked of; 最早那个 is the first of all that are left."""
        if said.run is None and said.nth is None:
            return pool, False
        if said.run in (Run.NEXT, None) or said.nth is not None:
            pool = self._of_one_course(pool)
        ordered = sorted(pool, key=lambda pair: self.intake(pair).starts_on or _FAR)
        if said.nth is not None:
            return ordered[said.nth : said.nth + 1], True
        if said.run is Run.NEXT:
            before = next((self.intake(pair).starts_on for pair in ordered if pair[1].id == self.spoken.intake), None)
            later = [pair for pair in ordered if before is not None and (self.intake(pair).starts_on or _FAR) > before]
            return (later or (ordered[1:2] if before is None else []) or ordered)[:1], True
        chosen = ordered[:1] if said.run is Run.FIRST else ordered[-1:]
        ends = {self.intake(pair).starts_on for pair in chosen}
        return [pair for pair in ordered if self.intake(pair).starts_on in ends], True

    def _of_one_course(self, pool: list[Pair]) -> list[Pair]:
        spoken = [pair for pair in pool if pair[0].id == self.spoken.course]
        recent = [pair for pair in pool if pair[0].id in self._recent]
        several = [pair for pair in recent if len(pair[0].intakes) > 1]
        return spoken or (recent if len({one.id for one, _ in recent}) == 1 else several) or pool

    def _leaning(self, pair: Pair) -> float:
        """What was talked of last is meant before what was shown with it, and that before what was shown earlier."""
        lean = _RECENT if pair[0].id in self._recent else 0.0
        lean += _RECENT if pair[0].id == self.spoken.course else 0.0
        return lean

    def intake(self, pair: Pair) -> Intake:
        """The record of the run."""
        return next(one for one in self._records[pair[0].id].intakes if one.id == pair[1].id)

    def _is_open(self, shown: ShownCourse, intake: ShownIntake) -> bool:
        course = self._records.get(shown.id)
        found = next((one for one in course.intakes if one.id == intake.id), None) if course is not None else None
        return found is not None and found.is_open_on(self._desk.today)

    def _in_time(self, pair: Pair, times: frozenset[str]) -> bool:
        limits = {"evening": CourseFilter(evening=True), "weekend": CourseFilter(weekend=True),
                  "daytime": CourseFilter(daytime=True)}  # fmt: skip
        intake = self.intake(pair)
        return all(
            self._desk.search.fits(intake, limits[one]) if one in limits else says_time(one, pair[1].words)
            for one in times
        )

    def _is_there(self, pair: Pair, wanted: CourseFilter) -> bool:
        return self._desk.search.fits(self.intake(pair), CourseFilter(region_ids=wanted.region_ids))

    def _costs(self, pair: Pair, fee: str | None) -> bool:
        course = self._records[pair[0].id]
        return course.fee_yuan is not None and (course.fee_yuan == 0) is (fee == "free")

    def _is_full(self, pair: Pair) -> bool:
        return any(one.is_full for one in self._openings(pair))

    def _seats_left(self, pair: Pair) -> int | None:
        return next((one.seats_left for one in self._openings(pair)), None)

    def _openings(self, pair: Pair) -> list[OpenIntake]:
        match = self._desk.match(self._records[pair[0].id], CourseFilter(), Learner())
        return [one for one in match.intakes if one.intake.id == pair[1].id]


def _begins(intake: Intake, days: tuple[int | None, int, int] | None) -> bool:
    if intake.starts_on is None or days is None:
        return False
    month, low, high = days
    return (month is None or intake.starts_on.month == month) and low <= intake.starts_on.day <= high


def _begins_from(intake: Intake, day: date | None) -> bool:
    return intake.starts_on is not None and day is not None and intake.starts_on >= day
