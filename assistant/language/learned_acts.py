"""What a message on courses just shown wants, as a model has learnt it: evidence beside the words of the tables.

The tables know wordings somebody has thought of; the model weighs the letters of all that people typed, and says how
sure it is. Of what it is not sure, it says nothing.
"""

from dataclasses import dataclass, field

from assistant.language.course_asks import CourseAct, clauses_of
from assistant.language.topic_model import TopicModel

#: Shares from which an act counts. Learnt from one author and judged on the other (`python -m evals.course_acts`),
#: nine of ten above SURE are right, two of three above LIKELY.
SURE, LIKELY = 0.9, 0.5
#: A clause by itself says less than a message; below so many letters it says nothing.
_SURE_OF_A_CLAUSE, _SHORTEST = 0.95, 2
_CHOICES = frozenset({CourseAct.ENROL, CourseAct.SWAP, CourseAct.ANY})
#: What surely is no order for a place.
NO_ORDER = frozenset({CourseAct.OTHER, CourseAct.PUT_OFF, CourseAct.CLASH, CourseAct.GIVE_BACK})


@dataclass(frozen=True)
class LearnedActs:
    """`sure`: act → the clause, or the message, that says it, in the order of the clauses.
    `best`: of the whole message, with its share."""

    sure: dict[CourseAct, str] = field(default_factory=dict)
    best: CourseAct = CourseAct.OTHER
    share: float = 0.0

    @property
    def likely(self) -> CourseAct | None:
        """The act of the whole message where it is more likely than all others together."""
        return self.best if self.share >= LIKELY else None

    def orders(self) -> bool:
        """Whether a place is wanted in what was shown, and not put off by a later clause."""
        said = list(self.sure)
        ordered = [at for at, act in enumerate(said) if act in (CourseAct.ENROL, CourseAct.SWAP)]
        put_off = said.index(CourseAct.PUT_OFF) if CourseAct.PUT_OFF in self.sure else -1
        return bool(ordered) and ordered[-1] > put_off

    def is_plain_choice(self) -> bool:
        """Whether the whole message takes something shown, whatever it was guessed to be (莫说了, 算我一个)."""
        return self.share >= _SURE_OF_A_CLAUSE and self.best in _CHOICES

    def vetoes_order(self, is_named: bool = False) -> bool:
        """Whether what is surely meant leaves no room for an order drawn from weak signs (要得, 我再想哈).

        `is_named`: what is ordered has been named; 先弄蛋糕 then puts nothing off.
        """
        return self.share >= SURE and self.best in NO_ORDER and not (is_named and self.best is CourseAct.PUT_OFF)

    def is_other(self) -> bool:
        """Whether the message as a whole is surely about no course."""
        return self.best is CourseAct.OTHER and self.share >= SURE


@dataclass(frozen=True)
class CourseActReader:
    """Reads by a model whose labels are acts."""

    model: TopicModel

    def read(self, text: str) -> LearnedActs:
        """The acts of a message that are sure, its clauses by themselves among them."""
        best, share = self.best(text)
        sure: dict[CourseAct, str] = {}
        clauses = clauses_of(text)
        for clause in clauses if len(clauses) > 1 else ():
            act, of_clause = self.best(clause)
            if of_clause >= _SURE_OF_A_CLAUSE and len(clause) >= _SHORTEST and act is not CourseAct.OTHER:
                sure.pop(act, None)
                sure[act] = clause
        if share >= SURE and best not in sure:
            sure = {best: text, **sure}
        return LearnedActs(sure, best, share)

    def best(self, text: str) -> tuple[CourseAct, float]:
        """The likeliest act, with its share."""
        shares = self.model.predict(text)
        label = max(shares, key=lambda one: shares[one])
        return CourseAct(label), shares[label]
