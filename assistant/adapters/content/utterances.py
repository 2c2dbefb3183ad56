"""Reading typical utterances: what people say when they need a document or want something else."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from assistant.adapters.content.located import read_model
from assistant.domain.knowledge import Aspect
from assistant.services.search_policies import INTENT

#: How the files begin whose labels are intents; any other is a document's id.
_INTENTS = "intents"


class _UtteranceFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    schema_version: int = 1
    utterances: dict[str, list[str]]


class _AspectUtteranceFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    schema_version: int = 1
    utterances: dict[Aspect, list[str]]


def read_utterances(root: Path) -> tuple[tuple[str, str], ...]:
    """(text, label) pairs of utterances/*.yaml; a label is a document's id, or `intent:` and a name."""
    pairs: list[tuple[str, str]] = []
    for path in sorted((root / "utterances").glob("*.yaml")):
        if path.stem == "aspects":
            continue
        file: _UtteranceFile = read_model(root, str(path.relative_to(root)), _UtteranceFile)
        prefix = INTENT if path.stem.startswith(_INTENTS) else ""
        pairs.extend((text, f"{prefix}{label}") for label, texts in file.utterances.items() for text in texts)
    return tuple(pairs)


def read_aspect_utterances(root: Path) -> tuple[tuple[str, str], ...]:
    """(text, aspect) pairs of utterances/aspects.yaml."""
    file: _AspectUtteranceFile = read_model(root, "utterances/aspects.yaml", _AspectUtteranceFile)
    return tuple((text, aspect.value) for aspect, texts in file.utterances.items() for text in texts)


def read_section_questions(root: Path) -> dict[str, tuple[str, ...]]:
    """Passage id → the questions it answers, from utterances/sections/*.yaml."""
    questions: dict[str, tuple[str, ...]] = {}
    for path in sorted((root / "utterances" / "sections").glob("*.yaml")):
        file: _UtteranceFile = read_model(root, str(path.relative_to(root)), _UtteranceFile)
        for passage_id, texts in file.utterances.items():
            questions[passage_id] = (*questions.get(passage_id, ()), *texts)
    return questions
