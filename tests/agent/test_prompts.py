"""Prompts are files; what does not fit together is found at the start and not in front of a person."""

from pathlib import Path

import pytest

from assistant.agent.prompts import digest_of, read_prompt
from assistant.agent.writer import LangChainWriter
from assistant.domain.errors import InvalidInputError
from tests.agent.conftest import PROMPTS


def written(folder: Path, content: str) -> Path:
    path = folder / "answer.md"
    path.write_text(content, encoding="utf-8")
    return path


def test_a_prompt_is_filled_with_what_it_declares(tmp_path: Path) -> None:
    prompt = read_prompt(written(tmp_path, "---\nplaceholders: [today, known]\n---\n今天是{{today}}。{{known}}\n"))
    assert prompt.fill(today="周一", known="{{today}}") == "今天是周一。{{today}}"
    assert prompt.fixed_text == "今天是\n。\n"


@pytest.mark.parametrize(
    "content",
    [
        "---\nplaceholders: [today]\n---\n今天。",
        "---\nplaceholders: []\n---\n今天是{{today}}。",
        "---\nplaceholders: [today]\n---\n今天是{{today}}，{{known}}。",
        "今天是{{today}}。",
        "",
    ],
    ids=["declared and not held", "held and not declared", "one too many", "no front matter", "empty"],
)
def test_a_prompt_that_declares_something_else_than_it_holds_is_refused_by_name(tmp_path: Path, content: str) -> None:
    with pytest.raises(InvalidInputError, match="answer"):
        read_prompt(written(tmp_path, content))


def test_a_missing_prompt_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match=r"answer\.md"):
        LangChainWriter([("m", None)], tmp_path)  # type: ignore[list-item]


@pytest.mark.parametrize("words", [{}, {"today": "周一"}, {"today": "周一", "known": "", "more": ""}])
def test_filling_in_too_little_or_too_much_is_refused(tmp_path: Path, words: dict[str, str]) -> None:
    prompt = read_prompt(written(tmp_path, "---\nplaceholders: [today, known]\n---\n{{today}}{{known}}\n"))
    with pytest.raises(InvalidInputError, match="'answer' needs"):
        prompt.fill(**words)


def test_the_digest_changes_with_the_file_and_with_nothing_else(tmp_path: Path) -> None:
    first = read_prompt(written(tmp_path, "---\nplaceholders: []\n---\n请回答。\n"))
    again = read_prompt(tmp_path / "answer.md")
    changed = read_prompt(written(tmp_path, "---\nplaceholders: []\n---\n请简短回答。\n"))
    assert first.digest == again.digest != changed.digest
    assert digest_of(first, changed) != digest_of(changed, first)


@pytest.mark.parametrize("name", ["answer", "rewrite"])
def test_the_shipped_prompts_can_be_used(name: str) -> None:
    assert read_prompt(PROMPTS / f"{name}.md").placeholders
