"""Which golden cases come out otherwise by the files than by the state in force: what an edit of the rules changes."""

from collections.abc import Mapping

from assistant.domain.derived_facts import with_derived
from assistant.domain.errors import AssistantError
from assistant.domain.parameters import in_digits
from assistant.domain.schemes import GoldenCase, assess_scheme
from assistant.services.subsidy_rules import SubsidyRules


def compare_cases(
    cases: Mapping[str, tuple[GoldenCase, ...]], before: SubsidyRules, after: SubsidyRules
) -> tuple[str, ...]:
    """One line per case, in the order of schemes and cases. `cases`: scheme id → its cases as the files have them."""
    changes: list[str] = []
    for scheme_id in sorted(cases):
        for case in cases[scheme_id]:
            was, now = _outcome(scheme_id, case, before), _outcome(scheme_id, case, after)
            if was is not None and was != now:
                changes.append(f"case     {scheme_id}/{case.id}: {was} → {now or 'no such scheme'}")
    return tuple(changes)


def _outcome(scheme_id: str, case: GoldenCase, rules: SubsidyRules) -> str | None:
    """What the rules make of the case; None where they do not have the scheme."""
    scheme = rules.schemes.get(scheme_id)
    if scheme is None:
        return None
    facts = with_derived(case.facts, rules.vocabulary.derivations, case.as_of)
    try:
        result = assess_scheme(scheme, facts, case.as_of, rules.parameters)
    except (AssistantError, ValueError) as error:
        return f"cannot be judged ({error})"
    words = [result.outcome.value]
    if result.amount_yuan is not None:
        words.append(f"{in_digits(result.amount_yuan)} yuan")
    if result.months is not None:
        words.append(f"{in_digits(result.months)} months")
    return ", ".join(words)
