"""What is taught now that a message names in words no table foresaw (想把盆景制作搞会拿去卖)."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.course_filter import CourseFilter
from assistant.language.course_asks import clauses_of
from assistant.language.course_names import said_of_title
from assistant.language.segment import fold
from assistant.services.course_desk import CourseDesk, subject_alone

#: Who wants to learn, whatever it is.
_WANTS = re.compile(
    r"(?<![小中大同科数文放开入上])学(?![校历生费员期院位籍区])|教(?![师育室书])|培训|师傅(?:带|教)|(?<![下备上补])课(?!本|题|文)|上手"
    r"|转行|入行|捡起来|一窍不通|这些(?:都)?不懂|想(?:自己|也|要|去)?(?:把|做|开|搞|干|端|养|种|考|当)"
    r"|收徒|没(?:正儿八经|正式)?学过|(?:要不要|是不是要|用不用|需不需要|要先)培训|(?:补|办|拿|搞|弄|取)个?[^,，。办补拿]{0,8}(?:作业|操作|上岗|员的?)证"
    r"|(?:吃|端)?这碗饭|手艺|考(?:个|一个|[^,，。考]{0,6}证)|(?:的|得)班(?:有|在|好久|什么|$)|夜课|(?:怎么|咋个?|啷个|哪(?:里|点|儿))报(?![警销案税到告考])"
    r"|修[^,，。]{1,10}的(?:有哪些|有没得|有没有)"
)
#: What is asked of schools and school children is nobody's wish to learn a trade.
_OF_SCHOOL = re.compile(r"小学|初中(?:生|部)|高考|作业|作页|幼升小|学位|学区|划片|入学|转学|暑假作业|数学|方程|水池")
#: 娃儿上小学了…我想去学: beside a word of school, what is nobody's enrolment there (…啷个报名).
_WANTS_ALL_THE_SAME = re.compile(
    r"(?:想|要|打算)[^,，。]{0,6}学(?![校历生费员期院位籍区])|手艺|培训|转行|考[^,，。]{0,6}证"
)
#: How one cooks a dish tonight is no wish to learn a trade.
_RECIPE = re.compile(r"(?:怎么|咋个?|啷个|如何)(?:做|煮|炖|炒|弄)(?!生意|起)|放好多|菜谱")
#: What is named right behind the verb is what is to be learnt.
_BEHIND_THE_VERB = re.compile(
    r"(?<![不莫别])(?<!不想)(?<!不要)(?<!不得)(?:学(?:习|会|做|搞|弄|修|开)?|教(?:人|我)?|考(?:个|一个)?|想(?:把|做|搞|干|养|种|当|自己)"
    r"|(?:转行|改行)(?:去|来|做|搞|干|当|学)+)(?P<said>[一-鿿a-z0-9]{2,12})"
)
#: 我也想做这行: what is meant was named before.
_POINTS_BACK = re.compile(r"(?:这|那)(?:一)?(?:行|门|碗饭|种|套|张|个(?:活路|手艺|证|本本))|正儿八经|好生")
#: 我想去学: what, stands in the clause before.
_NAMES_NOTHING = re.compile(
    r"(?:我|他|她|就|也|都|还|想|要|打算|去|来|好生|认真|重新|专门)*学(?:一?[下哈点]|习|起来?|会)?(?:了|嘛|噻|哈|呢)?"
)
_PLAIN_WISH = re.compile(
    r"(?:想|要|打算)[^,，。]{0,8}(?:学(?![校历生费员期院位])|考[^,，。]{0,6}证)|夜课|(?:的|得)班(?:有|在)|考[^,，。]{0,6}(?:证|本)[^,，。]{0,8}报"
)
_FEW, _SURE = 2, 3


def wants_to_learn(text: str) -> bool:
    """Whether a message could be the wish to learn something: whether a clause says so that is not of school."""
    if _RECIPE.search(fold(text)) is not None:
        return False
    is_of_school = _OF_SCHOOL.search(fold(text)) is not None
    learning = [fold(one) for one in clauses_of(text) if is_of_learning(one) and not _OF_SCHOOL.search(fold(one))]
    return any(not is_of_school or _WANTS_ALL_THE_SAME.search(clause) is not None for clause in learning)


def wishes_plainly(text: str) -> bool:
    """Whether somebody says in so many words that they want lessons, whatever else they tell (冰箱…只能上夜课)."""
    return _PLAIN_WISH.search(fold(text)) is not None


class TaughtHere:
    """Only what somebody can enrol in now is found."""

    def __init__(self, desk: CourseDesk, region_ids: tuple[str, ...] = ()) -> None:
        """`region_ids`: where it must be taught; none: anywhere."""
        self._desk, self._region_ids = desk, region_ids

    def find(self, text: str) -> CourseFilter | None:
        """The subject alone. Clauses that speak of learning come first, then what stands nearest before them: what
        stands behind the verb of learning, what a clause names of a title, what it describes. None where nothing of
        it is taught."""
        clauses = clauses_of(text)
        learning = [clause for clause in clauses if is_of_learning(clause)]
        for clause in learning:
            if (found := self.behind_the_verb(clause)) is not None:
                return found
        points = _POINTS_BACK.search(fold(text)) is not None or any(_NAMES_NOTHING.fullmatch(one) for one in learning)
        others = [clause for clause in _nearest_before(clauses) if clause not in learning]
        for clause in (*learning, *others):
            is_about = points or clause in learning
            found = self._titled(clause, _FEW if is_about else _SURE) or (self._described(clause) if is_about else None)
            if found is not None:
                return found
        return next((one for clause in others if (one := self._described(clause)) is not None), None)

    def _described(self, clause: str) -> CourseFilter | None:
        found = self._desk.described(CourseFilter(), clause)
        return found if found is not None and self._is_taught(found) else None

    def behind_the_verb(self, clause: str) -> CourseFilter | None:
        """想学手语, whatever else the message tells."""
        said = _BEHIND_THE_VERB.search(fold(clause))
        return self._titled(said["said"], _FEW) if said is not None else None

    def _titled(self, clause: str, fewest: int) -> CourseFilter | None:
        """What a clause says of the titles of courses, where it is at least so many letters together."""
        named = [
            course
            for course in self._desk.likely(clause)
            if (said := said_of_title(course.title, clause, self._desk.words.cues)) is not None
            and max(map(len, said.pieces)) >= fewest
        ]
        best = self._desk.best_named(clause, named)
        pieces = self._desk.pieces_of(best, clause)
        wanted = CourseFilter(words=pieces)
        return wanted if pieces and self._is_taught(wanted) else None

    def _is_taught(self, wanted: CourseFilter) -> bool:
        there = replace(subject_alone(wanted), region_ids=self._region_ids)
        return wanted.names_a_subject and self._desk.search.count(there) > 0


def is_of_learning(clause: str) -> bool:
    """Whether a clause says that something is to be learnt."""
    return _WANTS.search(fold(clause)) is not None


def _nearest_before(clauses: Sequence[str]) -> list[str]:
    """The clauses in the order of their nearness to the last that speaks of learning; those before it come first."""
    at = max((place for place, clause in enumerate(clauses) if is_of_learning(clause)), default=len(clauses))
    return [*reversed(clauses[:at]), *clauses[at:]]


def with_subject(wanted: CourseFilter, subject: CourseFilter) -> CourseFilter:
    """The limits of the one for the subject of the other."""
    return replace(wanted, occupations=subject.occupations, words=subject.words, licences=subject.licences)
