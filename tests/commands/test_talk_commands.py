"""`ask` and `converse`: data to stdout or the file, a bad line is reported and the rest goes on."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., int]
TURN_KEYS = [
    "text",
    "status",
    "citations",
    "tools",
    "cards",
    "suggestions",
    "facts",
    "handover",
    "replier",
    "duration_ms",
]
CITATION_KEYS = ["number", "passage_id", "title", "document_number", "clause", "effective_from", "effective_to", "region",
                 "url", "quote"]  # fmt: skip
PAPERS = "失业金要带什么材料？"


@pytest.fixture
def converse(run: Run, tmp_path: Path) -> Callable[[bytes], tuple[int, list[dict[str, Any]]]]:
    """Exit status and output lines for an input file."""

    def converse_with(content: bytes) -> tuple[int, list[dict[str, Any]]]:
        (tmp_path / "in.jsonl").write_bytes(content)
        status = run("converse", "--input", str(tmp_path / "in.jsonl"), "--output", str(tmp_path / "out.jsonl"))
        return status, [json.loads(line) for line in (tmp_path / "out.jsonl").read_bytes().splitlines()]

    return converse_with


Converse = Callable[[bytes], tuple[int, list[dict[str, Any]]]]


def _lines(*dialogues: object) -> bytes:
    return "".join(json.dumps(dialogue, ensure_ascii=False) + "\n" for dialogue in dialogues).encode()


class TestAsk:
    def test_the_answer_comes_with_its_sources_on_stdout(self, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
        assert run("ask", PAPERS) == 0
        lines = capsys.readouterr().out.splitlines()
        assert lines[0].endswith("[1]")
        assert "出处：" in lines
        assert any(line.startswith("[1] ") and "https://example.org/rule" in line for line in lines)

    def test_json_is_one_dialogue_with_every_key(self, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
        assert run("ask", PAPERS, "--json") == 0
        output = capsys.readouterr().out
        assert output.count("\n") == 1
        said = json.loads(output)
        assert said["id"] is None
        (turn,) = said["turns"]
        assert list(turn) == TURN_KEYS
        assert turn["status"] == "answered"
        assert [list(citation) for citation in turn["citations"]] == [CITATION_KEYS]
        assert isinstance(turn["duration_ms"], int)

    def test_the_day_asked_on_may_be_chosen(self, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
        run("ask", "失业金一个月能领多少钱？", "--today", "2024-06-01")
        assert "1720元" in capsys.readouterr().out
        run("ask", "失业金一个月能领多少钱？", "--today", "2026-06-01")
        assert "1960元" in capsys.readouterr().out

    def test_nothing_is_kept_and_no_real_case_is_opened(
        self, run: Run, data_dir: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run("ask", "转人工", "--json") == 0
        (turn,) = json.loads(capsys.readouterr().out)["turns"]
        assert turn["handover"] == {"reason": "asked", "case_number": None}
        with sqlite3.connect(data_dir / "assistant.db") as database:
            kept = [database.execute(f"SELECT count(*) FROM {name}").fetchone() for name in ("turns", "cases")]
        assert kept == [(0,), (0,)]
        assert run("cases", "list", "--all") == 0
        assert capsys.readouterr().out == ""

    @pytest.mark.parametrize(
        "arguments",
        [
            (),
            ("ask",),
            ("ask", PAPERS, "--today", "tomorrow"),
            ("ask", PAPERS, "--audience", "everybody"),
            ("ask", PAPERS, "--loud"),
            ("converse",),
            ("converse", "--input", "nowhere.jsonl", "--output", "out.jsonl"),
            ("converse", "--input", ".", "--output", "out.jsonl"),
            ("kb",),
            ("kb", "check", "--today", "2026-02-30"),
            ("unknown",),
        ],
        ids=" ".join,
    )
    def test_unusable_arguments_end_with_2_and_leave_stdout_empty(
        self, run: Run, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(*arguments) == 2
        output = capsys.readouterr()
        assert output.out == ""
        assert output.err

    def test_an_output_that_cannot_be_written_ends_with_2(
        self, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "in.jsonl").write_bytes(_lines({"id": "a", "turns": [PAPERS]}))
        assert (
            run("converse", "--input", str(tmp_path / "in.jsonl"), "--output", str(tmp_path / "no" / "out.jsonl")) == 2
        )
        assert "out.jsonl" in capsys.readouterr().err

    @pytest.mark.parametrize(("name", "value"), [("PORT", "abc"), ("TURN_THREADS", "many"), ("LOG_LEVEL", "LOUD")])
    def test_a_setting_that_cannot_be_used_is_named(
        self, run: Run, name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv(name, value)
        assert run("ask", PAPERS) == 2
        output = capsys.readouterr()
        assert output.out == ""
        assert f"Setting {name}:" in output.err


class TestConverse:
    def test_turns_of_one_dialogue_hang_together_and_dialogues_do_not(self, converse: Converse) -> None:
        status, results = converse(
            _lines(
                {"id": "a", "turns": ["失业金一个月能领多少钱？", "那要啥材料？"]},
                {"id": "b", "turns": ["那要啥材料？"]},
            )
        )
        assert status == 0
        assert [turn["citations"][0]["passage_id"] for turn in results[0]["turns"]] == [
            "unemployment-benefit#how_much", "unemployment-benefit#papers",
        ]  # fmt: skip
        assert list(results[0]["turns"][0]) == TURN_KEYS
        assert results[1]["id"] == "b"

    def test_the_order_of_the_input_is_kept_and_empty_lines_are_no_dialogues(self, converse: Converse) -> None:
        ids = ["z", "a", 5, None, "a"]
        dialogues = [{"id": name, "turns": ["你好"]} for name in ids]
        status, results = converse(b"\n".join((_lines(dialogues[0]), b"   ", _lines(*dialogues[1:]))))
        assert status == 0
        assert [result["id"] for result in results] == ids

    def test_each_line_has_a_day_and_an_audience_of_its_own(self, converse: Converse) -> None:
        question = ["失业金一个月能领多少钱？"]
        _, results = converse(
            _lines(
                {"id": 1, "turns": question, "today": "2024-06-01"},
                {"id": 2, "turns": question, "today": "2026-06-01", "audience": "employer"},
            )
        )
        assert ["1720元" in result["turns"][0]["text"] for result in results] == [True, False]
        assert ["1960元" in result["turns"][0]["text"] for result in results] == [False, True]

    def test_unknown_fields_are_ignored(self, converse: Converse) -> None:
        status, results = converse(_lines({"id": "a", "turns": ["你好"], "mood": "good", "expected": {"a": 1}}))
        assert (status, results[0]["turns"][0]["status"]) == (0, "smalltalk")

    def test_a_dialogue_without_turns_is_answered_with_none(self, converse: Converse) -> None:
        assert converse(_lines({"id": "a", "turns": []})) == (0, [{"id": "a", "turns": []}])

    BAD = (
        (b"{", None),
        (b"[]", None),
        (b'"text"', None),
        (b"null", None),
        (b'{"id": "x"}', "x"),
        (b'{"id": "x", "turns": "text"}', "x"),
        (b'{"id": "x", "turns": [1]}', "x"),
        (b'{"id": "x", "turns": null}', "x"),
        (b'{"id": "x", "turns": ["a"], "today": "soon"}', "x"),
        (b'{"id": "x", "turns": ["a"], "today": 20261123}', "x"),
        (b'{"id": "x", "turns": ["a"], "today": ["2026-11-23"]}', "x"),
        (b'{"id": "x", "turns": ["a"], "audience": "everybody"}', "x"),
        (b'{"id": "x", "turns": ["a"], "audience": ["employer"]}', "x"),
        (b'{"id": "x", "turns": ["\xff\xfe"]}', "x"),
        ("失业金".encode("gbk"), None),
        (b"[" * 200_000, None),
    )

    def test_a_bad_line_is_reported_in_its_place_and_the_rest_goes_on(self, converse: Converse) -> None:
        good = _lines({"id": "good", "turns": ["你好"]})
        status, results = converse(good + good.join(line + b"\n" for line, _ in self.BAD) + good)
        assert status == 1
        reported, answered = results[1::2], results[0::2]
        for (line, named), result in zip(self.BAD, reported, strict=True):
            assert list(result) == ["id", "error"], line[:40]
            assert result["id"] == named, line[:40]
            assert result["error"], line[:40]
        assert [(result["id"], result["turns"][0]["status"]) for result in answered] == [("good", "smalltalk")] * 17

    @pytest.mark.parametrize(("line", "named"), [(b"{", None), (b'{"id": "x"}', "x")])
    def test_one_bad_line_is_enough_to_end_with_1(self, converse: Converse, line: bytes, named: str | None) -> None:
        status, results = converse(line + b"\n")
        assert (status, [result["id"] for result in results]) == (1, [named])

    def test_half_a_surrogate_is_answered_and_the_output_stays_utf_8(self, converse: Converse) -> None:
        status, results = converse(b'{"id": "\\ud83d", "turns": ["\\ud83d\xe5\xa4\xb1\xe4\xb8\x9a\xe9\x87\x91"]}\n')
        assert status == 0
        assert results[0]["turns"][0]["text"]

    def test_a_file_with_a_byte_order_mark_and_other_line_ends_is_read(self, converse: Converse) -> None:
        content = b"\xef\xbb\xbf" + _lines({"id": "a", "turns": ["你好"]}, {"id": "b", "turns": ["你好"]})
        status, results = converse(content.replace(b"\n", b"\r\n"))
        assert (status, [result["id"] for result in results]) == (0, ["a", "b"])

    def test_an_empty_file_has_an_empty_result(self, converse: Converse) -> None:
        assert converse(b"") == (0, [])

    def test_personal_numbers_are_in_no_line_of_the_output(self, converse: Converse, tmp_path: Path) -> None:
        converse(_lines({"id": "a", "turns": ["手机13800138000，失业金要什么材料"]}))
        assert "13800138000" not in (tmp_path / "out.jsonl").read_text(encoding="utf-8")
