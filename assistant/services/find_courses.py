"""Finding courses: the index proposes, the truth in SQL decides, and nobody is sent to a place that does not exist."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.domain.course_filter import CourseFilter
from assistant.domain.course_fit import JudgedPrerequisite, Learner, PrerequisiteState, judge_prerequisites
from assistant.domain.course_times import LessonTime, lesson_times
from assistant.domain.courses import Course, CourseLevel, CoursePrerequisite, Intake
from assistant.domain.engagements import Engagement, find_clashes
from assistant.domain.regions import RegionTable
from assistant.domain.training_demand import code_beginnings
from assistant.domain.vacancies import Education
from assistant.services.course_ports import SURELY_COUNTED, CourseIndex, CourseQuery, CourseStore, SeatsTaken
from assistant.services.wanted_regions import course_regions

#: How many the index proposes for each one that is shown: some fall away, and providers should differ.
_PROPOSED, _MOST_PROPOSED = 5, 160
_LATE_DAYS, _OF_AGE = 45, 18
_MET = PrerequisiteState.MET
#: Levels for who is in the trade already; whoever wants to learn one begins below, unless a level is named.
_FOR_THE_TRADE = tuple(level for level in CourseLevel if level is not CourseLevel.BEGINNER)


@dataclass(frozen=True)
class OpenIntake:
    """An intake that is open today. `seats_left`: None where the provider does not say; 0: only the waiting list.

    `clashes`: what of the person's own has lessons at the same time. `is_taken`: they have this very place already.
    """

    intake: Intake
    seats_left: int | None
    clashes: tuple[Engagement, ...] = ()
    is_taken: bool = False

    @property
    def is_full(self) -> bool:
        return self.seats_left == 0


@dataclass(frozen=True)
class CourseMatch:
    """A course with its open intakes, those that keep to the filter first. `fits`: how many of them do."""

    course: Course
    intakes: tuple[OpenIntake, ...]
    fits: int
    prerequisites: tuple[JudgedPrerequisite, ...]
    score: float = 0.0

    @property
    def not_met(self) -> tuple[JudgedPrerequisite, ...]:
        return tuple(one for one in self.prerequisites if one.state is PrerequisiteState.NOT_MET)

    @property
    def best(self) -> OpenIntake | None:
        """The intake to name first."""
        return self.intakes[0] if self.intakes else None


@dataclass(frozen=True)
class FoundCourses:
    """`matches` best first; `total` is how many fit altogether, as the index counts them."""

    wanted: CourseFilter
    matches: tuple[CourseMatch, ...]
    total: int

    @property
    def total_words(self) -> str:
        return count_words(self.total)


def count_words(count: int) -> str:
    """约2300: above what the index counts one by one it is an estimate, and said to be one, in round numbers."""
    return str(count) if count <= SURELY_COUNTED else f"约{round(count, -2)}"


class CourseSearch:
    """Searches on one day. `demand`: beginning of a class's code → weight of a catalogue."""

    def __init__(
        self,
        index: CourseIndex,
        store: CourseStore,
        seats: SeatsTaken,
        regions: RegionTable,
        demand: Mapping[str, float],
        today: date,
    ) -> None:
        self._index, self._store, self._seats = index, store, seats
        self.regions, self._demand, self.today = regions, demand, today

    def find(
        self,
        wanted: CourseFilter,
        learner: Learner,
        limit: int = 3,
        exclude_ids: tuple[str, ...] = (),
        prefers: Callable[[Course], float] = lambda _: 0.0,
    ) -> FoundCourses:
        """The best `limit` with an intake that keeps to every limit, of as many providers as there are; where several
        subjects are asked for, the best of each before others. `prefers`: what else counts in the order."""
        query = CourseQuery(wanted, self.today, exclude_ids=exclude_ids, limit=min(limit * _PROPOSED, _MOST_PROPOSED))
        hits = self._index.search(query)
        matches = self._matches([hit.course_id for hit in hits], wanted, learner)
        matches.sort(key=lambda match: (-match.score - prefers(match.course), _begins(match), match.course.id))
        shown = _diverse(_each_subject_first(matches, wanted), limit)
        total = self._index.count(query) if matches else 0
        if wanted.is_of_the_record:
            total = len(matches)
        return FoundCourses(wanted, shown, max(total, len(shown)))

    def page(self, wanted: CourseFilter, text: str, page: int, size: int, learner: Learner) -> FoundCourses:
        """One page of all that fit, in the index's order. `page` counts from 1."""
        query = CourseQuery(wanted, self.today, text, size, (page - 1) * size)
        matches = self._matches([hit.course_id for hit in self._index.search(query)], wanted, learner)
        return FoundCourses(wanted, tuple(matches), self._index.count(query))

    def count(self, wanted: CourseFilter) -> int:
        """How many courses the index holds for a filter."""
        return self._index.count(CourseQuery(wanted, self.today))

    def match(self, course: Course, wanted: CourseFilter, learner: Learner) -> CourseMatch:
        """The course beside a filter, whether it keeps to its limits or not."""
        taken = self._seats.count_confirmed([one.id for one in course.intakes])
        return self._match(course, wanted, learner, taken)

    def _matches(self, ids: list[str], wanted: CourseFilter, learner: Learner) -> list[CourseMatch]:
        """In the order of the ids; what has closed since it was indexed, or breaks a limit after all, is left out."""
        found = self._store.find_courses(ids, self.today)
        courses = [found[name] for name in ids if name in found]
        intakes = [one.id for course in courses for one in course.intakes if one.is_open_on(self.today)]
        taken = self._seats.count_confirmed(intakes)
        matches = (self._match(course, wanted, learner, taken) for course in courses)
        return [match for match in matches if match.fits and _keeps_to(match.course, wanted)]

    def _match(self, course: Course, wanted: CourseFilter, learner: Learner, taken: Mapping[str, int]) -> CourseMatch:
        intakes = [self._open(one, taken, learner) for one in course.shown_intakes_on(self.today)]
        fitting = [one for one in intakes if self.fits(one.intake, wanted)]
        fitting.sort(key=lambda one: (bool(one.clashes), one.is_full))
        others = [one for one in intakes if one not in fitting and not self._is_refused(one.intake, wanted)]
        match = CourseMatch(course, (*fitting, *others), len(fitting), judge_prerequisites(course, learner))
        return replace(match, score=self._score(match, wanted))

    def _open(self, intake: Intake, taken: Mapping[str, int], learner: Learner) -> OpenIntake:
        left = None if intake.seats is None else max(0, intake.seats - taken.get(intake.id, 0))
        is_taken = any(one.intake_id == intake.id for one in learner.engaged)
        return OpenIntake(intake, left, find_clashes(intake, learner.engaged), is_taken)

    def fits(self, intake: Intake, wanted: CourseFilter) -> bool:
        """Whether an intake keeps to the limits on time, place and start."""
        times = lesson_times(intake)
        chosen = {
            kind
            for kind, is_wanted in (
                (LessonTime.EVENING, wanted.evening), (LessonTime.WEEKEND, wanted.weekend),
                (LessonTime.DAY, wanted.daytime),
            )
            if is_wanted
        }  # fmt: skip
        if (chosen and not chosen & times) or self._is_refused(intake, wanted):
            return False
        if wanted.online is not None and intake.is_online is not wanted.online:
            return False
        regions = course_regions(wanted.region_ids, self.regions)
        if regions is not None and wanted.online is not True and intake.region_id not in regions:
            return False
        within = wanted.starts_within_days
        return within is None or (
            intake.starts_on is not None and intake.starts_on <= self.today + timedelta(days=within)
        )

    def _is_refused(self, intake: Intake, wanted: CourseFilter) -> bool:
        """Whether it has lessons when somebody says they want none, or begins before they can come."""
        is_early = wanted.starts_from is not None and (
            intake.starts_on is None or intake.starts_on < wanted.starts_from
        )
        return is_early or bool(set(wanted.not_times) & lesson_times(intake))

    def _score(self, match: CourseMatch, wanted: CourseFilter) -> float:
        """A free place, no clash, a prerequisite not met, demand, and how soon it begins."""
        best = match.best
        score = 0.0
        if best is None or best.is_full:
            score -= 3.0
        if best is not None and best.clashes:
            score -= 3.0
        score -= 2.0 * len(match.not_met)
        score += 1.0 if set(match.course.subjects) & set(wanted.words) else 0.0
        score += sum(0.5 for word in wanted.words if word in match.course.title.lower())
        if match.course.level in _FOR_THE_TRADE and not wanted.levels:
            score -= 1.5
        asks_licence = any(one.prerequisite.licence for one in match.prerequisites if one.state is not _MET)
        score -= 0.7 if asks_licence else 0.0
        code = match.course.occupation_code
        score += sum(self._demand.get(part, 0.0) for part in code_beginnings(code)) if code is not None else 0.0
        starts = best.intake.starts_on if best is not None else None
        days = (starts - self.today).days if starts is not None else _LATE_DAYS
        return score - min(max(days, 0), _LATE_DAYS) / _LATE_DAYS


def _keeps_to(course: Course, wanted: CourseFilter) -> bool:
    """The limits on the course itself, checked again on the record."""
    fee = course.fee_yuan
    if wanted.free and fee != 0:
        return False
    if wanted.fee_ceiling_yuan is not None and (fee is None or fee > wanted.fee_ceiling_yuan):
        return False
    if wanted.with_certificate and not course.certificate:
        return False
    if wanted.any_schooling and any(one.education not in (None, Education.NONE) for one in course.prerequisites):
        return False
    if wanted.any_age and any(_limits_age(one) for one in course.prerequisites):
        return False
    if wanted.licences and not set(wanted.licences) & set(course.licences):
        return False
    return not wanted.levels or course.level in wanted.levels


def _limits_age(asked: CoursePrerequisite) -> bool:
    """Whether it keeps out anybody who is of age."""
    return asked.age_max is not None or (asked.age_min is not None and asked.age_min > _OF_AGE)


def _begins(match: CourseMatch) -> date:
    return (match.best.intake.starts_on if match.best is not None else None) or date.max


def _each_subject_first(matches: list[CourseMatch], wanted: CourseFilter) -> list[CourseMatch]:
    """The best of each subject that was asked for, then the others as they stand."""
    first: list[CourseMatch] = []
    for name in (*wanted.words, *wanted.occupations):
        found = (one for one in matches if name in (*one.course.subjects, *one.course.occupations))
        first += [one for one in (next(found, None),) if one is not None and one not in first]
    return [*first, *(one for one in matches if one not in first)] if len(first) > 1 else matches


def _diverse(matches: list[CourseMatch], limit: int) -> tuple[CourseMatch, ...]:
    """One course of a provider before another of the same, where they are worth the same otherwise."""
    counts: dict[tuple[str, str], int] = {}
    rounds: list[tuple[int, CourseMatch]] = []
    for match in matches:
        key = (match.course.provider, match.course.title)
        counts[key] = counts.get(key, 0) + 1
        rounds.append((counts[key], match))
    rounds.sort(key=lambda pair: pair[0])
    return tuple(match for _, match in rounds[:limit])
