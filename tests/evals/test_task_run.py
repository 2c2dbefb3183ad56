"""A tiny task through the whole product: it passes as it is, and fails once its end state is another."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.settings import Settings
from evals.task_run import Run, run_task
from evals.task_world import TaskWorlds
from tests.evals.task_examples import task
from tests.small_knowledge_base import ROOT, SHIPPED
from web.app import create_app

ASKS_FOR_A_PERSON = task(
    facts={},
    answers={},
    openings=("转人工",),
    plan=(
        {"when": "card:case", "do": "contact_form", "form": {"name": "示例阿珍", "phone": "19000003002"}},
        {"when": "any", "do": "claim_case", "who": "staff_a"},
        {"when": "any", "do": "claim_case", "who": "staff_b"},
    ),
    end_state={"cases": [{"reason_any": ["asked"], "state": "claimed", "contact": True, "owner": "staff_a"}]},
    must_say=(("受理编号",),),
)


@pytest.fixture(scope="module")
def worlds(shipped_knowledge: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> TaskWorlds:
    folder = tmp_path_factory.mktemp("tasks")
    (folder / "knowledge").symlink_to(shipped_knowledge[1] / "knowledge")
    settings = Settings(_env_file=None, data_dir=folder, knowledge_dir=SHIPPED, prompts_dir=ROOT / "prompts")
    return TaskWorlds(folder, settings, create_app)


def only(runs: list[Run]) -> Run:
    (run,) = runs
    assert run.simulator == ()
    return run


def test_a_person_and_two_of_staff_leave_one_case_with_one_owner(worlds: TaskWorlds) -> None:
    run = only(run_task(ASKS_FOR_A_PERSON, worlds))
    assert run.wrong == () and [one.partition(":")[0] for one in run.refused] == ["claim_case"]


def test_another_end_state_fails(worlds: TaskWorlds) -> None:
    assert only(run_task(task(openings=("转人工",), end_state={"cases": []}, answer_unknown=()), worlds)).wrong


def test_a_world_is_its_own(worlds: TaskWorlds) -> None:
    world = {"labour_requests": [{"summary": "打包工9人（示例包装厂）", "state": "发单"}]}
    steps = ({"when": "any", "do": "take_request"}, {"when": "any", "do": "dispatch_request", "to": "staff_b"},
             {"when": "any", "do": "rate_request", "score": 5})  # fmt: skip
    end = {"labour_requests": [{"state": "评单", "contains": ["打包"], "owner": "staff_b", "score": 5}]}
    whole = task(role="staff", openings=("接单",), world=world, plan=steps, end_state={**end, "cases": []})
    run = only(run_task(whole, worlds))
    assert run.wrong == () and run.refused == ()


def test_the_words_of_a_refusal_are_read_by_whoever_took_the_step(worlds: TaskWorlds) -> None:
    steps = ({"when": "any", "do": "teach", "source": None, "expires_on": None},)
    alone = task(
        role="staff", openings=("窗口周六上午开门",), plan=steps, end_state={"knowledge": []}, answer_unknown=()
    )
    run = only(run_task(replace(alone, must_say=(("依据", "来源"),)), worlds))
    assert run.wrong == () and run.refused


def test_what_staff_have_answered_is_what_they_teach(worlds: TaskWorlds) -> None:
    form = {"name": "示例阿珍", "phone": "19000003002"}
    steps = ({"when": "card:case", "do": "contact_form", "form": form},
             {"when": "any", "do": "claim_case", "who": "staff_a"},
             {"when": "any", "do": "approve_draft", "edit": "示例夜市每周四晚上开放。"},
             {"when": "any", "do": "teach", "source": "示例安排", "expires_on": "2027-05-31"},
             {"when": "any", "do": "review", "decision": "accept"})  # fmt: skip
    end = {"knowledge": [{"contains": [["周四"]], "state": "active"}]}
    whole = task(role="staff", openings=("转人工，想问示例夜市哪天开放",), plan=steps, end_state=end)
    assert only(run_task(whole, worlds)).wrong == ()
