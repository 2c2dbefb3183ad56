"""Whether something said is wanted, wished for, refused, or only told: negation with its reach, wishes with theirs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from assistant.domain.vacancies import Shift
from assistant.language.run_on_refusals import RunOnRefusals, is_put_right, refuses_pay
from assistant.language.said_words import Said, SaidKind, SaidWords
from assistant.language.vacancy_story import Story
from assistant.language.wish_phrases import WishCues


class Stance(StrEnum):
    """`UNWISHED`: better without, but no condition. `OF_ONESELF`: what somebody is or has learnt; it is wanted where
    nothing else is. `TOLD`: past, somebody else's, or of no matter.
    """

    WANTED = "wanted"
    WISHED = "wished"
    REFUSED = "refused"
    UNWISHED = "unwished"
    OF_ONESELF = "of_oneself"
    TOLD = "told"


#: Kinds that are listed together: 包住双休的更好.
_FAMILIES = (
    frozenset("BST"),
    frozenset("PN"),
    frozenset("O"),
    frozenset("M"),
    frozenset("E"),
    frozenset("L"),
    frozenset("X"),
)
_KIND_LETTERS = frozenset("BSTPNMOEL")
_JOINTS = r"(?:[和跟与及、/或者的话就那更也还能有再要]|上班|工作)"
_THE_REST = ("其他", "其他的", "其它", "其它的", "别的")
#: A benefit that is rather put up with: 站着上班也可以.
_SACRIFICE = "站班"
#: 保险和房产中介: a list whose first word is none of ours.
_OTHER_AND = re.compile(r"[^,。A-Z想找做要的]{1,4}(?:、|和|跟|还有|或者?)")
#: A trade that was learnt (护理专业).
_LEARNT = ("专业", "毕业")
#: Of these 就好 says that it is enough.
_ENOUGH = (SaidKind.OCCUPATION, SaidKind.PLACE, SaidKind.PAY)
_TIMES = (SaidKind.SHIFT, SaidKind.EMPLOYMENT_TYPE)


@dataclass(frozen=True)
class _Cue:
    name: str
    start: int
    end: int


@dataclass(frozen=True)
class _Clause:
    """Characters `start` to `end` of the skeleton with the cues in it. `told`: it goes on with what is past."""

    start: int
    end: int
    cues: tuple[_Cue, ...]
    told: bool = False
    wishes_on: bool = False


def judge(words: SaidWords, cues: WishCues) -> tuple[tuple[Said, Stance], ...]:
    """Each thing said with what it is to the speaker."""
    reader = _Reader(words, cues)
    judged: list[tuple[Said, Stance]] = []
    for one in words.said:
        stance = reader.stance(one)
        is_rest = words.skeleton[: one.start].endswith(_THE_REST)  # 其他的兼职都可以
        if stance is Stance.WANTED and not is_rest and cues.accepted.match(words.skeleton[one.end :]):
            stance = _accepted(one, judged)
        judged.append((one, stance))
    return tuple(judged)


def _accepted(one: Said, before: list[tuple[Said, Stance]]) -> Stance:
    """What 也行 makes of it: a wish beside a wish (首选渝中, 南岸也可以); no limit if it is the only kind of work."""
    if one.kind is SaidKind.PAY:  # 能给五千最好, 四千五也行: the least
        return Stance.WANTED
    stances = {stance for other, stance in before if other.kind is one.kind}
    if Stance.WISHED in stances:
        return Stance.WISHED
    return Stance.TOLD if one.kind is SaidKind.EMPLOYMENT_TYPE and Stance.WANTED not in stances else Stance.WANTED


def _reach_of_wish(one: Said) -> frozenset[str]:
    """The kinds a wish may pass on its way to this one: 最好渝中包住, but in 最好双休的会计 no accountant is wished."""
    goes_together = frozenset("BSTPN")
    return goes_together if one.kind.value in goes_together else frozenset(one.kind.value)


def _after_list(one: Said, after: str) -> str:
    """What follows a word and others of its kind after it: 夜班和倒班都不要, 施工员资料员都做过."""
    return re.sub(rf"^(?:[、和跟与或者及]*{one.kind.value}+)+", "", after)


class _Reader:
    """Reads the stances of one message; `_text` is its skeleton."""

    def __init__(self, words: SaidWords, cues: WishCues) -> None:
        self._spoken, self._text, self._cues = words.text, words.skeleton, cues
        self._filler = re.compile(rf"(?:{cues.reaches.pattern})*")
        self._story = Story(words, cues)
        self._run_on = RunOnRefusals(words.skeleton, words.of_kind(SaidKind.PAY))
        self._continues = cues.goes_on.search(words.skeleton) is not None
        self._clauses = tuple(self._read_clauses())

    def stance(self, one: Said) -> Stance:
        index, clause = next(
            (index, clause) for index, clause in enumerate(self._clauses) if clause.start <= one.start < clause.end
        )
        after = self._text[one.end : clause.end]
        before = [cue for cue in clause.cues if cue.end <= one.start]
        if is_put_right(one, self._text):
            return Stance.TOLD
        if self._is_plainly_refused(one, before):
            return Stance.REFUSED
        if self._is_told(one, clause, before, after):
            return self._told(one, clause)
        is_refused = self._is_refused(one, clause, before, after)
        is_wish = self._is_wish(one, clause, index, before, after)
        if is_refused:
            is_optional = after.startswith("也") and self._cues.accepted.match(after) is not None
            if is_optional and one.kind in _TIMES and one.value != Shift.WEEKEND_OFF:
                return Stance.TOLD  # 不上夜班也行
            return Stance.UNWISHED if is_wish else Stance.REFUSED
        if (one.kind in _TIMES or one.value == _SACRIFICE) and self._is_accepted(one, clause, after):
            return Stance.TOLD
        if one.kind in (*_TIMES, SaidKind.BENEFIT, SaidKind.PLACE) and self._is_unbound(one, clause, after):
            return Stance.TOLD
        if is_wish:
            return Stance.WISHED
        is_of_oneself = not self._story.is_of_both and self._is_of_oneself(one, before, after)
        return Stance.OF_ONESELF if is_of_oneself else Stance.WANTED

    def _is_plainly_refused(self, one: Said, before: list[_Cue]) -> bool:
        """不要销售, 换成行政; 快递员不干了, 换个门卫: refused, and not only left for the other."""
        refusing = [cue for cue in before if cue.name == "refuses"]
        if one.kind is not SaidKind.OCCUPATION or not self._story.is_left(one):
            return False
        if self._story.is_given_up(one):
            return True
        if not refusing:
            return False
        return self._spoken.startswith("不要", refusing[-1].start) and self._text[refusing[-1].end : one.start] == ""

    def _told(self, one: Said, clause: _Clause) -> Stance:
        if one.kind is SaidKind.OCCUPATION and self._continues:
            return Stance.WANTED
        return Stance.OF_ONESELF if self._story.is_trade(one, clause.start) else Stance.TOLD

    def _read_clauses(self) -> Iterator[_Clause]:
        start, previous = 0, None
        for end, following in self._spans():
            text = self._text[start:end]
            cues = tuple(sorted(self._find_cues(start, end), key=lambda cue: cue.start))
            names = {cue.name for cue in cues}
            is_demand = self._cues.demands.search(self._spoken, start, end) is not None
            goes_on_told = previous is not None and self._tells_on(previous) and "wants" not in names and not is_demand
            told = ("past" in names) or (goes_on_told and self._cues.past_goes_on.search(text) is not None)
            wishes_on = (
                previous is not None
                and (any(cue.name == "wishes" for cue in previous.cues) or previous.wishes_on)
                and self._cues.wish_goes_on.match(text) is not None
            )
            previous = _Clause(start, end, cues, told, wishes_on)
            if text:
                yield previous
            start = following

    def _tells_on(self, clause: _Clause) -> bool:
        """月嫂做了6年, 一个月一万二: what follows a trade without any wish to come is the wish itself."""
        past = [cue for cue in clause.cues if cue.name == "past"]
        is_trade = bool(past) and self._text[past[-1].start : past[-1].end].endswith("了")
        return clause.told and not (is_trade and self._cues.wants.search(self._text, clause.end) is None)

    def _spans(self) -> Iterator[tuple[int, int]]:
        """Where each clause ends and the next begins."""
        for mark in self._cues.breaks.finditer(self._text):
            if mark.end():
                yield mark.start(), mark.end()
        yield len(self._text), len(self._text)

    def _find_cues(self, start: int, end: int) -> Iterator[_Cue]:
        """The cues of a clause; one that lies in another is none."""
        taken: list[tuple[int, int]] = []
        named = (
            ("refuses", self._cues.refuses),
            ("wishes", self._cues.wishes),
            ("past", self._cues.past),
            ("is_one", self._cues.is_one),
            ("wants", self._cues.wants),
        )
        for name, pattern in named:
            for match in pattern.finditer(self._text, start, end):
                if name == "refuses" and self._run_on.takes_before(match):
                    continue
                if all(match.end() <= low or high <= match.start() for low, high in taken):
                    taken.append(match.span())
                    yield _Cue(name, *match.span())

    def _is_refused(self, one: Said, clause: _Clause, before: list[_Cue], after: str) -> bool:
        if one.is_ceiling:  # 五千以下的不要
            return self._is_refused_after(one, after) or refuses_pay(after)
        refusing = [cue for cue in before if cue.name == "refuses" and self._reaches(cue, one)]
        if refusing and not self._is_also_wanted(refusing[-1], clause):
            if self._spoken[refusing[-1].start] == "非" and self._is_refused_after(one, after):
                return False  # 非渝北不去
            said = self._text[refusing[-1].start : refusing[-1].end]
            may_be_accepted = one.kind in (SaidKind.OCCUPATION, SaidKind.PLACE) and not self._cues.excepts.match(said)
            return not (may_be_accepted and self._accepted_after(after, self._text[refusing[-1].end : one.start]))
        if self._run_on.follows_refused_pay(one.start):
            return self._is_refused_after(one, after)
        head = self._list_head(one, self._text[clause.start : one.start])
        if one.kind is SaidKind.BENEFIT and self._cues.feared.search(head):
            return False
        if one.kind in (*_TIMES, SaidKind.BENEFIT) and self._cues.denies.search(head):
            return not (after.startswith("的") and self._is_refused_after(one, after))  # 不交社保的不要
        return self._is_refused_after(one, after)

    def _list_head(self, one: Said, before: str) -> str:
        """What stands before the list the word is in: 没有夜班和倒班."""
        return re.sub(rf"(?:{one.kind.value}+(?:和|跟|、|或者?|与|及|也不|还不))+$", "", before)

    def _reaches(self, cue: _Cue, one: Said) -> bool:
        gap = self._text[cue.end : one.start]
        if one.kind is SaidKind.OCCUPATION and (other := _OTHER_AND.match(gap)):
            gap = gap[other.end() :]  # 莫给我推保险和房产中介
        if one.kind is not SaidKind.OCCUPATION and (such := self._cues.such.match(gap)):
            gap = gap[such.end() :]  # 不要火锅店那种上晚班的
        if self._filler.fullmatch(gap) is None:
            return False
        if one.kind is SaidKind.PLACE and set(gap) & set("OS"):
            return False  # 不要夜班质检员江津
        if one.kind is not SaidKind.OCCUPATION:
            return True
        # 不要夜班的保安, 不是销售的客服, 不想在渝北做保安
        return not set(gap) & set("STBE") and re.search(r"O的$|在P", gap) is None

    def _is_also_wanted(self, cue: _Cue, clause: _Clause) -> bool:
        """除了包吃住, 还要有社保."""
        if self._text[cue.start] != "除":
            return False
        return self._cues.also.search(self._text[cue.end : clause.end + 14]) is not None

    def _is_refused_after(self, one: Said, after: str) -> bool:
        rest = _after_list(one, after)
        refused = self._cues.refused.match(rest)
        if self._run_on.take(one.end + len(after) - len(rest)):
            return True
        if refused is None:
            return False
        if one.kind in _TIMES and after.startswith(one.kind.value) and self._cues.only.search(self._text[: one.start]):
            return False  # 只能上白班夜班不行
        is_settled = refused.group().endswith("算了") and self._cues.chosen_before.search(self._text[: one.start])
        return not is_settled  # 换成长期的算了

    def _accepted_after(self, after: str, gap: str) -> bool:
        """不要客服文员就行: the last of those named will do; 不要客服就行 refuses the only one."""
        said = re.match(r"(?:也|都|就)(?:可以|得行|要得|行)", after)
        return said is not None and (after[0] != "就" or "O" in gap)

    def _is_accepted(self, one: Said, clause: _Clause, after: str) -> bool:
        """夜班也行, 能上夜班: no condition. 双休 and 白班 are nobody's sacrifice."""
        rest = _after_list(one, after)
        is_listed = rest != after and rest.startswith(("都", "我都")) and one.kind is SaidKind.SHIFT
        if is_listed and self._cues.accepted.match(rest):
            return True  # 白班夜班都要得
        if one.value in (Shift.DAY, Shift.WEEKEND_OFF) or one.kind is SaidKind.EMPLOYMENT_TYPE:
            return False
        before = self._text[clause.start : one.start]
        return (
            re.search(rf"(?:{self._cues.accepts.pattern})(?:上|做|值|接受)*$", before) is not None
            or self._cues.accepted.match(after) is not None
        )

    def _is_unbound(self, one: Said, clause: _Clause, after: str) -> bool:
        """不一定要双休, 双休不双休无所谓, 有没有双休都可以."""
        before = self._text[clause.start : one.start]
        is_free = self._cues.unbound_before.search(before) or self._cues.unbound.match(after)
        return bool(is_free) or (before.endswith("有没有") and after.startswith(("都", "也")))

    def _is_wish(self, one: Said, clause: _Clause, index: int, before: list[_Cue], after: str) -> bool:
        if clause.wishes_on or self._is_supposed(one, clause, index):
            return True
        governing = [cue for cue in before if cue.name in ("wishes", "wants")]
        if governing and governing[-1].name == "wishes":
            gap = self._text[governing[-1].end : one.start]
            return not set(gap) & _KIND_LETTERS - _reach_of_wish(one)
        if one.kind in _ENOUGH and _after_list(one, after).startswith("就好"):
            return False  # 文职就好 is 文职就行
        ending = self._cues.wish_ends.search(after)
        return ending is not None and self._is_one_list(one, after[: ending.start()])

    def _is_one_list(self, one: Said, gap: str) -> bool:
        family = next(family for family in _FAMILIES if one.kind.value in family)
        return re.fullmatch(rf"(?:{_JOINTS}|[{''.join(sorted(family))}])*", gap) is not None

    def _is_supposed(self, one: Said, clause: _Clause, index: int) -> bool:
        """要是包住就好了; 如果能双休, 那更好."""
        text = self._text[clause.start : one.start]
        supposes = self._cues.supposes.finditer(text)
        if not any(re.match(r"要是|如果|假如|若|要能|能", match.group()) for match in supposes):
            return False
        following = self._clauses[index + 1] if index + 1 < len(self._clauses) else None
        tail = self._text[one.end : clause.end]
        if self._cues.wish_ends.search(tail):
            return True
        return (
            following is not None
            and self._cues.wish_ends.match(self._text[following.start : following.end]) is not None
        )

    def _is_told(self, one: Said, clause: _Clause, before: list[_Cue], after: str) -> bool:
        if one.kind in (SaidKind.LICENCE, SaidKind.EDUCATION):
            return False
        if self._story.tells_of(one, clause.start):
            return True
        deciding = [cue for cue in before if cue.name in ("past", "wants", "refuses", "wishes")]
        if deciding and deciding[-1].name == "past":
            return not any(cue.name == "refuses" and self._reaches(cue, one) for cue in before)
        if one.kind is SaidKind.PLACE and not deciding and any(cue.name == "past" for cue in clause.cues):
            return True  # 在北碚做过保安
        is_no_more = {SaidKind.EMPLOYMENT_TYPE: self._cues.is_over, SaidKind.PLACE: self._cues.closed_after}
        if one.kind in is_no_more and is_no_more[one.kind].match(after):
            return True
        if clause.told and not deciding and not any(cue.name == "past" for cue in clause.cues):
            return True
        if one.kind is not SaidKind.OCCUPATION or (deciding and deciding[-1].name == "wants"):
            return False
        return self._cues.past_after.match(_after_list(one, after)) is not None

    def _is_of_oneself(self, one: Said, before: list[_Cue], after: str) -> bool:
        if one.kind is not SaidKind.OCCUPATION:
            return False
        if self._cues.is_one_after.match(after) or self._spoken[one.start : one.end].endswith(_LEARNT):
            return True
        deciding = [cue for cue in before if cue.name in ("is_one", "wants")]
        return bool(deciding) and deciding[-1].name == "is_one" and one.start - deciding[-1].end <= 4
