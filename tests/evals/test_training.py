"""The runner of training dialogues: what it cannot judge it refuses, and what it judges it judges by the card."""

import json
from copy import deepcopy
from datetime import date

import pytest

from evals.training import DATASETS, main
from evals.training_checks import Case, Told, check_turn, require_known
from evals.training_filters import Geography

CASES = [json.loads(line) for line in (DATASETS / "training_dialogues_dev.jsonl").read_text("utf-8").splitlines()]
TURN = {"text": "", "status": "answered", "cards": [], "citations": []}


def judged(wanted: Case, geography: Geography, *turns: Case) -> list[bool]:
    """Of the last turn."""
    expect = {"turns": [{}] * (len(turns) - 1) + [wanted], "never_say": None}
    case = {"expect": expect, "world": CASES[0]["world"]}
    return [is_right for _, is_right, _ in check_turn(Told(case, turns, geography))]


@pytest.fixture(scope="module")
def geography(loaded) -> Geography:  # type: ignore[no-untyped-def]
    lexicon = loaded.knowing.lexicon
    return Geography(lexicon.regions, lexicon.places, date(2026, 11, 23))


def test_every_shipped_case_is_judged_whole() -> None:
    for case in CASES:
        require_known(case)


@pytest.mark.parametrize(
    "change",
    [
        lambda case: case["expect"]["turns"][0].update(mood="friendly"),
        lambda case: case["expect"]["end_state"].update(letters=1),
        lambda case: case["expect"].update(always_say=[]),
        lambda case: case["expect"]["turns"][0]["filters"].update(quiet=True),
        lambda case: case["form"].update(colour="red"),
        lambda case: case["turns"].append("再说一句"),
        lambda case: case.update(weather="rain"),
    ],
)
def test_what_nothing_judges_is_an_error(change) -> None:  # type: ignore[no-untyped-def]
    case = deepcopy(CASES[0])
    change(case)
    with pytest.raises(ValueError, match="td-d01"):
        require_known(case)


def test_an_unknown_check_ends_the_run_before_it_begins(tmp_path, capsys) -> None:  # type: ignore[no-untyped-def]
    case = deepcopy(CASES[0])
    case["expect"]["turns"][0]["mood"] = "friendly"
    (tmp_path / "cases.jsonl").write_text(json.dumps(case), encoding="utf-8")
    assert main([str(tmp_path / "cases.jsonl")]) == 2
    assert "nothing judges mood" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("wanted", "text", "is_right"),
    [
        ({"amounts_must": [1500]}, "能补一千五百元", True),
        ({"amounts_must": [1500]}, "能补1,500元", True),
        ({"amounts_must": [1500]}, "能补15000元", False),
        ({"amounts_must_not": [5000]}, "没有五千这个标准", False),
        ({"must_not_say": ["报名成功"]}, "还没有报名成功", True),
        ({"must_not_say": ["报名成功"]}, "放心，报名成功了", False),
        ({"must_say": [["满", "候补"]]}, "这个班要排候补", True),
        ({"draft_or_ask": True}, "您说的是哪一个？", True),
        ({"draft_or_ask": True}, "已经报上了。", False),
        ({"clash": {"course": "甲班", "with": "乙班"}}, "甲班和乙班时间冲突。", True),
        ({"clash": {"course": "甲班", "with": "乙班"}}, "甲班有冲突。乙班也好。", False),
    ],
)
def test_words_and_figures_are_judged_as_the_card_says(
    wanted: Case, text: str, is_right: bool, geography: Geography
) -> None:
    assert judged(wanted, geography, {**TURN, "text": text}) == [is_right]


def test_a_draft_counts_until_another_turn_and_none_means_none_in_this_one(geography: Geography) -> None:
    card = {"kind": "enrolment_draft", "title": "甲班", "starts_on": "2026-12-07"}
    drafted, after = {**TURN, "cards": [card]}, TURN
    wanted = {"draft": {"course": "甲班", "starts_on": "2026-12-07"}}
    assert judged(wanted, geography, drafted, after) == [True]
    assert judged({"draft": {"course": "甲班", "starts_on": "2026-12-08"}}, geography, drafted) == [False]
    assert judged({"draft": None}, geography, drafted) == [False]
    assert judged({"draft": None}, geography, drafted, after) == [True]


@pytest.mark.parametrize(
    ("filters", "titles", "is_right"),
    [
        ({"evening": True}, ["低压电工作业取证班"], True),
        ({"evening": True}, ["低压电工作业取证班", "维修电工全日制班"], False),
        ({"free": True}, ["火锅料理师晚班"], True),
        ({"place": "九龙坡"}, ["火锅料理师晚班"], True),
        ({"place": "渝中"}, ["火锅料理师晚班"], False),
        ({"near": "杨家坪"}, ["火锅料理师晚班"], True),
        ({"certificate": True}, [], False),
    ],
)
def test_filters_are_judged_by_what_the_world_says(
    filters: Case, titles: list[str], is_right: bool, geography: Geography
) -> None:
    cards = [{"kind": "course", "title": title} for title in titles]
    assert judged({"filters": filters}, geography, {**TURN, "cards": cards}) == [is_right]
