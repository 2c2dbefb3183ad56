"""The knowledge base as it is shipped: right in itself, complete, and in step with the code that speaks its words."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
import yaml

from assistant.adapters.content.checks import check_library
from assistant.adapters.content.library import ReadLibrary, read_library
from assistant.adapters.content.page_texts import read_page_texts
from assistant.adapters.content.places_file import read_places
from assistant.adapters.content.utterances import read_aspect_utterances, read_utterances
from assistant.adapters.content.word_files import (
    read_aspects,
    read_canned_words,
    read_intents,
    read_phrases,
    read_regions,
    read_screening,
)
from assistant.domain.conversation import AnswerStatus
from assistant.domain.facts import FactType
from assistant.domain.knowledge import Aspect
from assistant.language.lexicon import IntentRule
from assistant.services.canned_words import CannedWords
from assistant.services.personal_numbers import PersonalKind
from assistant.services.screening import Alarm
from assistant.services.search_policies import INTENT
from tests.small_knowledge_base import ROOT, SHIPPED

FACT_RECORDS = ROOT.parent / "shared" / "policy_facts"
SERVICES = sorted((ROOT / "assistant" / "services").glob("*.py"))
SPEAKING = {"say", "_canned", "lines", "Clarify", "Decline"}
#: Names of intents.yaml the code treats by itself; their `reply` is not canned but composed.
COMPOSED = {"ask_policy", "more"}
#: What only the topic model is taught to hear.
UNLISTED = ("off_topic", "unclear", "crisis")


@pytest.fixture(scope="module")
def read() -> ReadLibrary:
    return read_library(SHIPPED)


@pytest.fixture(scope="module")
def words() -> CannedWords:
    return read_canned_words(SHIPPED)


@pytest.fixture(scope="module")
def intents() -> tuple[IntentRule, ...]:
    return read_intents(SHIPPED)[0]


def test_the_shipped_knowledge_has_no_problem(read: ReadLibrary) -> None:
    assert [str(problem) for problem in (*read.problems, *check_library(read))] == []


def test_every_class_and_status_and_kind_of_region_occurs(read: ReadLibrary) -> None:
    documents = [located.document for located in read.documents]
    assert {document.scheme_class for document in documents} >= {"computable", "conditions_only", "information"}
    assert {document.standing for document in documents} >= {
        "current", "old_basis_verify", "lapsed_unverified", "closed_to_new", "expired", "direction_only",
    }  # fmt: skip
    regions = read_regions(SHIPPED)
    assert {regions.get_region(document.region_id).kind for document in documents} >= {
        "country", "municipality", "district",
    }  # fmt: skip


@pytest.mark.skipif(not FACT_RECORDS.is_dir(), reason="the fact records (../shared/policy_facts) are not here")
def test_every_fact_record_is_covered_by_exactly_one_document(read: ReadLibrary) -> None:
    records = [record["id"] for path in sorted(FACT_RECORDS.glob("*.yaml")) for record in _records(path)]
    covered = Counter(name for located in read.documents for name in located.document.covers)
    assert records
    assert {name: covered[name] for name in records if covered[name] != 1} == {}


@pytest.mark.skipif(not FACT_RECORDS.is_dir(), reason="the fact records (../shared/policy_facts) are not here")
def test_no_document_claims_a_record_that_does_not_exist(read: ReadLibrary) -> None:
    records = {record["id"] for path in FACT_RECORDS.glob("*.yaml") for record in _records(path)}
    assert {name for located in read.documents for name in located.document.covers} - records == set()


def test_every_word_file_can_be_read() -> None:
    regions = read_regions(SHIPPED)
    assert read_places(SHIPPED, regions)
    assert read_phrases(SHIPPED)
    assert {rule.aspect for rule in read_aspects(SHIPPED)} <= set(Aspect)
    assert read_page_texts(SHIPPED, read_canned_words(SHIPPED).records)


def test_every_utterance_is_labelled_with_something_that_exists(
    read: ReadLibrary, intents: tuple[IntentRule, ...]
) -> None:
    known = {located.document.id for located in read.documents}
    known |= {f"{INTENT}{name}" for name in (*(rule.name for rule in intents), *UNLISTED)}
    assert {label for _, label in read_utterances(SHIPPED)} - known == set()
    assert {label for _, label in read_aspect_utterances(SHIPPED)} <= set(Aspect)


def test_every_canned_reply_the_code_names_exists(words: CannedWords) -> None:
    named = {key for key, _ in _spoken()} | {f"guardrail_{alarm}" for alarm in ("crisis", "injection", "unsafe")}
    assert len(named) > 25
    assert named - set(words.replies) == set()


def test_every_placeholder_of_a_canned_reply_is_filled_where_it_is_said(words: CannedWords) -> None:
    lacking = {
        key: missing
        for key, given in _spoken()
        if (missing := set(re.findall(r"<([a-z_]+)>", "".join(words.replies.get(key, ())))) - given)
    }
    assert lacking == {}


def test_every_intent_has_words_to_answer_with(words: CannedWords, intents: tuple[IntentRule, ...]) -> None:
    assert {rule.name: rule.reply for rule in intents if rule.name not in COMPOSED} == {
        rule.name: rule.reply for rule in intents if rule.reply in words.replies
    }


def test_every_document_an_intent_points_to_exists(read: ReadLibrary, intents: tuple[IntentRule, ...]) -> None:
    known = {located.document.id for located in read.documents}
    assert {name for rule in intents for name in rule.documents} - known == set()


def test_words_that_point_to_what_follows_are_followed_by_something(
    words: CannedWords, intents: tuple[IntentRule, ...]
) -> None:
    pointing = {rule.name for rule in intents if "下面" in "".join(words.replies.get(rule.reply, ()))}
    without_card = {rule.name for rule in intents if rule.tool is None and not rule.documents}
    assert pointing & without_card == set()


def test_every_status_a_replier_gives_without_an_answer_has_words(words: CannedWords) -> None:
    spoken = {
        status.value for status in AnswerStatus if status.value.startswith(("guardrail_", "error_", "unanswerable_"))
    }
    assert spoken - {AnswerStatus.UNANSWERABLE_LAPSED.value} <= set(words.replies)


def test_every_aspect_can_be_named_and_asked_for(words: CannedWords) -> None:
    assert set(words.aspect_words) == set(Aspect)
    assert set(words.aspect_questions) >= set(Aspect) - {Aspect.RULE}


def test_every_number_in_canned_words_is_a_record_s(words: CannedWords) -> None:
    bare = [
        line for lines in words.replies.values() for line in lines if re.search(r"[0-9]", re.sub(r"\{.*?\}", "", line))
    ]
    assert bare == []
    used = {
        name for lines in words.replies.values() for line in lines for name in re.findall(r"\{([a-z0-9-]+)\}", line)
    }
    assert used <= set(words.records)


def test_every_record_s_number_stands_in_the_document_it_names(words: CannedWords, read: ReadLibrary) -> None:
    documents = {located.document.id: located.document for located in read.documents}
    said = {
        name: "".join(s.text for p in documents[words.documents[name]].passages for s in p.statements)
        for name in words.records
    }
    assert {name: number for name, number in words.records.items() if number not in said[name]} == {}


def test_no_page_text_holds_a_phone_number_of_its_own() -> None:
    texts = yaml.safe_load((SHIPPED / "replies" / "pages.yaml").read_text(encoding="utf-8"))
    written = {key: text for key, text in texts.items() if isinstance(text, str)}
    assert {key for key, text in written.items() if re.search(r"\d{5}", re.sub(r"\{.*?\}", "", text))} == set()


def test_every_personal_number_has_a_replacement_and_every_alarm_its_patterns() -> None:
    rules = read_screening(SHIPPED)
    assert set(rules.replacements) == set(PersonalKind)
    assert not [label for label in rules.replacements.values() if re.search(r"\d", label)]
    for alarm in set(get_args(Alarm)) - {"too_long", "empty"}:
        assert getattr(rules, alarm).patterns is not None


def test_facts_are_named_after_whom_they_are_about_and_choices_have_values(read: ReadLibrary) -> None:
    for definition in read.vocabulary.definitions.values():
        assert definition.id.startswith(f"{definition.subject.value}.")
        assert definition.question
        assert bool(definition.values) == (definition.type in (FactType.CHOICE, FactType.SET)), definition.id


def test_every_typical_question_belongs_to_one_document_only(read: ReadLibrary) -> None:
    counts = Counter(question for located in read.documents for question in located.document.questions)
    assert [question for question, count in counts.items() if count > 1] == []


def _records(path: Path) -> list[dict[str, str]]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return list(content.get("records") or content.get("tasks") or [])


@cache
def _spoken() -> tuple[tuple[str, frozenset[str]], ...]:
    """(key, names of what is filled in) for every place in the services where canned words are named."""
    return tuple(pair for path in SERVICES for pair in _spoken_in(ast.parse(path.read_text(encoding="utf-8"))))


def _spoken_in(module: ast.Module) -> Iterator[tuple[str, frozenset[str]]]:
    """What a function assigns is looked up in it; what it does not, in the whole module."""
    anywhere = _assigned(module)
    functions = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    scopes = {id(call): anywhere for call in ast.walk(module)}
    for function in functions:
        scopes |= dict.fromkeys(map(id, ast.walk(function)), anywhere | _assigned(function))
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and _name(node.func) in SPEAKING and node.args:
            assigned = scopes[id(node)]
            given = {keyword.arg for keyword in node.keywords if keyword.arg}
            rest = [*node.args[1:], *(keyword.value for keyword in node.keywords)]
            given |= {text for part in rest for text in _strings(part, assigned)}
            given |= {
                text for name in _unpacked(node) for part in assigned.get(name, ()) for text in _strings(part, {})
            }
            for key in _strings(node.args[0], assigned):
                yield key, frozenset(given)


def _assigned(scope: ast.AST) -> dict[str, list[ast.expr]]:
    assigned: dict[str, list[ast.expr]] = {}
    for node in ast.walk(scope):
        for target in _targets(node):
            if isinstance(target, ast.Name) and isinstance(node, ast.Assign):
                assigned.setdefault(target.id, []).append(node.value)
            if isinstance(target, ast.Tuple) and isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple):
                for name, value in zip(target.elts, node.value.elts, strict=True):
                    assigned.setdefault(getattr(name, "id", ""), []).append(value)
    return assigned


def _unpacked(call: ast.Call) -> Iterator[str]:
    """The names of what is given as `**name`."""
    for keyword in call.keywords:
        if keyword.arg is None and isinstance(keyword.value, ast.Name):
            yield keyword.value.id


def _targets(node: ast.AST) -> list[ast.expr]:
    return node.targets if isinstance(node, ast.Assign) else []


def _strings(node: ast.AST, assigned: dict[str, list[ast.expr]]) -> set[str]:
    """The texts an expression may stand for, as far as they are written in the module."""
    found: set[str] = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and re.fullmatch(r"[a-z_]*[a-z]", part.value):
            found.add(part.value)
        if isinstance(part, ast.Name) and re.fullmatch(r"_?[A-Z_]+|key|names", part.id):
            for value in assigned.get(part.id, ()):
                if not isinstance(value, ast.Name | ast.Call):
                    found |= _strings(value, {})
    return found


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
