"""Reading the wordings of free text."""

import shutil
from pathlib import Path

import pytest

from assistant.adapters.content.free_text_file import read_free_text
from assistant.domain.errors import KnowledgeError
from assistant.services.free_text import FaultKind
from tests.services.shipped_rules import SHIPPED

_NAME = "lexicon/free_text.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "lexicon").mkdir()
    shutil.copy(SHIPPED / _NAME, tmp_path / _NAME)
    return tmp_path


def _change(root: Path, old: str, new: str) -> None:
    text = (root / _NAME).read_text(encoding="utf-8")
    assert old in text
    (root / _NAME).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_fault_has_words_for_the_model() -> None:
    assert set(read_free_text(SHIPPED).reasons) == set(FaultKind)


def test_a_fault_without_words_is_named(root: Path) -> None:
    _change(root, "  trap: 叫人", "  # trap: 叫人")
    with pytest.raises(KnowledgeError, match="'faults' has no words for trap"):
        read_free_text(root)


def test_a_pattern_that_is_none_is_named_with_its_file(root: Path) -> None:
    _change(root, "universal: ", "universal: (")
    with pytest.raises(KnowledgeError, match=r"lexicon/free_text\.yaml"):
        read_free_text(root)


def test_an_unknown_field_is_refused(root: Path) -> None:
    _change(root, "schema_version: 1", "schema_version: 1\nanything: 1")
    with pytest.raises(KnowledgeError):
        read_free_text(root)
