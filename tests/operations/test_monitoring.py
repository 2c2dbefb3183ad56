"""What is told to whoever watches, and that dashboard and alerts ask for nothing else."""

import json
import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from sqlalchemy import insert

from assistant.adapters.sql.engine import write
from assistant.adapters.sql.tables import cases
from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.errors import UnavailableError
from assistant.services.vacancy_ports import Feed, FeedKind, RunOutcome, RunReport
from assistant.services.watch import Gauge, Watch
from assistant.settings import Settings
from tests.fakes.clock import NIGHT, FixedClock

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "monitoring"
_NAME = re.compile(r"\b((?:assistant|process)_[a-z_]+)\b")
_OF_A_HISTOGRAM = re.compile(r"_(bucket|sum|count)$")
PARTS = {"disk", "database", "feeds", "cases", "labour", "lapse", "notices", "chat"}


@pytest.fixture(scope="module")
def product(built_knowledge: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """With a model configured, a source that failed yesterday, and three cases."""
    pytest.importorskip("langchain", reason="the extra 'model' is not installed")
    source, built = built_knowledge
    folder = tmp_path_factory.mktemp("watched")
    shutil.copytree(built, folder / "data")
    settings = Settings(
        _env_file=None, knowledge_dir=source, data_dir=folder / "data", sample_content="false", chat_model="示例",
        openai_base_url="http://127.0.0.1:9/v1",
    )  # fmt: skip
    found = build_assistant(settings, FixedClock())
    found._vacancies.feeds.put_feed(Feed("market", FeedKind.FILE, "示例人力市场", "jobs.csv", every_seconds=300))
    run = found._vacancies.feeds.begin_run("market", NIGHT - timedelta(days=1))
    report = RunReport("market", NIGHT - timedelta(days=1), NIGHT - timedelta(days=1), RunOutcome.FAILED)
    found._vacancies.feeds.end_run(run, report)
    with write(found._store._engine) as connection:  # type: ignore[attr-defined]
        for number, due in ((1, -timedelta(hours=1)), (2, timedelta(minutes=30)), (3, timedelta(days=2))):
            row = {
                "number": str(number), "opened_on": NIGHT.date(), "sequence": number, "conversation_id": str(number),
                "reason": "asked", "summary": "示例", "opened_at": NIGHT, "state": "open", "reply_due_at": NIGHT + due,
                "due_at": NIGHT + due,
            }  # fmt: skip
            connection.execute(insert(cases), row)
    return found


def samples(product: Assistant) -> dict[str, float]:
    """As a scraper reads them: name with labels → value."""
    lines = product.metrics_text.decode().splitlines()
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines if not line.startswith("#")}


def exported(product: Assistant) -> set[str]:
    return set(re.findall(r"^# TYPE (\S+) ", product.metrics_text.decode(), re.MULTILINE))


def asked_for(expression: str) -> set[str]:
    bare = re.sub(r'"[^"]*"|\{\{[^}]*\}\}', "", expression)
    return {_OF_A_HISTOGRAM.sub("", name) for name in _NAME.findall(bare)}


def expressions() -> list[tuple[str, str]]:
    dashboard = json.loads((FOLDER / "dashboard.json").read_text(encoding="utf-8"))
    drawn = [(panel["title"], target["expr"]) for panel in dashboard["panels"] for target in panel["targets"]]
    (group,) = yaml.safe_load((FOLDER / "alerts.yaml").read_text(encoding="utf-8"))["groups"]
    return drawn + [(rule["alert"], rule["expr"]) for rule in group["rules"]]


def test_dashboard_and_alerts_ask_only_for_what_the_service_exports(product: Assistant) -> None:
    there = exported(product)
    assert [(where, asked_for(each) - there) for where, each in expressions() if asked_for(each) - there] == []
    assert sum(bool(asked_for(each)) for _, each in expressions()) > 35


def test_everything_the_service_tells_of_itself_is_drawn_or_alerted_on(product: Assistant) -> None:
    asked = {name for _, each in expressions() for name in asked_for(each)}
    left = {
        "assistant_info",
        "assistant_model_calls_total",
        "assistant_model_tokens_total",
        "assistant_model_faults_total",
    }
    ours = {name for name in exported(product) if name.startswith("assistant_") and not name.endswith("_created")}
    assert ours - asked == left


def test_every_alert_says_how_bad_it_is_and_what_to_do() -> None:
    (group,) = yaml.safe_load((FOLDER / "alerts.yaml").read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]:
        assert rule["labels"]["severity"] in ("page", "ticket"), rule["alert"]
        assert rule["annotations"]["summary"] and rule["annotations"]["action"], rule["alert"]
    topics = {"Disk", "Feed", "Cases", "Model", "Document"}
    assert all(any(topic in rule["alert"] for rule in group["rules"]) for topic in topics)


def test_every_part_can_be_read_and_numbers_are_right(product: Assistant) -> None:
    found = samples(product)
    assert {f'assistant_watch_up{{part="{part}"}}' for part in PARTS} == {
        name for name in found if name.startswith("assistant_watch_up")
    }
    assert all(value == 1 for name, value in found.items() if name.startswith("assistant_watch_up"))
    assert (found["assistant_cases_overdue"], found["assistant_cases_due_soon"]) == (1, 1)
    assert found['assistant_feed_late{feed="market"}'] == found['assistant_feed_failing{feed="market"}'] == 1
    assert found['assistant_feed_last_run_age_seconds{feed="market"}'] == 24 * 3600
    assert found["assistant_disk_free_bytes"] > 0
    assert found['assistant_database_file_bytes{file="database"}'] > 0
    assert found["assistant_model_breaker"] == 0
    assert found["process_open_fds"] > 0


def test_a_part_that_fails_is_told_and_the_others_are_told_all_the_same() -> None:
    def fails() -> list[Gauge]:
        raise UnavailableError("down")

    watch = Watch({"cases": fails, "chat": lambda: [Gauge("assistant_chat_rests", "", 0)]})
    told = [(one.name, dict(one.labels), one.value) for one in watch.read()]
    assert told == [
        ("assistant_watch_up", {"part": "cases"}, 0),
        ("assistant_watch_up", {"part": "chat"}, 1),
        ("assistant_chat_rests", {}, 0),
    ]
