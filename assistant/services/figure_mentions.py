"""Figures where they stand in a text: what is said just before and behind them, and which bound, order or period.

"Up" is at least (满, 以上, 至少), "down" at most (不满, 以下, 最多); "before" and "after" are in time: 内 is before.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.language.amounts import Figure, canonical_figures
from assistant.language.text import HAN

SEGMENTS = re.compile(r"[。;；!！?？\n]")
_CLAUSE_MARKS = re.compile(r"[,，:：。;；!！?？\n、]")
_NUMBER = r"[0-9][0-9,，]*(?:\.[0-9]+)?|[零〇一二两三四五六七八九十百千半]+"
_MEASURE = (
    "元|块钱?|%|成|℃|度|折|倍|周岁|岁|工作日|天|日|星期|礼拜|周|小时|年半|年|月|人|名|位|户|次|回|米|公里|平方米|平米"
    "|分|课时|学时"
)
_SPAN = re.compile(
    rf"(?:{_NUMBER})(?:[万千])?元?[-~—至到](?:{_NUMBER})[万千百]?(?:个)?(?:元|块钱?|%|℃|度|周岁|岁|人|名)"
    r"|0[0-9]{2,3}-[0-9]{5,8}|(?<![0-9-])[0-9]{5}(?![0-9.,元块年万人-])|[12][0-9]{3}[-/.][0-9]{1,2}[-/.][0-9]{1,2}"
    r"|[12][0-9]{3}年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?|[0-9]{1,2}月(?:[0-9]{1,2}日)?(?!薪)"
    rf"|百分之(?:{_NUMBER})|(?:{_NUMBER})分之(?:{_NUMBER})|[0-9]/[0-9](?![0-9])"
    rf"|(?:{_NUMBER})[万千百亿]?(?:多|余)?(?:个)?(?:{_MEASURE})|(?:{_NUMBER})[万千百]"
)
_MEASURED, _COMMAS = re.compile(r"[0-9.,零〇一二两三四五六七八九十百千万亿个]"), re.compile(r"[,，:：]")
_GAP = r"[^0-9,。;:]{0,24}$"
_BOUNDS = (
    (
        "up",
        re.compile(
            r"(?:至少|最少|最短|最低(?!工资|生活|缴费|档)|不(?:得|能|可|可以|应|许)?(?:低于|少于|小于|低过|短于)"
            r"|(?<!不)(?<!不得)(?<!不能)(?<!不可)(?<!不可以)(?<!不应)(?<!不许)(?:超过|高于|多于|大于)"
            rf"|(?<![不未没])年?满了?|够|(?<![不未没有])达到|起码|下限){_GAP}"
        ),
        re.compile(r"^(?:\(?含\)?)?的?(?:及?以上|之上|以外|起步|多(?!人)|起(?=[,。;]|$))"),
    ),
    (
        "down",
        re.compile(
            r"(?:至多|最多|最长|最高(?!一?档|法院|标准|人民)|不(?:得|能|可|可以|应|许)?(?:超过|高于|多于|大于|长于)|不到|不足|没到|没满"
            rf"|未满|不满|未达到?|没达到?|没有达到|(?<![不得能可应许以])(?:低于|少于|小于)|顶多|上限|封顶|以内){_GAP}"
        ),
        re.compile(r"^(?:\(?含\)?)?的?(?:及?以下|之下|以内|之内|内(?![容部环])|封顶|为限)"),
    ),
)
_ORDERS = (
    (
        "before",
        re.compile(r"(?:截至|截止到?|早于|提前)[^0-9,。;]{0,4}$"),
        re.compile(r"^(?:之前|以前|前(?![往台提])|截止|以内|之内|内(?![容部环]))"),
    ),
    (
        "after",
        re.compile(r"(?:晚于|自|从)[^0-9,。;]{0,2}$"),
        re.compile(r"^(?:之后|以后|后(?![勤台])|起(?![步来])|开始)"),
    ),
)
#: The ends of a stretch of days.
_ENDS = (
    ("before", re.compile(r"[0-9日月年][至到~-]$"), re.compile(r"(?!)")),
    ("after", re.compile(r"(?!)"), re.compile(r"^[至到~-](?=[0-9])")),
)
_PERIODS = (
    ("month", re.compile(r"每个?月|按月|月均|/月|一个月|/人/月|·月|月(?:工资|收入|标准|薪|最低)")),
    ("quarter", re.compile(r"每个?季度?|按季|一个季度")),
    ("year", re.compile(r"每年|按年|/年|一年|年度|[每各]人年")),
    ("week", re.compile(r"每周|一周|每个?星期|一个星期|每个?礼拜")),
    ("day", re.compile(r"每天|每日|按天|按日|/天|/日|一天|每一天")),
    ("hour", re.compile(r"小时|时薪|钟头")),
    ("each", re.compile(r"每次|/次|按次|每一次|一次(?!性)")),
    ("once", re.compile(rf"一次性(?![{HAN}]{{2,6}}(?:补贴|补助|奖励))|只[发补给领]一次|一次发|一笔")),
)
_AND = re.compile(r"[、和及与]")
_RESPECTIVELY = re.compile(rf"(?P<items>[{HAN}]+(?:[、和及与][{HAN}]+)+?)(?:证书)?[^、。;]{{0,12}}分别")
_BEFORE, _AFTER, _TAIL = 36, 8, 12
_LITTLE = frozenset("的了是在和与及或为就都也还您你我他她它们这那其该最□")
_HAN_OR_DIGIT = re.compile(f"[{HAN}]")


@dataclass(frozen=True)
class Mention:
    """One figure in one place. `written`: its measure as written; `cell`: the words that are its own.

    `segment` and `clause`: numbers of the parts between full stops and between commas.
    """

    figure: Figure
    kind: str
    written: str
    segment: int
    clause: int
    cell: str
    bounds: frozenset[str]
    orders: frozenset[str]
    periods: frozenset[str]


@lru_cache(maxsize=2048)
def find_mentions(text: str) -> tuple[Mention, ...]:
    """Every figure with a measure in a half-width text, in order; a date counts once, as the fullest."""
    return tuple(
        mention for number, segment in enumerate(SEGMENTS.split(text)) for mention in _in_segment(segment, number)
    )


def _in_segment(segment: str, number: int) -> list[Mention]:
    found: list[Mention] = []
    spans = list(_SPAN.finditer(segment))
    shares = _shared_out(segment, spans)
    for index, match in enumerate(spans):
        figures = _figures_of(match.group())
        if not figures:
            continue
        last = spans[index - 1].end() if index else 0
        begin = next((one.end() for one in reversed(spans[:index]) if _is_alike(one, match)), 0)
        end = spans[index + 1].start() if index + 1 < len(spans) else len(segment)
        before = _CLAUSE_MARKS.split(segment[max(last, match.start() - _BEFORE) : match.start()])[-1]
        behind = _CLAUSE_MARKS.split(segment[match.end() : match.end() + _AFTER])[0]
        tail = _CLAUSE_MARKS.split(segment[match.end() : min(end, match.end() + _TAIL)])[0]
        cell = shares.get(index) or segment[begin : match.start()] + "□" + tail
        periods = _beside(before, behind) or periods_in(f"{before}□{behind}")
        periods = periods or periods_in(segment[match.end() : end]) or periods_in(segment[last : match.start()])
        clause = len(_COMMAS.findall(segment, 0, match.start()))
        found += [
            Mention(
                figure, _kind(figure), _MEASURED.sub("", match.group()), number, clause, cell,
                _which(_BOUNDS, before, behind),
                _which((*_ORDERS, *_ENDS) if figure.kind == "date" else _ORDERS, before, behind), periods,
            )
            for figure in _told_apart(figures)
        ]  # fmt: skip
    return found


def _is_alike(one: re.Match[str], other: re.Match[str]) -> bool:
    return _MEASURED.sub("", one.group()) == _MEASURED.sub("", other.group())


def _beside(before: str, behind: str) -> frozenset[str]:
    """The period that touches the figure, which is its own whatever else is spoken of."""
    return periods_in(before[-3:]) | periods_in(behind[:4])


def _told_apart(figures: frozenset[Figure]) -> list[Figure]:
    """Both ends of a range; of a date or a telephone number only the fullest."""
    if any(figure.kind in ("date", "number") for figure in figures):
        return [max(figures, key=lambda one: len(one.value))]
    return sorted(figures, key=lambda one: (len(one.value), one.value))


def _shared_out(segment: str, spans: list[re.Match[str]]) -> dict[int, str]:
    """初级、中级、高级分别为1000元、1500元、2000元: place of each figure → its own word."""
    respectively = _RESPECTIVELY.search(segment)
    if respectively is None:
        return {}
    items = _AND.split(respectively["items"])
    places = [index for index, match in enumerate(spans) if match.start() >= respectively.end()]
    return dict(zip(places, items, strict=False)) if len(places) >= len(items) > 1 else {}


_figures_of = lru_cache(maxsize=8192)(canonical_figures)


def _which(kinds: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...], before: str, behind: str) -> frozenset[str]:
    return frozenset(name for name, ahead, after in kinds if ahead.search(before) or after.search(behind))


def _kind(figure: Figure) -> str:
    """Figures of one kind can be mistaken for one another: amounts, shares, days, persons."""
    return figure.kind + re.sub(r"[0-9.:-]", "", figure.value) if figure.kind in ("count", "date") else figure.kind


def periods_in(text: str) -> frozenset[str]:
    """Every period the text speaks of."""
    return frozenset(name for name, words in _PERIODS if words.search(text))


@lru_cache(maxsize=4096)
def telling_pairs(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters that both tell something."""
    return frozenset(
        text[place : place + 2] for place in range(len(text) - 1) if _tells(text[place]) and _tells(text[place + 1])
    )


@lru_cache(maxsize=4096)
def telling_characters(text: str) -> frozenset[str]:
    return frozenset(character for character in text if _tells(character))


def _tells(character: str) -> bool:
    return character not in _LITTLE and _HAN_OR_DIGIT.match(character) is not None
