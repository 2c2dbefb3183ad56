"""Judging what a task has left behind: the rows that must exist and no others, what was said, how it ended."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evals.said import affirms, plain, says
from evals.task_cases import Row, Task

Found = Mapping[str, Any]


@dataclass(frozen=True)
class Left:
    """What a run has left: rows by kind, in the words of the data set. `is_seed` in a row: it was there before.

    `said`: what the service has said and shown, a piece each. `last_status`: of the last answer.
    """

    rows: Mapping[str, Sequence[Found]] = field(default_factory=dict)
    said: Sequence[str] = ()
    last_status: str = ""


def judge(task: Task, left: Left) -> tuple[str, ...]:
    """What is wrong, in words for whoever reads the report; nothing where the task has passed."""
    wrong = [one for kind, wanted in task.end_state.items() for one in _judge_kind(kind, wanted, left.rows)]
    whole = "\n".join(left.said)
    for words in task.must_say:
        if not any(says(whole, word) for word in words):
            wrong.append(f"not said: {' / '.join(words)}")
    wrong += [f"said: {word}" for word in task.must_not_say if affirms(whole, word)]
    if task.last_status and left.last_status not in task.last_status:
        wrong.append(f"last status {left.last_status}, not {' / '.join(task.last_status)}")
    return tuple(wrong)


def _judge_kind(kind: str, wanted: Sequence[Row], rows: Mapping[str, Sequence[Found]]) -> Iterable[str]:
    """`audit` and `seats_left` are looked up; of all other kinds every row that is not of the seed must be wanted."""
    left = sorted(rows.get(kind, ()), key=lambda row: bool(row.get("is_seed")))  # what is new, first
    for row in wanted:
        match = _match_rosters if "count" in row else _matches
        found = next((one for one in left if match(kind, row, one)), None)
        if found is None:
            new = [dict(one) for one in left if not one.get("is_seed")]
            yield f"{kind}: no {row} among {new}"
        elif kind not in _LOOKED_UP and "count" not in row:
            left.remove(found)
    if kind not in _LOOKED_UP and not any("count" in row for row in wanted):
        yield from (f"{kind}: too many: {dict(one)}" for one in left if not one.get("is_seed"))


_LOOKED_UP = frozenset({"audit", "seats_left", "rosters"})


def _match_rosters(kind: str, wanted: Row, found: Found) -> bool:
    """`count` places of an intake in a state, `present` of them marked so."""
    same = all(found.get(name) == wanted[name] for name in ("course", "starts_on") if name in wanted)
    if not same or found.get("rosters") is None:
        return False
    roster = found["rosters"]
    state = wanted.get("state")
    counted = sum(number for name, number in roster["states"].items() if state in (None, name))
    return counted == wanted["count"] and roster["present"] == wanted.get("present", roster["present"])


def _matches(kind: str, wanted: Row | str, found: Found) -> bool:
    if isinstance(wanted, str):  # an action of the audit log
        return bool(found.get("action") == wanted)
    return all(_CHECKS.get(name, _is_equal(name))(value, found) for name, value in wanted.items())


def _is_equal(name: str) -> Callable[[Any, Found], bool]:
    return lambda value, found: found.get(name) == value


def _contains(value: Sequence[str | Sequence[str]], found: Found) -> bool:
    """Every word; of a list in the list, one."""
    said = plain(found["words"])
    return all(any(plain(word) in said for word in ([one] if isinstance(one, str) else one)) for one in value)


#: How a field is compared; by the same value where it is not named here.
_CHECKS: Mapping[str, Callable[[Any, Found], bool]] = {
    "reason_any": lambda value, found: found["reason"] in value,
    "contact": lambda value, found: value is None or found["contact"] == value,
    "owner": lambda value, found: value is None or found["owner"] == value,
    "contains": _contains,
    "company_contains": lambda value, found: all(
        plain(word) in plain(found["company"]) for word in ([value] if isinstance(value, str) else value)
    ),
    "not_contains": lambda value, found: not any(plain(word) in plain(found["words"]) for word in value),
    "position": lambda value, found: value is None or found["position"] == value,
}
