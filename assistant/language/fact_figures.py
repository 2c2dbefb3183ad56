"""Figures, dates and places people state about themselves, each with the fact whose word stands nearest to it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice

from assistant.domain.conversation import FactValue
from assistant.domain.regions import RegionTable
from assistant.language.ages import find_ages
from assistant.language.amounts import find_money
from assistant.language.dates import find_dates
from assistant.language.durations import find_durations
from assistant.language.fact_words import FactCues, FactKind, FactWords
from assistant.language.numerals import NUMERAL, parse_numeral
from assistant.language.places import PlaceNames, find_places
from assistant.language.rates import find_rates

_OF_A_KIND = (
    "见习|应届|毕业|大学|本科|大专|专科|研究生|硕士|残疾|退伍|退役|自主就业|脱贫|建卡|低保|零就业|登记|就业"
    "|离校|今年|去年|刚|4050"
)
_PERSONS = re.compile(
    rf"(?<![一二两三四五六七八九])(?P<number>{NUMERAL}|仨|俩)(?P<more>多|来|几)? ?(?:个|名|位|口|号)?"
    r"(?!月|小时|星期|礼拜|总数|总的|数字|准数|数就|说法|准话|答复|电话|地址|号码|问题|办法|名单|文件)(?:人|员工|职工|工人|同事|师傅|伙计|厨师|帮工|新人|年轻|小伙|姑娘|娃|学生|(?<=[个名位仨俩])"
    rf"|(?={_OF_A_KIND}))"
)
#: 四个脱贫户, 哦不, 三个: a number alone stands for the one taken back.
_BARE_PERSONS = re.compile(rf"^(?:是|只有|就)?(?P<number>{NUMERAL}|仨|俩) ?(?:个|名|位|人)(?:人|了|的|哈|才对)*$")
#: 招了个退伍兵: one.
_ONE_PERSON = re.compile(
    r"(?:招|请|雇|聘|收|录用|安置|吸纳|介绍|推荐)(?:了|进|进来|到|过|用)?(?P<one>个|名|位)(?![个把月])"
)
#: Too vague to count months by.
_VAGUE_LENGTH = re.compile(r"[大小]半")
#: 连续三个月没发工资: how long nothing was paid, and no time at work or of premiums.
_UNPAID = re.compile(
    r"(?:了|都|就|也|一直|硬是)*(?:没|不|未)(?:有|得)?(?:给)?(?:我们?|大家)?(?:发|结|拿到|领到|收到|拿过|开)"
)
_DAYS = re.compile(rf"(?P<number>{NUMERAL}) ?天")
#: 毕业当年11月, 当月: counted from another date.
_RELATIVE_DATE = ("当年", "当月", "那年")
#: 一年交了9800元, 一个月要交多少: what is paid for each, no length of time.
_PRICED_BY_TIME = re.compile(
    r"(?:[一1]年|[一1]个月)(?:下来|总共|一共|要|得|该|应|最少|最多|大概|单位|公司|自己|个人|实际|的|为|给|他|她|每人|人均)*"
    r"(?:交|缴|出|掏|花|税|扣|部分|承担)[^,]{0,8}[0-9一二两三四五六七八九]+(?:[百千万元块0-9]|\.)|(?:[一1]年|[一1]个月)(?:最少|最多|要|得|应)"
)
#: The price of a unit, at the end of what stands before a question: 失业金一个月(能领好多).
_UNIT_OF_PRICE = re.compile(r"(?:一|1|每)(?:个月|月|年|天|个?人|位|名)[我们都还也的要得该能可以交缴出给补领拿退扣]*$")
#: 38, 当过兵: who opens with a bare number tells an age.
_BARE_AGE = re.compile(r"(?:1[6-9]|[2-6][0-9])")
_TOGETHER = {"仨": 3, "俩": 2}
#: 2025届, 25届: the year somebody graduated.
_CLASS_OF = re.compile(r"(?<![0-9])(?:20)?(?P<year>[0-3][0-9])(?=届)")
#: How far from a figure, in characters, the word may stand that says what it is of.
_BEFORE, _AFTER = 16, 10
#: How much further a word behind the figure counts than one before it, and one of the clause before.
_BEHIND, _EARLIER = 3, 6
_NUMERIC = r"[0-9一二两三四五六七八九十百千万半]"
#: Without such a character, no figure of the kind.
_MAY_HOLD: dict[FactKind, re.Pattern[str]] = {
    "months": re.compile(r"[年月]"),
    "years": re.compile(_NUMERIC),
    "persons": re.compile(r"[0-9一二两三四五六七八九十百千万仨俩个名位]"),
    "money": re.compile(_NUMERIC),
    "percent": re.compile(r"[%‰之成半/]"),
    "days": re.compile(r"天"),
    "date": re.compile(r"[年月日号天前届]|[0-9]{4}"),
    "region": re.compile(r"..", re.DOTALL),
}
#: Nobody states more figures of a kind in one clause.
_MOST_MENTIONS = 8
FIGURE_KINDS: tuple[FactKind, ...] = ("months", "years", "persons", "money", "percent", "days", "date", "region")


@dataclass(frozen=True)
class _Mention:
    """A figure, date or place in a clause, with the value it would give a fact."""

    start: int
    end: int
    value: FactValue
    approx: bool = False


@dataclass(frozen=True)
class _Setting:
    """What the figures of one clause are read with."""

    words: FactWords
    regions: RegionTable
    places: PlaceNames
    today: date


class FigureReader:
    """Reads the figures of a message clause by clause, for a word may stand in the clause before its figure."""

    def __init__(
        self, words: FactWords, regions: RegionTable, places: PlaceNames, today: date, message: str = ""
    ) -> None:
        self._setting = _Setting(words, regions, places, today)
        able = [cue for cue in words.cues if cue.may_be_in(message)]
        self._cues = {kind: tuple(cue for cue in able if cue.kind == kind) for kind in FIGURE_KINDS}
        self._earlier: dict[FactKind, str] = {}
        self._last: dict[FactKind, tuple[str, ...]] = {}
        self._was_wrong = False
        self._is_first = True
        self._was_rough: dict[FactKind, bool] = {}

    def read(self, text: str, asks: bool = False, follows: str = "") -> Iterator[tuple[str, FactValue, bool]]:
        """Fact, value and whether it is rough, of each figure of the clause; `asks` if a question came after it."""
        plain = self._setting.words.phrasing.names.blank(text)
        if asks:
            plain = _UNIT_OF_PRICE.sub("", plain)
        for kind in FIGURE_KINDS:
            mentions = [] if _MAY_HOLD[kind].search(plain) is None else self._mentions(kind, plain, bool(follows))
            yield from self._facts(kind, plain, mentions, follows)
            self._earlier[kind] = "" if mentions else plain
        self._was_wrong = self._corrects(plain)
        self._is_first = False

    def _mentions(self, kind: FactKind, text: str, has_more: bool) -> list[_Mention]:
        found: Iterable[_Mention] = islice(_mentions(kind, text, self._setting), _MOST_MENTIONS)
        if kind == "years" and self._is_first and has_more and _BARE_AGE.fullmatch(text):
            return [_Mention(0, len(text), int(text))]
        if kind == "persons" and self._was_wrong:
            found = [*found, *_counts(_BARE_PERSONS, text)]
        return [mention for mention in found if not self._is_refused(text, mention, kind)]

    def _replaces(self, kind: FactKind, before: str) -> bool:
        """Whether a figure after those words stands for the one said last: it was wrong, or rough (查了是四年整)."""
        return self._was_wrong or self._was_rough.get(kind, False) or self._corrects(before)

    def _corrects(self, text: str) -> bool:
        return self._setting.words.phrasing.corrects.search(text) is not None

    def _is_refused(self, text: str, mention: _Mention, kind: FactKind) -> bool:
        """Not reached (不到三年), or said not to be the one (不是三年)."""
        before = text[max(0, mention.start - 6) : mention.start]
        phrasing = self._setting.words.phrasing
        if phrasing.refused.search(before):
            return True
        return kind in ("months", "persons", "days") and phrasing.unreached.search(before) is not None

    def _facts(
        self, kind: FactKind, text: str, mentions: list[_Mention], follows: str
    ) -> Iterator[tuple[str, FactValue, bool]]:
        found: list[str] = []
        for index, mention in enumerate(mentions):
            low = mentions[index - 1].end if index else 0
            high = mentions[index + 1].start if index + 1 < len(mentions) else len(text)
            window = (max(low, mention.start - _BEFORE), min(high, mention.end + _AFTER))
            facts = self._nearest(kind, text, mention, window, self._earlier.get(kind, "") if index == 0 else "")
            if not facts and index == 0 and self._replaces(kind, text[: mention.start]):
                facts = list(self._last.get(kind, ()))
            if not facts and len(text) - (mention.end - mention.start) <= _BEHIND:
                facts = [cue.fact for cue in self._cues[kind] if cue.alone]
            if not facts and len(mentions) == 1 and len(text) - (mention.end - mention.start) <= _BEHIND:
                facts = self._nearest(kind, follows, _Mention(0, 0, mention.value), (0, _BEFORE), "")
            for fact in facts:
                yield fact, mention.value, mention.approx
            found = facts or found
        if found:
            self._last[kind] = tuple(found)
            self._was_rough[kind] = mentions[-1].approx

    def _nearest(
        self, kind: FactKind, text: str, mention: _Mention, window: tuple[int, int], earlier: str
    ) -> list[str]:
        """The facts of the nearest word, by subject; a word before counts more than one behind."""
        low, high = window
        before, after, around = text[low : mention.start], text[mention.end : high], text[low:high]
        best: dict[str, tuple[int | None, list[str]]] = {}
        for cue in self._cues[kind]:
            if cue.is_blocked_in(around):
                continue
            distance = _distance(cue, before, after)
            if distance is None and low == 0 and earlier and not cue.is_blocked_in(earlier[-_BEFORE:]):
                distance = _distance(cue, earlier[-_BEFORE:], "")
                distance = None if distance is None else distance + len(before) + _EARLIER
            nearest, facts = best.get(cue.subject, (None, []))
            if distance is not None and (nearest is None or distance < nearest):
                best[cue.subject] = (distance, [cue.fact])
            elif distance is not None and distance == nearest:
                facts.append(cue.fact)
        return [fact for _, facts in best.values() for fact in facts]


def _distance(cue: FactCues, before: str, after: str) -> int | None:
    distances: list[int] = []
    for sign in cue.signs:
        distances += [len(before) - match.end() for match in sign.finditer(before)]
        match_after = sign.search(after)
        if match_after is not None:
            distances.append(match_after.start() + _BEHIND)
    return min(distances, default=None)


def _mentions(kind: FactKind, text: str, setting: _Setting) -> Iterator[_Mention]:
    """What could be a value of that kind; a vague figure is none."""
    match kind:
        case "months":
            for length in find_durations(text):
                if length.months in (1, 12) and _PRICED_BY_TIME.search(text):
                    continue
                if _VAGUE_LENGTH.search(text[max(0, length.start - 1) : length.end]) or _UNPAID.match(text, length.end):
                    continue
                yield _Mention(length.start, length.end, length.months, length.approx)
        case "years":
            for age in find_ages(text, setting.today):
                if age.low == age.high:
                    yield _Mention(age.start, age.end, age.low)
        case "money":
            for money in find_money(text):
                if money.upper_yuan is None:
                    yield _Mention(money.start, money.end, _plain(money.yuan), money.approx)
        case "percent":
            for rate in find_rates(text.replace("两成", "二成")):
                percent = Decimal(rate.rate.numerator) * 100 / Decimal(rate.rate.denominator)
                yield _Mention(rate.start, rate.end, _plain(percent))
        case "date":
            for day in find_dates(text, setting.today):
                if not day.approx and not text.startswith(_RELATIVE_DATE, day.start):
                    yield _Mention(day.start, day.end, str(day.date))
            for year in _CLASS_OF.finditer(text):
                yield _Mention(year.start(), year.end(), f"20{year['year']}")
        case "region":
            yield from _regions(text, setting)
        case "days":
            yield from _counts(_DAYS, text)
        case _:
            persons = [*_counts(_PERSONS, text), *_ones(text)]
            yield from sorted(persons, key=lambda mention: mention.start)


def _regions(text: str, setting: _Setting) -> Iterator[_Mention]:
    """The regions named; in 重庆九龙坡 only the narrower one."""
    places = [place for place in find_places(text, setting.regions, setting.places) if place.region_id is not None]
    for index, place in enumerate(places):
        is_last = index + 1 == len(places)
        if place.region_id is not None and (is_last or places[index + 1].start - place.end > 1):
            yield _Mention(place.start, place.end, place.region_id)


def _counts(pattern: re.Pattern[str], text: str) -> Iterator[_Mention]:
    for match in pattern.finditer(text):
        number = match["number"]
        value = _TOGETHER.get(number) or parse_numeral(number)
        is_unit = pattern is _DAYS and value == 1
        if value is not None and value == int(value) and not is_unit and not match.groupdict().get("more"):
            yield _Mention(match.start(), match.end(), int(value))


def _ones(text: str) -> Iterator[_Mention]:
    for match in _ONE_PERSON.finditer(text):
        yield _Mention(match.start("one"), match.end(), 1)


def _plain(value: Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)
