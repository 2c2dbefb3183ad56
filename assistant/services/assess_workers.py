"""Which benefits an employer can get for each worker of a list, and for itself; what it comes to.

Each scheme is judged once per distinct combination of the facts it looks at, so that a list of a hundred thousand costs
little more than the combinations in it. Pure: rows of facts in, findings out; nothing here knows where rows come from.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from assistant.domain.conditions import Facts, leaves
from assistant.domain.conversation import FactValue
from assistant.domain.derived_facts import Derivations, with_derived
from assistant.domain.knowledge import Audience, Certainty
from assistant.domain.schemes import (
    Assessment,
    BenefitPeriod,
    JudgedScheme,
    Outcome,
    Scheme,
    assess_scheme,
    count_scheme,
    facts_of,
    judge_scheme,
)
from assistant.language.list_columns import ListColumns
from assistant.services.amount_words import amount_words
from assistant.services.assess_subsidies import Totals, choose_counted, rivals_among, winner_over
from assistant.services.reason_words import failing_words, missing_words
from assistant.services.scheme_memo import SchemeMemo
from assistant.services.subsidy_rules import SubsidyRules
from assistant.services.worker_rows import Progress, RowProblem, WorkerRow
from assistant.services.workers_result import Finding, SchemeSums, Scope, WorkerFindings, WorkersResult

_ONE = {"worker.count": 1}
_EVERY = 500


class WorkerJudge:
    """Judges workers of one firm on one day. Remembers what it has judged; belongs to one list."""

    def __init__(self, firm_facts: Facts, rules: SubsidyRules, columns: ListColumns, day: date) -> None:
        self._rules, self._columns, self.day, self.digest = rules, columns, day, rules.digest
        self._firm = with_derived({**firm_facts, **_ONE}, rules.vocabulary.derivations, day)
        offered = [s for s in rules.schemes.values() if s.rule is not None and Audience.EMPLOYER in s.document.audience]
        self.scopes = {scheme.id: self._scope(scheme) for scheme in sorted(offered, key=lambda scheme: scheme.id)}
        self.schemes = {scheme_id: rules.schemes[scheme_id] for scheme_id in self.scopes}
        self._rivals = rivals_among(self.schemes.values())
        self._memos = [SchemeMemo(scheme) for name, scheme in self.schemes.items() if self.scopes[name] is Scope.WORKER]
        self._derivations, self._derived_from = _about_workers(rules.vocabulary.derivations)
        self._derived: dict[tuple[FactValue | None, ...], dict[str, FactValue]] = {}
        self.firm_findings = {
            name: self._find(scheme, judge_scheme(scheme, self._firm, day), self._firm)
            for name, scheme in self.schemes.items()
            if self.scopes[name] in (Scope.FIRM, Scope.RULED_OUT)
        }
        self.firm_counted = self._firm_counted()

    def judge(self, row: WorkerRow) -> WorkerFindings:
        """Every scheme that is judged worker by worker, and which of them count together."""
        facts = self._with_derived(row.facts)
        findings = tuple([self._remembered(memo, facts) for memo in self._memos])
        counted = self._counted(findings)
        gives_way: dict[str, str] = {}
        for found in findings:
            if counted and self._rivals[found.scheme_id]:
                winner = winner_over(found.scheme_id, found.assessment, self._rivals, counted)
                if winner is not None:
                    gives_way[found.scheme_id] = winner
        return WorkerFindings(row.number, row.label, findings, counted, gives_way)

    def _counted(self, findings: tuple[Finding, ...]) -> tuple[str, ...]:
        """What counts together; there is something to choose only where two that could count exclude each other."""
        able = [found.scheme_id for found in findings if found.can_count]
        if not any(self._rivals[name].intersection(able) for name in able):
            return tuple(able)
        return choose_counted({found.scheme_id: found.assessment for found in findings}, self._rivals)

    def _scope(self, scheme: Scheme) -> Scope:
        looks_at = facts_of(scheme)
        if scheme.document.certainty_on(self.day) is Certainty.LAPSED:
            return Scope.LAPSED
        if any(fact.startswith("person.") for fact in looks_at):
            return Scope.PERSON
        if not any(fact.startswith("worker.") for fact in looks_at):
            return Scope.FIRM
        ruled_out = assess_scheme(scheme, self._firm, self.day, self._rules.parameters).outcome is Outcome.INELIGIBLE
        return Scope.RULED_OUT if ruled_out else Scope.WORKER

    def _firm_counted(self) -> tuple[str, ...]:
        """What the firm gets for itself; what a worker's benefit may exclude is left out of the total."""
        alone = {
            name: found.assessment
            for name, found in self.firm_findings.items()
            if not any(self.scopes.get(rival) is Scope.WORKER for rival in self._rivals[name])
        }
        return choose_counted(alone, self._rivals)

    def _with_derived(self, facts: Facts) -> dict[str, FactValue]:
        key = tuple(facts.get(name) for name in self._derived_from)
        derived = self._derived.get(key)
        if derived is None:
            looked_at = {name: facts[name] for name in self._derived_from if name in facts}
            derived = with_derived(self._firm | looked_at, self._derivations, self.day)
            self._derived[key] = derived
        return {name: value for name, value in facts.items() if name not in self._derived_from} | derived

    def _remembered(self, memo: "SchemeMemo", facts: Facts) -> Finding:
        rule_key = memo.rule_key(facts)
        judged = memo.judged.get(rule_key)
        if judged is None:
            judged = memo.judged[rule_key] = judge_scheme(memo.scheme, facts, self.day)
        is_out = judged.outcome is Outcome.INELIGIBLE
        key = rule_key if is_out else (rule_key, memo.amount_key(facts))
        found = memo.findings.get(key)
        if found is None:
            found = memo.findings[key] = self._find(memo.scheme, judged, facts)
        return found

    def _find(self, scheme: Scheme, judged: JudgedScheme, facts: Facts) -> Finding:
        found = count_scheme(scheme, judged, facts, self.day, self._rules.parameters)
        can_count = found.outcome is Outcome.ELIGIBLE and found.worth_yuan is not None
        reason = self._reason(scheme, found, facts)
        return Finding(scheme.id, scheme.document.title, found, reason, _amount_text(scheme, found), can_count)

    def _reason(self, scheme: Scheme, found: Assessment, facts: Facts) -> str:
        if found.outcome is Outcome.INELIGIBLE and scheme.rule is not None:
            return failing_words(scheme.rule, facts, self.day)
        if not found.missing_facts:
            return "条件都符合"
        missing = missing_words(self._name(fact, facts) for fact in found.missing_facts)
        return missing if found.outcome is Outcome.UNDETERMINED else f"条件都符合；算金额{missing}"

    def _name(self, fact: str, facts: Facts) -> str:
        """What to ask the employer for; of a set that says something already, whether that is all."""
        name = self._columns.name_of(fact)
        return f"{name}（是不是只有写的这些）" if isinstance(facts.get(fact), tuple) else name


def assess_workers(judge: WorkerJudge, rows: Iterable[WorkerRow], progress: Progress | None = None) -> WorkersResult:
    """All rows, judged and summed up. `progress` hears how many rows are done."""
    tallies = {name: _Tally() for name in judge.schemes}
    seen: dict[tuple[int, bool], int] = {}
    alike: dict[int, Finding] = {}
    workers: list[WorkerFindings] = []
    problems: list[RowProblem] = []
    for row in rows:
        found = judge.judge(row)
        workers.append(found)
        problems.extend(row.problems)
        for finding in found.findings:
            key = (id(finding), finding.scheme_id in found.counted)
            seen[key] = seen.get(key, 0) + 1
            alike[id(finding)] = finding
        if progress is not None and len(workers) % _EVERY == 0:
            progress(len(workers))
    for (which, is_counted), persons in seen.items():
        finding = alike[which]
        tallies[finding.scheme_id].add(finding, is_counted, persons)
    for name, finding in judge.firm_findings.items():
        tallies[name].add(finding, name in judge.firm_counted)
    schemes = tuple(_sums(name, judge, tally) for name, tally in tallies.items())
    return WorkersResult(
        day=judge.day,
        digest=judge.digest,
        workers=tuple(workers),
        schemes=schemes,
        total=_grand_total(schemes, Certainty.CURRENT),
        possible=_grand_total(schemes, Certainty.TO_VERIFY),
        problems=tuple(problems),
    )


@dataclass
class _Tally:
    """Sums while the list is gone through."""

    outcomes: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    counted: int = 0
    without_amount: int = 0
    amounts: dict[tuple[BenefitPeriod, Fraction], int] = field(default_factory=dict)

    def add(self, finding: Finding, is_counted: bool, persons: int = 1) -> None:
        self.outcomes[finding.outcome] += persons
        amount, period = finding.assessment.amount_yuan, finding.assessment.period
        if is_counted and amount is not None and period is not None:
            self.counted += persons
            self.amounts[(period, amount)] = self.amounts.get((period, amount), 0) + persons
        elif finding.outcome is Outcome.ELIGIBLE and not finding.can_count:
            self.without_amount += persons

    def total(self) -> Totals:
        sums = dict.fromkeys(BenefitPeriod, Fraction(0))
        for (period, amount), persons in self.amounts.items():
            sums[period] += amount * persons
        return Totals(sums[BenefitPeriod.ONCE], sums[BenefitPeriod.MONTH], sums[BenefitPeriod.YEAR])


def _sums(name: str, judge: WorkerJudge, tally: _Tally) -> SchemeSums:
    scheme = judge.schemes[name]
    return SchemeSums(
        scheme=scheme,
        scope=judge.scopes[name],
        certainty=scheme.document.certainty_on(judge.day),
        met=tally.outcomes[Outcome.ELIGIBLE],
        not_met=tally.outcomes[Outcome.INELIGIBLE],
        undetermined=tally.outcomes[Outcome.UNDETERMINED],
        counted=tally.counted,
        without_amount=tally.without_amount,
        total=tally.total(),
        firm_finding=judge.firm_findings.get(name),
    )


def _grand_total(schemes: Iterable[SchemeSums], certainty: Certainty) -> Totals:
    chosen = [sums.total for sums in schemes if sums.certainty is certainty]
    return Totals(
        sum((total.once for total in chosen), Fraction(0)),
        sum((total.month for total in chosen), Fraction(0)),
        sum((total.year for total in chosen), Fraction(0)),
    )


def _about_workers(derivations: Derivations) -> tuple[Derivations, tuple[str, ...]]:
    """What follows from facts of a worker, and the facts it follows from."""
    implied = tuple(one for one in derivations.implications if one.fact.startswith("worker."))
    elapsed = tuple(one for one in derivations.elapsed if one.fact.startswith("worker."))
    looked_at = [leaf.fact for one in implied for leaf in leaves(one.when)]
    looked_at += [one.since for one in elapsed] + [one.fact for one in elapsed] + [one.fact for one in implied]
    return Derivations(implied, elapsed, derivations.too_wide), tuple(dict.fromkeys(looked_at))


def _amount_text(scheme: Scheme, found: Assessment) -> str:
    if found.outcome is Outcome.INELIGIBLE:
        return ""
    if found.no_figure is not None:
        return "这一天没有查到标准"
    return amount_words(found) or (scheme.benefit.reason or "" if scheme.benefit is not None else "")
