"""Reading one fact's value: from a form, a cell of a list, or a bare answer to the question for it."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol

from assistant.domain.conditions import DENIED, NO_OTHERS
from assistant.domain.conversation import FactValue
from assistant.domain.dates import PartialDate
from assistant.domain.errors import InvalidInputError
from assistant.domain.facts import FactDefinition, FactType
from assistant.domain.regions import RegionTable
from assistant.language.ages import find_ages
from assistant.language.amounts import find_money
from assistant.language.clauses import read_clauses
from assistant.language.dates import find_dates
from assistant.language.durations import find_durations
from assistant.language.fact_words import FactWords
from assistant.language.facts_said import read_statement
from assistant.language.numerals import find_numerals, parse_numeral
from assistant.language.places import PlaceNames, find_places
from assistant.language.polarity import find_bare_polarity
from assistant.language.rates import find_rates
from assistant.language.text import fold_width

_UNKNOWN = re.compile(r"^(?:不详|未知|待定|待核实|unknown|n/?a|\?+|？+|-+|—+|/|随便|都行)$", re.IGNORECASE)
_NO = re.compile(
    r"^(?:0|n|no|f|false|×|✗|x|否|零)$|^(?:否|没|未|不|还没|莫|无|从来没|从没|非|哪有|没得)", re.IGNORECASE
)
_YES = re.compile(
    r"^(?:y|yes|t|true|1|√|✓|✔|ok)$"
    r"|^(?:是|对|有|嗯|恩|好|办|算(?!了|一)|属于|签|交|缴|领|在|想|要|能|可以|确实|必须|当然|肯定|已|早|都|全|正|会|买|够|达到|拿|符合)",
    re.IGNORECASE,
)
#: Words that only begin like a yes: 有两个月是在成都交的, 要我给他做啥子.
_NO_YES = re.compile(
    r"^有[0-9一二两三四五六七八九十几半]+个?[年月天][^,，]{0,4}[是在]|^(?:要|想|能|可以)(?:不要)?[我你他她您咱]"
    r"|啥|什么|怎么|咋|啷个|好多|多少|好久|哪[个里些家点样]|哪儿|为何|凭什么|谁"
)
_DONE = re.compile(r"(?:了|过|的|起)(?:的|啊|哦|嘛|呢|哈|噻)*$")
_NOT = re.compile(r"[没不未无非]|莫得")
_NONE = re.compile(
    r"^(?:(?:无|否|没有|没得|不是|不属于|都不属于)(?:的|哦|哈|啊|这些)*$"
    r"|都不是|都没有|都不|以上都[不没]|none|一个都[不没]|没一样|啥都不|什么都不)",
    re.IGNORECASE,
)
_TOGETHER = re.compile("俩|仨")
_SEPARATORS = re.compile(r"[、,，;；/|\s和及与]+")
_NOTHING = re.compile(
    r"^(?:无|没有|没得|莫得|零|还没有?|一(?:个|次|分)(?:人|钱)?[都也]?没|没(?:有)?(?:交|缴|招|请|带|干|做|领|发|买|参)过?)"
    r"(?:了|的|人|过|啊|哈|有|得)*$"
)
_PLAIN_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_COMPACT_DATE = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])(?![0-9])")
#: What a spreadsheet keeps for the days from 1954 to 2064: days since 30 December 1899.
_SERIAL_DATE = re.compile(r"[2-5][0-9]{4}(?:\.0+)?")
_SERIAL_EPOCH = date(1899, 12, 30)
_LIMIT_YUAN = Decimal(10) ** 10
#: No age: 一百五十万 is a sum.
_OLDEST = Decimal(120)


class FactLexicon(Protocol):
    """What of the lexicon reading a fact needs."""

    @property
    def fact_words(self) -> FactWords:
        """The words by which facts are stated."""

    @property
    def regions(self) -> RegionTable:
        """The regions, with what they were called before."""

    @property
    def places(self) -> PlaceNames:
        """Every name of a place."""


@dataclass(frozen=True)
class ReadFact:
    """`value` None with `is_unsure`: the person does not know either."""

    value: FactValue | None
    is_unsure: bool = False


def read_fact(definition: FactDefinition, text: str, lexicon: FactLexicon, today: date) -> ReadFact:
    """The value the text gives the fact. Raises InvalidInputError, worded for the person, if it gives none."""
    plain = fold_width(text).strip(" 。.!！~～")
    if not plain or _is_unsure(plain, lexicon):
        return ReadFact(None, is_unsure=True)
    value = _read(definition, plain, lexicon, today)
    if value is None:
        raise InvalidInputError(_how_to_answer(definition))
    return ReadFact(value)


def _is_unsure(text: str, lexicon: FactLexicon) -> bool:
    return _UNKNOWN.search(text) is not None or lexicon.fact_words.phrasing.unsure.search(text) is not None


def _read(definition: FactDefinition, text: str, lexicon: FactLexicon, today: date) -> FactValue | None:
    match definition.type:
        case FactType.BOOLEAN:
            return _read_boolean(definition, text, lexicon)
        case FactType.INTEGER | FactType.NUMBER | FactType.MONEY:
            return _read_figure(definition, text, today)
        case FactType.DATE:
            return read_date(text, today)
        case FactType.CHOICE:
            return next(iter(_members(definition, text, lexicon)), None)
        case FactType.SET:
            return _read_set(definition, text, lexicon)
        case FactType.REGION:
            return _read_region(text, lexicon)


def _read_boolean(definition: FactDefinition, text: str, lexicon: FactLexicon) -> bool | None:
    """The fact's own words first: 是我自己走的 does not say yes to having been dismissed."""
    words = lexicon.fact_words
    cue = words.find_cues(definition.id)
    pieces = [clause.text for clause in read_clauses(text, words.phrasing) if clause.text]
    if cue is not None:
        said = [value for piece in pieces for value in read_statement(cue, piece, words.phrasing)]
        if cue.acts is not None and not said:
            bare = (find_bare_polarity(piece, cue.acts, words.phrasing) for piece in pieces)
            said = [value for value in bare if value is not None]
        if said:
            return said[-1] is True
    return _say_yes_or_no(text)


def _say_yes_or_no(text: str) -> bool | None:
    if _NO.search(text):
        return False
    if _NO_YES.search(text):
        return None
    if _YES.search(text):
        return True
    return True if _DONE.search(text) and not _NOT.search(text) else None


def _read_figure(definition: FactDefinition, text: str, today: date) -> int | float | None:
    value = _figure(definition, text, today)
    if value is None or value < 0 or value > (_OLDEST if definition.unit == "岁" else _LIMIT_YUAN):
        return None
    if definition.type is FactType.INTEGER:
        return int(value) if value == int(value) else None
    return int(value) if value == int(value) else float(value)


def _figure(definition: FactDefinition, text: str, today: date) -> Decimal | None:
    plain = text.replace(",", "")
    if _PLAIN_NUMBER.fullmatch(plain):
        return Decimal(plain)
    if definition.unit != "岁" and _NOTHING.search(text):
        return Decimal(0)
    found: Decimal | None = None
    if definition.unit == "月":
        found = next((Decimal(length.months) for length in find_durations(text)), None)
        return found if found is not None else parse_numeral(text)
    if definition.unit == "岁":
        found = next((Decimal(age.low) for age in find_ages(text, today) if age.low == age.high), None)
    if definition.unit == "%":
        rate = next((mention.rate for mention in find_rates(text.replace("两成", "二成"))), None)
        found = Decimal(rate.numerator) * 100 / Decimal(rate.denominator) if rate is not None else None
    if definition.type is FactType.MONEY:
        found = next((money.yuan for money in find_money(text) if money.upper_yuan is None), None)
    return found if found is not None else _number(text)


def _number(text: str) -> Decimal | None:
    """The one number of the text; lone digits count, for nothing else is asked (三个)."""
    whole = parse_numeral(text)
    if whole is not None:
        return whole
    numbers = [number for number in find_numerals(_TOGETHER.sub(_spell_out, text)) if number.low == number.high]
    exact = [number for number in numbers if not number.is_lone_digit] or numbers
    return exact[0].low if len(exact) == 1 else None


def _spell_out(match: re.Match[str]) -> str:
    return "两个" if match.group() == "俩" else "三个"


def read_date(text: str, today: date) -> str | None:
    """An ISO date, as partial as what was written: `2026-06`."""
    if _SERIAL_DATE.fullmatch(text):
        return (_SERIAL_EPOCH + timedelta(days=int(float(text)))).isoformat()
    compact = _COMPACT_DATE.search(text)
    if compact is not None:
        text = "-".join(compact.groups())
    found = next(iter(find_dates(text, today)), None)
    if found is not None:
        return str(found.date)
    year = re.fullmatch(r"((?:19|20)[0-9]{2})年?", text)
    return str(PartialDate(int(year[1]))) if year else None


def _read_set(definition: FactDefinition, text: str, lexicon: FactLexicon) -> FactValue | None:
    words = lexicon.fact_words
    cue = words.find_cues(definition.id)
    denied = () if cue is None else read_statement(cue, text, words.phrasing)
    if any(str(member).startswith(DENIED) or member == NO_OTHERS for member in denied):
        return tuple(map(str, denied))
    if _NONE.search(text):
        return (NO_OTHERS,)
    return tuple(_members(definition, text, lexicon)) or None


def _members(definition: FactDefinition, text: str, lexicon: FactLexicon) -> list[str]:
    """Values named by key, by label, by a lay word, or by a part of the label nothing else shares."""
    pieces = [text, *filter(None, _SEPARATORS.split(text))]
    named = [key for key, label in definition.values.items() if key in pieces or label in text]
    if named:
        return _longest_only(named, definition, text)
    cue = lexicon.fact_words.find_cues(definition.id)
    by_words = [] if cue is None else [str(value) for value in read_statement(cue, text, lexicon.fact_words.phrasing)]
    if by_words:
        return by_words
    partly = [key for key, label in definition.values.items() if len(text) >= 2 and text in label]
    return partly if len(partly) == 1 else []


def _longest_only(named: list[str], definition: FactDefinition, text: str) -> list[str]:
    """残疾人家庭 does not name 残疾人 beside it."""
    rest = text
    kept = []
    for key in sorted(named, key=lambda name: -len(definition.values[name])):
        if key in text or definition.values[key] in rest:
            kept.append(key)
            rest = rest.replace(definition.values[key], " ")
    return [key for key in definition.values if key in kept]


def _read_region(text: str, lexicon: FactLexicon) -> str | None:
    region = lexicon.regions.find_region(text)
    if region is not None:
        return region.id
    places = find_places(text, lexicon.regions, lexicon.places)
    return next((place.region_id for place in places if place.region_id is not None), None)


def _how_to_answer(definition: FactDefinition) -> str:
    """What an answer may look like, for whoever gave another one."""
    match definition.type:
        case FactType.BOOLEAN:
            return f"“{definition.question}”请答“是”“不是”，或者“不清楚”。"
        case FactType.DATE:
            return f"“{definition.question}”请写年月，比如2026年6月。"
        case FactType.CHOICE | FactType.SET:
            return f"“{definition.question}”请从这些里选：{'、'.join(definition.values.values())}；都不是就写“无”。"
        case FactType.REGION:
            return f"“{definition.question}”请写重庆的区县名，比如万州。"
        case _:
            return f"“{definition.question}”请写一个数{f'（单位：{definition.unit}）' if definition.unit else ''}。"
