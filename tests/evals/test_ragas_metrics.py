"""Measures of ragas with our own Chinese prompts; whatever is no number counts as a failure."""

import json
from pathlib import Path

import pytest

pytest.importorskip("ragas", reason="the extra `evals` is not installed")

from evals.judged_answers import Call, CallPair, JudgedAnswer
from evals.ragas_metrics import EndpointJudge, score_calls, score_texts, score_with_model
from evals.stand_in import ChatRequest, Say, StandIn
from tests.small_knowledge_base import ROOT

ANSWER = JudgedAnswer(
    question="失业金一个月好多",
    answer="失业金每月1864元。",
    quotes=("失业金每月1864元。",),
    contexts=("失业金每月1864元。按月发放。",),
    retrieved=("unemployment-benefit", "hotline-12333"),
    wanted=("unemployment-benefit",),
    key_facts=("1864",),
    reference="失业金每月1864元。",
)


def judging(verdict: int) -> object:
    """A script that fills in each of our prompts as a judge would."""

    def say(request: ChatRequest) -> Say:
        asked = json.dumps(request.body, ensure_ascii=False)
        if "noncommittal" in asked:
            return Say(json.dumps({"question": "失业金一个月有好多", "noncommittal": 0}, ensure_ascii=False))
        if "verdict" in asked:
            one = {"statement": "失业金每月1864元", "reason": "原文", "verdict": verdict}
            return Say(json.dumps({"statements": [one]}, ensure_ascii=False))
        parts = ["失业金每月1864元"]
        return Say(json.dumps({"statements": parts, "claims": parts}, ensure_ascii=False))

    return say


def judged_by(script: object, timeout_seconds: float = 20.0) -> dict[str, list[float]]:
    with StandIn(script) as stand_in:  # type: ignore[arg-type]
        judge = EndpointJudge(stand_in.url, "key", "stand-in", ROOT / "prompts", timeout_seconds)
        return score_with_model([ANSWER], judge, timeout_seconds)


def test_what_the_judge_finds_borne_out_scores_one() -> None:
    scores = judged_by(judging(verdict=1))
    assert scores["faithfulness"] == [1.0]
    assert scores["factual_correctness"] == [1.0]
    assert scores["relevancy"][0] > 0.7


def test_what_the_judge_does_not_find_borne_out_scores_nothing() -> None:
    scores = judged_by(judging(verdict=0))
    assert (scores["faithfulness"], scores["factual_correctness"]) == ([0.0], [0.0])


@pytest.mark.parametrize("said", ["抱歉，我不能回答这个问题。", "{}", '{"statements": []}', "{坏的"])
def test_a_refusal_and_what_is_no_json_count_as_failures(said: str) -> None:
    scores = judged_by(lambda request: Say(said))
    assert scores == {"faithfulness": [0.0], "relevancy": [0.0], "factual_correctness": [0.0]}


def test_a_judge_that_does_not_answer_in_time_counts_as_a_failure() -> None:
    with StandIn(judging(verdict=1), delay_seconds=3) as stand_in:  # type: ignore[arg-type]
        judge = EndpointJudge(stand_in.url, "key", "stand-in", ROOT / "prompts", timeout_seconds=0.3)
        assert score_with_model([ANSWER], judge)["faithfulness"] == [0.0]


def test_tools_are_compared_by_name_and_arguments_whatever_their_order() -> None:
    wanted = [Call("find_vacancies", {"occupations": "普工"}), Call("find_courses", {})]
    scores = score_calls(
        [CallPair("找普工", wanted[::-1], wanted), CallPair("找普工", [Call("find_courses", {})], wanted[:1])]
    )
    assert scores["tool_call_accuracy"] == [1.0, 0.0]
    assert scores["tool_call_f1"] == [1.0, 0.0]


def test_quotes_are_spans_of_their_passage_or_not() -> None:
    wrong = JudgedAnswer("问", "答", quotes=("失业金每月2000元。",), contexts=ANSWER.contexts)
    assert score_texts([ANSWER, wrong])["quoted_spans"] == [1.0, 0.0]


def test_context_is_scored_by_id_and_chinese_by_character() -> None:
    scores = score_texts([ANSWER])
    assert (scores["context_precision"], scores["context_recall"]) == ([0.5], [1.0])
    assert scores["rouge_key_facts"] == [1.0]


def test_only_one_file_imports_ragas() -> None:
    importing = [
        path.name
        for package in ("assistant", "web", "evals")
        for path in (Path(ROOT) / package).rglob("*.py")
        if any(
            line.lstrip().startswith(("import ragas", "from ragas")) for line in path.read_text("utf-8").splitlines()
        )
    ]
    assert importing == ["ragas_metrics.py"]
