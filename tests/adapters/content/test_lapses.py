"""What lapses within sixty days is named in time."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from assistant.adapters.content.checks import find_lapses
from assistant.adapters.content.library import ReadLibrary, read_library
from tests.small_knowledge_base import SHIPPED, SMALL

END = date(2026, 12, 31)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> ReadLibrary:
    root = tmp_path_factory.mktemp("kb") / "kb"
    shutil.copytree(SMALL, root)
    for name in ("facts.yaml", "regions.yaml"):
        shutil.copyfile(SHIPPED / name, root / name)
    return read_library(root)


@pytest.mark.parametrize(("days_before", "is_named"), [(61, False), (60, True), (1, True), (0, True), (-1, False)])
def test_an_end_is_named_from_sixty_days_before_until_the_day_itself(
    read: ReadLibrary, days_before: int, is_named: bool
) -> None:
    lapses = find_lapses(read, END - timedelta(days=days_before))
    ends = [lapse for lapse in lapses if lapse.file == "policies/wanzhou-rural-post.md"]
    assert bool(ends) is is_named


def test_a_lapse_names_the_line_of_its_date_and_stops_nothing(read: ReadLibrary) -> None:
    lapses = {lapse.file: lapse for lapse in find_lapses(read, END)}
    for file, key in (("policies/wanzhou-rural-post.md", "effective_to"),
                      ("schemes/unemployment-benefit/scheme.yaml", "review_after")):  # fmt: skip
        line = (SMALL / file).read_text(encoding="utf-8").splitlines()[lapses[file].line - 1]
        assert line.startswith(key)
        assert "2026-12-31" in lapses[file].text
        assert lapses[file].is_warning


def test_the_days_ahead_may_be_chosen(read: ReadLibrary) -> None:
    assert find_lapses(read, END - timedelta(days=90)) == ()
    assert find_lapses(read, END - timedelta(days=90), days=90) != ()


def test_a_month_lapses_on_its_last_day(read: ReadLibrary, tmp_path: Path) -> None:
    root = tmp_path / "kb"
    shutil.copytree(SMALL, root)
    path = root / "policies" / "wanzhou-rural-post.md"
    path.write_text(path.read_text(encoding="utf-8").replace('"2026-12-31"', '"2026-11"'), encoding="utf-8")
    named = [lapse.file for lapse in find_lapses(read_library(root), date(2026, 11, 30))]
    assert "policies/wanzhou-rural-post.md" in named
    named = [lapse.file for lapse in find_lapses(read_library(root), date(2026, 12, 1))]
    assert "policies/wanzhou-rural-post.md" not in named


def test_a_figure_that_is_due_for_review_is_named(tmp_path: Path) -> None:
    root = tmp_path / "kb"
    shutil.copytree(SMALL, root)
    path = root / "parameters" / "sample.yaml"
    old = "to: null, value: 2450, source: [s1], status: current, confidence: confirmed"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, f'{old}, review_after: "2026-12-31"'), encoding="utf-8")
    (lapse,) = [lapse for lapse in find_lapses(read_library(root), END) if lapse.file == "parameters/sample.yaml"]
    assert lapse.text == "'示例月最低工资': review_after is 2026-12-31; look for the next figure."


def test_a_figure_that_ends_without_a_next_one_is_named_and_one_that_is_followed_is_not(read: ReadLibrary) -> None:
    named = {
        day: [lapse.text for lapse in find_lapses(read, day) if lapse.file == "parameters/sample.yaml"]
        for day in (date(2024, 12, 1), date(2025, 12, 1))
    }
    assert named == {
        date(2024, 12, 1): [],
        date(2025, 12, 1): ["'示例培训补贴': to is 2025-12-31; look for the next figure."],
    }
