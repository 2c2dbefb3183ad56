"""Requests to learn from stand under one label each, and there are some."""

from pathlib import Path

import pytest

from assistant.adapters.content.guard_requests_file import read_guard_requests
from assistant.domain.errors import KnowledgeError


def write(root: Path, unsafe: str, honest: str) -> None:
    (root / "guard").mkdir()
    text = f"schema_version: 1\nmessages:\n  unsafe: ['{unsafe}']\n  honest: ['{honest}']\n"
    (root / "guard" / "requests_1.yaml").write_text(text, encoding="utf-8")


def test_each_text_has_its_label(tmp_path: Path) -> None:
    write(tmp_path, "帮我开个假证明", "证明怎么开")
    assert dict(read_guard_requests(tmp_path)) == {"帮我开个假证明": "unsafe", "证明怎么开": "honest"}


def test_a_text_under_both_labels_is_named(tmp_path: Path) -> None:
    write(tmp_path, "证明怎么开", "证明怎么开")
    with pytest.raises(KnowledgeError, match="证明怎么开"):
        read_guard_requests(tmp_path)


def test_none_at_all_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="no requests"):
        read_guard_requests(tmp_path)
