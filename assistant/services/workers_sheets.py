"""A judged list as sheets of plain rows, whichever file they are written to."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from assistant.domain.conditions import leaves
from assistant.domain.knowledge import Aspect, Certainty
from assistant.domain.parameters import in_digits
from assistant.domain.regions import RegionTable
from assistant.domain.schemes import Outcome
from assistant.services.amount_words import total_words
from assistant.services.assessment_card import lines_about
from assistant.services.subsidy_rules import SubsidyRules
from assistant.services.workers_result import Finding, SchemeSums, Scope, WorkerFindings, WorkersResult

Value: TypeAlias = str | int | float | None

DETAIL_HEADERS = ("行号", "员工", "补贴", "结果", "原因", "金额", "计入合计（元）", "说明")
PROBLEM_HEADERS = ("行号", "列", "问题")
SUMMARY_HEADERS = ("补贴", "怎么算的", "依据", "符合（人）", "不符合（人）", "待定（人）", "计入合计（人）",
                   "计入合计", "说明")  # fmt: skip
BASIS_HEADERS = ("补贴", "文件", "文号", "条款", "网页", "窗口还要核实", "要哪些材料", "在哪里办", "什么时候申请")
_OUTCOMES = {Outcome.ELIGIBLE: "符合", Outcome.INELIGIBLE: "不符合", Outcome.UNDETERMINED: "待定"}
_CERTAINTY = {Certainty.CURRENT: "现行", Certainty.TO_VERIFY: "可能，需核实", Certainty.LAPSED: "已到期"}
_SCOPES = {
    Scope.WORKER: "逐人算",
    Scope.FIRM: "按单位算一次",
    Scope.RULED_OUT: "单位条件不符合，没有逐人算",
    Scope.LAPSED: "已到期，没有算",
    Scope.PERSON: "要看员工本人的情况，名单里算不了，请本人查询",
}


@dataclass(frozen=True)
class Sheet:
    """A title, its headers and its rows; rows are made while they are written."""

    title: str
    headers: tuple[str, ...]
    rows: Iterable[Sequence[Value]]


def summary_sheet(result: WorkersResult) -> Sheet:
    """汇总: totals, what each scheme comes to, and what the list was read from."""
    return Sheet("汇总", SUMMARY_HEADERS, _summary_rows(result))


def detail_sheet(result: WorkersResult, with_ineligible: bool) -> Sheet:
    """明细: one line per worker and scheme; a worker for whom nothing is left still has a line."""
    titles = {sums.scheme.id: sums.scheme.document.title for sums in result.schemes}
    rows = (row for worker in result.workers for row in _detail_rows(worker, titles, with_ineligible))
    return Sheet("明细", DETAIL_HEADERS, rows)


def problem_sheet(result: WorkersResult) -> Sheet:
    """问题行: row, column and what is wrong."""
    rows = (("单位情况" if one.row is None else one.row, one.column, one.text) for one in result.problems)
    return Sheet("问题行", PROBLEM_HEADERS, rows)


def basis_sheet(result: WorkersResult, rules: SubsidyRules, regions: RegionTable) -> Sheet:
    """依据: what each scheme that is open rests on, what the office checks, and how to apply."""
    rows = (_basis_row(sums, result, rules, regions) for sums in result.schemes if sums.scope is not Scope.LAPSED)
    return Sheet("依据", BASIS_HEADERS, rows)


def _summary_rows(result: WorkersResult) -> Iterator[Sequence[Value]]:
    for sums in sorted(result.schemes, key=_order):
        yield _summary_row(sums)
    yield ()
    yield "现行补贴合计", None, None, None, None, None, None, total_words(result.total) or "0元"
    yield "可能，需核实（不计入上面的合计）", None, None, None, None, None, None, total_words(result.possible) or "0元"
    yield ()
    yield ("这是按您提供的情况估算的，不是审批结果，以经办机构核定为准。",)
    yield "计算日期", result.day.isoformat()
    yield "政策版本", result.digest
    yield "员工行数", len(result.workers)
    yield "问题条数", len(result.problems)
    for note in result.notes:
        yield "说明", note
    for header, name in result.columns.used:
        yield "用到的列", header, name
    for header, why in result.all_ignored:
        yield "没有用的列", header, why


def _order(sums: SchemeSums) -> tuple[int, int, str]:
    scopes, sureness = list(Scope), list(Certainty)
    return scopes.index(sums.scope), sureness.index(sums.certainty), sums.scheme.id


def _summary_row(sums: SchemeSums) -> Sequence[Value]:
    title, scope, certainty = sums.scheme.document.title, _SCOPES[sums.scope], _CERTAINTY[sums.certainty]
    if sums.scope is Scope.WORKER:
        notes = [f"{sums.without_amount}人符合，金额还定不下来"] if sums.without_amount else []
        others = sums.met - sums.counted - sums.without_amount
        notes += [f"{others}人符合，因不能同时享受没有计入"] if others > 0 else []
        money = total_words(sums.total) or ("0元" if sums.counted else None)
        return title, scope, certainty, sums.met, sums.not_met, sums.undetermined, sums.counted, money, "；".join(notes)
    found = sums.firm_finding
    if found is None:
        return title, scope, certainty
    outcome = result_words(found)
    money = total_words(sums.total) or None
    text = "，".join(part for part in (outcome, found.reason, found.amount_text) if part)
    return title, scope, certainty, None, None, None, None, money, text


def result_words(found: Finding) -> str:
    """`符合`, `可能符合，需核实`, `不符合`, `待定`."""
    if found.outcome is Outcome.ELIGIBLE and found.certainty is Certainty.TO_VERIFY:
        return "可能符合，需核实"
    if found.outcome is Outcome.UNDETERMINED and found.certainty is Certainty.TO_VERIFY:
        return "待定（政策也需核实）"
    return _OUTCOMES[found.outcome]


def _detail_rows(worker: WorkerFindings, titles: dict[str, str], with_ineligible: bool) -> Iterator[Sequence[Value]]:
    shown = [found for found in worker.findings if with_ineligible or found.outcome is not Outcome.INELIGIBLE]
    for found in shown:
        counted = found.assessment.amount_yuan if found.scheme_id in worker.counted else None
        winner = worker.gives_way.get(found.scheme_id)
        note = f"和“{titles[winner]}”不能同时享受，合计里算的是那一项" if winner else None
        yield (
            worker.number,
            worker.label,
            found.title,
            result_words(found),
            found.reason,
            found.amount_text,
            _number(counted),
            note,
        )
    if not shown:
        yield worker.number, worker.label, None, "都不符合", "按现有情况，没有符合或待定的补贴"


def _basis_row(sums: SchemeSums, result: WorkersResult, rules: SubsidyRules, regions: RegionTable) -> Sequence[Value]:
    scheme, document = sums.scheme, sums.scheme.document
    conditions = leaves(scheme.rule) if scheme.rule is not None else ()
    clauses = dict.fromkeys(condition.clause for condition in conditions if condition.clause)
    told = [
        "\n".join(lines_about(document, aspect, result.day, rules.parameters, regions))
        for aspect in (Aspect.PAPERS, Aspect.WHERE, Aspect.DEADLINE)
    ]
    return (
        document.title,
        "；".join(basis.title for basis in document.basis) or "没有查到文件名",
        "；".join(basis.number for basis in document.basis if basis.number) or "没有查到文号",
        "；".join(clauses) or "没有查到条款号",
        "\n".join(source.url for source in document.sources if source.url) or "没有查到网页",
        "；".join(scheme.staff_checks),
        *told,
    )


def _number(value: Fraction | None) -> int | float | None:
    """Yuan, to the cent."""
    if value is None:
        return None
    return int(value) if value.denominator == 1 else float(in_digits(value))
