"""The table of checks on adverts: what is looked for, what happens with it, and the rule behind it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from assistant.domain.errors import NotFoundError
from assistant.domain.vacancies import FindingAction
from assistant.services.advert_folding import AdvertFolding, Disguises

VAGUE_EMPLOYER = "vague_employer"
INVALID_CREDIT_CODE = "invalid_credit_code"
IMPOSSIBLE_DATES = "impossible_dates"
PAY_FAR_OFF = "pay_far_off"
BELOW_MINIMUM_WAGE = "below_minimum_wage"
COPIED_TEXT = "copied_text"
#: Checks that look at fields, with the figures their words are filled in with.
FIELD_CHECKS: Mapping[str, frozenset[str]] = {
    VAGUE_EMPLOYER: frozenset(),
    INVALID_CREDIT_CODE: frozenset(),
    IMPOSSIBLE_DATES: frozenset(),
    PAY_FAR_OFF: frozenset({"low", "high"}),
    BELOW_MINIMUM_WAGE: frozenset({"floor"}),
    COPIED_TEXT: frozenset(),
}

#: The characters that stand in adverts most often, most often first: a cue is looked for by its rarest.
_OFTEN = (
    "工员一不人上班天点证0有公车在的理费地学会收单师保可金道做带客三户发业月小装1司试时包年资岗街家区店先老合件面休位来险服用两和就到镇以提要护"
    "住五电办管结分安场周餐教手作期报房检行补个子好出每站看中能后外高按身机专下5助打3接大职同得开入押写优自签2招责训8女生门线口动前厂日程岁早"
    "培间负持午全体加号照普清里算十计务货排水目定记薪项成吃运新双晚品账明洁6限夜交配当半核考社事贴菜钱男免长查导宿现7多台食园底无调料健商名满验"
    "元跟送话都份四对通本干供退语集租活修任由复销登民性洗经银过了城直假测购讲路顾也卡具产协问内康堂取楼课己请白八回意熟完设轮转坐重换进款六处字心"
)
_PLAIN_START = re.compile(r"[0-9a-z\u4e00-\u9fff]{2,}(?![?*+{])")


@dataclass(frozen=True)
class AdvertRule:
    """A check. The expressions are those of the file (`lexicon/advert_checks.yaml` says how they are used).

    `also`: a sentence with a cue must hold it as well. Without `patterns` the check looks at fields. `names`: an
    employer's name that names nobody; `generic`: what is no part of a name, so that nothing else is no name.
    """

    code: str
    action: FindingAction
    text: str
    basis: str
    cues: tuple[str, ...] = ()
    patterns: re.Pattern[str] | None = None
    harmless: re.Pattern[str] | None = None
    exempt: re.Pattern[str] | None = None
    requires: tuple[re.Pattern[str], ...] = ()
    also: re.Pattern[str] | None = None
    names: re.Pattern[str] | None = None
    generic: re.Pattern[str] | None = None


class AdvertRules:
    """All checks by code. `find_cue` finds what makes a sentence worth looking at.

    `harmless` wordings count for no check; `folding` is how adverts are read.
    """

    def __init__(
        self,
        rules: Iterable[AdvertRule],
        harmless: re.Pattern[str] | None = None,
        disguises: Disguises | None = None,
    ) -> None:
        self.harmless = harmless
        self.folding = AdvertFolding(disguises or Disguises())
        self._rules = {rule.code: rule for rule in rules}
        self.worded = tuple((either(rule.cues), rule) for rule in self._rules.values() if rule.cues)
        self._cues = _by_first_character(cue for _, rule in self.worded for cue in rule.cues)
        self._first = re.compile(f"[{''.join(map(re.escape, self._cues))}]") if self._cues else None

    def __iter__(self) -> Iterator[AdvertRule]:
        return iter(self._rules.values())

    def find_cue(self, text: str, position: int) -> tuple[int, int] | None:
        """Where the next cue begins and ends: one search for how cues begin, then few to try at each place."""
        if self._first is None:
            return None
        for match in self._first.finditer(text, position):
            cue = self._cues[match.group()].match(text, match.start())
            if cue is not None:
                return cue.span()
        return None

    def get(self, code: str) -> AdvertRule:
        """Raises NotFoundError."""
        rule = self._rules.get(code)
        if rule is None:
            raise NotFoundError(f"There is no check '{code}' in knowledge_base/lexicon/advert_checks.yaml.")
        return rule


def either(expressions: Iterable[str]) -> re.Pattern[str] | None:
    """One expression for all of them; None for none. Raises re.error."""
    joined = "|".join(dict.fromkeys(expressions))
    return re.compile(joined) if joined else None


def _by_first_character(cues: Iterable[str]) -> dict[str, re.Pattern[str]]:
    """How a cue begins → the cues that begin so."""
    alike: dict[str, list[str]] = {}
    for cue in map(_from_rare_character, dict.fromkeys(cues)):
        alike.setdefault(cue[1] if cue.startswith("\\") else cue[0], []).append(cue)
    return {first: re.compile("|".join(of_first)) for first, of_first in alike.items()}


def _from_rare_character(cue: str) -> str:
    """A cue that begins with plain characters as one that begins with the rarest: few places then have to be tried."""
    plain = _PLAIN_START.match(cue)
    if plain is None or "|" in cue[: plain.end() + 1]:
        return cue
    often = {character: len(_OFTEN) - n for n, character in enumerate(_OFTEN)}
    rare = min(range(plain.end()), key=lambda n: often.get(cue[n], 0))
    return f"{cue[rare]}(?<={cue[: rare + 1]}){cue[rare + 1 :]}" if rare else cue
