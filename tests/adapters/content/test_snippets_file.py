"""Ready-made texts: what they may be, and where `kb check` says that something is wrong."""

from pathlib import Path

import pytest

from assistant.adapters.content.library import read_library
from assistant.adapters.content.snippets_file import check_snippets, read_snippets
from assistant.adapters.content.word_checks import check_words
from assistant.domain.errors import KnowledgeError
from assistant.services.live_desk import Snippet

ROOT = Path(__file__).parents[3]


def written(folder: Path, text: str) -> Path:
    (folder / "replies").mkdir()
    (folder / "replies" / "snippets.yaml").write_text(text, encoding="utf-8")
    return folder


def test_entries_are_read_in_order(tmp_path: Path) -> None:
    root = written(tmp_path, "- {title: 打招呼, text: 您好。}\n- {title: 结束, text: 再见。}\n")
    check_snippets(root)
    assert read_snippets(root) == (Snippet("打招呼", "您好。"), Snippet("结束", "再见。"))


def test_no_file_and_an_empty_one_are_no_snippets(tmp_path: Path) -> None:
    check_snippets(tmp_path)
    assert read_snippets(tmp_path) == ()
    check_snippets(written(tmp_path, "# nothing yet\n"))
    assert read_snippets(tmp_path) == ()


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("- {title: 打招呼, text: 您好。}\n- {title: 结束}\n", 2, "'1.text' is missing"),
        ("- title: 打招呼\n  txet: 您好。\n  text: 好\n", 2, "txet"),
        ("- title: 打招呼\n  text: ''\n", 2, "'0.text'"),
        ("title: 打招呼\n", 1, "valid list"),
        ("- title: [\n", 2, "not valid YAML"),
        ("- {title: 结束, text: 再见。}\n- {title: 结束, text: 好。}\n", 2, "stands twice"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    with pytest.raises(KnowledgeError) as wrong:
        check_snippets(written(tmp_path, text))
    assert any(one.startswith(f"replies/snippets.yaml:{line}: ") and says in one for one in wrong.value.problems)


@pytest.mark.parametrize("figure", ["每月1864元", "打12333", "补贴百分之八十", "补贴80%", "11月24日来", "两千块钱"])
def test_figures_need_a_source_and_are_refused(tmp_path: Path, figure: str) -> None:
    with pytest.raises(KnowledgeError, match="figure without a source"):
        check_snippets(written(tmp_path, f"- {{title: 回复, text: '您好，{figure}。'}}\n"))


def test_a_file_that_cannot_be_read_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"snippets\.yaml:1"):
        read_snippets(written(tmp_path, "- 打招呼\n"))


def test_the_shipped_file_has_nothing_wrong_and_kb_check_looks_at_it() -> None:
    root = ROOT / "knowledge_base"
    check_snippets(root)
    assert len(read_snippets(root)) >= 5
    assert check_words(root, read_library(root)) == ()


def test_kb_check_names_what_is_wrong_with_it(tmp_path: Path) -> None:
    problems = check_words(written(tmp_path, "- {title: 回复, text: 打12333。}\n"), read_library(tmp_path))
    assert any(problem.startswith("replies/snippets.yaml:1: '123") for problem in problems)
