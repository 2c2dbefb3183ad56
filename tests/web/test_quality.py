"""/quality shows the report of the file it is told, and says so where there is none."""

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.settings import Settings
from tests.web.fake_assistant import FakeAssistant
from tests.web.page_reading import tags_of
from web.app import create_app
from web.quality_view import read_quality_report

METRICS = [
    {"name": "key_facts", "title": "关键内容说全", "value": 0.954, "number": 120, "kind": "share"},
    {"name": "unmasked", "title": "个人号码没遮住（次）", "value": 1.0, "number": 30, "kind": "breach"},
    {"name": "p50", "title": "用时中位数（毫秒）", "value": None, "number": 120, "kind": "milliseconds"},
]
REPORT = {
    "date": "2026-11-29",
    "parts": [
        {"part": "masking", "title": "个人号码遮盖", "metrics": METRICS},
        {"part": "policy_test", "title": "政策问答（test）", "metrics": METRICS[:1]},
        {"part": "judged", "title": "由模型评判的指标", "metrics": []},
    ],
}


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """The file the page reads, with a report in it."""
    path = tmp_path / "report.json"
    path.write_text(json.dumps(REPORT), encoding="utf-8")
    return path


def site_with(report: Path) -> TestClient:
    return TestClient(create_app(FakeAssistant(settings=Settings(quality_report=report))))  # type: ignore[arg-type]


def test_the_page_shows_date_figures_and_weaknesses(report: Path) -> None:
    page = site_with(report).get("/quality").text

    for words in ("2026-11-29", "240", "政策问答（test）", "95.4%", "已知的弱点", "题目从哪里来"):
        assert words in page
    assert page.index("政策问答（test）") < page.index("个人号码遮盖")
    assert "由模型评判的指标" not in page


def test_what_must_be_zero_and_is_not_is_marked(report: Path) -> None:
    assert "<strong>1 不合格</strong>" in site_with(report).get("/quality").text


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"date": "2026-11-29", "parts": [{"metrics": [{}]}]}'])
def test_without_a_report_that_can_be_read_the_page_says_so(content: str | None, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    answer = site_with(path).get("/quality")

    assert answer.status_code == 200
    assert "还没有成绩" in answer.text
    assert "<table" not in answer.text


def test_every_page_leads_to_it(client: TestClient) -> None:
    assert any(
        attributes.get("href") == "/quality" for tag, attributes in tags_of(client.get("/help").text) if tag == "a"
    )


def test_the_committed_report_can_be_read() -> None:
    report = read_quality_report(Path(__file__).parents[2] / Settings.model_fields["quality_report"].default)
    assert report is not None
    assert report.total > 1000
    assert all(not figure.is_wrong for part in report.parts for figure in part.figures)
