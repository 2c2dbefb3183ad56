"""Which benefits can be had together: of those that exclude each other, the best combination allowed."""

from collections.abc import Iterable, Mapping
from fractions import Fraction


def best_combination(worth: Mapping[str, Fraction], excludes: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The ids whose sum is highest with no excluded pair among them, sorted; of equal sums, the first in that order.

    A pair excludes both ways. One that is worth nothing is kept where nothing stands against it.
    """
    rivals: dict[str, set[str]] = {name: set() for name in worth}
    for one, other in excludes:
        if one in rivals and other in rivals and one != other:
            rivals[one].add(other)
            rivals[other].add(one)
    if not any(rivals.values()):
        return tuple(sorted(worth))
    chosen: list[str] = []
    for group in _groups(rivals):
        chosen.extend(_best_of(group, worth, rivals))
    return tuple(sorted(chosen))


def _groups(rivals: Mapping[str, set[str]]) -> list[list[str]]:
    """Ids that hang together by exclusions; each group is decided on its own."""
    left = sorted(rivals)
    groups: list[list[str]] = []
    while left:
        group, frontier = set(), {left[0]}
        while frontier:
            name = frontier.pop()
            group.add(name)
            frontier |= rivals[name] - group
        groups.append(sorted(group))
        left = [name for name in left if name not in group]
    return groups


def _best_of(group: list[str], worth: Mapping[str, Fraction], rivals: Mapping[str, set[str]]) -> tuple[str, ...]:
    if not group:
        return ()
    first, rest = group[0], group[1:]
    with_first = (first, *_best_of([name for name in rest if name not in rivals[first]], worth, rivals))
    if not rivals[first] & set(rest):
        return with_first
    without = _best_of(rest, worth, rivals)
    return min(
        (with_first, without), key=lambda names: (-sum((worth[n] for n in names), Fraction(0)), -len(names), names)
    )
