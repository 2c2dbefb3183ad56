"""Slips of the keyboard in the commonest words of a search: 沙平坝 for 沙坪坝, 想找电弓的工作 for 电工.

A word of three and more characters may sound alike as Sichuan speakers type it; one of two must sound the same, share a
character, and stand where an occupation or a district stands. Nothing that is a word of the tables is changed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from assistant.language.places import PlaceNames
from assistant.language.segment import plain_cutter
from assistant.language.sounds import SoundTable
from assistant.language.text import HAN
from assistant.language.vacancy_words import VacancyWords, WordKind

_HAN = re.compile(rf"[{HAN}]+")
#: 叉车正, 健康正: the licence.
_LICENCE_SLIP = re.compile(
    r"(?:叉车|电工|焊工|健康|月嫂|保安|保安员|厨师|登高|教师|护士|电梯|锅炉|驾驶|网约车|资格|从业|操作|上岗|育婴师|护理员)正(?![规式常在好要点月确面])"
)
_LONGEST = 5
#: Characters that sentences are made of rather than trades: 睡吧 is no 水吧, 写首诗 no 写手.
_OF_SENTENCES = frozenset("吧首有的了在不我你是就都也来去说要给呢嘛哈")
#: What stands before and after a word of two characters.
_BEFORE = re.compile(
    r"(?:^|[,。;!?、 ]|[找做当干招聘个在的去到学考报开搞请缺聘或者和跟与]|[一份]个|[份点位名门]|有没有|有没得)$"
)
_AFTER = re.compile(
    r"(?:$|[,。;!?、 ]|的|工作|岗位?|兼职|或者?|和|跟|都|也|不|没"
    r"|有|招|想|那|这|轻轨|地铁|[a-z0-9]|了?[0-9一二三四五六七八九十两]|找|证|上班|做"
    r"|附近|吗|嘛|呢|哈|是|我|,?退伍)"
)
#: 六干五: thousands.
_THOUSAND_SLIP = re.compile(
    r"(?<=[一二两三四五六七八九])干(?=[一二三四五六七八九]?(?:百|以上|以下|左右|块|元|起|的|到|往上|[,。; 包]|$))"
)


@dataclass(frozen=True)
class _Table:
    """`known`: what is never changed. `long` and `short`: sound → the word; None where several sound so.

    `sure`: words of two characters that go before a word of the dictionary that sounds like them (棋江).
    """

    known: frozenset[str]
    long: Mapping[str, str | None]
    short: Mapping[str, str | None]
    sure: frozenset[str]
    sounds: SoundTable


def mend_search(text: str, words: VacancyWords, places: PlaceNames) -> str:
    """The text, of the same length, with such slips put right."""
    table = _table(words, tuple(places.names))
    text = _LICENCE_SLIP.sub(lambda found: f"{found.group()[:-1]}证", text)
    text = _THOUSAND_SLIP.sub("千", text)
    mended = list(text)
    for run in _HAN.finditer(text):
        for start, word in _slips(text, run.start(), run.end(), table):
            mended[start : start + len(word)] = word
    return "".join(mended)


def _slips(text: str, start: int, end: int, table: _Table) -> list[tuple[int, str]]:
    exact = table.sounds.exact(text[start:end])
    similar = table.sounds.similar(text[start:end])
    found: list[tuple[int, str]] = []
    position = start
    while position < end - 1:
        step = 1
        for length in range(min(_LONGEST, end - position), 1, -1):
            written = text[position : position + length]
            if written in table.known:
                step = length
                break
            low = position - start
            if length > 2:
                word = table.long.get("".join(similar[low : low + length]))
                if word is None or _shared(written, word) < length - 1 or _tears(text, position, word, table):
                    continue
            else:
                word = table.short.get("".join(exact[low : low + length]))
                if word is None or _shared(written, word) != 1 or not _stands_alone(text, position, table):
                    continue
                if word not in table.sure and (set(written) & _OF_SENTENCES or _is_word(written)):
                    continue
            found.append((position, word))
            step = length
            break
        position += step
    return found


def _tears(text: str, start: int, word: str, table: _Table) -> bool:
    """Whether the change would break what is a word (江北成都) or runs on in one (大学成绩)."""
    end = start + len(word)
    changed = [start + index for index, letter in enumerate(word) if text[start + index] != letter]
    covering = (
        text[low:high] for index in changed for low in range(max(0, index - 3), index + 1) for high in _ends(low, index)
    )
    return not _ends_here(text, end, table) or any(word in table.known for word in covering)


def _ends(low: int, index: int) -> range:
    """Where a word of two to five characters that begins at `low` and holds `index` may end."""
    return range(max(low + 2, index + 1), low + _LONGEST + 1)


def _stands_alone(text: str, start: int, table: _Table) -> bool:
    return _BEFORE.search(text[max(0, start - 3) : start]) is not None and _ends_here(text, start + 2, table)


def _ends_here(text: str, end: int, table: _Table) -> bool:
    return _AFTER.match(text, end) is not None or any(text[end:high] in table.known for high in _ends(end, end))


@lru_cache(maxsize=4096)
def _is_word(written: str) -> bool:
    """记着 is a word, whatever 记者 sounds like."""
    return len(plain_cutter().cut(written, hmm=False)) == 1


def _shared(written: str, word: str) -> int:
    return sum(one == other for one, other in zip(written, word, strict=True))


@lru_cache(maxsize=4)
def _table(words: VacancyWords, places: tuple[str, ...]) -> _Table:
    sounds = SoundTable()
    said = {word for entry in words.entries for word in (*entry.said, entry.value)}
    names = {name for name in words.names(WordKind.OCCUPATION) if _HAN.fullmatch(name)}
    things = (*words.names(WordKind.BENEFIT), *words.names(WordKind.LICENCE))
    sought = {word for word in (*names, *things, *places) if 2 < len(word) <= _LONGEST and _HAN.fullmatch(word)}
    long: dict[str, str | None] = {}
    for word in sorted(sought):
        key = "".join(sounds.similar(word))
        long[key] = None if key in long else word
    districts = _districts(places)
    trades = {word for entry in words.entries if entry.kind is WordKind.OCCUPATION for word in entry.said}
    sure = frozenset(word for word in {*names, *districts} if len(word) == 2)
    short = _by_sound(trades - sure, sounds) | _by_sound(sure, sounds)
    return _Table(frozenset({*said, *places}), long, short, sure, sounds)


def _by_sound(words: Iterable[str], sounds: SoundTable) -> dict[str, str | None]:
    """Words of two characters by their sound."""
    found: dict[str, str | None] = {}
    for word in sorted(one for one in words if len(one) == 2 and _HAN.fullmatch(one)):
        key = "".join(sounds.exact(word))
        found[key] = None if key in found else word
    return found


def _districts(places: tuple[str, ...]) -> set[str]:
    """渝北 of 渝北区, 忠县 as it is."""
    known = set(places)
    return {name for name in places if len(name) == 2 and (f"{name}区" in known or f"{name}县" in known)}
