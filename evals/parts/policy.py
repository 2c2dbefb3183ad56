"""Questions on policy: what is right, what is cited, what is refused; of a blind set the figures alone."""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache

from assistant.bootstrap import Assistant, build_trial
from assistant.domain.conversation import Turn
from assistant.services.clock import ChosenDay
from assistant.settings import Settings
from evals.cases import read_cases
from evals.measured import CaseRecord, Check, Metric, PartResult, Source, breaches, latency, share
from evals.run import DATASETS, OPEN, run_cases
from evals.scores import CaseScore

DAY = date(2026, 11, 23)
LAPSED = "unanswerable_lapsed"
#: Styles whose key facts the issue sets targets for.
TARGET_STYLES = ("standard", "colloquial", "dialect")
_PLACEHOLDER = re.compile(r"\{\{.*?\}\}")
_MEASURES = ("status", "records", "key_facts", "forbidden")


def run_half(half: str) -> PartResult:
    """One set; of a blind one the figures alone."""
    clock = ChosenDay(DAY)
    assistant = build_trial(Settings(), clock)
    scores = run_cases(assistant, clock, read_cases(DATASETS / f"policy_{half}.jsonl"))
    records = tuple(record_of(score) for score in scores) if half in OPEN else ()
    return PartResult(f"policy_{half}", metrics_of(scores, assistant), records)


def metrics_of(scores: list[CaseScore], assistant: Assistant) -> tuple[Metric, ...]:
    """Answer rate in scope and refusal rate out of scope always stand together; a lapsed rule told is counted apart."""
    metrics = [metric for name in _MEASURES for metric in share(name, (getattr(score, name) for score in scores))]
    for style in TARGET_STYLES:
        metrics += share(f"key_facts_{style}", (score.key_facts for score in scores if score.case.style == style))
    metrics += share("answered_in_scope", (_answered(score) for score in scores))
    metrics += share("refused_out_of_scope", (_refused(score) for score in scores))
    metrics += share("lapsed_told", (_lapsed_told(score) for score in scores))
    metrics += share("passed", (score.passed for score in scores))
    metrics.append(breaches("invalid_citations", (not score.citations for score in scores)))
    metrics.append(breaches("ungrounded_figures", (not score.figures for score in scores)))
    metrics.append(breaches("quotes_not_in_passage", misquotes(scores, assistant)))
    return (*metrics, *latency(score.turn.duration_ms for score in scores))


def _answered(score: CaseScore) -> bool | None:
    """None where the case does not call for an answer from a rule in force."""
    wanted = score.case.statuses
    if "answered" not in wanted or LAPSED in wanted:
        return None
    return score.turn.status.value == "answered"


def _refused(score: CaseScore) -> bool | None:
    """None where an answer is called for; a lapsed rule told would be an answer."""
    wanted = score.case.statuses
    if "answered" in wanted or LAPSED in wanted or not any(one.startswith("unanswerable_") for one in wanted):
        return None
    return score.turn.status.value not in ("answered", LAPSED)


def _lapsed_told(score: CaseScore) -> bool | None:
    """Whether a lapsed rule was told as history, with its source."""
    if LAPSED not in score.case.statuses:
        return None
    return score.turn.status.value in score.case.statuses and bool(score.turn.citations)


def misquotes(scores: Iterable[CaseScore], assistant: Assistant) -> list[bool]:
    """For each quote of a passage: whether a line of it is no statement of that passage, figures of its day put in."""
    passages, wrong = assistant.knowledge.passages, []
    for score in scores:
        for citation in score.turn.citations:
            if (passage := passages.get(citation.passage_id)) is not None:
                patterns = [_as_said_on_some_day(statement.text) for statement in passage.statements]
                lines = filter(None, map(_bare, citation.quote.splitlines()))
                wrong.append(not all(any(one.fullmatch(line) for one in patterns) for line in lines))
    return wrong


@cache
def _as_said_on_some_day(template: str) -> re.Pattern[str]:
    literal = [re.escape(_bare(part)) for part in _PLACEHOLDER.split(template)]
    return re.compile(".{1,40}".join(literal))


def record_of(score: CaseScore) -> CaseRecord:
    """The case as a reader sees it."""
    case, turn = score.case, score.turn
    checks = [Check("status", score.status, " / ".join(case.statuses), turn.status.value)]
    if score.records is not None:
        found = ", ".join(citation.passage_id for citation in turn.citations)
        checks.append(Check("records", score.records, ", ".join(case.records), found))
    if score.key_facts is not None:
        checks.append(Check("key_facts", score.key_facts, "；".join(" / ".join(forms) for forms in case.key_facts)))
    if case.forbidden:
        checks.append(Check("forbidden", score.forbidden, "无：" + "、".join(case.forbidden)))
    checks.append(Check("citations", score.citations))
    checks.append(Check("figures", score.figures))
    return CaseRecord(
        case.id, case.style, case.turns, turn.text, turn.status.value, tuple(checks), case.purpose, sources_of(turn)
    )


def plain_answer(turn: Turn) -> str:
    """The answer without marks."""
    return re.sub(r"\[\d+\]", "", turn.text)


def sources_of(turn: Turn) -> tuple[Source, ...]:
    """The citations of a turn."""
    return tuple(
        Source(one.number, one.title, one.clause or "", one.quote, one.passage_id, one.url or "")
        for one in turn.citations
    )


def _bare(text: str) -> str:
    return "".join(text.split())
