"""Facts people state in passing: what they are, have, did, and for how long.

Only what is said is taken. A question, a supposition, a rule or somebody else's story states nothing, and a status an
office grants is never inferred. Where a message gives a fact two values and corrects neither, none is taken.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from assistant.domain.conditions import DENIED, NO_OTHERS
from assistant.domain.conversation import FactValue
from assistant.domain.regions import RegionTable
from assistant.language.clauses import Clause, read_clauses
from assistant.language.fact_figures import FIGURE_KINDS, FigureReader
from assistant.language.fact_words import BOUNDARY, Cue, FactCues, FactWords, Phrasing
from assistant.language.insured_in_parts import tells_a_part
from assistant.language.leaving_told import Ending, read_ending
from assistant.language.places import PlaceNames
from assistant.language.polarity import find_bare_polarity, find_polarity, is_in_a_name, is_negated

_INSURED = "person.unemployment_insured_months"
_INVOLUNTARY = "person.left_job_involuntarily"
#: Nobody names a value more often in one clause.
_MOST_NAMED = 4
#: Up to this length, in characters, a clause has no matter of its own.
_BARE_ANSWER = 8
_DO = re.compile(
    r"(?!回来|回家|下来|来的)(?:开|去|坐|来|学|上班|创业|领|参加|考|找|申请|能|可以|怎|属|想|进|打工|回|享受)"
)
_CLAIMS = re.compile(r"[是了过]")


@dataclass
class _Said:
    """What a message has said so far; a rough figure counts only until an exact one is said."""

    values: dict[str, list[FactValue]] = field(default_factory=dict)
    rough: dict[str, list[FactValue]] = field(default_factory=dict)
    members: dict[str, dict[str, None]] = field(default_factory=dict)

    def add(self, fact: str, value: FactValue, is_rough: bool = False, updates: bool = False) -> None:
        """`updates`: the value replaces the earlier ones."""
        values = (self.rough if is_rough else self.values).setdefault(fact, [])
        if updates:
            values.clear()
        values.append(value)

    def add_member(self, fact: str, member: str) -> None:
        """A later word on a member replaces the earlier one."""
        members = self.members.setdefault(fact, {})
        members.pop(member.removeprefix(DENIED) if member.startswith(DENIED) else f"{DENIED}{member}", None)
        members[member] = None

    def facts(self, corrects: bool, enough: frozenset[str]) -> dict[str, FactValue]:
        """What is left: where two values contradict each other and nothing is corrected, none.

        `enough`: facts that hold if they hold anywhere.
        """
        values = self.rough | self.values
        values |= {fact: [True] for fact in enough if True in values.get(fact, ())}
        agreed = {fact: value for fact, said in values.items() if (value := _agreed(said, corrects)) is not None}
        return agreed | {fact: tuple(members) for fact, members in self.members.items() if members}


def _agreed(values: list[FactValue], corrects: bool) -> FactValue | None:
    """The one value, or the most exact of dates that include each other: 今年, 今年7月."""
    if all(isinstance(value, str) for value in values):
        longest = max(map(str, values), key=len)
        if all(longest.startswith(str(value)) for value in values):
            return longest
    return values[-1] if corrects or all(value == values[0] for value in values) else None


def facts_said(
    text: str, words: FactWords, regions: RegionTable, places: PlaceNames, today: date
) -> dict[str, FactValue]:
    """Fact id → value, for facts of every subject; sets hold what was named, and `not:` what was denied."""
    said = _Said()
    phrasing = words.phrasing
    clauses = read_clauses(text, phrasing)
    sets = [cue.fact for cue in words.cues if cue.kind == "set"]
    figures = FigureReader(words, regions, places, today, text)
    for index, clause in enumerate(clauses):
        if not clause.text:
            continue
        follows = _continuation(clauses, index, words)
        updates = phrasing.updates.search(clause.text) is not None
        for fact, holds in _compared_with_kin(clause, follows, words):
            said.add(fact, holds)
        for cue, spoken in _relevant(clause, _next_clause(clauses, index), words, text):
            for value in _said_of(cue, spoken, follows, phrasing):
                if cue.kind == "set":
                    said.add_member(cue.fact, str(value))
                else:
                    said.add(cue.fact, value, updates=updates)
        if phrasing.closes.search(clause.text) and not clause.of_kin:
            for fact in sets:
                said.add_member(fact, NO_OTHERS)
        if not clause.of_kin:
            for fact, value, is_rough in figures.read(clause.text, clause.asks, _next_text(clauses, index)):
                said.add(fact, value, is_rough)
    enough = frozenset(cue.fact for cue in words.cues if cue.one_is_enough)
    facts = _with_ending(said.facts(phrasing.corrects.search(text) is not None, enough), clauses)
    return {name: value for name, value in facts.items() if name != _INSURED or not tells_a_part(text)}


def _with_ending(facts: dict[str, FactValue], clauses: tuple[Clause, ...]) -> dict[str, FactValue]:
    """Who proposed an ending that was agreed on outweighs the words it is told in."""
    own = [clause.text for clause in clauses if not clause.of_kin]
    ending = read_ending(own, is_own_wish=facts.get(_INVOLUNTARY) is False)
    if ending is None:
        return facts
    rest = {name: value for name, value in facts.items() if name != _INVOLUNTARY}
    return rest if ending is Ending.OPEN else rest | {_INVOLUNTARY: ending is Ending.BY_FIRM}


def _relevant(clause: Clause, following: Clause, words: FactWords, text: str) -> Iterator[tuple[FactCues, Clause]]:
    """The cues that may state something in the clause, or in it together with the next."""
    both = replace(clause, text=f"{clause.text}{BOUNDARY}{following.text}")
    pairs = [(cue, clause) for cue in words.find_relevant(clause.text)]
    if following.text:
        pairs += [(cue, both) for cue in words.crossing if cue.of_kin or not following.of_kin]
    for cue, spoken in pairs:
        of_another = clause.of_kin and not cue.of_kin
        if not of_another and cue.may_be_in(text) and not cue.is_blocked_in(spoken.text):
            yield cue, spoken


def read_statement(cue: FactCues, text: str, phrasing: Phrasing) -> tuple[FactValue, ...]:
    """What a bare answer says by the fact's own words: members of a set, else one value or none."""
    said = tuple(_said_of(cue, Clause(text), "", phrasing))
    return (*said, NO_OTHERS) if cue.kind == "set" and phrasing.closes.search(text) else said


def _compared_with_kin(clause: Clause, follows: str, words: FactWords) -> Iterator[tuple[str, bool]]:
    """我老公办了失业登记, 我还没办: somebody else's matter, and what the speaker says of it."""
    if not clause.of_kin or not follows or len(follows) > _BARE_ANSWER:
        return
    for cue in words.find_relevant(clause.text):
        if cue.acts is not None and not cue.of_kin and any(about.search(clause.text) for about in cue.about):
            holds = find_bare_polarity(follows, cue.acts, words.phrasing)
            if holds is not None:
                yield cue.fact, holds


def _next_clause(clauses: tuple[Clause, ...], index: int) -> Clause:
    return clauses[index + 1] if index + 1 < len(clauses) else Clause("")


def _next_text(clauses: tuple[Clause, ...], index: int) -> str:
    after = clauses[index + 1] if index + 1 < len(clauses) else None
    return "" if after is None or after.of_kin else after.text


def _continuation(clauses: tuple[Clause, ...], index: int, words: FactWords) -> str:
    """The next clause, where it speaks of no matter of its own."""
    text = _next_text(clauses, index)
    has_its_own = any(about.search(text) for cue in words.find_relevant(text) for about in cue.about)
    return "" if has_its_own else text


def _said_of(cue: FactCues, clause: Clause, follows: str, phrasing: Phrasing) -> Iterator[FactValue]:
    if cue.kind == "boolean":
        value = _boolean_said(cue, clause, follows, phrasing)
        if value is not None:
            yield value
        return
    if cue.kind in FIGURE_KINDS:
        yield from (0 for _ in islice(_stated(cue.zero, clause, phrasing), 1))
        yield from (12 for _ in islice(_stated(cue.full_year, clause, phrasing), 1))
        return
    if cue.kind == "set":
        yield from _members_said(cue, clause, phrasing)
        return
    chosen = (member for member, denied in _named(cue, clause, phrasing) if not denied)
    yield from (value for value in (next(chosen, None),) if value is not None)


def _boolean_said(cue: FactCues, clause: Clause, follows: str, phrasing: Phrasing) -> bool | None:
    """Idioms go first, then negations of what would state it, then what is done about the matter."""
    if any(True for _ in _stated(cue.fails, clause, phrasing)):
        return False
    for match, holds in _stated(cue.holds, clause, phrasing):
        return not is_negated(match, holds, phrasing)
    return find_polarity(clause.text, cue, phrasing, follows)


def _members_said(cue: FactCues, clause: Clause, phrasing: Phrasing) -> Iterator[str]:
    for member, denied in _named(cue, clause, phrasing):
        yield f"{DENIED}{member}" if denied else member


def _named(cue: FactCues, clause: Clause, phrasing: Phrasing) -> Iterator[tuple[str, bool]]:
    """Each value named, and whether it is denied."""
    for value, patterns in cue.values.items():
        named = _stated(patterns, clause, phrasing)
        matches = list(islice(named, _MOST_NAMED))
        if cue.kind == "set":
            matches = [(match, name) for match, name in matches if not _speaks_of_all(match, phrasing)]
        if matches:
            yield value, all(is_negated(match, cue, phrasing) for match, cue in matches)


def _stated(patterns: tuple[Cue, ...], clause: Clause, phrasing: Phrasing) -> Iterator[tuple[re.Match[str], Cue]]:
    """Matches that state something: none that is part of a scheme's name or stands bare before a question."""
    for pattern in patterns:
        for match in pattern.finditer(clause.text):
            if is_in_a_name(match, phrasing):
                continue
            if not clause.asks or _is_claimed(clause.text, phrasing):
                yield match, pattern


def _speaks_of_all(match: re.Match[str], phrasing: Phrasing) -> bool:
    """脱贫户开店(只要半年): what such people do, not what the speaker is."""
    text = match.string
    return match.start() == 0 and _DO.match(text, match.end()) is not None and phrasing.oneself.search(text) is None


def _is_claimed(text: str, phrasing: Phrasing) -> bool:
    """Whether what stands before a question is said of somebody: 我是脱贫户(能领多少), not 脱贫户(能领多少)."""
    return phrasing.oneself.search(text.replace("自己", "")) is not None or _CLAIMS.search(text) is not None
