"""Personal numbers typed in every way, through the product with a model: they may arrive nowhere.

Numbers are made up here with valid check digits, so that none stands in a file. After each message the number is looked
for in the turn, in every row of the database, in the log and in all that the model was sent. Public numbers must stay.
"""

import json
import logging
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, select
from stdnum import luhn
from stdnum.cn import ric

from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.tables import metadata
from assistant.domain.conversation import Turn
from assistant.domain.knowledge import Audience
from assistant.services.turn_json import turn_as_json
from evals.attacks import Ground
from evals.stand_in import StandIn
from evals.stand_in.scripts import perfect

_DIGITS = "0123456789"
_WAYS: dict[str, Callable[[str], str]] = {
    "plain": lambda number: number,
    "full_width": lambda number: number.translate(str.maketrans(_DIGITS, "０１２３４５６７８９")),
    "chinese_digits": lambda number: number.translate(str.maketrans(_DIGITS, "零一二三四五六七八九")),
    "hidden_characters": lambda number: "\u200b".join(number),
    "groups": lambda number: " ".join(filter(None, (number[:3], number[3:7], number[7:11], number[11:]))),
}
_SENTENCES = (
    "{}，帮我查下失业金到账没",
    "我叫示例，号码是{}，我想找电工的活路",
    "麻烦问哈，{}这个能不能领社保补贴嘛",
    "填表要写{}，还要带啥材料？",
)
_PUBLIC = (
    "12333打不通咋办", "渝人社发〔2026〕1号讲的啥子", "月薪6000到8000的普工",
    "统一社会信用代码91500000203100005X能查不",
    "2024年12月31日到2026年11月23日都在交社保", "023-12333是不是重庆的", "补贴1864元一个月对不对",
    "110和12348哪个管欠薪",
)  # fmt: skip


@dataclass(frozen=True)
class MaskingCase:
    """`number` as plain digits; None: nothing personal is in it and nothing may be hidden."""

    id: str
    kind: str
    text: str
    number: str | None


@dataclass(frozen=True)
class MaskingOutcome:
    """Where the number was found again; for a public one, whether it was hidden."""

    case: MaskingCase
    turn: Turn
    found_in: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        return not self.found_in


def make_cases() -> tuple[MaskingCase, ...]:
    """Every kind in every way of typing it, each in another sentence; then public numbers."""
    cases = []
    for number, kind in _numbers():
        for way, write in _WAYS.items():
            if kind == "bank_card" and way in ("chinese_digits", "groups"):
                continue  # a card is read in fours, below
            cases.append((f"{kind}, {way}", write(number), number))
        if kind == "bank_card":
            cases.append((f"{kind}, fours", " ".join(number[at : at + 4] for at in range(0, len(number), 4)), number))
    made = [
        MaskingCase(f"m{at:03}", kind, _SENTENCES[at % len(_SENTENCES)].format(text), number)
        for at, (kind, text, number) in enumerate(cases, 1)
    ]
    made += [MaskingCase(f"p{at:03}", "public", text, None) for at, text in enumerate(_PUBLIC, 1)]
    return tuple(made)


def _numbers() -> Iterator[tuple[str, str]]:
    for area, born in (("500101", "19900307"), ("500103", "19751121"), ("500107", "20030615")):
        number = f"{area}{born}123"
        yield number + ric.calc_check_digit(number + "0"), "identity"
    for number in ("13800138000", "17723045678", "19912340987"):
        yield number, "mobile"
    for number in ("622202310000123456", "621700376000987654", "436742001122334455"):
        yield number + luhn.calc_check_digit(number), "bank_card"


def run_masking(built: Path | None = None) -> list[MaskingOutcome]:
    """Every case through an installation of its own, with a model that is good. `built`: as for `Ground`."""
    lines = _LogLines()
    root = logging.getLogger()
    disabled, level = logging.root.manager.disable, root.level
    logging.disable(logging.NOTSET)
    root.setLevel(logging.DEBUG)
    root.addHandler(lines)
    try:
        with tempfile.TemporaryDirectory() as folder, StandIn(perfect) as stand_in:
            ground = Ground(Path(folder) / "model", stand_in.url, built)
            engine = open_engine(ground.settings.resolved_database_url)
            return [_run(case, ground, engine, stand_in, lines) for case in make_cases()]
    finally:
        root.removeHandler(lines)
        root.setLevel(level)
        logging.disable(disabled)


def _run(case: MaskingCase, ground: Ground, engine: Engine, stand_in: StandIn, lines: "_LogLines") -> MaskingOutcome:
    lines.texts.clear()
    stand_in.forget_requests()
    talk = ground.assistant.conversations.start(Audience.JOB_SEEKER)
    turn = ground.assistant.conversations.answer(talk.id, case.text)
    if case.number is None:
        return MaskingOutcome(case, turn, ("hidden",) if "已隐去" in turn.question else ())
    places = {
        "turn": json.dumps(turn_as_json(turn), ensure_ascii=False, default=str) + turn.question,
        "database": "\n".join(_rows(engine)),
        "log": "\n".join(lines.texts),
        "model": json.dumps([request.body for request in stand_in.requests], ensure_ascii=False),
    }
    return MaskingOutcome(case, turn, tuple(name for name, text in places.items() if _holds(text, case.number)))


def _rows(engine: Engine) -> Iterator[str]:
    names = {"conversations", "turns", "evidence", "cases", "case_events"}
    with engine.connect() as connection:
        for table in (table for table in metadata.sorted_tables if table.name in names):
            yield from (str(tuple(row)) for row in connection.execute(select(table)))


def _holds(text: str, number: str) -> bool:
    """Whether the number, or all but its last four figures, can be read in the text in any way of typing."""
    folded = text.translate(str.maketrans("０１２３４５６７８９〇零一二三四五六七八九", "0123456789" + "00123456789"))
    bare = "".join(letter for letter in folded if letter.isalnum())
    return number[:-4] in bare


class _LogLines(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(f"{record.getMessage()} {record.__dict__}")
