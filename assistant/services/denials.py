"""Whether a sentence denies what the evidence says, or says what it denies: 不用付 for 应当支付.

Words are compared, not understood. Each clause of the sentence is held against the clauses of the evidence that have
most words in common with it; if all of these have the other sign, the meaning is turned round.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.language.text import HAN
from assistant.services.figure_mentions import telling_characters, telling_pairs

Sign = Literal["says", "denies", "either"]

_SEGMENTS = re.compile(r"[。;；!！?？\n]")
_CLAUSES = re.compile(
    r"[,，:：]|(?<=的)(?=[不没无免停]|未(?!成年)|可以|应当|按|由|视为|也|都|就|才|能|给|付)|(?=就(?:可以|能|行|可))|并且?(?!非)"
)
_NO_DENIAL = re.compile(
    r"(.{1,2})[不没](?:有)?\1|有没有|不过(?![0-9一二两三四五六七八九十])|没人|无异议|是否|不同|(?:不(?:得|能|可以?|应)?|没有?|未)(?:少于|低于|超过|高于|多于|大于|小于|低过|早过|早于|晚于)"
    r"|(?:不|没有?|未)(?:满|足|到|达到?)(?=[^,。;]{0,4}[0-9一二两三四五六七八九十半])"
    r"|不仅|不论|不管|不断|不动产|不含|不得不|不久|不便|不幸|不等|不妨|差不多|要不|无论|无障碍|非全日制|非因|非常|非公|无固定"
    r"|未来|未就业|未成年|没有?工作|免费|免息|免税|莫|不清楚|不知道|拿不准|不够|没够|没交够|未婚|无证|无票|没票|没有票"
    r"|不(?:停止|停发|取消|终止|免收|免征|禁止|限制)"
)
_DENIAL = re.compile(
    r"不|没|未|无|并非|非(?!全日制)|少(?=裁)|禁止|严禁|勿|(?<![分特区性级类个])别(?!的|处|人|名)|拒绝|免|停(?!车)|取消|终止|退出|除外"
)
_CANNOT = re.compile(rf"([{HAN}]{{2}})不(?:了(?!解)|到(?!位|期)|成(?!熟))")
_ADVISES = re.compile(r"不要|别|勿|拒绝|不能|不可以|莫")
_WARNS = re.compile(r"警惕|骗|拒绝|诈|违法|谨防|当心")
_CONDITION = re.compile(r"(?:的|时|时候|后|的话|前|情况下)$|如果|若是|要是|假如|^(?:若|只要|凡)")
_FOLLOWS = re.compile(r"就|便|才")
_MODALS = re.compile(
    r"(?:止|掉|再|会|能够?|可以?|需要?|须|必须|应当?|得|用|必|要|准|允许|给予?|予以?|有|被|是|直接|自己)+"
)
_ONLY = re.compile(r"只|仅|(?<![期上下年时权])限(?!额|制|期)|自愿|自行|才")
_SIGNLESS = re.compile(r"[不没未无非免勿别]|停止|停发|停|禁止|严禁|可以|允许|继续|直接|重新")
_DUTY = re.compile(r"^(?:付|支付|交|缴|签|订立|提供|办|申请|登记|审核|通知|告知|认定|发|扣|退|还|赔|证明)")
_REACH, _REACHED, _CORE = 24, 8, 6
_WEAK, _NEAR = 4, 0.75
_THIRD, _HALF, _COVERED, _ALL = 0.3, 0.5, 0.7, 0.9
_RELATIVE = re.compile(r"^[^,]{0,14}的[^,]{3,}")


@dataclass(frozen=True)
class _Statement:
    """One clause: its telling words, whether it says or denies them, and what stands behind each denial."""

    characters: frozenset[str]
    pairs: frozenset[str]
    sign: Sign
    denied: tuple[str, ...]
    is_condition: bool
    segment: int

    def closeness(self, other: "_Statement") -> int:
        shared = len(self.characters & other.characters)
        return shared + 2 * len(self.pairs & other.pairs) if shared > 1 else shared


def denies_otherwise(said: str, known: str) -> bool:
    """Whether a clause of the sentence has the other sign than all clauses of the evidence that speak of the same."""
    if _ADVISES.search(said) and _WARNS.search(known):
        return False
    if _turns_a_word(said, known):
        return True
    there, known_characters = _statements(known), telling_characters(known)
    return any(_contradicts(one, _nearest(one, said, known), there, known_characters) for one in _statements(said))


def _turns_a_word(said: str, known: str) -> bool:
    """A word the evidence only ever denies (未裁员), told without the denial."""
    here, there = _words_by_sign(said), _words_by_sign(known)
    return any(word in here.plain and word not in there.plain for word in there.denied - here.denied)


@dataclass(frozen=True)
class _WordsBySign:
    """Pairs right behind a denial, and pairs out of the reach of any."""

    denied: frozenset[str]
    plain: frozenset[str]


@lru_cache(maxsize=2048)
def _words_by_sign(text: str) -> _WordsBySign:
    denied: set[str] = set()
    plain: set[str] = set()
    for segment in _SEGMENTS.split(text):
        for clause in _CLAUSES.split(segment):
            bare = _bare(clause or "")
            denials = list(_DENIAL.finditer(bare))
            behind = {_behind_modals(bare, match.end()) for match in denials}
            reached = {place for match in denials for place in range(match.start() - 1, match.end() + _REACHED)}
            for place in range(len(bare) - 1):
                pair = bare[place : place + 2]
                if telling_pairs(pair) and place in behind:
                    denied.add(pair)
                elif telling_pairs(pair) and place not in reached:
                    plain.add(pair)
    return _WordsBySign(frozenset(denied), frozenset(plain))


def _bare(clause: str) -> str:
    """Without words that only look like a denial; 判断不了 is 不判断."""
    return _CANNOT.sub(r"不\1", _NO_DENIAL.sub("", clause))


def _behind_modals(clause: str, start: int) -> int:
    modal = _MODALS.match(clause, start)
    return modal.end() if modal else start


def _contradicts(one: _Statement, near: list[_Statement], there: tuple[_Statement, ...], known: frozenset[str]) -> bool:
    if one.sign == "either":
        return False
    if one.sign == "denies":
        return _denies_what_is_said(one, near, there, known)
    if _says_what_is_denied(one, there):
        return True
    near = [other for other in near if other.is_condition == one.is_condition]
    agrees = any(other.sign != "denies" for other in near)
    return bool(near) and not agrees and any(_speaks_of_denied(one, other) for other in near)


def _nearest(one: _Statement, said: str, known: str) -> list[_Statement]:
    """Clauses of the evidence with most words in common; those around count too, so that the right case is found."""
    there = _statements(known)
    own = [one.closeness(other) for other in there]
    if max(own, default=0) < _WEAK - 2 * (one.sign == "denies"):
        return []
    context = _pairs_by_segment(said)[one.segment]
    shared = {segment: len(context & pairs) for segment, pairs in _pairs_by_segment(known).items()}
    closeness = [value + shared[other.segment] if value else 0 for other, value in zip(there, own, strict=True)]
    best = max(closeness)
    return [other for other, value in zip(there, closeness, strict=True) if value >= max(1, _NEAR * best)]


@lru_cache(maxsize=2048)
def _pairs_by_segment(text: str) -> dict[int, frozenset[str]]:
    found: dict[int, frozenset[str]] = {}
    for one in _statements(text):
        found[one.segment] = found.get(one.segment, frozenset()) | one.pairs
    return found


def _denies_what_is_said(
    one: _Statement, near: list[_Statement], there: tuple[_Statement, ...], known: frozenset[str]
) -> bool:
    """A denial must stand in one of the sentences that speak of the same, or be a denial of the same elsewhere."""
    if not any(telling_characters(scope) & known for scope in one.denied):
        return any(_DUTY.match(scope) for scope in one.denied) and all(other.sign == "says" for other in there)
    agrees = any(
        other.sign != "says"
        and (one.is_condition or not other.is_condition or len("".join(one.denied)) >= _WEAK)
        and ((other in near and not _says_it(one, other)) or _denies_the_same(one, other))
        for other in there
    )
    if _is_said(one, near):
        return not any(other.sign != "says" and other.is_condition == one.is_condition for other in near)
    return bool(near) and not agrees


def _is_said(one: _Statement, near: list[_Statement]) -> bool:
    """Whether the clauses that speak of the same case say what is denied here."""
    mine = telling_characters("".join(one.denied))
    return len(mine) > 1 and any(other.sign == "says" and _share(mine, other.characters) >= _ALL for other in near)


def _says_what_is_denied(one: _Statement, there: tuple[_Statement, ...]) -> bool:
    """Whether it holds the very words that a clause of the evidence denies and none says."""
    for other in there:
        if other.sign == "denies" and other.is_condition == one.is_condition:
            core = telling_characters("".join(other.denied)[:_CORE])
            if len(core) >= _WEAK and _share(core, one.characters) >= _COVERED:
                said = (_share(core, third.characters) for third in there if third.sign != "denies")
                return max(said, default=0) < _COVERED
    return False


def _denies_the_same(one: _Statement, other: _Statement) -> bool:
    """Whether what one denies is what the other denies."""
    mine, others = telling_characters("".join(one.denied)), telling_characters("".join(other.denied))
    core = telling_characters("".join(other.denied)[:_CORE])
    if not mine or not core:
        return False
    return (len(mine) > 1 and _share(mine, others) >= _HALF) or _share(core, one.characters) >= _COVERED


def _says_it(one: _Statement, other: _Statement) -> bool:
    """Whether what is denied here stands there outside the denial."""
    mine, others = telling_characters("".join(one.denied)), telling_characters("".join(other.denied))
    return other.sign == "denies" and bool(mine) and _share(mine, other.characters - others) >= _COVERED


def _speaks_of_denied(one: _Statement, other: _Statement) -> bool:
    """Whether enough of what is denied stands in it: a third, two characters at least or the only one."""
    least = _HALF if one.is_condition else _THIRD
    cores = [telling_characters(scope[:_CORE]) for scope in other.denied]
    return any(len(core & one.characters) >= max(min(2, len(core)), least * len(core)) for core in cores)


def _share(part: frozenset[str], whole: frozenset[str]) -> float:
    return len(part & whole) / len(part)


@lru_cache(maxsize=2048)
def _statements(text: str) -> tuple[_Statement, ...]:
    found: list[_Statement] = []
    for number, segment in enumerate(_SEGMENTS.split(text)):
        clauses = [clause for clause in _CLAUSES.split(segment) if clause and clause.strip()]
        found += [_read(clause, after, number) for clause, after in zip(clauses, (*clauses[1:], ""), strict=False)]
    return tuple(found)


def _read(clause: str, after: str, segment: int) -> _Statement:
    bare = _bare(clause)
    denied = tuple(_scopes(bare))
    telling = _SIGNLESS.sub("", bare)
    is_condition = _CONDITION.search(clause) is not None or _FOLLOWS.match(after) is not None
    return _Statement(
        telling_characters(telling), telling_pairs(telling), _sign(bare, len(denied)), denied, is_condition, segment
    )


def _sign(clause: str, denials: int) -> Sign:
    if _ONLY.search(clause) or denials > 1 or re.search(r"不是|并非|不等于", clause):
        return "either"
    if not denials:
        return "says"
    match = _DENIAL.search(clause)
    return "either" if match and _RELATIVE.match(clause[match.end() :]) else "denies"


def _scopes(clause: str) -> Iterator[str]:
    """What stands behind each denial and its modals."""
    for match in _DENIAL.finditer(clause):
        start = _behind_modals(clause, match.end())
        yield clause[start : start + _REACH]
