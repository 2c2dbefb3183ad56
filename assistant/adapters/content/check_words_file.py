"""Reading `replies/check_words.yaml`: what `kb check` says, in words for editors."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, RootModel

from assistant.adapters.content.located import Problem, parse_model, read_file, read_located
from assistant.domain.errors import KnowledgeError
from assistant.services.check_words import CheckWords

_FILE = "replies/check_words.yaml"


class _Pair(BaseModel):
    model_config = ConfigDict(extra="forbid")
    says: str
    means: str


class _Pairs(RootModel[list[_Pair]]):
    """In the order in which they are tried."""


def read_check_words(root: Path) -> CheckWords:
    """None of them where there is no such file. Raises KnowledgeError naming file and line."""
    if not (root / _FILE).is_file():
        return CheckWords()
    text = read_file(root / _FILE, root)
    located = text if isinstance(text, Problem) else read_located(text, _FILE)
    model = (located,) if isinstance(located, Problem) else parse_model(located, _Pairs)
    if isinstance(model, tuple):
        raise KnowledgeError(tuple(str(problem) for problem in model))
    return CheckWords.of((pair.says, pair.means) for pair in model.root)
