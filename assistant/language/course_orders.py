"""The words of an order for a place: which clauses give it, and from which of them it is told which course is meant."""

import re
from re import Pattern

from assistant.language.course_asks import clauses_of
from assistant.language.course_words import CourseCues
from assistant.language.segment import fold

_A_DAY = r"(?:[0-9]{1,2}[月./-])?[0-9]{1,2}[日号]?"
#: A day by which one has to enrol, which is no day on which anything begins.
_DEADLINES = re.compile(
    rf"{_A_DAY}(?:就|才|都|要|那天|之前|以前|前)*(?:报名)?(?:就)?(?:截(?:止|的)?|关门)|截(?:止|的)?(?:日期|时间)?(?:是|到|在)?{_A_DAY}"
)
#: An order by a verb of its own, whatever else is said.
SURE_ORDER = re.compile(
    r"(?<!刚)(?<!才)(?<!经)报(?!好|完|过|警|销|复|告|考|到|备|价|税|答|纸|名?(?:费|条件|要求|截止|时间))|(?:给|帮|替)我[占登整弄定订留]|[占登整弄](?:起|上|一?个)|登记|将就"
)
#: A clause that asks.
ASKS = re.compile(
    r"几[点号天时个]|多少|好多|好久|多久|哪(?!怕)|啥|什么|谁|[吗么不没迈啵呢嘞喃][?？]?$|[?？]|怎么|咋|啷个|([一-鿿])不\1|得不得|还是[^,，。]{1,8}[?？哦喔嘛]|是[^,，。]{1,8}还是|有没|能不能|可不可以|为(?:啥|什么|何|哪样)"
)


def without_deadlines(text: str) -> str:
    """The message without the days by which one has to enrol (12月5号就截止吧, 那帮我报)."""
    return _DEADLINES.sub(" ", text)


def order_in(text: str, cues: CourseCues) -> str:
    """The clauses that order a place (那赶紧的, 帮我报), beside what the others ask; without one, the whole."""
    orders = [one for one in clauses_of(text) if cues.orders.search(fold(one))]
    return "，".join(orders) or text


def picking_texts(text: str, cues: CourseCues) -> tuple[str, ...]:
    """What to pick by, what says most first: the last clause that orders or chooses, that with the clause before it
    (那先学剪头发, 你帮他报嘛), and the whole message. What is said before may be of another (电工要满18嗦)."""
    clauses = clauses_of(text)
    if len(clauses) < 2:
        return (text,)
    ordering = [at for at, one in enumerate(clauses) if is_order(one, cues)]
    if not ordering:
        return (text,)
    at = ordering[-1]
    before = "，".join(clauses[max(0, at - 1) : at + 1])
    return tuple(dict.fromkeys((clauses[at], before, text)))


def is_order(clause: str, cues: CourseCues) -> bool:
    """Whether a clause orders or chooses, where courses have been shown."""
    folded = fold(clause)
    words = (cues.orders, cues.orders_here, cues.chooses, cues.enrols)
    return any(cue.search(folded) for cue in words) or cues.chooses_all.search(clause) is not None


def without_refusals(text: str, cues: CourseCues) -> str:
    """The message without the clauses that refuse an order (莫弄那个, 换成小面的); nothing where what is left orders
    nothing either, and the message itself where nothing is refused."""
    clauses = clauses_of(text)
    kept = [one for one in clauses if cues.refuses_order.search(fold(one)) is None]
    if len(kept) == len(clauses):
        return text
    return "，".join(kept) if any(is_order(one, cues) for one in kept) else ""


def orders_plainly(text: str, cues: CourseCues) -> bool:
    """Whether a clause orders a place by the words of the tables and asks nothing."""
    orders = [one for one in clauses_of(text) if SURE_ORDER.search(fold(one)) or is_order(one, cues)]
    return any(not ASKS.search(fold(one)) and not cues.enrolled.search(fold(one)) for one in orders)


def orders_surely(text: str, cues: CourseCues) -> bool:
    """Whether a clause orders by a verb of its own, asks nothing, and tells of nothing done before."""
    return any(
        SURE_ORDER.search(fold(one)) and not ASKS.search(fold(one)) and not cues.enrolled.search(fold(one))
        for one in clauses_of(text)
    )


def orders_here(text: str, cues: CourseCues) -> bool:
    """Whether the words order a place by what was shown, though alone they might order anything (写我名字嘛)."""
    return _said(cues.orders_here, text) or _said(cues.fills, text)


def _said(cue: Pattern[str], text: str) -> bool:
    return cue.search(fold(text)) is not None
