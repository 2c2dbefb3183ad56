"""Measures of ragas 0.4.3: the one file that imports it (extra `evals`; 7 s to import).

Without a model: tool calls, context by id, quoted spans, strings. With one: faithfulness, relevancy and factual
correctness, with our own prompts in Chinese (prompts/judge_*.md) in place of the library's, whose translation is weak.
Whatever is not a number between 0 and 1 (NaN, a time-out, a refusal, no JSON) is 0: it counts as a failure.
"""

import asyncio
import json
import math
import re
import warnings
from collections import Counter
from collections.abc import Awaitable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from openai import AsyncOpenAI
from pydantic import BaseModel
from ragas.dataset_schema import SingleTurnSample
from ragas.embeddings.base import BaseRagasEmbedding
from ragas.llms.base import InstructorBaseRagasLLM
from ragas.messages import AIMessage, HumanMessage, ToolCall
from ragas.metrics import IDBasedContextPrecision, IDBasedContextRecall
from ragas.metrics.collections import (
    AnswerRelevancy,
    FactualCorrectness,
    Faithfulness,
    NonLLMStringSimilarity,
    QuotedSpansAlignment,
    RougeScore,
    ToolCallAccuracy,
    ToolCallF1,
)

from assistant.agent.prompts import Prompt, read_prompt
from evals.judged_answers import Call, CallPair, JudgedAnswer

Scores = dict[str, list[float]]
_QUOTE_MARKS = re.compile(r"[\"“”„‟'‘’`´]")
_OBJECT = re.compile(r"\{.*\}", re.DOTALL)
_AT_ONCE = 4
_OF_TEXTS = (
    "context_precision", "context_recall", "quoted_spans", "rouge_key_facts", "rouge_source", "string_similarity",
)  # fmt: skip


def score_calls(pairs: Sequence[CallPair]) -> Scores:
    """Accuracy (order does not matter) and F1 of each pair."""
    accuracy, f1 = ToolCallAccuracy(strict_order=False), ToolCallF1()

    async def run() -> Scores:
        scores: Scores = {"tool_call_accuracy": [], "tool_call_f1": []}
        for pair in pairs:
            said = [HumanMessage(content=pair.question), AIMessage(content="", tool_calls=_calls(pair.made))]
            wanted = _calls(pair.wanted)
            scores["tool_call_accuracy"].append(await _value(accuracy.ascore(said, wanted)))
            scores["tool_call_f1"].append(await _value(f1.ascore(said, wanted)))
        return scores

    with warnings.catch_warnings(action="ignore"):
        return asyncio.run(run())


def score_texts(answers: Sequence[JudgedAnswer]) -> Scores:
    """Context precision and recall by id, quotes that are spans of their passage, ROUGE and likeness to the source."""
    precision, recall = IDBasedContextPrecision(), IDBasedContextRecall()
    spans, likeness = QuotedSpansAlignment(min_span_words=1), NonLLMStringSimilarity()
    rouge_facts = RougeScore(rouge_type="rouge1", mode="recall")
    rouge_source = RougeScore(rouge_type="rougeL", mode="precision")

    async def run() -> Scores:
        scores: Scores = {name: [] for name in _OF_TEXTS}
        for one in answers:
            if one.wanted:
                sample = SingleTurnSample(
                    retrieved_context_ids=list(one.retrieved), reference_context_ids=list(one.wanted)
                )
                scores["context_precision"].append(await _value(precision.single_turn_ascore(sample)))
                scores["context_recall"].append(await _value(recall.single_turn_ascore(sample)))
            if one.key_facts:
                words = _as_words("".join(one.key_facts)), _as_words(one.answer)
                scores["rouge_key_facts"].append(await _value(rouge_facts.ascore(*words)))
            if one.quotes:
                whole = "".join(one.quotes)
                scores["quoted_spans"].append(await _value(spans.ascore(_quoted(one.quotes), _unmarked(one.contexts))))
                scores["rouge_source"].append(
                    await _value(rouge_source.ascore(_as_words(whole), _as_words(one.answer)))
                )
                scores["string_similarity"].append(await _value(likeness.ascore(whole, one.answer)))
        return scores

    return asyncio.run(run())


def score_with_model(answers: Sequence[JudgedAnswer], judge: "EndpointJudge", timeout_seconds: float = 120.0) -> Scores:
    """Faithfulness to the passages cited, relevancy to the question, correctness by the source, as the model judges."""
    faithful = Faithfulness(llm=judge)
    faithful.statement_generator_prompt = judge.prompt("judge_statements")  # type: ignore[assignment]
    faithful.nli_statement_prompt = judge.prompt("judge_verdicts")  # type: ignore[assignment]
    relevant = AnswerRelevancy(llm=judge, embeddings=CharacterPairs(), strictness=1)
    relevant.prompt = judge.prompt("judge_question")  # type: ignore[assignment]
    correct = FactualCorrectness(llm=judge, mode="precision")
    correct.prompt = judge.prompt("judge_statements")  # type: ignore[assignment]
    correct.nli_prompt = judge.prompt("judge_verdicts")  # type: ignore[assignment]

    async def run() -> Scores:
        gate = asyncio.Semaphore(_AT_ONCE)

        async def within(score: Awaitable[Any]) -> float:
            async with gate:
                return await _value(asyncio.wait_for(score, timeout_seconds))

        rows = {
            "faithfulness": [faithful.ascore(one.question, one.answer, list(one.contexts)) for one in answers],
            "relevancy": [relevant.ascore(one.question, one.answer) for one in answers],
            "factual_correctness": [correct.ascore(one.answer, one.reference) for one in answers],
        }
        return {name: list(await asyncio.gather(*map(within, scores))) for name, scores in rows.items()}

    return asyncio.run(run())


class EndpointJudge(InstructorBaseRagasLLM):
    """A model behind an OpenAI-compatible endpoint that fills in what a prompt asks for. Raises if it does not."""

    def __init__(self, base_url: str, api_key: str, model: str, prompts: Path, timeout_seconds: float = 60.0) -> None:
        self._address = {"base_url": base_url or None, "api_key": api_key or "none"}
        self._model, self._prompts, self._timeout_seconds = model, prompts, timeout_seconds

    def prompt(self, name: str) -> "ChinesePrompt":
        return ChinesePrompt(read_prompt(self._prompts / f"{name}.md"))

    def generate(self, prompt: str, response_model: type[BaseModel]) -> Any:
        return asyncio.run(self.agenerate(prompt, response_model))

    async def agenerate(self, prompt: str, response_model: type[BaseModel]) -> Any:
        async with AsyncOpenAI(**self._address, timeout=self._timeout_seconds, max_retries=0) as client:  # type: ignore[arg-type]
            schema = json.dumps(response_model.model_json_schema(), ensure_ascii=False)
            answer = await client.chat.completions.create(
                model=self._model,
                messages=[{"role": "user", "content": prompt.replace(_SCHEMA, schema)}],
                temperature=0,
            )
        found = _OBJECT.search(answer.choices[0].message.content or "")
        if found is None:
            raise ValueError("The judge gave no JSON.")
        return response_model.model_validate_json(found.group())


#: Stands in a prompt until it is known what is to be filled in.
_SCHEMA = "〔JSON-SCHEMA〕"


class ChinesePrompt:
    """One of our prompts in the shape the library calls."""

    def __init__(self, prompt: Prompt) -> None:
        self._prompt = prompt

    def to_string(self, given: BaseModel) -> str:
        shown = given.model_dump(include={"question", "answer", "response", "context", "statements"})
        return self._prompt.fill(input=json.dumps(shown, ensure_ascii=False), schema=_SCHEMA)


class CharacterPairs(BaseRagasEmbedding):
    """Pairs of characters, hashed into 1,024 counts: how alike two questions are without an embedding model."""

    def embed_text(self, text: str, **_: Any) -> list[float]:
        bare = "".join(letter for letter in text if letter.isalnum())
        counts = Counter((ord(one) * 31 + ord(other)) % 1024 for one, other in pairwise(bare))
        return [float(counts[at]) for at in range(1024)]

    async def aembed_text(self, text: str, **_: Any) -> list[float]:
        return self.embed_text(text)


async def _value(score: Awaitable[Any]) -> float:
    """The number, or 0 for what is none: a failure is a failure."""
    try:
        result = await score
        value = float(getattr(result, "value", result))
    except Exception:
        return 0.0
    return value if math.isfinite(value) and 0 <= value <= 1 else 0.0


def _calls(calls: Iterable[Call]) -> list[ToolCall]:
    return [ToolCall(name=call.name, args=dict(call.arguments)) for call in calls]


def _as_words(text: str) -> str:
    """A word for each character: ROUGE's own cutter drops what is not ASCII."""
    return " ".join(f"u{ord(letter):x}" for letter in text if letter.isalnum())


def _quoted(quotes: Iterable[str]) -> str:
    return "\n".join(f"“{line}”" for quote in _unmarked(quotes) for line in quote.splitlines() if line.strip())


def _unmarked(texts: Iterable[str]) -> list[str]:
    return [_QUOTE_MARKS.sub("", text) for text in texts]
