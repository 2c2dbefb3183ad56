"""A task passes when what it has left behind is exactly what was wanted, and what had to be said was said."""

from evals.said import affirms, says
from evals.task_judge import Left, judge
from evals.tasks import pass_hat
from tests.evals.task_examples import task

CASE = {"reason": "asked", "state": "open", "owner": None, "contact": True, "is_seed": False}
WANTED = {"reason_any": ["asked", "anger"], "state": "open", "contact": True, "owner": None}


def wrong_with(end_state: dict, rows: dict) -> tuple[str, ...]:  # type: ignore[type-arg]
    return judge(task(end_state=end_state), Left(rows))


def test_the_row_that_is_wanted_passes() -> None:
    assert wrong_with({"cases": [WANTED]}, {"cases": [CASE]}) == ()


def test_a_row_in_another_state_fails() -> None:
    assert wrong_with({"cases": [WANTED]}, {"cases": [{**CASE, "state": "closed"}]})
    assert wrong_with({"cases": [WANTED]}, {"cases": [{**CASE, "contact": False}]})
    assert wrong_with({"cases": [{**WANTED, "owner": "staff_a"}]}, {"cases": [CASE]})


def test_a_row_that_is_missing_fails() -> None:
    assert wrong_with({"cases": [WANTED]}, {"cases": []})
    assert wrong_with({"cases": [WANTED, WANTED]}, {"cases": [CASE]})


def test_a_row_too_many_fails_unless_it_was_there_before() -> None:
    assert wrong_with({"cases": []}, {"cases": [CASE]})
    assert wrong_with({"cases": [WANTED]}, {"cases": [CASE, CASE]})
    assert wrong_with({"cases": []}, {"cases": [{**CASE, "is_seed": True}]}) == ()


def test_what_was_there_before_stands_for_nothing_new() -> None:
    seed, new = {**CASE, "is_seed": True}, {**CASE, "reason": "anger"}
    assert wrong_with({"cases": [WANTED]}, {"cases": [seed, new]}) == ()


def test_what_nobody_asks_about_is_not_judged() -> None:
    assert wrong_with({}, {"cases": [CASE]}) == ()
    assert wrong_with({"cases": [{**WANTED, "contact": None}]}, {"cases": [{**CASE, "contact": False}]}) == ()


def test_words_of_a_row_must_and_must_not_stand_there() -> None:
    row = {"state": "发单", "words": "跟单员 5 南岸区", "owner": None}
    wanted = {"state": "发单", "contains": ["跟单", "5"], "not_contains": ["男"]}
    assert wrong_with({"labour_requests": [wanted]}, {"labour_requests": [row]}) == ()
    assert wrong_with({"labour_requests": [wanted]}, {"labour_requests": [{**row, "words": "男跟单员 5"}]})


def test_seats_and_the_audit_log_are_looked_up_only() -> None:
    seats = {"course": "叉车班", "starts_on": "2026-12-12", "seats_left": 5}
    rows = {"seats_left": [seats, {**seats, "course": "美发班"}], "audit": [{"action": "case_claimed"}]}
    assert wrong_with({"seats_left": [seats], "audit": ["case_claimed"]}, rows) == ()
    assert wrong_with({"seats_left": [{**seats, "seats_left": 6}]}, rows)
    assert wrong_with({"audit": ["export_roster"]}, rows)


def test_a_roster_is_judged_by_its_numbers() -> None:
    roster = {"states": {"confirmed": 3, "waitlisted": 1}, "present": 2}
    rows = {"enrolments": [{"course": "叉车班", "starts_on": "2026-12-12", "rosters": roster}] * 4}
    wanted = {"course": "叉车班", "starts_on": "2026-12-12", "state": "confirmed", "count": 3, "present": 2}
    assert wrong_with({"enrolments": [wanted]}, rows) == ()
    assert wrong_with({"enrolments": [{**wanted, "present": 3}]}, rows)


def test_one_word_of_each_list_must_be_said_and_none_that_must_not() -> None:
    judged = task(must_say=(("15个月", "十五个月"), ("1864",)), must_not_say=("一定能领",))
    assert judge(judged, Left(said=("每月1,864元", "领 15 个月"))) == ()
    assert judge(judged, Left(said=("领115个月，每月1864元",)))
    assert judge(judged, Left(said=("15个月，1864元。您一定能领。",)))
    assert judge(judged, Left(said=("15个月，1864元。不是一定能领。",))) == ()


def test_the_last_status_is_judged_where_one_is_named() -> None:
    assert judge(task(last_status=("with_staff",)), Left(last_status="answered"))
    assert judge(task(), Left(last_status="answered")) == ()


def test_a_number_counts_as_a_whole() -> None:
    assert says("罚款500元以上", "500") and not says("罚款1500元", "500") and not says("2.500", "500")
    assert affirms("补贴2000元", "2000") and not affirms("没有2000元", "2000")


def test_all_of_four_is_harder_than_one() -> None:
    assert pass_hat(4, 4, 4) == 1.0 and pass_hat(3, 4, 4) == 0.0
    assert pass_hat(3, 4, 1) == 0.75 and pass_hat(3, 4, 2) == 0.5
