"""The suite: blind sets show no case, a part that breaks is seen, and the report has a page for every open part."""

from datetime import date
from pathlib import Path

import pytest

from evals import suite
from evals.measured import CaseRecord, Check, Kind, Metric, PartResult, Source, share
from evals.parts.registry import PARTS, Part, find_parts
from evals.report_html import write_pages
from evals.report_json import report_of
from evals.run import DATASETS
from evals.titles import Titles

CASE = CaseRecord(
    "p1", "standard", ("失业金<b>怎么领",), "先登记。[1]", "answered", (Check("key_facts", False, "登记", "无"),),
    "why it is asked", (Source(1, "条例", "第3条", "先登记。"),),
)  # fmt: skip
RESULT = PartResult("policy_dev", (Metric("key_facts", 0.5, 2), Metric("p50", 12.0, 2, Kind.MILLISECONDS)), (CASE,))


def test_cases_of_a_blind_set_do_not_leave_their_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suite, "PARTS", (Part("policy_test3", lambda: RESULT, 1, is_blind=True),))
    assert suite.run_named("policy_test3").cases == ()
    assert suite.run_named("policy_test3").metrics == RESULT.metrics


def test_the_sets_nothing_was_tuned_on_are_blind() -> None:
    blind = {part.name for part in PARTS if part.is_blind}
    assert {"subsidies_test", "attacks_test"} <= blind


def test_a_part_that_raises_is_seen_and_measures_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> PartResult:
        raise OSError("no such set")

    monkeypatch.setattr(suite, "PARTS", (Part("policy_dev", broken, 1),))
    result = suite.run_named("policy_dev")
    assert (result.metrics, result.absent) == ((), "failed: OSError")


def test_parts_are_found_by_the_beginning_of_their_name() -> None:
    dev = {path.stem for path in DATASETS.glob("handover_dev*.jsonl")}
    assert len(dev) > 1
    assert {part.name for part in find_parts(("masking", "handover_dev"))} == {"masking", *dev}
    with pytest.raises(ValueError, match="No part begins with 'nonsense'"):
        find_parts(("nonsense",))


def test_a_measure_that_never_applies_is_no_figure() -> None:
    assert share("records", [None, None]) == ()
    assert share("records", [None, True, False]) == (Metric("records", 0.5, 2),)


def test_a_reader_finds_question_answer_source_and_each_check(tmp_path: Path) -> None:
    blind = PartResult("policy_test3", RESULT.metrics)
    report = report_of([RESULT, blind], "python -m evals", date(2026, 11, 29), "rules", 1.0)
    index = write_pages(report, [RESULT, blind], tmp_path).read_text(encoding="utf-8")
    page = (tmp_path / "policy_dev.html").read_text(encoding="utf-8")
    for words in ('id="p1"', "失业金&lt;b&gt;怎么领", "先登记。[1]", "第3条", "不对", "why it is asked"):
        assert words in page
    assert 'href="policy_dev.html"' in index
    assert "<svg" in index
    assert not (tmp_path / "policy_test3.html").exists()


def test_every_part_has_a_title() -> None:
    titles = Titles.read()
    assert all(titles.of_part(part.name) != part.name for part in PARTS)
