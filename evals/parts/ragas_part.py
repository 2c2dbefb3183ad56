"""Measures of ragas over tool calls and answers; and, where an endpoint is set, what a model judges of the answers."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from assistant.adapters.content.library import load_library
from assistant.bootstrap import Assistant, build_trial
from assistant.domain.conversation import Turn
from assistant.domain.knowledge import Audience
from assistant.services.clock import ChosenDay
from assistant.services.rendering import render_passage
from assistant.settings import Settings
from evals.cases import read_cases
from evals.judged_answers import Call, CallPair, JudgedAnswer
from evals.measured import Metric, PartResult
from evals.parts.policy import DAY, plain_answer
from evals.run import DATASETS, run_cases
from evals.scores import CaseScore

SET = "test2"
_NO_RAGAS = "ragas is not installed: pip install -r requirements-evals.lock"
#: Calls that a question on policy does not settle: whether a benefit is worked out as well depends on what was said.
_OPEN = ("assess_subsidies",)
#: Of the answers, so many are judged by a model.
_MOST_JUDGED = 30


def run_ragas() -> PartResult:
    """Without a model."""
    try:
        from evals.ragas_metrics import score_calls, score_texts
    except ImportError:
        return PartResult("ragas", (), absent=_NO_RAGAS)
    clock = ChosenDay(DAY)
    assistant = build_trial(Settings(), clock)
    scores = run_cases(assistant, clock, read_cases(DATASETS / f"policy_{SET}.jsonl"))
    metrics: list[Metric] = []
    for name, pairs in {
        "vacancies": _vacancy_calls(assistant, clock),
        "subsidies": _subsidy_calls(assistant, clock),
        "policy": [_policy_calls(score) for score in scores if score.case.records],
    }.items():
        metrics += _means({f"{measure}_{name}": values for measure, values in score_calls(pairs).items()})
    metrics += _means(score_texts(judged_answers(scores, assistant)))
    return PartResult("ragas", tuple(metrics), notes=("Contexts are compared by document: the sets name records.",))


def run_judged() -> PartResult:
    """With the model of CHAT_MODEL as judge of the answers to the second test set, as many as are judged."""
    settings = Settings()
    if not settings.chat_model:
        return PartResult("judged", (), absent="no model is set (--model)")
    try:
        from evals.ragas_metrics import EndpointJudge, score_with_model
    except ImportError:
        return PartResult("judged", (), absent=_NO_RAGAS)
    clock = ChosenDay(DAY)
    assistant = build_trial(settings, clock)
    cases = [
        case for case in read_cases(DATASETS / f"policy_{SET}.jsonl") if case.records and "answered" in case.statuses
    ]
    scores = run_cases(assistant, clock, tuple(cases[:: max(1, len(cases) // _MOST_JUDGED)][:_MOST_JUDGED]))
    judge = EndpointJudge(
        settings.openai_base_url, settings.openai_api_key.get_secret_value(), settings.chat_model, settings.prompts_dir
    )
    return PartResult("judged", tuple(_means(score_with_model(judged_answers(scores, assistant), judge))))


def judged_answers(scores: Iterable[CaseScore], assistant: Assistant) -> list[JudgedAnswer]:
    """Answers with their sources as they read on the day; those on a day of the past are left out."""
    knowledge, parameters = assistant.knowledge, load_library(Settings().knowledge_dir).parameters
    judged = []
    for score in scores:
        case, turn = score.case, score.turn
        if case.style == "as_of":
            continue
        cited = [one for one in turn.citations if one.passage_id in knowledge.passages]
        wanted = [one.id for one in knowledge.documents.values() if set(one.covers) & set(case.records)]
        used = (*turn.evidence.passages_used, *turn.evidence.passages_unused)
        judged.append(
            JudgedAnswer(
                question=case.turns[-1],
                answer=plain_answer(turn),
                quotes=tuple(one.quote for one in cited),
                contexts=tuple(
                    render_passage(knowledge.passages[one.passage_id], case.today, parameters) for one in cited
                ),
                retrieved=tuple(dict.fromkeys(one.split("#")[0] for one in used if one in knowledge.passages)),
                wanted=tuple(wanted),
                key_facts=tuple(forms[0] for forms in case.key_facts),
                reference="\n".join(
                    render_passage(passage, case.today, parameters)
                    for name in wanted
                    for passage in knowledge.documents[name].passages
                ),
            )
        )
    return judged


def _policy_calls(score: CaseScore) -> CallPair:
    made = tuple(dict.fromkeys(tool.name for tool in score.turn.tools if tool.name not in _OPEN))
    return CallPair(score.case.turns[-1], [Call(name, {}) for name in made], [Call("search_policies", {})])


def _vacancy_calls(assistant: Assistant, clock: ChosenDay) -> list[CallPair]:
    pairs = []
    for row in _rows("vacancy_queries_dev2"):
        turns = row.get("turns") or [row["text"]]
        if len(turns) == 1:
            turn = _say(assistant, clock, row["today"], "job_seeker", turns)
            made = [_call(tool.name, tool.arguments) for tool in turn.tools]
            pairs.append(CallPair(turns[0], made, [_call("find_vacancies", row["filter"])]))
    return pairs


def _subsidy_calls(assistant: Assistant, clock: ChosenDay) -> list[CallPair]:
    pairs = []
    for row in _rows("subsidies_dev2"):
        turn = _say(assistant, clock, row["today"], row["audience"], row["turns"])
        named = [one["scheme_id"] for one in row["expect"].get("assessments", [])]
        made = [
            Call(tool.name, {"scheme": scheme})
            for tool in turn.tools
            if tool.name == "assess_subsidies"
            for scheme in tool.arguments.get("scheme_ids", ())  # type: ignore[attr-defined]
        ]
        if named:
            pairs.append(CallPair(row["turns"][-1], made, [Call("assess_subsidies", {"scheme": one}) for one in named]))
    return pairs


def _say(assistant: Assistant, clock: ChosenDay, today: str, audience: str, turns: list[str]) -> Turn:
    clock.move_to(date.fromisoformat(today))
    talk = assistant.conversations.start(Audience(audience))
    return [assistant.conversations.answer(talk.id, text) for text in turns][-1]


def _call(name: str, arguments: Mapping[str, object]) -> Call:
    """Empty fields are left out; lists count as sets."""
    return Call(name, {key: _text(value) for key, value in arguments.items() if value not in (None, "", [], {}, False)})


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return json.dumps(sorted(map(_text, value)), ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _rows(name: str) -> list[dict[str, Any]]:
    lines = (DATASETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def _means(scores: Mapping[str, list[float]]) -> list[Metric]:
    return [Metric(name, sum(values) / len(values), len(values)) for name, values in scores.items() if values]
