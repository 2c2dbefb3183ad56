"""Embeddings from the settings to the command line."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.bootstrap.openings import open_dense
from assistant.domain.errors import InvalidInputError
from assistant.settings import Settings
from tests.onnx_models import write_embedder, write_reranker
from tests.small_knowledge_base import ROOT

NAMES = ("EMBEDDING_MODEL", "EMBEDDING_MODEL_DIR", "RERANKER_MODEL_DIR", "CHROMA_URL")
PASSAGES = ({"id": "1", "title": "工资", "text": "工资"}, {"id": "2", "title": "假", "text": "年假，假期工资"})


@pytest.fixture(autouse=True)
def nothing_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def write_lines(path: Path, *lines: object) -> str:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return str(path)


def search(run: Callable[..., int], tmp_path: Path) -> list[str]:
    queries, hits = write_lines(tmp_path / "queries.jsonl", {"id": 1, "query": "工资"}), tmp_path / "hits.jsonl"
    assert run("kb", "search", "--collection", "law", "--input", queries, "--output", str(hits)) == 0
    return [hit["passage_id"] for hit in json.loads(hits.read_text(encoding="utf-8"))["hits"]]


def test_a_folder_with_a_model_is_all_that_is_needed(
    run: Callable[..., int], tmp_path: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported = write_lines(tmp_path / "law.jsonl", *PASSAGES)
    assert run("kb", "import", imported, "--collection", "law") == 0
    assert search(run, tmp_path) == ["1", "2"]
    assert not (data_dir / "index" / "chroma").exists()
    monkeypatch.setenv("EMBEDDING_MODEL_DIR", str(write_embedder(tmp_path / "embedder")))
    assert search(run, tmp_path) == ["1", "2"]
    assert (data_dir / "index" / "chroma").exists()
    monkeypatch.setenv("EMBEDDING_TIMEOUT_SECONDS", "60")
    monkeypatch.setenv("RERANKER_MODEL_DIR", str(write_reranker(tmp_path / "reranker")))
    assert search(run, tmp_path) == ["2", "1"]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"embedding_model": "m", "embedding_model_dir": "d"}, "EMBEDDING_MODEL and EMBEDDING_MODEL_DIR are both set"),
        ({"embedding_model_dir": "nowhere"}, "EMBEDDING_MODEL_DIR names 'nowhere', which is no folder"),
        ({"reranker_model_dir": "d"}, "RERANKER_MODEL_DIR needs an EMBEDDING_MODEL"),
        ({"embedding_model": "m", "chroma_url": "here"}, "CHROMA_URL cannot be used"),
        ({"embedding_model": "m", "reranker_model_dir": "nowhere"}, "RERANKER_MODEL_DIR names 'nowhere'"),
    ],
)
def test_settings_that_cannot_be_used_are_told_at_the_start(settings: dict[str, str], words: str) -> None:
    with pytest.raises(InvalidInputError, match=words):
        open_dense(Settings(**settings))


@pytest.mark.parametrize("missing", ["chromadb", "openai"])
def test_a_missing_library_is_told_with_the_remedy(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(InvalidInputError, match="run `make setup-model`"):
        open_dense(Settings(embedding_model="m"))


def test_without_a_model_nothing_of_it_is_loaded(built_knowledge: tuple[Path, Path], data_dir: Path) -> None:
    program = (
        "import sys\nfrom assistant.__main__ import main\nmain(['ask', '失业金怎么领'])\n"
        "print('LOADED', *(name for name in ('chromadb', 'onnxruntime', 'tokenizers', 'openai') if name in sys.modules))"
    )
    folders = {"DATA_DIR": str(data_dir), "KNOWLEDGE_DIR": str(built_knowledge[0])}
    environment = {"PYTHONPATH": str(ROOT), "PATH": "", **folders}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=data_dir, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.stdout.splitlines()[-1] == "LOADED", done.stderr
