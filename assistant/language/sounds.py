"""How Chinese characters sound, without tones: exactly, and as speakers of Sichuanese confuse them."""

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_MORE_THAN_LETTERS = re.compile(r"[^a-zü,]")
_TONES = str.maketrans("āáǎàēéěèêīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ", "aaaaeeeeeiiiioooouuuuüüüünnnm")


class SoundTable:
    """The readings of single characters, from the table of the pypinyin package (no network)."""

    def __init__(self) -> None:
        self._table = _pinyin_table()

    def exact(self, text: str) -> tuple[str, ...]:
        """The usual reading of each character; a character without one sounds like itself."""
        return tuple(self.readings(character, exact=True)[0] for character in text)

    def similar(self, text: str) -> tuple[str, ...]:
        """The same, with sounds that are easily confused made one."""
        return tuple(self.readings(character, exact=False)[0] for character in text)

    def readings(self, character: str, exact: bool) -> tuple[str, ...]:
        """All readings of a character, the usual one first."""
        readings = _readings(self._table.get(ord(character), ""))
        if not readings:
            return (character,)
        return readings if exact else tuple(dict.fromkeys(_confused(reading) for reading in readings))


@cache
def _readings(written: str) -> tuple[str, ...]:
    plain = _MORE_THAN_LETTERS.sub("", written.translate(_TONES))
    return tuple(dict.fromkeys(reading for reading in plain.split(",") if reading))


@cache
def _confused(reading: str) -> str:
    initial = re.sub(r"^(z|c|s)h", r"\1", reading)
    initial = re.sub(r"^l", "n", initial)
    return re.sub(r"(?<=[aei])ng$", "n", initial)


@cache
def _pinyin_table() -> Mapping[int, str]:
    """The table as the package ships it, read without the package, which would load 60 MB of phrases beside it. Once:
    it has 6 MB, and several ask for it."""
    package = find_spec("pypinyin")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("pypinyin")
    table = json.loads(Path(package.origin).with_name("pinyin_dict.json").read_text(encoding="utf-8"))
    return {int(code): written for code, written in table.items()}
