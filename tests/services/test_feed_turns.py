"""Which feed is read when, by which process; and feeds that are pushed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.domain.errors import ConflictError, NotFoundError, UnavailableError
from assistant.domain.vacancies import RawAdvert
from assistant.services.feed_schedule import FeedSchedule
from assistant.services.push_tokens import make_token
from assistant.services.sync_feed import CLAIM_SECONDS
from assistant.services.vacancy_ports import (
    Batch,
    Cursor,
    Feed,
    RejectedRow,
    RunOutcome,
)
from tests.services import feed_setting
from tests.services.feed_setting import FEED, PUSHED, STREAM, ScriptedReader, Setting, advert, batch

setting = feed_setting.setting


class TestOneNodeWorks:
    def test_a_feed_another_process_reads_is_left_to_it(self, setting: Setting) -> None:
        assert setting.feeds.claim("feed:jobs", "another", CLAIM_SECONDS, setting.clock.now())
        setting.gives(batch(1))
        with pytest.raises(ConflictError):
            setting.sync.sync("jobs")
        assert setting.feeds.list_runs("jobs") == ()

    def test_a_process_that_died_is_followed_by_another(self, setting: Setting) -> None:
        setting.feeds.claim("feed:jobs", "dead", CLAIM_SECONDS, setting.clock.now())
        setting.clock.moment += timedelta(seconds=CLAIM_SECONDS)
        setting.gives(batch(1))
        assert setting.sync.sync("jobs").outcome is RunOutcome.DONE

    def test_the_claim_is_given_back(self, setting: Setting) -> None:
        setting.gives(batch(1))
        setting.sync.sync("jobs")
        assert setting.feeds.claim("feed:jobs", "another", CLAIM_SECONDS, setting.clock.now())

    def test_a_run_that_lost_its_claim_stores_no_more_and_closes_nothing(self, setting: Setting) -> None:
        setting.gives(batch(1, 2))
        setting.sync.sync("jobs")

        class Slow(ScriptedReader):
            def read(self, feed: Feed, cursor: Cursor) -> Iterator[Batch]:
                setting.clock.moment += timedelta(seconds=2 * CLAIM_SECONDS)
                assert setting.feeds.claim("feed:jobs", "another", CLAIM_SECONDS, setting.clock.now())
                yield batch(3)

        setting.reader = Slow()
        report = setting.sync.sync("jobs")
        assert (report.outcome, report.taken, report.closed) == (RunOutcome.FAILED, 0, 0)
        assert setting.open_titles() == ["普工1", "普工2"]


class TestSchedule:
    def test_a_feed_is_read_when_its_time_has_come(self, setting: Setting) -> None:
        setting.feeds.remove_feed("stream")
        setting.gives(batch(1))
        schedule = FeedSchedule(setting.sync, setting.clock)
        assert [report.feed_id for report in schedule.run_once()] == ["jobs"]
        assert schedule.run_once() == ()
        setting.clock.moment += timedelta(seconds=FEED.every_seconds)
        assert len(schedule.run_once()) == 1

    def test_paused_pushed_and_manual_feeds_are_never_due(self, setting: Setting) -> None:
        setting.feeds.put_feed(replace(FEED, is_paused=True))
        setting.feeds.put_feed(replace(STREAM, every_seconds=0))
        assert setting.sync.sync_all_due(setting.clock.now()) == ()

    def test_a_defect_met_by_one_feed_does_not_starve_the_next(self, setting: Setting) -> None:
        class FailsOnce(ScriptedReader):
            def read(self, feed: Feed, cursor: Cursor) -> Iterator[Batch]:
                if feed.id == "jobs":
                    raise ZeroDivisionError
                yield batch(1)

        setting.reader = FailsOnce()
        assert [report.feed_id for report in setting.sync.sync_all_due(setting.clock.now())] == ["stream"]

    def test_a_store_that_does_not_answer_does_not_end_the_loop(self, setting: Setting) -> None:
        class Down:
            def sync_all_due(self, now: object) -> Sequence[object]:
                raise UnavailableError("no database")

        assert FeedSchedule(Down(), setting.clock).run_once() == ()  # type: ignore[arg-type]

    def test_a_loop_that_was_stopped_ends(self, setting: Setting) -> None:
        setting.gives(batch(1))
        schedule = FeedSchedule(setting.sync, setting.clock)
        schedule.stop()
        schedule.loop()
        assert setting.open_titles() == []


class TestPush:
    def test_what_is_sent_is_taken_and_nothing_else_closes(self, setting: Setting) -> None:
        setting.sync.push("pushed", [advert(1), advert(2)])
        report = setting.sync.push("pushed", [advert(3), RawAdvert("1", is_removed=True)], [RejectedRow(9, "x", "bad")])
        assert (report.taken, report.closed, report.rejected_count) == (1, 1, 1)
        assert setting.open_titles() == ["普工2", "普工3"]

    def test_only_a_feed_of_that_kind_is_pushed_to(self, setting: Setting) -> None:
        with pytest.raises(ConflictError):
            setting.sync.push("jobs", [advert(1)])
        with pytest.raises(NotFoundError):
            setting.sync.push("nobody", [advert(1)])
        with pytest.raises(ConflictError):
            setting.sync.sync("pushed")

    def test_a_token_opens_its_own_feed_only(self, setting: Setting) -> None:
        made = make_token()
        setting.feeds.put_feed(replace(PUSHED, token_digest=made.digest))
        setting.feeds.put_feed(replace(PUSHED, id="other", token_digest=make_token().digest))
        assert setting.sync.find_pushed_feed("pushed", made.token) is not None
        for feed_id, token in [("other", made.token), ("pushed", ""), ("jobs", made.token), ("nobody", made.token)]:
            assert setting.sync.find_pushed_feed(feed_id, token) is None
        assert made.token not in repr(made)
