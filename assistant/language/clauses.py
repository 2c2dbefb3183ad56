"""A message in clauses: what each states about the speaker, with what it asks, supposes or tells of others left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.language.fact_words import Phrasing

_SENTENCES = re.compile(r"[。;；!！?？\n]+")
_CONJUNCTION = (
    r"(?=但是|不过(?!来|去)|可是|只是|而且|并且|然后|后来|后头|结果|所以|因为|另外|还有就是|其实"
    r"|(?<!不)但(?!是|愿|书))"
    # 签了两年合同社保也交了; 合同签了3年社保交了8个月: two matters, and no mark between them
    r"|(?<=年合同)(?=社保|五险|保险|养老)|(?<=月合同)(?=社保|五险|保险|养老)"
    r"|(?<=[年月])(?=(?:社保|五险|合同)(?:也|都|是)?[签交买缴])"
)
#: A space between words; after a figure only where no unit follows, before one only where a month or an age begins.
SPACES = (
    r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff]|(?:20[0-9]{2}年)?1?[0-9]月(?!薪)|[1-9][0-9]岁)"
    r"|(?<=[0-9]) (?=[\u4e00-\u9fff])(?![个名位人口号年月日天岁元块千万百十多几成]|周|小时|星期|以上|左右|来)"
)
_CLAUSES = re.compile(rf"(?<![0-9])[,，]|[,，](?![0-9]{{3}})|{SPACES}|{_CONJUNCTION}")
#: 社保的话, 交了三年: a matter is named, nothing supposed.
_TOPIC_MARK = re.compile(r"^(?:那|就|我的?)?[\u4e00-\u9fff]{2,6}的话(?=.|$)")
_VERB_IN_TOPIC = re.compile(r"是|有|办|交|签|领|没|能|要|在|算|得")
#: Said of every matter listed before it.
_OF_ALL = re.compile(
    r"^(?:这些|那些|以上|统统|样样|一样|哪样|啥子?|什么|全部?)?(?:也|都|全)(?:没得|没有|莫得|没|不沾|不存在|无|未)(?:的|过|有|哈|了)*$"
)
_WHERE = re.compile(r"^(?:都|全|全部|也都|均|就)(?:是)?在[\u4e00-\u9fff]{2,4}$")
_LISTED, _BEFORE_WHERE = 8, 18
#: 失业登记? 还没去办: up to this length, in characters, a matter is named, nothing asked.
_BARE_MATTER = 8


@dataclass(frozen=True)
class Clause:
    """What one clause states; empty where it states nothing. `asks`: the rest of it was a question.

    `of_kin`: it tells about somebody else of the speaker's family or friends.
    """

    text: str
    asks: bool = False
    of_kin: bool = False


@dataclass
class _Speech:
    """Where a message has got to: whose story it is, and whether it supposes."""

    of_others: bool = False
    supposes: bool = False


def read_clauses(text: str, phrasing: Phrasing) -> tuple[Clause, ...]:
    """The clauses of a message, in order."""
    speech = _Speech()
    clauses: list[Clause] = []
    for sentence, is_question in _sentences(text):
        speech.supposes = False
        pieces = _joined([piece.strip() for piece in _CLAUSES.split(sentence) if piece.strip()])
        for index, piece in enumerate(pieces):
            asked = is_question and index == len(pieces) - 1
            clauses.append(_read_clause(piece, asked, speech, phrasing))
    return tuple(clauses)


def asks(text: str, phrasing: Phrasing) -> bool:
    """Whether the text has the form of a question."""
    pieces = (piece.strip() for sentence, _ in _sentences(text) for piece in _CLAUSES.split(sentence))
    plain = [phrasing.universal.blank(piece) for piece in pieces]
    return any(phrasing.asks_from.search(piece) or phrasing.asks_all.search(piece) for piece in plain)


def _sentences(text: str) -> Iterator[tuple[str, bool]]:
    position = 0
    for mark in _SENTENCES.finditer(text):
        yield text[position : mark.start()], "?" in mark.group() or "？" in mark.group()
        position = mark.end()
    yield text[position:], False


def _read_clause(piece: str, ends_in_question: bool, speech: _Speech, phrasing: Phrasing) -> Clause:
    if phrasing.others.search(piece):
        speech.of_others = True
    elif phrasing.oneself.search(piece):
        speech.of_others = False
    if phrasing.returns.search(piece):
        speech.supposes = False
    if phrasing.supposes.search(piece) and not _names_a_matter(piece):
        speech.supposes = True
    if speech.supposes or phrasing.hearsay.search(piece) or phrasing.unreal.search(piece):
        return Clause("")
    stated, asks = _stated(piece, ends_in_question, phrasing)
    return Clause(stated, asks, speech.of_others)


def _joined(pieces: list[str]) -> list[str]:
    """A word on all that was listed (…, 注销吊销, 啥子都没得) or on where (参保, 都在重庆) belongs to what it is of."""
    joined: list[str] = []
    for piece in pieces:
        if _OF_ALL.match(piece):
            listed = len(joined)
            while listed and len(joined[listed - 1]) <= _LISTED and _VERB_IN_TOPIC.search(joined[listed - 1]) is None:
                listed -= 1
            joined[listed:] = [f"{item}{piece}" for item in joined[listed:]] or [piece]
        elif _WHERE.match(piece) and joined and len(joined[-1]) <= _BEFORE_WHERE:
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def _names_a_matter(piece: str) -> bool:
    match = _TOPIC_MARK.match(piece)
    return match is not None and _VERB_IN_TOPIC.search(match.group()) is None


def _stated(piece: str, ends_in_question: bool, phrasing: Phrasing) -> tuple[str, bool]:
    """What stands before the question, and whether there is one."""
    plain = phrasing.universal.blank(piece)
    if phrasing.unsure.search(plain):
        return "", True
    opening = phrasing.asks_from.search(plain)
    if opening is not None:
        return piece[: opening.start()].strip(), True
    if ends_in_question and len(piece) <= _BARE_MATTER and _VERB_IN_TOPIC.search(piece) is None:
        return piece, True
    if ends_in_question or phrasing.asks_all.search(plain):
        return "", True
    return piece, False
