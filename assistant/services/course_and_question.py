"""A course looked for and a question on a rule in one message (咖啡班有没得, 补贴在哪申请): both are answered."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.domain.conversation import AnswerStatus
from assistant.language.course_asks import CourseAct, clauses_of, read_course_ask
from assistant.language.questions import asks
from assistant.language.segment import fold
from assistant.services.course_desk import CourseDesk
from assistant.services.course_gate import CourseGate
from assistant.services.draft import Draft
from assistant.services.draft_sentences import joined
from assistant.services.knowing import Knowing

_PIECES = re.compile(r"[。;；!！?？\n]+")
#: A wish to learn something somewhere, or at some time (我想在奉节学炒川菜).
_WISHES = re.compile(
    r"(?:想|打算|准备)[^,，。;；!！?？]{0,10}(?<![大中小同上入放开自])(?:学(?![历校生费员期院位])|[读考](?:个|一个)|报[^,，。]{0,8}班)"
)
#: From which share of one document on, by the topic model, a piece is surely about a rule.
_SURE = 0.4
TOLD = (AnswerStatus.ANSWERED, AnswerStatus.UNANSWERABLE_LAPSED)


@dataclass(frozen=True)
class CourseAndQuestion:
    """What is looked for, and what is asked, each in the person's words."""

    course: str
    question: str


def find_course_and_question(
    text: str, knowing: Knowing, desk: Callable[[], CourseDesk] | None
) -> CourseAndQuestion | None:
    """Both; None where the message holds one, or what is asked is the subsidy for that very course."""
    plain = knowing.lexicon.phrases.joints.sub("；", text)
    pieces = [piece.strip(" ，,") for piece in _PIECES.split(plain) if piece.strip(" ，,")]
    if desk is None:
        return None
    asked = [piece for piece in pieces if _is_of_a_rule(piece, knowing)]
    others = [piece for piece in pieces if piece not in asked]
    if not others or not asked:
        others, asked = _parted(text, knowing)
    if not asked or not others:
        return None
    rest = "。".join(others)
    orders = CourseAct.ENROL in read_course_ask(rest, knowing.course_words.asks).acts
    for course in (rest, text):
        ask, wanted = read_course_ask(course, knowing.course_words.asks), desk().understand(course)
        wishes = CourseAct.FIND in ask.acts or _WISHES.search(course) is not None
        is_one = wanted.names_a_subject and (orders or wishes)
        if is_one or CourseGate(knowing, desk()).asks_plainly(ask, wanted):
            return CourseAndQuestion(course, "。".join(asked))
    return None


def _parted(text: str, knowing: Knowing) -> tuple[list[str], list[str]]:
    """The clauses before the first that speaks of money, and the question that those after it put (想去学做家政, 听说
    一天还要发生活费, 发好多哦); nothing where no wish stands before it, or nothing is asked."""
    clauses, cues = clauses_of(text), knowing.course_words.cues
    at = next((at for at, one in enumerate(clauses) if cues.subsidy.search(fold(one))), 0)
    wish, question = clauses[:at], "，".join(clauses[at:])
    if not any(_WISHES.search(one) for one in wish) or not any(asks(one) for one in clauses[at:]):
        return [], []
    is_sure = knowing.search.view_topic(question).document_share >= _SURE
    return (["，".join(wish)], [question]) if is_sure else ([], [])


def _is_of_a_rule(piece: str, knowing: Knowing) -> bool:
    """Whether a piece asks how, where or whether still one gets money: a rule, whatever the course."""
    words, cues = knowing.course_words, knowing.course_words.cues
    ask = read_course_ask(piece, words.asks)
    if CourseAct.FIND in ask.acts or CourseAct.ENROL in ask.acts or not asks(piece):
        return False
    if not cues.rule_asked.search(fold(piece)):
        return False
    view = knowing.search.view_topic(piece)
    return view.document_share >= _SURE


def answer_beside(course: Draft, question: Draft) -> Draft:
    """One reply of two: the courses, which go on being talked about, and then the answer to the question."""
    asked = question if question.status in TOLD else replace(question, cards=(), suggestions=())
    return replace(
        course,
        sentences=joined([course.sentences, asked.sentences]),
        evidence={**asked.evidence, **course.evidence},
        tools=(*asked.tools, *course.tools),
        cards=(*course.cards, *asked.cards),
        handover=asked.handover or course.handover,
        asks=(),
    )
