"""docs/operations.md and docs/scaling.md keep in step with the code."""

import re
from pathlib import Path

import pytest
import yaml
from sqlalchemy import create_engine

from assistant.__main__ import build_parser
from assistant.adapters.sql.migrate import known_revisions
from assistant.bootstrap.retention import retention_rules
from assistant.settings import Settings

ROOT = Path(__file__).parents[2]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
SCALING = (ROOT / "docs" / "scaling.md").read_text(encoding="utf-8")
HEADINGS = set(re.findall(r"^#+ (.+)$", OPERATIONS, re.MULTILINE))


def test_every_class_of_data_stands_in_the_table_with_its_days() -> None:
    rows = {row[0]: row[1:] for row in re.findall(r"^\| `(\w+)` \| `(\w+)` \| (\d+) \|", OPERATIONS, re.MULTILINE)}
    rules = retention_rules(Settings(_env_file=None), create_engine("sqlite://"))
    assert rows == {rule.name: (rule.setting, str(rule.keep_days)) for rule in rules}


def test_no_setting_is_named_that_there_is_not() -> None:
    ours = {name.upper() for name in Settings.model_fields}
    prefixes = tuple({name.partition("_")[0] + "_" for name in ours if "_" in name})
    others = {"HTTP_JSON"}
    for text in (OPERATIONS, SCALING):
        named = {name for name in re.findall(r"`([A-Z]+_[A-Z_]+)(?:=[^`]*)?`", text) if name.startswith(prefixes)}
        assert named - ours - others == set()


def test_every_command_named_is_one_there_is() -> None:
    commands = next(action.choices for action in build_parser()._actions if action.dest == "command")
    assert commands is not None
    named = set(re.findall(r"python -m assistant (\w+)", OPERATIONS + SCALING))
    assert named <= set(commands)
    assert {"serve", "backup", "restore", "retention", "kb", "staff"} <= named


def test_every_alert_that_names_a_section_names_one_there_is() -> None:
    text = (ROOT / "docs" / "monitoring" / "alerts.yaml").read_text(encoding="utf-8")
    (group,) = yaml.safe_load(text)["groups"]
    named = {name for rule in group["rules"] for name in re.findall(r"[Ss]ee '([^']+)'", rule["annotations"]["action"])}
    assert named and named <= HEADINGS


def test_every_migration_is_told_of() -> None:
    assert [revision for revision in known_revisions()[1:] if f"`{revision}`" not in OPERATIONS] == []


@pytest.mark.parametrize("name", ["install", "upgrade", "back up", "restore", "watch", "breaks"])
def test_whoever_has_never_seen_it_finds_a_section(name: str) -> None:
    assert any(name in heading.lower() for heading in HEADINGS)


def test_every_measured_figure_of_scaling_stands_in_a_result() -> None:
    """A row of the table of figures names its file; the figure must stand there."""
    rows = re.findall(
        r"^\| [^|]+ \| \*\*([^*]+)\*\* \| \[[^\]]+\]\(\.\./evals/results/([\w.]+)\) \|", SCALING, re.MULTILINE
    )
    assert len(rows) >= 8
    for figures, name in rows:
        result = re.sub(r"(?<=\d),(?=\d{3})", "", (ROOT / "evals" / "results" / name).read_text(encoding="utf-8"))
        for figure in re.findall(r"\d[\d.]*", figures.replace(",", "")):
            assert re.search(rf"(?<![\d.]){re.escape(figure)}(?![\d])", result), (figure, name)
