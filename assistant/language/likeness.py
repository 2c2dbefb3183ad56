"""How alike two questions are, by their words alone: is this the question that was answered before?

Close words are not enough: 能领多久 and 能领多少 differ in one character. So what tells questions apart must agree: the
figures, what is asked for, whether something is denied, every word of the field that one of them holds; and one may say
more than the other, but not each of them something else. Rather a question that is not recognised than a wrong answer.
"""

import re
from collections import Counter
from dataclasses import dataclass

from assistant.domain.knowledge import Aspect
from assistant.language.lexicon import Lexicon
from assistant.language.segment import fold
from assistant.language.text import HAN, plain_words
from assistant.language.understanding import find_aspects

#: From which likeness on a question counts as the one taught; chosen on `tests/language/alike_questions.yaml`.
ALIKE = 0.55
_RUN = re.compile(rf"[{HAN}]+|[0-9a-z]+(?:\.[0-9]+)?")
_FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_DENIAL = re.compile(r"没有|没得|莫得|未|没|无法|不能|不得|不给|不发|不让|不交|不签|拒绝|拒不|被拒|非")
_DOUBLED = re.compile(r"(.)不(?=\1)")
_YES_OR_NO = re.compile(
    r"能不能|可不可以|是不是|有没有|有没得|要不要|需不需要|会不会|用不用|得不得|算不算|[能可]否|是否"
)
#: 礼拜天, 星期日 and 周天 are one day.
_WEEK, _SUNDAY = re.compile(r"(?:礼拜|星期)(?=[一二三四五六日天])"), re.compile(r"周天")
#: A place is open, in whichever words: 周日开放, 周日营业, 周日不休.
_OPEN = re.compile(r"开放|开门|营业|不关门|不打烊|不休息|不休(?![年病产婚丧假])")
_DAY_OF_THE_WEEK = re.compile(r"周([一二三四五六日])|周末")
_LONG_WORD = 2
#: What is asked for by which words; none of them: whether.
_ASKED_FOR = {
    "when": re.compile(r"几点钟?|什么时候|啥时候|何时|哪天|哪一天|几号|几月"),
    "where": re.compile(r"(?:什么|哪个|啥子?)(?:地方|地点|位置|窗口)|哪里|哪儿|哪点|何处|[在去到]哪(?![个些样种])"),
    "how_long": re.compile(r"多久|多长时间|好久|几天|多少天|几个月|几年"),
    "how_much": re.compile(r"多少钱?|好多钱?|几块"),
    "how": re.compile(r"怎么样?办?|咋个?办?|啷个办?|如何|怎样"),
    "why": re.compile(r"为什么|为啥子?|凭什么|凭啥"),
    "who": re.compile(r"谁|哪个部门|哪个单位|什么部门"),
    "which": re.compile(r"哪些|哪样|哪种|什么|啥子?"),
}
#: Characters that say too little to tell two questions apart.
_SLIGHT = frozenset("在到着过把被对于从里面去来会该才钟时间提前先后一直都还已经以请各位")


@dataclass(frozen=True)
class AskedWords:
    """A question taken apart once, to be compared often. `units`: its characters and pairs, each with how often."""

    text: str
    units: Counter[str]
    characters: Counter[str]
    asks_for: frozenset[str]
    figures: frozenset[str]
    days: frozenset[str]
    aspects: frozenset[Aspect]
    terms: frozenset[str]
    is_denied: bool


def take_apart(question: str, lexicon: Lexicon) -> AskedWords:
    """The question as it is compared: spelled plainly, slips mended, without words that carry no topic."""
    plain = lexicon.typos.correct(lexicon.normaliser.normalise(plain_words(question))).text
    plain = _SUNDAY.sub("周日", _WEEK.sub("周", plain))
    text = _DOUBLED.sub("", _YES_OR_NO.sub(" ", _OPEN.sub("开", fold(plain))))
    aspects, _ = find_aspects(text, lexicon)
    asks_for, bare = _asked_for(text)
    for filler in sorted(lexicon.phrases.fillers, key=len, reverse=True):
        if len(filler) >= _LONG_WORD:
            bare = bare.replace(filler, " ")
    terms = _terms(bare, lexicon)
    bare = _official(bare, lexicon)
    slight = _SLIGHT | {filler for filler in lexicon.phrases.fillers if len(filler) < _LONG_WORD}
    return AskedWords(
        text=text,
        units=_units(bare),
        characters=Counter(unit for unit in re.findall(rf"[{HAN}]|[0-9a-z]+", bare) if unit not in slight),
        asks_for=asks_for,
        figures=frozenset(_FIGURE.findall(text)),
        days=frozenset(day for found in _DAY_OF_THE_WEEK.finditer(text) for day in found[1] or "六日"),
        aspects=frozenset(aspects),
        terms=terms,
        is_denied=_DENIAL.search(text) is not None,
    )


def likeness(one: AskedWords, other: AskedWords) -> float:
    """0 to 1: the share of characters and pairs of characters they have in common; 0 where they ask for different
    things."""
    if one.text == other.text:
        return 1.0
    if one.days != other.days and one.days and other.days:
        return 0.0
    if one.figures != other.figures or one.is_denied != other.is_denied or one.terms != other.terms:
        return 0.0
    if one.asks_for != other.asks_for or ((one.characters - other.characters) and (other.characters - one.characters)):
        return 0.0
    if one.aspects and other.aspects and not one.aspects & other.aspects:
        return 0.0
    return closeness(one.units, other.units)


def closeness(one: Counter[str], other: Counter[str]) -> float:
    """Dice's coefficient of two bags."""
    whole = one.total() + other.total()
    return 2 * (one & other).total() / whole if whole else 0.0


def bigrams(text: str) -> Counter[str]:
    """Pairs of neighbouring characters of a text, figures and Latin words whole."""
    return Counter(unit for unit in _pairs(fold(text)))


def _units(text: str) -> Counter[str]:
    """Characters and pairs: characters forgive another order of words, pairs tell words apart."""
    return Counter([*_pairs(text), *re.findall(rf"[{HAN}]|[0-9a-z]+", text)])


def _pairs(text: str) -> list[str]:
    pairs: list[str] = []
    for run in _RUN.findall(text):
        pairs += [run] if len(run) < _LONG_WORD or run.isascii() else [run[i : i + 2] for i in range(len(run) - 1)]
    return pairs


def _official(text: str, lexicon: Lexicon) -> str:
    """Lay words that mean one official term replaced by it."""
    for expansion in lexicon.synonyms.expand(text):
        if len(lexicon.synonyms.meanings.get(expansion.said, ())) == 1:
            text = text.replace(expansion.said, expansion.meant)
    return text


def _asked_for(text: str) -> tuple[frozenset[str], str]:
    """What is asked for, and the text without the words that ask."""
    found: set[str] = set()
    for name, words in _ASKED_FOR.items():
        rest = words.sub(" ", text)
        if rest != text:
            found.add(name)
            text = rest
    return frozenset(found), text


def _terms(text: str, lexicon: Lexicon) -> frozenset[str]:
    """The words of the field the question holds, lay words by what they mean."""
    found = {term for term in lexicon.synonyms.terms if term in text and term not in lexicon.synonyms.meanings}
    found |= {expansion.meant for expansion in lexicon.synonyms.expand(text)}
    return frozenset(term for term in found if not any(term != other and term in other for other in found))
