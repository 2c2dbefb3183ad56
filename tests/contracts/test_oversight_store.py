"""What every OversightStore and every PauseStore does; what the SQL one reads of turns and cases."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from assistant.adapters.sql.cases import SqlCaseStore
from assistant.adapters.sql.conversations import SqlConversationStore
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.oversight import SqlOversightStore, SqlPauseStore
from assistant.adapters.sql.tables import turns
from assistant.domain.cases import EventKind
from assistant.domain.conversation import AnswerStatus, ConversationState, Handover, HandoverReason, ToolCall
from assistant.domain.knowledge import Audience
from assistant.domain.oversight import ALL, HOUR, Tally, hour_of
from assistant.domain.vacancy_filter import VacancyFilter
from assistant.services.oversight_ports import OversightStore, Pause, PauseStore
from assistant.services.ports import StoredConversation
from tests.adapters.sql_examples import NOW, STATE, TURN
from tests.case_office import LI, Office
from tests.fakes.clock import FixedClock
from tests.fakes.oversight_stores import FakeOversightStore, FakePauseStore
from tests.fresh_database import migrate

pytest_plugins = ("tests.postgres",)

NIGHT = hour_of(NOW)
MORNING = NIGHT.replace(hour=0)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Kept:
    store: OversightStore
    pauses: PauseStore
    engine: Engine | None = None


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kept]:
    if request.param == "fake":
        yield Kept(FakeOversightStore(), FakePauseStore())
        return
    if request.param == "postgresql":
        engine = request.getfixturevalue("postgres_engine")
    else:
        engine = open_engine(f"sqlite:///{tmp_path / 'kept.db'}")
        migrate(engine)
    yield Kept(SqlOversightStore(engine), SqlPauseStore(engine), engine)
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "postgresql":
        yield request.getfixturevalue("postgres_engine")
        return
    engine = open_engine(f"sqlite:///{tmp_path / 'real.db'}")
    migrate(engine)
    yield engine
    engine.dispose()


def tally(hour: int, audience: str = "job_seeker", district: str = "wanzhou", **counts: int) -> Tally:
    return Tally(MORNING + hour * HOUR, audience, district, counts)


def test_they_are_what_they_claim_to_be(kept: Kept) -> None:
    assert isinstance(kept.store, OversightStore) and isinstance(kept.pauses, PauseStore)


def test_hours_are_kept_and_make_the_day_with_the_sums_over_audiences_and_districts(kept: Kept) -> None:
    counted = [tally(8, turns=2), tally(9, turns=3, cases=1), tally(9, "employer", "", turns=5)]
    kept.store.replace_hours(MORNING, MORNING + DAY, counted, NOW)

    assert list(kept.store.list_hours(MORNING, MORNING + DAY)) == [counted[0], counted[2], counted[1]]
    slices = {
        (ALL, ALL): {"turns": 10, "cases": 1},
        (ALL, "wanzhou"): {"turns": 5, "cases": 1},
        ("job_seeker", ALL): {"turns": 5, "cases": 1},
        ("employer", ""): {"turns": 5},
    }
    for (audience, district), counts in slices.items():
        days = kept.store.list_days(MORNING, MORNING + DAY, audience, district)
        assert list(days) == [Tally(MORNING, audience, district, counts)]


def test_turns_are_counted_by_district_over_whole_days_and_one_without_any_is_left_out(kept: Kept) -> None:
    for day in range(3):
        begin, hour = MORNING + day * DAY, 24 * day
        counted = [tally(hour, turns=2), tally(hour + 9, turns=3), tally(hour + 9, "employer", "", turns=5)]
        kept.store.replace_hours(begin, begin + DAY, [*counted, tally(hour, district="fuling", cases=1)], NOW)
    last = MORNING + 2 * DAY
    assert kept.store.count_turns_by_district(MORNING, last, ALL) == {"wanzhou": 10, "": 10}
    assert kept.store.count_turns_by_district(MORNING, last, "employer") == {"": 10}
    assert kept.store.count_turns_by_district(MORNING - DAY, MORNING, ALL) == {}


def test_counting_hours_again_puts_the_new_counts_in_their_place(kept: Kept) -> None:
    kept.store.replace_hours(MORNING, MORNING + DAY, [tally(8, turns=2), tally(9, turns=3)], NOW)
    for _ in range(2):
        kept.store.replace_hours(MORNING + 9 * HOUR, MORNING + DAY, [tally(10, turns=4)], NOW)
        hours = kept.store.list_hours(MORNING, MORNING + DAY)
        assert [one.counts for one in hours] == [{"turns": 2}, {"turns": 4}]
        assert [day.counts for day in kept.store.list_days(MORNING, MORNING + DAY, ALL, ALL)] == [{"turns": 6}]
    kept.store.replace_hours(MORNING, MORNING + DAY, [], NOW)
    assert not kept.store.list_days(MORNING, MORNING + DAY, ALL, ALL)


def test_hours_of_other_days_stay_as_they_are(kept: Kept) -> None:
    for day in range(3):
        begin = MORNING + day * DAY
        kept.store.replace_hours(begin, begin + DAY, [tally(24 * day, turns=day + 1)], NOW)
    kept.store.replace_hours(MORNING + DAY, MORNING + 2 * DAY, [], NOW)
    days = kept.store.list_days(MORNING, MORNING + 3 * DAY, ALL, ALL)
    assert [(day.begins_at, day.counts["turns"]) for day in days] == [(MORNING, 1), (MORNING + 2 * DAY, 3)]
    assert not kept.store.list_days(MORNING + DAY, MORNING + 2 * DAY, ALL, ALL)


def test_how_far_was_counted_never_goes_back(kept: Kept) -> None:
    assert kept.store.find_rolled_until() is None
    for at, until in ((NOW, NOW), (NOW - DAY, NOW), (NOW + DAY, NOW + DAY)):
        kept.store.replace_hours(MORNING, MORNING + DAY, [], at)
        assert kept.store.find_rolled_until() == until


def test_the_chat_rests_once_and_goes_on_once(kept: Kept) -> None:
    pause = Pause(NOW, "zhao", "资料更新")
    assert kept.pauses.find_pause() is None and not kept.pauses.end_pause()
    assert kept.pauses.begin_pause(pause)
    assert not kept.pauses.begin_pause(replace(pause, actor="chef"))
    assert kept.pauses.find_pause() == pause
    assert kept.pauses.end_pause() and not kept.pauses.end_pause()
    assert kept.pauses.find_pause() is None


def test_a_turn_is_counted_by_what_it_was_about_and_never_by_its_words(engine: Engine) -> None:
    conversations = SqlConversationStore(engine)
    conversations.create_conversation(StoredConversation("a", Audience.EMPLOYER, NOW, "digest"))
    told = replace(TURN, tools=(ToolCall("search_policies", {}),))
    place = replace(STATE, region_id="wanzhou")
    conversations.add_turn("a", told, place)
    conversations.add_turn("a", replace(TURN, status=AnswerStatus.SMALLTALK, asked_at=NOW + HOUR), place)
    found = replace(
        TURN, tools=(ToolCall("find_vacancies", {}),), handover=Handover(HandoverReason.ASKED), asked_at=NOW + HOUR
    )
    conversations.add_turn("a", found, ConversationState(wanted=VacancyFilter(region_ids=("fuling",))))
    conversations.add_feedback("a", 1, False, "outdated", SECRET)
    store = SqlOversightStore(engine)

    first, second, third = (mark for mark in store.list_turn_marks(NIGHT, NIGHT + 2 * HOUR))
    assert (first.is_first, first.audience, first.region_id, first.topic) == (
        True,
        "employer",
        "wanzhou",
        "wage-arrears",
    )
    assert (first.helpful, first.feedback_reason, first.status, first.replier) == (
        False,
        "outdated",
        "answered",
        "rules",
    )
    assert (second.is_first, second.topic, second.helpful) == (False, None, None)
    assert (third.topic, third.region_id, third.handover_reason) == ("find_vacancies", "fuling", "asked")
    assert SECRET not in repr((first, second, third)) and TURN.question not in repr((first, second, third))
    assert list(store.list_turn_marks(NIGHT, NIGHT + HOUR)) == [first]
    assert store.find_earliest() == NOW


def test_a_damaged_record_is_counted_without_what_it_was_about(engine: Engine) -> None:
    conversations = SqlConversationStore(engine)
    conversations.create_conversation(StoredConversation("a", Audience.JOB_SEEKER, NOW, "digest"))
    for number, (state, tools) in enumerate((("{", "["), ("[]", "{}"), ("3", "[1]")), 1):
        conversations.add_turn("a", TURN, STATE)
        with engine.begin() as connection:
            damage = update(turns).where(turns.c.id == number).values(state_json=state, tools_json=tools)
            connection.execute(damage)
    marks = SqlOversightStore(engine).list_turn_marks(NIGHT, NIGHT + HOUR)
    assert [(mark.topic, mark.region_id, mark.status) for mark in marks] == [(None, None, "answered")] * 3


def test_a_case_is_counted_when_opened_first_answered_and_resolved(engine: Engine) -> None:
    conversations = SqlConversationStore(engine)
    conversations.create_conversation(StoredConversation("a", Audience.JOB_SEEKER, NOW, "digest"))
    conversations.add_turn("a", TURN, replace(STATE, region_id="wanzhou"))
    office = Office(store=SqlCaseStore(engine), clock=FixedClock(NOW))
    number = office.open("a", HandoverReason.WAGE_ARREARS).number
    office.later(30)
    office.desk.claim(LI, number)
    office.desk.reply(LI, number, "您好")
    office.later(30)
    office.desk.reply(LI, number, "再说一句")
    office.desk.resolve(LI, number, "已办")
    office.open("gone")

    marks = SqlOversightStore(engine).list_case_marks(NIGHT, NIGHT + 3 * HOUR)

    mine = [mark for mark in marks if mark.region_id == "wanzhou"]
    assert sorted((mark.kind, mark.at) for mark in mine) == sorted(
        [
            (EventKind.OPENED, NOW),
            (EventKind.REPLIED, NOW + timedelta(minutes=30)),
            (EventKind.RESOLVED, NOW + HOUR),
        ]
    )
    assert {(mark.audience, mark.reason, mark.opened_at) for mark in mine} == {
        ("job_seeker", HandoverReason.WAGE_ARREARS, NOW)
    }
    assert [(mark.kind, mark.audience) for mark in marks if mark.region_id is None] == [(EventKind.OPENED, "")]


SECRET = "我叫示例"
