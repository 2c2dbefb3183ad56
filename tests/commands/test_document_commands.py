"""`kb add`, from files to a cited answer."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.__main__ import main
from assistant.bootstrap.openings import open_collection_service
from assistant.services.follow_documents import DocumentFollower
from assistant.settings import Settings
from tests.adapters.intake.files import docx, pdf, zipped

NOTICE = """关于示例暖冬行动的通知
示人社发〔2026〕77号
重庆市人力资源和社会保障局
各区县人力社保局：
一、暖冬驿站
（一）开放时间。暖冬驿站每天早上七点开门，晚上十点关门。
（二）物资领取。环卫工人凭工牌领取暖冬手套一双。
二、附则
本通知自2026年10月1日起施行，有效期至2027年3月31日。
重庆市人力资源和社会保障局
2026年9月20日
"""


@pytest.fixture(autouse=True)
def data_dir(new_data_dir: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = new_data_dir("documents")
    monkeypatch.setenv("DATA_DIR", str(folder))
    monkeypatch.setenv("SAMPLE_CONTENT", "false")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return folder


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    capsys.readouterr()
    status = main(["kb", *arguments])
    return status, [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]


def ask(capsys: pytest.CaptureFixture[str], question: str, today: str) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["ask", question, "--json", "--today", today]) == 0
    turns: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["turns"]
    return turns[-1]


def test_an_added_notice_is_told_with_its_clause_and_number_while_it_holds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "通知.docx"
    path.write_bytes(docx(*NOTICE.strip().splitlines()))
    status, (told,) = run(capsys, "add", str(path))
    assert (status, told["standing"], told["effective_to"]) == (0, "in_force", "2027-03-31")
    turn = ask(capsys, "暖冬驿站每天几点开门？", "2026-11-29")
    assert turn["status"] == "answered"
    assert "暖冬驿站每天早上七点开门" in turn["text"]
    (citation,) = turn["citations"]
    assert (citation["clause"], citation["document_number"]) == ("一、（一）", "示人社发〔2026〕77号")
    assert citation["passage_id"].startswith(told["id"])
    late = ask(capsys, "暖冬驿站每天几点开门？", "2027-04-01")
    assert late["status"] == "unanswerable_lapsed"
    assert "过了有效期" in late["text"]


def test_a_notice_that_is_pointed_at_goes_before_the_work_its_title_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAMPLE_CONTENT", "true")
    path = tmp_path / "通知.docx"
    path.write_bytes(docx(*NOTICE.replace("示例暖冬行动", "招用保洁人员").strip().splitlines()))
    assert run(capsys, "add", str(path))[0] == 0
    turn = ask(capsys, "《关于招用保洁人员的通知》里暖冬驿站几点关门", "2026-11-29")
    assert "晚上十点关门" in turn["text"]
    assert [one["document_number"] for one in turn["citations"]] == ["示人社发〔2026〕77号"]
    assert turn["cards"] == []


def test_what_a_folder_holds_beside_documents_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "旧格式.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "in" / "通知.txt").write_text(NOTICE, encoding="utf-8")
    assert main(["kb", "add", "--preview", str(tmp_path / "in")]) == 0
    assert "旧格式.doc" in capsys.readouterr().err


def test_an_old_notice_without_an_end_is_never_told_as_current(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "旧通知.txt"
    old = NOTICE.replace("2026年9月20日", "2020年2月4日").replace("〔2026〕", "〔2020〕")
    path.write_text(old.replace("本通知自2026年10月1日起施行，有效期至2027年3月31日。", "请遵照执行。"), "utf-8")
    _, (told,) = run(capsys, "add", str(path))
    assert told["standing"] == "aged"
    turn = ask(capsys, "暖冬驿站每天几点开门？", "2026-11-29")
    assert turn["status"] == "unanswerable_lapsed"
    assert "不能当作现行规定" in turn["text"]


def test_a_preview_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "通知.txt"
    path.write_text(NOTICE, "utf-8")
    _, (told,) = run(capsys, "add", "--preview", str(path))
    assert [one["clause"] for one in told["passages"]][1:3] == ["一、（一）", "一、（二）"]
    assert run(capsys, "documents") == (0, [])


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_added(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "一.txt").write_text(NOTICE, "utf-8")
    (tmp_path / "二.pdf").write_bytes(b"%PDF-1.4 cut off")
    status, told = run(capsys, "add", str(tmp_path))
    errors = [one for one in told if "error" in one]
    assert (status, len(told), len(errors)) == (1, 2, 1)
    assert errors[0]["file"].endswith("二.pdf")
    assert "不完整" in errors[0]["error"]
    assert len(run(capsys, "documents")[1]) == 1


def test_files_that_are_broken_or_made_to_harm_are_named_and_leave_the_index_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCUMENT_MEGABYTES", "1")
    (tmp_path / "一.txt").write_text(NOTICE, "utf-8")
    run(capsys, "add", str(tmp_path / "一.txt"))
    collections = open_collection_service(Settings())
    before = collections.change_number("documents")
    bad = tmp_path / "坏"
    bad.mkdir()
    contents = {
        "空.txt": b"\n", "断.pdf": b"%PDF-1.7", "扫描.pdf": pdf(), "锁.pdf": pdf("secret text", encrypted=True),
        "大.txt": b"a" * (1024 * 1024 + 1), "乱.txt": b"\x00\x01" * 90,
        "弹.docx": zipped({"word/document.xml": b"0" * 60_000_000}),
        "外.docx": docx("示例", declared='<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'),
    }  # fmt: skip
    for name, content in contents.items():
        (bad / name).write_bytes(content)
    status, told = run(capsys, "add", str(bad))
    assert status == 1
    assert {Path(one["file"]).name for one in told if Path(one["file"]).name in one["error"]} == set(contents)
    assert collections.change_number("documents") == before
    assert [one["title"] for one in run(capsys, "documents")[1]] == ["关于示例暖冬行动的通知"]
    assert len(collections.open("documents").search("暖冬手套", 1)) == 1


def test_a_file_that_is_not_there_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, (told,) = run(capsys, "add", str(tmp_path / "没有.txt"))
    assert status == 1
    assert "打不开" in told["error"]


def test_a_document_is_taken_out_and_brought_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "通知.txt"
    path.write_text(NOTICE, "utf-8")
    _, (told,) = run(capsys, "add", str(path))
    assert main(["kb", "remove", told["id"]]) == 0
    assert ask(capsys, "暖冬驿站每天几点开门？", "2026-11-29")["status"] != "answered"
    assert main(["kb", "rollback", told["id"]]) == 0
    assert ask(capsys, "暖冬驿站每天几点开门？", "2026-11-29")["status"] == "answered"
    assert main(["kb", "remove", "doc-nothing"]) == 2


def test_what_a_file_or_a_version_changes_is_told_clause_by_clause(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "通知.txt"
    path.write_text(NOTICE, "utf-8")
    assert [one["step"] for one in run(capsys, "diff", str(path))[1]] == ["new"]
    _, (told,) = run(capsys, "add", str(path))
    assert run(capsys, "diff", str(path)) == (0, [])
    path.write_text(NOTICE.replace("手套一双", "手套两双").replace("2027年3月31日", "2027年4月30日"), "utf-8")
    status, changes = run(capsys, "diff", str(path))
    assert status == 0
    assert [(one["step"], one.get("what") or one["clause"]) for one in changes] == [
        ("head", "effective_to"), ("changed", "一、（二）"), ("changed", "二、"),
    ]  # fmt: skip
    assert "手套两双" in changes[1]["after"]
    run(capsys, "add", str(path))
    assert run(capsys, "diff", "--document", told["id"]) == (0, changes)
    _, (back, *_) = run(capsys, "diff", "--document", told["id"], "--versions", "2", "1")
    assert back["after"] == "2027-03-31"
    assert main(["kb", "diff", "--document", told["id"], "--versions", "1", "7"]) == 2


def test_added_clauses_are_searched_by_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "通知.txt"
    path.write_text(NOTICE, "utf-8")
    run(capsys, "add", str(path))
    queries = tmp_path / "queries.jsonl"
    queries.write_text('{"id": 1, "query": "暖冬手套"}\n', "utf-8")
    search = ("search", "--collection", "documents", "--input", str(queries))
    assert run(capsys, *search)[1][0]["hits"][0]["clause"] == "一、（二）"
    assert run(capsys, *search, "--today", "2027-04-01")[1][0]["hits"] == []


def test_another_process_finds_what_was_added_at_its_next_look(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    running = open_collection_service(Settings())
    follower = DocumentFollower(running)
    assert follower.look() == 0
    path = tmp_path / "通知.txt"
    path.write_text(NOTICE, "utf-8")
    run(capsys, "add", str(path))
    running.open("documents")
    path.write_text(NOTICE.replace("手套一双", "手套两双"), "utf-8")
    run(capsys, "add", str(path))
    assert [hit.text for hit in running.open("documents").search("暖冬手套", 1)] == [
        "物资领取。环卫工人凭工牌领取暖冬手套两双。"
    ]
    assert follower.look() == 0
