"""`kb import` and `kb search`, from the command line to the files."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.__main__ import main

GOOD = {"id": "44", "title": "劳动法第四十四条", "text": "延长工作时间的，支付工资报酬。", "unknown": 1}


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return tmp_path / "data"


def write_lines(path: Path, *lines: object) -> Path:
    encoded = [line if isinstance(line, bytes) else json.dumps(line, ensure_ascii=True).encode() for line in lines]
    path.write_bytes(b"\n".join(encoded) + b"\n")
    return path


def run_import(path: Path, *more: str, collection: str = "law") -> int:
    return main(["kb", "import", str(path), "--collection", collection, *more])


def run_search(tmp_path: Path, *queries: object, more: tuple[str, ...] = ()) -> tuple[int, list[dict[str, Any]]]:
    path = write_lines(tmp_path / "queries.jsonl", *queries)
    output = tmp_path / "hits.jsonl"
    status = main(["kb", "search", "--collection", "law", "--input", str(path), "--output", str(output), *more])
    return status, [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]


def test_what_was_imported_is_found_with_every_key_of_the_contract(tmp_path: Path) -> None:
    assert run_import(write_lines(tmp_path / "in.jsonl", GOOD)) == 0
    status, (answer,) = run_search(tmp_path, {"id": "q1", "query": "加班工资"})
    assert status == 0
    assert answer["id"] == "q1"
    (hit,) = answer["hits"]
    assert list(hit) == ["passage_id", "title", "clause", "score", "text"]
    assert (hit["passage_id"], hit["clause"], hit["text"]) == ("44", "第四十四条", GOOD["text"])
    assert hit["score"] > 0


def test_a_bad_line_is_reported_and_the_rest_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = (
        b"{broken", b"[1]", b"\xff\xfe", b'{"id": "n", "title": "t"}', b'{"title": "t", "text": "x"}',
        b'{"id": "e", "title": "t", "text": " "}', b'{"id": "z", "title": 3, "text": "x"}',
        b'{"id": {"a": 1}, "text": "x"}', b"[" * 100_000, b'{"id": "s\\ud800", "text": ""}',
    )  # fmt: skip
    assert run_import(write_lines(tmp_path / "in.jsonl", *bad, b"", GOOD)) == 1
    problems = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [problem["id"] for problem in problems] == [None, None, None, "n", None, "e", "z", None, None, "s"]
    assert all(problem["error"] for problem in problems)
    status, (answer,) = run_search(tmp_path, {"id": 1, "query": "工资报酬"})
    assert (status, len(answer["hits"])) == (0, 1)


def test_the_same_id_replaces_within_a_file_and_across_files(tmp_path: Path) -> None:
    run_import(write_lines(tmp_path / "a.jsonl", GOOD, {**GOOD, "text": "第二次的工资。"}))
    _, (answer,) = run_search(tmp_path, {"id": 1, "query": "工资"})
    assert [hit["text"] for hit in answer["hits"]] == ["第二次的工资。"]
    run_import(write_lines(tmp_path / "b.jsonl", {**GOOD, "text": "第三次的工资。"}))
    _, (answer,) = run_search(tmp_path, {"id": 1, "query": "工资"})
    assert [hit["text"] for hit in answer["hits"]] == ["第三次的工资。"]


def test_numbers_nul_bytes_and_half_surrogates_do_no_harm(tmp_path: Path) -> None:
    strange = b'{"id": 7, "title": "\\u0000", "text": "\\ud800\\u0000\\u5de5\\u8d44"}'
    assert run_import(write_lines(tmp_path / "in.jsonl", strange)) == 0
    _, (answer,) = run_search(tmp_path, b'{"id": 1, "query": "\\u0000\\u5de5\\u8d44\\udfff"}')
    assert [(hit["passage_id"], hit["text"]) for hit in answer["hits"]] == [("7", "工资")]


def test_a_megabyte_of_text_is_imported(tmp_path: Path) -> None:
    assert run_import(write_lines(tmp_path / "in.jsonl", {**GOOD, "text": "支付工资报酬。" * 50_000})) == 0
    _, (answer,) = run_search(tmp_path, {"id": 1, "query": "工资" * 100_000})
    assert len(answer["hits"]) == 1


def test_a_bad_query_line_is_answered_with_an_error_in_its_place(tmp_path: Path) -> None:
    run_import(write_lines(tmp_path / "in.jsonl", GOOD))
    status, answers = run_search(tmp_path, {"id": 1, "query": "工资"}, b"nonsense", {"id": 2}, {"id": 3, "query": ""})
    assert status == 1
    assert [answer["id"] for answer in answers] == [1, None, 2, 3]
    assert ["hits" in answer for answer in answers] == [True, False, False, True]
    assert answers[3]["hits"] == []


def test_k_is_the_most_there_can_be(tmp_path: Path) -> None:
    run_import(write_lines(tmp_path / "in.jsonl", *({**GOOD, "id": f"{number}"} for number in range(15))))
    assert [len(run_search(tmp_path, {"id": 1, "query": "工资"}, more=more)[1][0]["hits"]) for more in
            ((), ("--k", "3"), ("--k", "99"))] == [10, 3, 15]  # fmt: skip


def test_day_and_region_do_not_hide_passages_that_state_neither(tmp_path: Path) -> None:
    run_import(write_lines(tmp_path / "in.jsonl", GOOD))
    _, (answer,) = run_search(
        tmp_path, {"id": 1, "query": "工资"}, more=("--today", "2026-11-23", "--region", "chongqing")
    )
    assert len(answer["hits"]) == 1


def test_a_missing_collection_is_an_unusable_argument_with_a_way_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_lines(tmp_path / "q.jsonl", {"id": 1, "query": "工资"})
    assert main(["kb", "search", "--collection", "none", "--input", str(path)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "kb import FILE.jsonl --collection none" in captured.err


def test_a_missing_file_a_bad_name_and_an_unknown_region_are_unusable_arguments(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = write_lines(tmp_path / "in.jsonl", GOOD)
    assert run_import(tmp_path / "none.jsonl") == 2
    assert run_import(good, collection="../x") == 2
    run_import(good)
    queries = write_lines(tmp_path / "q.jsonl", {"id": 1, "query": "工资"})
    assert main(["kb", "search", "--collection", "law", "--input", str(queries), "--region", "atlantis"]) == 2
    assert main(["kb", "search", "--collection", "law", "--input", str(tmp_path / "no")]) == 2
    assert capsys.readouterr().err.count("\n") >= 4


def test_a_corrupt_index_is_built_again_from_the_database(tmp_path: Path, data_dir: Path) -> None:
    run_import(write_lines(tmp_path / "in.jsonl", GOOD))
    for file in (data_dir / "index" / "collections" / "law").rglob("*"):
        if file.is_file():
            file.write_bytes(b"corrupt")
    status, (answer,) = run_search(tmp_path, {"id": 1, "query": "工资"})
    assert (status, len(answer["hits"])) == (0, 1)


def test_hits_go_to_standard_output_where_no_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_import(write_lines(tmp_path / "in.jsonl", GOOD))
    path = write_lines(tmp_path / "q.jsonl", {"id": 1, "query": "工资"})
    capsys.readouterr()
    assert main(["kb", "search", "--collection", "law", "--input", str(path)]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == 1
