"""Why somebody does not qualify, or what would still decide it, in words."""

from collections.abc import Iterable, Iterator
from datetime import date

from assistant.domain.conditions import AllOf, AnyOf, Condition, Facts, Not, Rule, Truth, judge, leaves

_MOST_ALTERNATIVES = 6


def failing_words(rule: Rule, facts: Facts, day: date) -> str:
    """The conditions that decide a "no", the first ones that suffice: `不符合：签1年以上劳动合同`."""
    return "；".join(dict.fromkeys(_failing(rule, facts, day)))


def missing_words(names: Iterable[str]) -> str:
    """`还缺：人群类别、连续参保月数`."""
    return f"还缺：{'、'.join(dict.fromkeys(names))}"


def _failing(rule: Rule, facts: Facts, day: date) -> Iterator[str]:
    match rule:
        case Condition():
            yield f"不符合：{rule.text}"
        case Not(part):
            yield f"有这种情况：{'、'.join(leaf.text for leaf in leaves(part))}"
        case AllOf(parts):
            for part in parts:
                if judge(part, facts, day) is Truth.NOT_MET:
                    yield from _failing(part, facts, day)
        case AnyOf(parts):
            texts = list(dict.fromkeys(leaf.text for part in parts for leaf in leaves(part)))
            more = "等" if len(texts) > _MOST_ALTERNATIVES else ""
            yield f"这几种都不属于：{'、'.join(texts[:_MOST_ALTERNATIVES])}{more}"
