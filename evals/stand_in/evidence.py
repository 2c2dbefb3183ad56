"""The evidence in a request, and the sentences of it that a question is about."""

import re
from dataclasses import dataclass
from itertools import pairwise

from evals.stand_in.chat_request import ChatRequest, Message, rounds_of_calls, text_of

MOST_SENTENCES = 5
FEWEST_SENTENCES = 2
_TOKEN_LINE = re.compile(r"^\s*\[([A-Za-z0-9][A-Za-z0-9_.:#-]{0,39})\]\s*(.*)$")
_READY = re.compile(r"^- (.+?)\[([A-Za-z0-9_.:#-]{1,40})\](?:\[[^\]\n]+\])*$", re.MULTILINE)
_TOKEN = re.compile(r"\[[A-Za-z0-9][A-Za-z0-9_.:#-]{0,39}\]")
_SENTENCE_END = re.compile(r"(?<=[。！？!?；])")
#: Words by which a message that follows an answer is known for a correction of it, not for another question.
CORRECTION_WORDS = (
    "上一稿", "上一版", "上一次回答", "上一条回答", "刚才的回答", "请改正", "请更正", "请修改", "请重写", "重新回答",
    "核对未通过", "没有通过", "未通过核对", "没有依据", "缺少标记", "缺少引用", "不在依据", "与依据不符",
    "correct your",
)  # fmt: skip


@dataclass(frozen=True)
class Evidence:
    """One item: its token without brackets, its title, and its lines."""

    token: str
    title: str
    lines: tuple[str, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """What can be quoted, without any token inside; the title only where there is nothing else."""
        lines = [_TOKEN.sub("", line) for line in self.lines or (self.title,)]
        return tuple(part.strip() for line in lines for part in _SENTENCE_END.split(line) if len(part.strip()) > 3)


@dataclass(frozen=True)
class Quote:
    """A sentence of the evidence and the token it stands under."""

    sentence: str
    token: str

    @property
    def text(self) -> str:
        return f"{closed(self.sentence)}[{self.token}]"


def read_evidence(text: str) -> tuple[Evidence, ...]:
    """The items in a text. The format, and the only place that knows it:

        [S1] title of the item
        a line of its text, whole sentences
        another line
        [S2] the next item begins at the next token ...

        ... and a blank line ends an item.

    A token is Latin letters and digits with at least one digit ([S1], [12], [policy-3.2]), in square brackets at the
    beginning of a line.
    """
    items: list[Evidence] = []
    is_open = False
    for line in text.splitlines():
        begins = _begins_item(line)
        if begins:
            items.append(Evidence(begins[1], begins[2].strip(), ()))
        elif is_open and line.strip():
            last = items[-1]
            items[-1] = Evidence(last.token, last.title, (*last.lines, line.strip()))
        is_open = bool(begins) or (is_open and bool(line.strip()))
    return tuple(items)


def _begins_item(line: str) -> re.Match[str] | None:
    found = _TOKEN_LINE.match(line)
    return found if found and any(character.isdigit() for character in found[1]) else None


def evidence_of(request: ChatRequest) -> tuple[Evidence, ...]:
    """The evidence in system messages and from the question on; a later token replaces an earlier one."""
    start = _question_place(request)
    items: dict[str, Evidence] = {}
    for place, message in enumerate(request.messages):
        if message.get("role") in ("system", "developer") or (place >= start and message.get("role") != "assistant"):
            items |= {item.token: item for item in read_evidence(text_of(message))}
    return tuple(items.values())


def question_of(request: ChatRequest) -> str:
    """What the person asked: their last message that is not a correction, without the evidence it may carry."""
    if not request.messages:
        return ""
    text = text_of(request.messages[_question_place(request)])
    said, is_open = [], False
    for line in text.splitlines():
        is_open = bool(_begins_item(line)) or (is_open and bool(line.strip()))
        if not is_open:
            said.append(line)
    return "\n".join(said).strip()


def rounds_since_question(request: ChatRequest) -> int:
    """How many rounds of tool calls the model made since the question; a correction begins no new count."""
    return rounds_of_calls(request.messages[_question_place(request) :])


def correction_of(request: ChatRequest) -> str:
    """The last message, when it says what was wrong with the answer before it; otherwise empty."""
    last = len(request.messages) - 1
    return text_of(request.messages[last]) if last >= 0 and _is_correction(request, last) else ""


def quotes_of(request: ChatRequest) -> tuple[Quote, ...]:
    """What a model that does as it is told would say: the sentences offered ready to be used, or else the nearest."""
    return ready_sentences(request) or quotes_for(question_of(request), evidence_of(request))


def ready_sentences(request: ChatRequest) -> tuple[Quote, ...]:
    """Lines `- a sentence.[S1]` outside the items: what the assistant offers as it stands, under its first token."""
    start = _question_place(request)
    found: list[Quote] = []
    for place, message in enumerate(request.messages):
        if message.get("role") in ("system", "developer") or (place >= start and message.get("role") != "assistant"):
            found += [Quote(match[1].strip(), match[2]) for match in _READY.finditer(text_of(message))]
    return tuple(dict.fromkeys(found))


def quotes_for(question: str, evidence: tuple[Evidence, ...]) -> tuple[Quote, ...]:
    """The two to five sentences that share most character bigrams with the question, in the evidence's order."""
    asked = _bigrams(question)
    quotes = list(dict.fromkeys(Quote(sentence, item.token) for item in evidence for sentence in item.sentences))
    shared = {quote: len(asked & _bigrams(quote.sentence)) for quote in quotes}
    best = sorted(quotes, key=lambda quote: -shared[quote])[:MOST_SENTENCES]
    near = [
        quote for place, quote in enumerate(best) if place < FEWEST_SENTENCES or 2 * shared[quote] > shared[best[0]]
    ]
    return tuple(quote for quote in quotes if quote in near)


def closed(sentence: str) -> str:
    """The sentence with a full stop, whatever it ended in."""
    return sentence.rstrip("。；;，, ") + ("" if sentence.rstrip().endswith(("！", "？", "!", "?")) else "。")


def _question_place(request: ChatRequest) -> int:
    asked = [place for place, message in enumerate(request.messages) if message.get("role") == "user"]
    questions = [place for place in asked if not _is_correction(request, place)]
    return (questions or asked or [0])[-1]


def _is_correction(request: ChatRequest, place: int) -> bool:
    """Only what follows an answer in words (not a call of tools), in a message of the person, system or a tool."""
    message: Message = request.messages[place]
    before = [earlier for earlier in request.messages[:place] if earlier.get("role") != "system"]
    follows = bool(before) and before[-1].get("role") == "assistant" and bool(text_of(before[-1]))
    text = text_of(message)
    return follows and message.get("role") != "assistant" and any(word in text for word in CORRECTION_WORDS)


def _bigrams(text: str) -> set[str]:
    kept = [character for character in text.casefold() if character.isalnum()]
    return {first + second for first, second in pairwise(kept)}
