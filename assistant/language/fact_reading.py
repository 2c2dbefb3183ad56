"""Reading one fact's value: from a form, a cell of a list, or a bare answer to the question for it."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.domain.conditions import NO_OTHERS
from assistant.domain.conversation import FactValue
from assistant.domain.dates import PartialDate
from assistant.domain.errors import InvalidInputError
from assistant.domain.facts import FactDefinition, FactType
from assistant.language.ages import find_ages
from assistant.language.amounts import find_money, find_numbers
from assistant.language.dates import find_dates
from assistant.language.durations import find_durations
from assistant.language.lexicon import Lexicon
from assistant.language.numerals import parse_numeral
from assistant.language.places import find_places
from assistant.language.rates import find_rates
from assistant.language.text import fold_width

_UNSURE = re.compile(
    r"(不|没|弄不|搞不|说不|记不|认不)(太|大|是很|怎么|得)?(清楚|晓得|知道|确定|记得|明白|懂|了解|好说|肯定|清|准|得)"
    r"|^(不详|未知|待定|unknown|n/?a|\?|？|-|—|/)$|忘(记)?了|没注意"
)
_NO = re.compile(
    r"^(否|不|没|没有|没得|莫得|未|无|不是|不对|没办|没有办|还没|没签|没交|没领|不算|不在|不属于|0|n|no|false|×|✗|x)"
    r"(的|了|啊|哦|呢|过|哈|嘛|得|有|呀|噻)*$|^(没|未|不|还没|莫|无|从来没|从没)",
    re.IGNORECASE,
)
_YES = re.compile(
    r"^(是|对|有|嗯|好|办|算|属于|签|交|领|在|想|能|可以|确实|必须|当然|y|yes|true|1|√|✓|✔)", re.IGNORECASE
)
_NONE = re.compile(r"^(无|没有|没得|都不是|都没有|都不|不是|不属于|以上都(不|没)|none|一个都(不|没)|没一样)")
_SEPARATORS = re.compile(r"[、,，;；/|\s和及与]+")
_PLAIN_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_COMPACT_DATE = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])(?![0-9])")
_LIMIT_YUAN = Decimal(10) ** 10


@dataclass(frozen=True)
class ReadFact:
    """`value` None with `is_unsure`: the person does not know either."""

    value: FactValue | None
    is_unsure: bool = False


def read_fact(definition: FactDefinition, text: str, lexicon: Lexicon, today: date) -> ReadFact:
    """The value the text gives the fact. Raises InvalidInputError, worded for the person, if it gives none."""
    plain = fold_width(text).strip(" 。.!！~～")
    if not plain or _UNSURE.search(plain):
        return ReadFact(None, is_unsure=True)
    value = _read(definition, plain, lexicon, today)
    if value is None:
        raise InvalidInputError(_how_to_answer(definition))
    return ReadFact(value)


def _read(definition: FactDefinition, text: str, lexicon: Lexicon, today: date) -> FactValue | None:
    match definition.type:
        case FactType.BOOLEAN:
            return _read_boolean(text)
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


def _read_boolean(text: str) -> bool | None:
    if _NO.search(text):
        return False
    return True if _YES.search(text) else None


def _read_figure(definition: FactDefinition, text: str, today: date) -> int | float | None:
    value = _figure(definition, text, today)
    if value is None or value < 0 or value > _LIMIT_YUAN:
        return None
    if definition.type is FactType.INTEGER:
        return int(value) if value == int(value) else None
    return int(value) if value == int(value) else float(value)


def _figure(definition: FactDefinition, text: str, today: date) -> Decimal | None:
    if _PLAIN_NUMBER.fullmatch(text.replace(",", "")):
        return Decimal(text.replace(",", ""))
    if definition.unit == "月":
        return next((Decimal(length.months) for length in find_durations(text)), None)
    if definition.unit == "岁":
        return next((Decimal(age.low) for age in find_ages(text, today) if age.low == age.high), None) or _number(text)
    if definition.unit == "%":
        rate = next((mention.rate for mention in find_rates(text)), None)
        return Decimal(rate.numerator) * 100 / Decimal(rate.denominator) if rate is not None else _number(text)
    if definition.type is FactType.MONEY:
        return next((money.yuan for money in find_money(text) if money.upper_yuan is None), None) or _number(text)
    return _number(text)


def _number(text: str) -> Decimal | None:
    whole = parse_numeral(text)
    if whole is not None:
        return whole
    return next((number.low for number in find_numbers(text) if number.low == number.high), None)


def read_date(text: str, today: date) -> str | None:
    """An ISO date, as partial as what was written: `2026-06`."""
    compact = _COMPACT_DATE.search(text)
    if compact is not None:
        text = "-".join(compact.groups())
    found = next(iter(find_dates(text, today)), None)
    if found is not None:
        return str(found.date)
    year = re.fullmatch(r"((?:19|20)[0-9]{2})年?", text)
    return str(PartialDate(int(year[1]))) if year else None


def _read_set(definition: FactDefinition, text: str, lexicon: Lexicon) -> FactValue | None:
    if _NONE.search(text):
        return (NO_OTHERS,)
    return tuple(_members(definition, text, lexicon)) or None


def _members(definition: FactDefinition, text: str, lexicon: Lexicon) -> list[str]:
    """Values named by key, by label, by a lay word, or by a part of the label nothing else shares."""
    pieces = [text, *filter(None, _SEPARATORS.split(text))]
    named = [key for key, label in definition.values.items() if key in pieces or label in text]
    if named:
        return _longest_only(named, definition, text)
    cues = lexicon.fact_words.find_cues(definition.id)
    by_words = [key for key, words in cues.values.items() if any(word.search(text) for word in words)] if cues else []
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


def _read_region(text: str, lexicon: Lexicon) -> str | None:
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
