"""`feeds add`, `sync`, `list`, `show`, `remove` and `token`."""

import argparse
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.adapters.feeds.readers import feed_readers
from assistant.bootstrap import openings
from assistant.commands import feeds_command
from assistant.domain.errors import ConflictError, NotFoundError
from assistant.domain.vacancies import AdvertFinding, Pay, RawAdvert, Vacancy
from assistant.services.push_tokens import token_opens
from assistant.services.sync_feed import FeedSync
from assistant.services.take_in import AdvertIntake
from assistant.services.vacancy_ports import Feed, FeedKind
from assistant.settings import Settings
from tests.adapters.feeds.stand_in import Page, stand_in
from tests.fakes.clock import FixedClock
from tests.fakes.feed_store import FakeFeedStore
from tests.fakes.vacancy_store import FakeVacancyStore

ROOT = Path(__file__).parents[2]
SETTINGS = Settings(_env_file=None, knowledge_dir=ROOT / "knowledge_base")
TABLE = (
    "岗位编号,岗位,用人单位,工作地点,薪资\n1,普工,示例电子有限公司,渝北区,5000-6000元/月\n2,,示例物业公司,巴南区,面议\n"
)


class Plain:
    def read(self, raw: RawAdvert, today: date) -> Vacancy:
        return Vacancy("", raw.title, raw.employer, region_id="yubei", pay=Pay(5000, 6000, "month", text=raw.pay))

    def check(self, raw: RawAdvert, vacancy: Vacancy, today: date) -> Sequence[AdvertFinding]:
        return ()


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> FakeFeedStore:
    vacancies, clock, plain = FakeVacancyStore(), FixedClock(), Plain()
    store = FakeFeedStore(vacancies)
    intake = AdvertIntake(plain, plain, clock.today)
    sync = FeedSync(store, vacancies, feed_readers(clock), intake, clock)
    monkeypatch.setattr(openings, "open_feed_store", lambda settings: store)
    monkeypatch.setattr(openings, "open_feed_sync", lambda settings: sync)
    return store


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "Jobs List.csv"
    path.write_text(TABLE, encoding="gb18030")
    return path


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    feeds_command.add_feed_commands(parser.add_subparsers())
    try:
        arguments = parser.parse_args(["feeds", *words])
    except SystemExit as stopped:
        return int(stopped.code or 0)
    return int(arguments.run(arguments, SETTINGS))


def test_an_unknown_file_is_added_with_its_columns_and_what_was_understood_is_shown(
    store: FakeFeedStore, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("add", str(table)) == 0
    feed = store.find_feed("jobs-list")
    assert feed is not None
    assert (feed.kind, feed.location, feed.is_snapshot) == (FeedKind.FILE, str(table), True)
    assert feed.columns == {
        "external_id": "岗位编号",
        "title": "岗位",
        "employer": "用人单位",
        "place": "工作地点",
        "pay": "薪资",
    }
    shown = capsys.readouterr()
    assert re.search(r"pay +← 薪资 +\(\d+%\) +5000-6000元/月", shown.out)
    assert "渝北区 → 渝北区" in shown.out
    assert "5000–6000 yuan a month" in shown.out
    assert "feeds sync jobs-list" in shown.err


def test_a_mapping_told_goes_before_the_proposal(store: FakeFeedStore, table: Path) -> None:
    assert run("add", str(table), "--id", "a", "--map", "tags=薪资", "--map", "place=", "--label", "示例") == 0
    feed = store.find_feed("a")
    assert feed is not None
    assert feed.columns == {"external_id": "岗位编号", "title": "岗位", "employer": "用人单位", "tags": "薪资"}
    assert feed.label == "示例"


@pytest.mark.parametrize(
    "words",
    [
        ("--map", "title=没有这一列"),
        ("--map", "nonsense=岗位"),
        ("--map", "title"),
        ("--map", "title="),
        ("--id", "Not An Id"),
        ("--every", "-1"),
    ],
)
def test_what_cannot_be_used_is_refused_with_status_two(
    store: FakeFeedStore, table: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("add", str(table), *words) == 2
    assert store.list_feeds() == ()
    assert capsys.readouterr().err


@pytest.mark.parametrize("content", ["甲,乙\n1,2\n", "", "<html>", "岗位\n普工\n"])
def test_a_file_that_does_not_tell_enough_is_not_added(store: FakeFeedStore, tmp_path: Path, content: str) -> None:
    (tmp_path / "x.csv").write_text(content, encoding="utf-8")
    assert run("add", str(tmp_path / "x.csv")) == 2
    assert run("add", str(tmp_path / "gone.csv")) == 2
    assert store.list_feeds() == ()


@pytest.mark.parametrize(("answer", "is_added"), [("y\n", True), ("\n", False), ("", False)])
def test_on_a_terminal_the_person_is_asked(
    store: FakeFeedStore, table: Path, answer: str, is_added: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal(answer))
    assert run("add", str(table)) == 0
    assert bool(store.list_feeds()) is is_added


def test_adding_again_changes_the_feed_and_keeps_its_token(store: FakeFeedStore) -> None:
    assert run("add", "--kind", "push", "--id", "partner") == 0
    assert run("token", "partner") == 0
    before = store.find_feed("partner")
    assert run("add", "--kind", "push", "--id", "partner", "--map", "title=岗位") == 0
    after = store.find_feed("partner")
    assert before is not None
    assert after == replace(before, columns={"title": "岗位"})


def test_a_file_of_the_same_name_elsewhere_becomes_a_feed_of_its_own(
    store: FakeFeedStore, table: Path, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    other = tmp_path / "other" / table.name
    other.write_bytes(table.read_bytes())
    assert [run("add", str(path)) for path in (table, other, table)] == [0, 0, 0]
    assert [feed.location for feed in store.list_feeds()] == [str(table), str(other)]


def test_the_feed_of_the_samples_is_not_replaced(store: FakeFeedStore, table: Path) -> None:
    samples = Feed("samples", FeedKind.SAMPLES, "示例")
    store.put_feed(samples)
    assert run("add", str(table), "--id", "samples") == 2
    assert store.list_feeds() == (samples,)


def test_an_address_is_added_and_what_it_gives_is_found_out(store: FakeFeedStore) -> None:
    with stand_in() as source:
        item = {"id": 1, "title": "普工", "company": "示例公司", "salary": "5000-6000元/月"}
        source.answers["/jobs"] = Page(json.dumps({"data": [item]}).encode())
        source.answers["/map"] = Page(b"<urlset><url><loc>/a</loc></url></urlset>")
        assert run("add", source.url(), "--id", "a", "--every", "60", "--set", "items=data") == 0
        assert run("add", source.url("/map"), "--id", "b") == 0
        assert run("add", source.url("/gone"), "--id", "c") == 2
    a, b = store.list_feeds()
    assert (a.kind, a.every_seconds, a.settings) == (FeedKind.HTTP_JSON, 60, {"items": "data"})
    assert a.columns == {"external_id": "id", "title": "title", "employer": "company", "pay": "salary"}
    assert b.kind is FeedKind.JOB_POSTING_PAGES


def test_a_token_is_shown_once_and_kept_as_a_digest(store: FakeFeedStore, capsys: pytest.CaptureFixture[str]) -> None:
    run("add", "--kind", "push", "--id", "partner")
    capsys.readouterr()
    run("token", "partner")
    token = capsys.readouterr().out.strip()
    feed = store.find_feed("partner")
    assert feed is not None
    assert token_opens(feed, token)
    assert token not in repr(feed)
    run("show", "partner")
    run("list", "--json")
    shown = capsys.readouterr().out
    assert token not in shown
    assert str(feed.token_digest) not in shown


def test_only_a_feed_that_is_pushed_to_has_a_token(store: FakeFeedStore, table: Path) -> None:
    run("add", str(table))
    with pytest.raises(ConflictError):
        run("token", "jobs-list")


def test_a_sync_reports_what_was_taken_and_what_was_rejected(
    store: FakeFeedStore, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("add", str(table))
    capsys.readouterr()
    assert run("sync") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("jobs-list: done · 1 taken, 0 changed")
    assert lines[1] == "  row 3  2  Has no title."


def test_a_sync_as_json_has_every_key(store: FakeFeedStore, table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("add", str(table))
    capsys.readouterr()
    assert run("sync", "jobs-list", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["outcome"] == "done"
    assert report["rejected"] == [{"row": 3, "external_id": "2", "reason": "Has no title."}]
    assert {"started_at", "ended_at", "would_close", "message", "held", "closed"} <= report.keys()


def test_one_feed_that_fails_makes_the_status_one_and_the_others_are_read(
    store: FakeFeedStore, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("add", str(table))
    store.put_feed(Feed("a-broken", FeedKind.FILE, "示例", str(table.with_name("gone.csv"))))
    capsys.readouterr()
    assert run("sync") == 1
    shown = capsys.readouterr().out
    assert "a-broken: failed" in shown
    assert "jobs-list: done" in shown


def test_a_feed_that_shrank_waits_until_it_is_accepted(
    store: FakeFeedStore, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = TABLE.splitlines()[0]
    table.write_text(head + "".join(f"\n{n},普工,示例公司,渝北区,面议" for n in range(40)) + "\n", encoding="utf-8")
    run("add", str(table))
    run("sync")
    table.write_text(f"{head}\n1,普工,示例公司,渝北区,面议\n", encoding="utf-8")
    capsys.readouterr()
    assert run("sync") == 0
    shown = capsys.readouterr().out
    assert "waits" in shown
    assert "39 would close" in shown
    assert run("sync", "--accept") == 2
    assert run("sync", "jobs-list", "--accept") == 0
    assert "39 closed" in capsys.readouterr().out


def test_the_list_shows_a_feed_a_line_and_hides_what_is_secret(
    store: FakeFeedStore, capsys: pytest.CaptureFixture[str]
) -> None:
    store.put_feed(
        Feed("a", FeedKind.HTTP_JSON, "示例\x1b[2J", "https://example.org/", settings={"header:K": "secret"})
    )
    assert run("list") == 0
    assert capsys.readouterr().out == "a\thttp_json\t示例 [2J\thttps://example.org/\tnever\n"
    run("list", "--json")
    record = json.loads(capsys.readouterr().out)
    assert (record["id"], record["last_run"], record["settings"]) == ("a", None, {"header:K": "…"})


def test_show_gives_the_runs_and_the_rejected_rows(
    store: FakeFeedStore, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("add", str(table))
    run("sync")
    capsys.readouterr()
    assert run("show", "jobs-list") == 0
    shown = capsys.readouterr().out
    assert "2026-11-23 23:40  jobs-list: done" in shown
    assert "row 3  2  Has no title." in shown


def test_a_removed_feed_is_gone(store: FakeFeedStore, table: Path) -> None:
    run("add", str(table))
    assert run("remove", "jobs-list") == 0
    assert store.list_feeds() == ()


@pytest.mark.parametrize("words", [("show", "x"), ("remove", "x"), ("token", "x"), ("sync", "x")])
def test_a_feed_that_is_not_there_is_not_found(store: FakeFeedStore, words: tuple[str, ...]) -> None:
    with pytest.raises(NotFoundError):
        run(*words)


def test_progress_is_a_bar_on_a_terminal_and_lines_elsewhere() -> None:
    import io

    from assistant.commands.feed_words import FeedProgress
    from assistant.services.sync_feed import SyncProgress

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for stream in (Terminal(), io.StringIO()):
        progress = FeedProgress(stream)
        for read in (2_000, 30_000):
            progress.show(SyncProgress("jobs", read, 3, 60_000))
        progress.finish()
        is_bar = isinstance(stream, Terminal)
        assert ("[###############...............] 30000 read" in stream.getvalue()) is is_bar
        assert stream.getvalue().count("\n") == 1
