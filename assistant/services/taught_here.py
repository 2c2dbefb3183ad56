"""What is taught now that a message names in words no table foresaw (想把盆景制作搞会拿去卖)."""

import re
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
    r"|(?:吃|端)?这碗饭|手艺|考(?:个|一个)|修[^,，。]{1,10}的(?:有哪些|有没得|有没有)"
)
#: What is asked of schools and school children is nobody's wish to learn a trade.
_OF_SCHOOL = re.compile(r"小学|初中(?:生|部)|高考|作业|作页|幼升小|学位|学区|划片|入学|转学|暑假作业|数学|方程|水池")
#: How one cooks a dish tonight is no wish to learn a trade.
_RECIPE = re.compile(r"(?:怎么|咋个?|啷个|如何)(?:做|煮|炖|炒|弄)(?!生意|起)|放好多|菜谱")
#: What is named right behind the verb is what is to be learnt.
_BEHIND_THE_VERB = re.compile(
    r"(?:学(?:习|会|做|搞|弄|修|开)?|教(?:人|我)?|考(?:个|一个)?|想(?:把|做|搞|干|养|种|当|自己))(?P<said>[一-鿿a-z0-9]{2,12})"
)
#: 我也想做这行: what is meant was named before.
_POINTS_BACK = re.compile(r"(?:这|那)(?:一)?(?:行|门|碗饭|种|套|个活路|个手艺)")
_FEW, _SURE = 2, 3


def wants_to_learn(text: str) -> bool:
    """Whether a message could be the wish to learn something."""
    folded = fold(text)
    return _WANTS.search(folded) is not None and not (_RECIPE.search(folded) or _OF_SCHOOL.search(folded))


class TaughtHere:
    """Only what somebody can enrol in now is found."""

    def __init__(self, desk: CourseDesk) -> None:
        self._desk = desk

    def find(self, text: str) -> CourseFilter | None:
        """The subject alone: what stands behind the verb of learning, what a clause names of a title, what it
        describes; the clauses that speak of learning first. None where nothing of it is taught."""
        clauses = clauses_of(text)
        ordered = sorted(clauses, key=lambda clause: _WANTS.search(fold(clause)) is None)
        for clause in ordered:
            if (found := self.behind_the_verb(clause)) is not None:
                return found
        points = _POINTS_BACK.search(fold(text)) is not None
        for clause in ordered:
            speaks = points or _WANTS.search(fold(clause)) is not None
            if (found := self._titled(clause, _FEW if speaks else _SURE)) is not None:
                return found
        described = (self._desk.described(CourseFilter(), clause) for clause in ordered)
        return next((one for one in described if one is not None and self._is_taught(one)), None)

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
        return wanted.names_a_subject and self._desk.search.count(subject_alone(wanted)) > 0


def with_subject(wanted: CourseFilter, subject: CourseFilter) -> CourseFilter:
    """The limits of the one for the subject of the other."""
    return replace(wanted, occupations=subject.occupations, words=subject.words, licences=subject.licences)
