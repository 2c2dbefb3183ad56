"""The courses of one state of the knowledge on one day: what conversation, pages and programs use."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.domain.conversation import ConversationState, FactValue
from assistant.domain.course_filter import CourseFilter
from assistant.domain.course_fit import Learner
from assistant.domain.courses import Course
from assistant.domain.engagements import Engagement
from assistant.domain.errors import NotFoundError
from assistant.domain.training_demand import demand_weights
from assistant.domain.vacancies import Education
from assistant.language.course_names import SaidOfTitle, best_named, said_of_title
from assistant.language.course_refinement import CourseRefinement, refine_courses
from assistant.language.course_topic import named_topic, title_pieces
from assistant.language.course_wishes import read_course_wishes
from assistant.language.described_course import candidates
from assistant.language.search_typos import mend_search
from assistant.language.segment import fold
from assistant.language.vacancy_wishes import WishContext, read_wishes
from assistant.services.course_card import Card, course_card
from assistant.services.course_filter_json import course_filter_words
from assistant.services.course_ports import CourseIndex, CourseStore, SeatsTaken
from assistant.services.course_subsidies import assess_course
from assistant.services.find_courses import CourseMatch, CourseSearch, FoundCourses
from assistant.services.knowing import Knowing
from assistant.services.known_facts import facts_in
from assistant.services.relax_course_filter import CourseRelaxation, relax_courses

PAGE_SIZE = 20
#: What each character of a title that somebody says counts in the order.
_BY_NAME = 0.5
#: What joins two subjects in one wish.
_SEVERAL = re.compile(r"还有|或者|或是|以及|还想|又想|也想|[和跟与啊、](?!我|你|他|她)")
#: From which nearness, 0 to 1, a description is believed of what is taught now.
_PERHAPS = 0.28


class NoSeatsTaken:
    """Where nobody can enrol: no seat is given away. Implements `SeatsTaken`."""

    def count_confirmed(self, intake_ids: Collection[str]) -> Mapping[str, int]:
        return {}


@dataclass(frozen=True)
class CoursePage:
    """One page of a list: the matches, and how many there are on all pages."""

    matches: tuple[CourseMatch, ...]
    total: int
    page: int
    pages: int


class CourseDesk:
    """Everything about courses that needs no conversation. Methods may raise UnavailableError."""

    def __init__(
        self, index: CourseIndex, store: CourseStore, seats: SeatsTaken, knowing: Knowing, today: date
    ) -> None:
        self._store, self._knowing, self.today = store, knowing, today
        lexicon = knowing.lexicon
        self._context = WishContext(knowing.vacancy_words, lexicon.regions, lexicon.places, knowing.wish_phrases, today)
        self.words, self.regions = knowing.course_words, lexicon.regions
        demand = demand_weights(knowing.training_demand, today)
        self.search = CourseSearch(index, store, seats, lexicon.regions, demand, today)

    def understand(self, text: str) -> CourseFilter:
        """What a sentence asks for; a filter that says nothing where it asks for nothing."""
        normal = self._knowing.lexicon.normaliser.normalise(text)
        normal = self.words.cues.not_there.sub(" ", normal)
        said = read_wishes(normal, self._context)
        normal = mend_search(fold(normal), self._context.words, self._context.places)
        return read_course_wishes(normal, said, self._knowing.vacancy_words, self.words, self.today)

    def with_topic(self, wanted: CourseFilter, text: str) -> CourseFilter:
        """The filter with what the message names beside the tables: pieces of titles, what it describes, else its own
        word for it."""
        if wanted.names_a_subject:
            return wanted
        if courses := self.named_in(text):
            return replace(wanted, words=self.pieces_of(courses, text))
        if (described := self.described(wanted, text)) is not None:
            return described
        names = [name for region in self.regions for name in (region.name, *region.short_names, *region.former_names)]
        pieces = title_pieces(text, self.words, sorted(names, key=len, reverse=True), self._is_in_a_title)
        if pieces:
            return replace(wanted, words=pieces)
        named = named_topic(text, self.words)
        return replace(wanted, words=(named,)) if named is not None else wanted

    def with_the_others(self, wanted: CourseFilter, text: str) -> CourseFilter:
        """The filter with what a message names beside what the tables know (小面或者烧烤), where it is taught."""
        if not wanted.names_a_subject or _SEVERAL.search(fold(text)) is None:
            return wanted
        for part in filter(None, _SEVERAL.split(fold(text))):
            said = self.understand(part)
            if said.names_a_subject and self.search.count(replace(subject_alone(said), region_ids=wanted.region_ids)):
                continue
            other = self.with_topic(CourseFilter(), part)
            is_taught = self.search.count(replace(subject_alone(other), region_ids=wanted.region_ids)) > 0
            if other.words and is_taught:
                wanted = replace(wanted, words=tuple(dict.fromkeys((*wanted.words, *other.words))))
        return wanted

    def described(self, wanted: CourseFilter, text: str) -> CourseFilter | None:
        """The filter for what a text describes (打石头刻菩萨); None where it describes nothing that is known.

        Of what is taught now less is enough than of what could be: then it is told that there is none.
        """
        said, words, trades = candidates(text), self.words.taught, self._knowing.vacancy_words.trades
        near = [(each, name, False) for one in said for name, each in words.described.rank(one) if each >= _PERHAPS]
        near += [(each, name, True) for one in said for name, each in trades.rank(one) if each >= _PERHAPS]
        for _, name, is_occupation in sorted(near, reverse=True):
            titled = tuple(word for word in words.title_words.get(name, ()) if self._is_in_a_title(word))
            filled = replace(wanted, occupations=(name,)) if is_occupation else replace(wanted, words=titled)
            if filled.names_a_subject and self.search.count(subject_alone(filled)):
                return filled
        if names := words.find(text):
            return replace(wanted, words=names)
        found = next((one for each in said if (one := trades.find(each)) is not None), None)
        return replace(wanted, occupations=(found,)) if found is not None else None

    def of_the_trade(self, wanted: CourseFilter) -> CourseFilter:
        """The filter for whatever is taught of the trades its subjects lead to, on any level."""
        trades = (one.occupation for one in self.words.subjects if one.name in wanted.words and one.occupation)
        return replace(wanted, levels=(), occupations=tuple(dict.fromkeys((*wanted.occupations, *trades))))

    def with_what_exists(self, wanted: CourseFilter, text: str) -> CourseFilter:
        """The filter; where nothing of that name is taught, the same by another name of it that is: the trade a
        subject leads to, the subject of a licence, pieces of titles in `text`."""
        if not wanted.names_a_subject or self.search.count(subject_alone(wanted)):
            return wanted
        subjects = self.words.subjects_in(fold(text))
        trades = tuple(one.occupation for one in self.words.subjects if one.name in wanted.words and one.occupation)
        pieces = tuple(piece for _, said in self._said_in(text) for piece in said.pieces)
        others = (
            replace(wanted, occupations=tuple(dict.fromkeys((*wanted.occupations, *trades)))),
            replace(wanted, licences=(), words=tuple(one.name for one in subjects)),
            replace(wanted, licences=(), occupations=(), words=tuple(dict.fromkeys(pieces))),
        )
        return next((one for one in others if one.names_a_subject and self.search.count(subject_alone(one))), wanted)

    def with_the_named(self, wanted: CourseFilter, text: str) -> CourseFilter:
        """The filter; where a course whose name is said whole would be left out for its subject, that name as well."""
        named = self.named_in(text) if wanted.names_a_subject else ()
        if not named or any(_is_of_the_subject(course, wanted) for course in named):
            return wanted
        return replace(wanted, licences=(), words=tuple(dict.fromkeys((*self.pieces_of(named, text), *wanted.words))))

    def pieces_of(self, named: Sequence[Course], text: str) -> tuple[str, ...]:
        """What a text says of the titles of courses, to look for them by."""
        said = (said_of_title(course.title, text, self.words.cues) for course in named)
        return tuple(dict.fromkeys(piece for found in said if found is not None for piece in found.pieces))

    def named_in(self, text: str) -> tuple[Course, ...]:
        """The courses somebody can enrol in whose names are said whole, those of which most is said."""
        whole = [course for course, said in self._said_in(text) if said.is_whole]
        return tuple(self.best_named(text, whole))

    def best_named(self, text: str, courses: Sequence[Course]) -> Sequence[Course]:
        """Those of the courses whose titles say most of a text; none where no title says anything of it."""
        return best_named(text, courses, lambda course: course.title, self.words.cues)

    def _said_in(self, text: str) -> list[tuple[Course, SaidOfTitle]]:
        """Open courses of whose titles something stands in the text, the likeliest of the index."""
        said = ((one, said_of_title(one.title, text, self.words.cues)) for one in self.likely(text))
        return [(course, each) for course, each in said if each is not None]

    def likely(self, text: str) -> tuple[Course, ...]:
        """The courses that the index holds to be nearest to a text."""
        found = self.search.page(CourseFilter(), text, 1, PAGE_SIZE, Learner()).matches if text else ()
        return tuple(one.course for one in found)

    def _is_in_a_title(self, piece: str) -> bool:
        return self.search.count(CourseFilter(words=(piece,))) > 0

    def refine(self, before: CourseFilter, text: str) -> CourseRefinement | None:
        """The filter after a word on the search before; None: the text is about something else."""
        return refine_courses(before, text, self.understand(text), self.words)

    def find(
        self,
        wanted: CourseFilter,
        learner: Learner,
        limit: int = 3,
        exclude_ids: tuple[str, ...] = (),
        said: str = "",
    ) -> FoundCourses:
        """`said`: the words of the person; a course named in them comes before others."""
        return self.search.find(wanted, learner, limit, exclude_ids, lambda course: self._named_more(course, said))

    def _named_more(self, course: Course, said: str) -> float:
        found = said_of_title(course.title, said, self.words.cues) if said else None
        return _BY_NAME * found.size if found is not None else 0.0

    def page(self, wanted: CourseFilter, text: str = "", page: int = 1) -> CoursePage:
        """A page of the list. `page` beyond the last gives no matches."""
        found = self.search.page(wanted, text, max(page, 1), PAGE_SIZE, Learner())
        return CoursePage(found.matches, found.total, max(page, 1), -(-found.total // PAGE_SIZE))

    def relax(self, wanted: CourseFilter) -> tuple[CourseRelaxation, ...]:
        return relax_courses(wanted, self.search)

    def find_course(self, course_id: str) -> Course | None:
        """The course with all its intakes, whatever their state."""
        return self._store.find_courses((course_id,), self.today).get(course_id)

    def get_course(self, course_id: str) -> Course:
        """Raises NotFoundError, worded for the person."""
        course = self.find_course(course_id)
        if course is None:
            raise NotFoundError("没有这门课程，可能已经下架。可以回到课程列表重新找。")
        return course

    def match(self, course: Course, wanted: CourseFilter, learner: Learner) -> CourseMatch:
        """The course beside a filter, whether it keeps to its limits or not."""
        return self.search.match(course, wanted, learner)

    def subsidies(self, course: Course, state: ConversationState) -> tuple[str, ...]:
        """Schemes that are not out of the question for this person and course."""
        knowing = self._knowing
        return assess_course(course, state, knowing.course_schemes, knowing.subsidies, self.today)

    def card(self, match: CourseMatch, wanted: CourseFilter, state: ConversationState) -> Card:
        """The card of CONTRACTS."""
        return course_card(match, wanted, self.subsidies(match.course, state), self.regions, self.today)

    def in_words(self, wanted: CourseFilter) -> str:
        return course_filter_words(wanted, self.regions)

    def speaks_of_courses(self, text: str) -> bool:
        """Whether a message speaks of learning, of a certificate to be got, or of a course."""
        folded, cues = fold(text), self.words.cues
        return any(cue.search(folded) for cue in (cues.learns, cues.courses, cues.goal))


def learner_of(state: ConversationState, wanted: CourseFilter, taken: tuple[Engagement, ...] = ()) -> Learner:
    """What is known of the person from what they have said, in this search or an earlier one for work, and from the
    places they have in courses."""
    facts, sought = facts_in(state), state.wanted
    held = (*wanted.held, *(sought.licences if sought is not None else ()))
    lacks = tuple(name for name in wanted.lacking if name not in held)
    told = _education(facts.get("person.education")) or (sought.education if sought is not None else None)
    education = wanted.education if wanted.education is not None else told
    age = wanted.age_years if wanted.age_years is not None else facts.get("person.age_years")
    return Learner(
        age_years=age if isinstance(age, int) and not isinstance(age, bool) else None,
        education=education,
        experience_years=sought.experience_years if sought is not None else None,
        licences=tuple(dict.fromkeys(held)),
        lacks=lacks,
        has_no_licence=(sought is not None and sought.has_no_licence) or wanted.holds_none,
        level=wanted.held_level,
        engaged=(*taken, *wanted.busy),
    )


def _is_of_the_subject(course: Course, wanted: CourseFilter) -> bool:
    if wanted.licences:
        return bool({*wanted.licences} & {*course.licences})
    of_it = {*course.subjects, *course.occupations}
    return bool({*wanted.words, *wanted.occupations} & of_it) or any(one in course.title for one in wanted.words)


def subject_alone(wanted: CourseFilter) -> CourseFilter:
    """The filter without any limit."""
    return CourseFilter(occupations=wanted.occupations, words=wanted.words, licences=wanted.licences)


def _education(value: FactValue | None) -> Education | None:
    return Education(value) if isinstance(value, str) and value in {one.value for one in Education} else None
