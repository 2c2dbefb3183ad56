"""What a message asks about courses: every act in it, with the clause that says it. Read once, by one table."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from re import Pattern

from assistant.language.segment import fold

_CLAUSES = re.compile(r"[,，。;；!！?？…\s]+")
#: What is left of 换那个嘛 once this is gone names nothing.
_NAMELESS = re.compile(r"[这那](?:个|门|期|班|家)|[的了嘛吧噻哈哦呗,，。!！?？ ]|看看|看哈")
#: In characters: a longer message tells a story, of which only the clauses about courses say what is wanted.
A_STORY, _SAYS_WHICH = 40, 2


class CourseAct(StrEnum):
    """What somebody wants to know of courses, or to have done; names of `acts` in `lexicon/courses.yaml` and in
    `utterances/course_acts`. OTHER: nothing of courses."""

    FIND = "find"
    STARTS = "starts"
    WORKING = "working"
    FEE = "fee"
    CERTIFICATE = "certificate"
    CONDITIONS = "conditions"
    PLACE = "place"
    SEATS = "seats"
    CONTENT = "content"
    OUTCOMES = "outcomes"
    BOARD = "board"
    PROVIDER = "provider"
    DEADLINE = "deadline"
    ANY = "any"
    CLASH = "clash"
    SUBSIDY = "subsidy"
    ENROL = "enrol"
    SWAP = "swap"
    GIVE_BACK = "give_back"
    CONFIRM = "confirm"
    TIMES = "times"
    COMPARE = "compare"
    PUT_OFF = "put_off"
    QUEUE = "queue"
    FORM = "form"
    OTHER = "other"


#: What the record of a course answers.
ABOUT_A_COURSE = frozenset(CourseAct) - {
    CourseAct.FIND, CourseAct.ANY, CourseAct.CLASH, CourseAct.SUBSIDY, CourseAct.ENROL, CourseAct.SWAP,
    CourseAct.GIVE_BACK, CourseAct.CONFIRM, CourseAct.COMPARE, CourseAct.PUT_OFF, CourseAct.QUEUE, CourseAct.FORM,
    CourseAct.OTHER,
}  # fmt: skip


@dataclass(frozen=True)
class ActWords:
    """`said`: words for an act beside a course; `surely`: words said of nothing but courses; `unless`: words that look
    like it and tell what was done already (报好了)."""

    said: Pattern[str]
    surely: Pattern[str] | None = None
    unless: Pattern[str] | None = None

    def find(self, folded: str) -> bool:
        return self.said.search(self.unless.sub(" ", folded) if self.unless is not None else folded) is not None


@dataclass(frozen=True)
class AskedAct:
    """One act, and the clause that asks for it. `is_sure`: the words are said of nothing but courses."""

    act: CourseAct
    clause: str
    is_sure: bool = False


@dataclass(frozen=True)
class CourseAsk:
    """All that one message asks, in the order of its clauses. `focus`: the clauses that are about courses.

    `meant`: the message without what is given up in it (换成咖啡的: what comes after; 保安的退了: the other clauses).
    """

    asked: tuple[AskedAct, ...]
    focus: str
    meant: str

    @cached_property
    def acts(self) -> frozenset[CourseAct]:
        return frozenset(one.act for one in self.asked)

    @property
    def sure(self) -> frozenset[CourseAct]:
        """Those whose words are said of nothing but courses."""
        return frozenset(one.act for one in self.asked if one.is_sure)

    def clause_of(self, act: CourseAct) -> str:
        """The first clause that asks for it; nothing where none does."""
        return next((one.clause for one in self.asked if one.act is act), "")


@dataclass(frozen=True)
class AskWords:
    """What `read_course_ask` goes by. `focus`: words that tell a clause is about courses."""

    acts: Mapping[CourseAct, ActWords]
    focus: tuple[Pattern[str], ...]


def read_course_ask(text: str, words: AskWords) -> CourseAsk:
    """The acts of a message. Of a story, `focus` is what it says of courses; a short message is its own."""
    clauses = clauses_of(text)
    asked = tuple(one for clause in clauses for one in _acts_in(clause, words))
    meant = _meant(text, asked, words)
    if meant != text:
        left = tuple(one for one in asked if one.act in (CourseAct.SWAP, CourseAct.GIVE_BACK))
        asked = (*left, *(one for clause in clauses_of(meant) for one in _acts_in(clause, words)))
    if len(text) <= A_STORY:
        return CourseAsk(asked, text, meant)
    sure = {one.clause for one in asked if one.act is CourseAct.FIND or one.is_sure}
    about = [one for one in clauses if one in sure or any(cue.search(fold(one)) for cue in words.focus)]
    return CourseAsk(asked, "，".join(about) or text, meant)


def _meant(text: str, asked: tuple[AskedAct, ...], words: AskWords) -> str:
    for swap in reversed(list(words.acts[CourseAct.SWAP].said.finditer(text))):
        after = text[swap.end() :]
        if len(_NAMELESS.sub("", after)) >= _SAYS_WHICH:
            text = after
            break
    gone = {one.clause for one in asked if one.act is CourseAct.GIVE_BACK}
    if not gone or not any(one.act is CourseAct.ENROL and one.clause not in gone for one in asked):
        return text
    return "，".join(clause for clause in clauses_of(text) if clause not in gone)


def clauses_of(text: str) -> list[str]:
    """The clauses of a message, without the marks between them."""
    return [one.strip() for one in _CLAUSES.split(text) if one.strip()]


def _acts_in(clause: str, words: AskWords) -> list[AskedAct]:
    folded, found = fold(clause), []
    for act, said in words.acts.items():
        is_sure = said.surely is not None and said.surely.search(folded) is not None
        if is_sure or said.find(folded):
            found.append(AskedAct(act, clause, is_sure))
    return found


def without_sure_words(text: str, words: AskWords) -> str:
    """The text without words that are said of courses alone (学员找到工作): what is left may ask for something else."""
    folded = fold(text)
    for said in words.acts.values():
        if said.surely is not None:
            folded = said.surely.sub(" ", folded)
    return folded
