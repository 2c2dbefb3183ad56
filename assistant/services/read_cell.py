"""One cell of an employer's list → the value of a fact, as people write them and as spreadsheets hand them over."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from assistant.domain.conditions import DENIED, NO_OTHERS
from assistant.domain.conversation import FactValue
from assistant.domain.dates import PartialDate
from assistant.domain.errors import InvalidInputError
from assistant.domain.facts import FactDefinition, FactType
from assistant.language.fact_reading import read_fact
from assistant.language.lexicon import Lexicon
from assistant.language.list_columns import CellWords, plain_key
from assistant.language.text import fold_width
from assistant.services.personal_numbers import find_personal_numbers
from assistant.services.worker_rows import Cell, UnreadableCell

_LONGEST_CELL = 200
_SHOWN_CHARACTERS = 20
_BETWEEN_GROUPS = re.compile(r"[、,;/|+\n\r\t]+| {1,}|和|及|兼")
_ONLY = re.compile(r"^(?:仅有?|只有?|只是|仅是)")
_NOT = re.compile(r"^(?:不是|非|不属于|不在)")
_NO_GROUP = frozenset({"无", "没有", "否", "都不是", "都没有", "均无", "均不是", "不属于", "none"})
_UNKNOWN = re.compile(
    r"^(?:不详|未知|待定|不清楚|不知道|不确定|待核实|待查|unknown|n/?a|\?+|-+|—+|/+|空)$", re.IGNORECASE
)
_PLAIN_DATE = re.compile(r"((?:19|20)[0-9]{2})[-/.年]([0-9]{1,2})(?:[-/.月]([0-9]{1,2})日?|月)?(?: 00?:00(?::00)?)?")
_PLAIN_FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_FIGURES = {FactType.INTEGER, FactType.NUMBER, FactType.MONEY}
#: Days as Excel counts them; 1900 is a leap year to it. Serials from 1954 to 2064, so that no year is taken for one.
_SERIAL_ZERO, _SERIAL_RANGE = date(1899, 12, 30), range(20000, 60001)
_YEARS = range(1950, 2100)
_LONGEST_MONTHS = 720
_TEN_THOUSAND = 10_000


class CellReader:
    """Reads cells of one list. The same cell in the same column is read once."""

    def __init__(self, lexicon: Lexicon, today: date) -> None:
        self._lexicon = lexicon
        self._today = today
        self._read_before: dict[tuple[object, ...], FactValue | InvalidInputError | None] = {}

    def read(self, definition: FactDefinition, words: CellWords, cell: Cell, unit: str | None) -> FactValue | None:
        """The value; None for an empty or "unknown" cell. Raises InvalidInputError saying what is wrong."""
        if cell is None or cell == "":
            return None
        key = (definition.id, unit, type(cell), cell)
        if key not in self._read_before:
            if len(self._read_before) > _TEN_THOUSAND * 20:
                self._read_before.clear()
            try:
                self._read_before[key] = self._read(definition, words, cell, unit)
            except InvalidInputError as error:
                self._read_before[key] = error
        found = self._read_before[key]
        if isinstance(found, InvalidInputError):
            raise found
        return found

    def _read(self, definition: FactDefinition, words: CellWords, cell: Cell, unit: str | None) -> FactValue | None:
        text = _as_text(definition, cell)
        if not text or _UNKNOWN.match(text):
            return None
        if definition.type is FactType.SET:
            return self._read_groups(definition, words, text)
        key = plain_key(text)
        if key in words.means:
            return words.means[key]
        if key in words.vague:
            raise InvalidInputError(f"“{quoted(text)}”还定不下来：{words.vague[key]}")
        value = self._read_text(definition, text, unit)
        if value is not None:
            _check_plausible(definition, value, text)
        return value

    def _read_text(self, definition: FactDefinition, text: str, unit: str | None) -> FactValue | None:
        if definition.type is FactType.DATE:
            text = _with_full_year(text)
            if plain := _PLAIN_DATE.fullmatch(text):
                return _calendar_date(definition, plain, text)
        if definition.type in _FIGURES and _PLAIN_FIGURE.fullmatch(text.replace(",", "")):
            return _figure(definition, float(text.replace(",", "")), unit, text)
        try:
            return read_fact(definition, text, self._lexicon, self._today).value
        except InvalidInputError:
            raise InvalidInputError(f"“{quoted(text)}”读不懂：{_how_to_write(definition)}") from None

    def _read_groups(self, definition: FactDefinition, words: CellWords, text: str) -> FactValue:
        """Group by group, by the words of the list only: what is said in talk is too loose to pay money on."""
        if plain_key(text) in _NO_GROUP:
            return (NO_OTHERS,)
        only = _ONLY.match(text) is not None
        whole = _member(_ONLY.sub("", text), words)
        pieces = [text] if whole else [piece for piece in _BETWEEN_GROUPS.split(_ONLY.sub("", text)) if piece.strip()]
        members: list[str] = [whole] if whole else []
        for piece in pieces if not whole else ():
            member = _member(piece, words)
            if member is None:
                hint = words.vague.get(plain_key(piece)) or _how_to_write(definition)
                raise PartlyReadError(f"“{quoted(piece)}”：{hint}", tuple(members))
            members.append(member)
        return (*dict.fromkeys(members), NO_OTHERS) if only else tuple(dict.fromkeys(members))


class PartlyReadError(InvalidInputError):
    """Of a cell with several groups, `members` could be read."""

    def __init__(self, message: str, members: tuple[str, ...]) -> None:
        self.members = members
        super().__init__(message)


def months_of_contract(start: str, end: str) -> int | None:
    """Whole months from the first to the last day of a contract; None where a date is not exact or they are reversed.

    From 1 July to 30 June is twelve: the last day counts.
    """
    if len(start) != len("2026-07-01") or len(end) != len(start):
        return None
    first, after = date.fromisoformat(start), date.fromisoformat(end) + timedelta(days=1)
    months = (after.year - first.year) * 12 + after.month - first.month - (after.day < first.day)
    return months if 0 <= months <= _LONGEST_MONTHS else None


def quoted(text: str) -> str:
    """A few characters of a cell for a message; nothing of it where it holds a personal number."""
    if find_personal_numbers(text):
        return "（含个人号码，不显示）"
    plain = " ".join(text.split())
    return plain if len(plain) <= _SHOWN_CHARACTERS else f"{plain[:_SHOWN_CHARACTERS]}…"


def _member(piece: str, words: CellWords) -> str | None:
    """A group, or one that was denied: `不是残疾人`."""
    key = plain_key(piece)
    found = words.means.get(key)
    if found is None and (denied := _NOT.match(piece.strip())):
        inner = words.means.get(plain_key(piece.strip()[denied.end() :]))
        return f"{DENIED}{inner}" if inner is not None else None
    return str(found) if found is not None else None


def _as_text(definition: FactDefinition, cell: Cell) -> str:
    match cell:
        case UnreadableCell(reason):
            raise InvalidInputError(reason)
        case bool():
            return "是" if cell else "否"
        case datetime():
            return cell.date().isoformat() if definition.type is FactType.DATE else _no_date(definition)
        case date():
            return cell.isoformat() if definition.type is FactType.DATE else _no_date(definition)
        case int() | float():
            return _number_text(definition, cell)
    text = str(cell)
    text = (text if text.isascii() else fold_width(text)).strip(" \t\r\n\u3000'")
    if len(text) > _LONGEST_CELL:
        raise InvalidInputError(f"内容太长（{len(text)}个字）：{_how_to_write(definition)}")
    if definition.type is FactType.DATE and _PLAIN_FIGURE.fullmatch(text):
        return _number_text(definition, float(text)) if "." not in text else text
    return text


def _no_date(definition: FactDefinition) -> str:
    """A spreadsheet turns 3-6 into a date by itself; what was meant is lost."""
    raise InvalidInputError(f"表格把这一格存成了日期：{_how_to_write(definition)}")


def _number_text(definition: FactDefinition, cell: float) -> str:
    if cell != cell or cell in (float("inf"), float("-inf")):
        raise InvalidInputError(f"这一格不是数：{_how_to_write(definition)}")
    whole = int(cell) if cell == int(cell) else None
    if definition.type is FactType.DATE and whole is not None:
        if whole in _SERIAL_RANGE:
            return (_SERIAL_ZERO + timedelta(days=whole)).isoformat()
        if re.fullmatch(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])", str(whole)):
            return f"{str(whole)[:4]}-{str(whole)[4:]}"
    return str(whole) if whole is not None else f"{cell:.10g}"


def _with_full_year(text: str) -> str:
    """`26-7-1` and `24/7` as people write years in lists; a day alone stays as it is."""
    short = re.fullmatch(r"([0-9]{2})[-./年]([0-9]{1,2})(?:[-./月]([0-9]{1,2})日?)?月?", text)
    return f"20{text}" if short and int(short[1]) <= 40 and 1 <= int(short[2]) <= 12 else text


def _calendar_date(definition: FactDefinition, parts: re.Match[str], text: str) -> str:
    """A date written in figures in the order of the calendar. Raises InvalidInputError for the 31st of June."""
    written = [f"{int(part):02d}" for part in parts.groups() if part]
    try:
        return str(PartialDate.parse("-".join(written)))
    except ValueError:
        raise InvalidInputError(f"“{quoted(text)}”日历上没有：{_how_to_write(definition)}") from None


def _figure(definition: FactDefinition, value: float, unit: str | None, text: str) -> FactValue:
    if definition.unit == "月" and unit in ("年", "周年"):
        value *= 12
    if definition.type is FactType.MONEY and unit == "万元":
        value *= _TEN_THOUSAND
    if definition.unit == "月" and value != int(value):
        raise InvalidInputError(f"“{quoted(text)}”不是整月数：{_how_to_write(definition)}")
    if definition.type is FactType.INTEGER and value != int(value):
        raise InvalidInputError(f"“{quoted(text)}”不是整数：{_how_to_write(definition)}")
    return int(value) if value == int(value) else value


def _check_plausible(definition: FactDefinition, value: FactValue, text: str) -> None:
    """Raises InvalidInputError for what cannot be meant: a contract of 2024 months, a rate of 300 %."""
    doubtful = False
    if definition.type is FactType.DATE:
        doubtful = int(str(value)[:4]) not in _YEARS
    elif isinstance(value, int | float) and not isinstance(value, bool):
        limits: Mapping[str | None, float] = {"月": _LONGEST_MONTHS, "%": 100}
        doubtful = value > limits.get(definition.unit, 1e10)
    if doubtful:
        raise InvalidInputError(f"“{quoted(text)}”不像是真的：{_how_to_write(definition)}")


def _how_to_write(definition: FactDefinition) -> str:
    match definition.type:
        case FactType.BOOLEAN:
            return "请写“是”或“否”，不清楚就空着"
        case FactType.DATE:
            return "请写年月日，比如2026-07-01"
        case FactType.SET | FactType.CHOICE:
            return f"请从这些里选：{'、'.join(definition.values.values())}；都不是就写“无”"
        case FactType.REGION:
            return "请写重庆的区县名，比如万州"
        case _:
            return f"请写一个数{f'（单位：{definition.unit}）' if definition.unit else ''}"
