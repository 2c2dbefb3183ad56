"""Feeds brought up to date; above all, what a broken feed must not do."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.errors import UnavailableError
from assistant.domain.vacancies import RawAdvert
from assistant.services.advert_items import LONGEST_DESCRIPTION
from assistant.services.sync_feed import SyncProgress
from assistant.services.vacancy_ports import (
    Batch,
    Cursor,
    RejectedRow,
    RunOutcome,
    TakenAdvert,
)
from tests.services import feed_setting
from tests.services.feed_setting import AFTER, Setting, advert, batch

setting = feed_setting.setting


def test_new_changed_unchanged_and_closed_are_counted(setting: Setting) -> None:
    setting.gives(batch(1, 2), batch(3))
    first = setting.sync.sync("jobs")
    assert (first.outcome, first.taken, first.closed) == (RunOutcome.DONE, 3, 0)
    setting.gives(Batch([advert(1), advert(2, "焊工"), advert(4)]))
    second = setting.sync.sync("jobs")
    assert (second.taken, second.changed, second.unchanged, second.closed) == (1, 1, 1, 1)
    assert setting.open_titles() == ["普工1", "普工4", "焊工"]


def test_the_run_is_kept_with_its_times_and_the_cursor_moves_on(setting: Setting) -> None:
    setting.gives(batch(1))
    report = setting.sync.sync("jobs")
    ((number, kept),) = setting.feeds.list_runs("jobs")
    assert (number, kept) == (1, report)
    assert kept.started_at == kept.ended_at == setting.clock.now()
    assert setting.feeds.load_cursor("jobs") == AFTER


def test_what_did_not_change_is_left_alone(setting: Setting) -> None:
    setting.gives(batch(1))
    setting.sync.sync("jobs")
    setting.gives(after=None)
    report = setting.sync.sync("jobs")
    assert (report.outcome, report.closed) == (RunOutcome.UNCHANGED, 0)
    assert setting.reader.asked == [AFTER]
    assert setting.open_titles() == ["普工1"]


def test_a_removed_item_closes(setting: Setting) -> None:
    setting.gives(batch(1, 2))
    setting.sync.sync("jobs")
    setting.gives(Batch([advert(1), RawAdvert("2", is_removed=True, row=2)]))
    assert setting.sync.sync("jobs").closed == 1
    assert setting.open_titles() == ["普工1"]


def test_an_advert_whose_last_day_has_passed_is_rejected_and_closes_at_once(setting: Setting) -> None:
    setting.gives(batch(1))
    setting.sync.sync("stream")
    setting.gives(Batch([advert(1, closes_on="2026-11-22"), advert(2, closes_on="2026-11-23")]))
    report = setting.sync.sync("stream")
    assert [(row.row, row.external_id, row.reason) for row in report.rejected] == [
        (1, "1", "already closed on 2026-11-22")
    ]
    assert (report.closed, setting.open_titles()) == (1, ["普工2"])


def test_held_adverts_are_counted_and_not_shown(setting: Setting) -> None:
    setting.gives(Batch([advert(1), advert(2, place="待定")]))
    report = setting.sync.sync("jobs")
    assert (report.taken, report.held, setting.open_titles()) == (2, 1, ["普工1"])


class TestABrokenFeedHarmsNothing:
    @pytest.fixture(autouse=True)
    def _filled(self, setting: Setting) -> None:
        setting.gives(batch(*range(30)), after=Cursor(etag="first"))
        setting.sync.sync("jobs")

    def test_what_was_read_stays_nothing_closes_and_the_cursor_stays(self, setting: Setting) -> None:
        setting.gives(batch(1, 99), error=UnavailableError("The answer was cut."))
        report = setting.sync.sync("jobs")
        assert (report.outcome, report.message) == (RunOutcome.FAILED, "The answer was cut.")
        assert (report.taken, report.unchanged, report.closed) == (1, 1, 0)
        assert len(setting.open_titles()) == 31
        assert setting.feeds.load_cursor("jobs") == Cursor(etag="first")

    def test_after_a_failure_everything_is_read_though_the_source_says_unchanged(self, setting: Setting) -> None:
        setting.gives(batch(1), error=UnavailableError("x"))
        setting.sync.sync("jobs")
        setting.gives(batch(*range(30)))
        setting.sync.sync("jobs")
        assert setting.reader.asked == [Cursor()]

    def test_a_defect_ends_the_run_as_failed_and_is_not_hidden(self, setting: Setting) -> None:
        setting.gives(batch(1), error=ZeroDivisionError())
        with pytest.raises(ZeroDivisionError):
            setting.sync.sync("jobs")
        assert setting.feeds.list_runs("jobs", 1)[0][1].outcome is RunOutcome.FAILED
        assert len(setting.open_titles()) == 30
        setting.gives(batch(*range(30)))
        assert setting.sync.sync("jobs").outcome is RunOutcome.DONE

    @pytest.mark.parametrize("left", [0, 1, 15])
    def test_a_feed_that_loses_half_waits_for_a_person(self, setting: Setting, left: int) -> None:
        setting.gives(batch(*range(left)))
        report = setting.sync.sync("jobs")
        assert (report.outcome, report.closed, report.would_close) == (RunOutcome.WAITS, 0, 30 - left)
        assert f"from 30 to {left}" in report.message
        assert len(setting.open_titles()) == 30
        assert setting.feeds.load_cursor("jobs") == Cursor(etag="first")

    def test_it_waits_until_the_person_accepts(self, setting: Setting) -> None:
        setting.gives(batch(1))
        assert setting.sync.sync("jobs").outcome is RunOutcome.WAITS
        assert setting.sync.sync("jobs").outcome is RunOutcome.WAITS
        report = setting.sync.accept("jobs")
        assert (report.outcome, report.closed) == (RunOutcome.DONE, 29)
        assert setting.open_titles() == ["普工1"]

    def test_it_goes_on_when_the_adverts_come_back(self, setting: Setting) -> None:
        setting.gives(batch(1))
        setting.sync.sync("jobs")
        setting.gives(batch(*range(30)))
        assert setting.sync.sync("jobs").outcome is RunOutcome.DONE

    def test_a_feed_that_loses_less_than_half_closes_what_is_missing(self, setting: Setting) -> None:
        setting.gives(batch(*range(16)))
        report = setting.sync.sync("jobs")
        assert (report.outcome, report.closed) == (RunOutcome.DONE, 14)

    def test_a_feed_whose_adverts_are_all_new_ones_has_not_shrunk(self, setting: Setting) -> None:
        setting.gives(batch(*range(100, 130)))
        report = setting.sync.sync("jobs")
        assert (report.outcome, report.taken, report.closed) == (RunOutcome.DONE, 30, 30)

    def test_a_feed_of_a_few_adverts_may_lose_them(self, setting: Setting) -> None:
        setting.gives(batch(*range(19)))
        setting.sync.accept("jobs")
        setting.gives(batch(1))
        assert setting.sync.sync("jobs").closed == 18

    def test_one_feed_never_closes_adverts_of_another(self, setting: Setting) -> None:
        setting.gives(batch(500))
        setting.sync.sync("stream")
        setting.gives(batch(*range(30)))
        setting.sync.sync("jobs")
        assert "普工500" in setting.open_titles()

    def test_a_stream_closes_only_what_it_says_is_removed(self, setting: Setting) -> None:
        setting.gives(batch(*range(200, 230)))
        setting.sync.sync("stream")
        setting.gives(Batch([RawAdvert("200", is_removed=True)]))
        assert setting.sync.sync("stream").closed == 1


class TestDuplicateIds:
    def test_in_a_snapshot_the_first_counts_and_the_later_is_named(self, setting: Setting) -> None:
        setting.gives(Batch([advert(1), replace(advert(1, "保安"), row=7)]), Batch([replace(advert(1, "保洁"), row=9)]))
        report = setting.sync.sync("jobs")
        assert setting.open_titles() == ["普工1"]
        assert [(row.row, row.external_id) for row in report.rejected] == [(7, "1"), (9, "1")]
        assert "row 1" in report.rejected[0].reason

    def test_in_a_stream_the_later_word_counts(self, setting: Setting) -> None:
        removed = RawAdvert("1", is_removed=True)
        setting.gives(Batch([advert(1), advert(1, "保安")]), Batch([removed, advert(2), removed]))
        report = setting.sync.sync("stream")
        assert (report.rejected_count, setting.open_titles()) == (0, ["普工2"])
        setting.gives(Batch([removed, advert(1, "又招了")]))
        setting.sync.sync("stream")
        assert setting.open_titles() == ["又招了", "普工2"]

    def test_adverts_with_a_made_id_that_differ_are_both_taken(self, setting: Setting) -> None:
        first = RawAdvert("made-1", "普工", "示例电子厂", pay="5000", row=1)
        other, copy = replace(first, pay="9000", row=2), replace(first, row=3)
        setting.gives(Batch([first, other, copy]))
        report = setting.sync.sync("jobs")
        assert (report.taken, [row.row for row in report.rejected]) == (2, [3])


def test_rejected_rows_are_all_counted_and_a_thousand_kept(setting: Setting) -> None:
    rows = [RejectedRow(row, "", "Has no title.") for row in range(1_500)]
    setting.gives(Batch([], rows), Batch([advert(1)]))
    report = setting.sync.sync("jobs")
    assert (report.rejected_count, len(report.rejected), report.taken) == (1_500, 1_000, 1)


def test_a_text_that_reaches_the_limit_is_taken_and_the_report_names_its_row(setting: Setting) -> None:
    setting.gives(Batch((advert(1), advert(2, description="好" * LONGEST_DESCRIPTION))))
    report = setting.sync.sync("jobs")
    assert (report.taken, report.rejected_count) == (2, 0)
    assert "row 2" in report.message and str(LONGEST_DESCRIPTION) in report.message


def test_progress_is_told_after_each_batch(setting: Setting) -> None:
    setting.gives(batch(1, 2), Batch([advert(3)], [RejectedRow(9, "", "x")]))
    setting.sync.sync("jobs")
    seen: list[SyncProgress] = []
    setting.sync.sync("jobs", seen.append)
    assert seen[-1] == SyncProgress("jobs", 4, 1, 4)
    assert len(seen) == 2


def test_the_shape_of_what_is_understood_is_checked_by_types(setting: Setting) -> None:
    (taken,) = setting.sync.try_out([advert(1)])
    assert isinstance(taken, TakenAdvert)
    assert setting.open_titles() == []


@given(
    st.lists(
        st.tuples(st.sets(st.integers(0, 60), max_size=60), st.sampled_from(["whole", "whole", "cut", "accepted"])),
        max_size=8,
    )
)
def test_whatever_a_feed_does_only_a_whole_read_that_did_not_shrink_it_closes_anything(
    runs: list[tuple[set[int], str]],
) -> None:
    setting = Setting()
    for ids, how in runs:
        before = set(setting.open_titles())
        wanted = {f"普工{number}" for number in ids}
        batches = [batch(*list(ids)[at : at + 7]) for at in range(0, len(ids), 7)]
        setting.gives(*batches, error=UnavailableError("cut") if how == "cut" else None)
        report = setting.sync.accept("jobs") if how == "accepted" else setting.sync.sync("jobs")
        after = set(setting.open_titles())
        if report.outcome is RunOutcome.DONE:
            assert after == wanted
            assert how == "accepted" or len(before) < 20 or 2 * len(wanted) > len(before) or before <= wanted
        else:
            assert after == before | wanted
            assert report.closed == 0
