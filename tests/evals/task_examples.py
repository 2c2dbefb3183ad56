"""Tiny tasks for the tests of the simulations."""

from dataclasses import replace
from datetime import date
from typing import Any

from evals.task_cases import Task

ASKING = Task(
    id="t",
    role="job_seeker",
    purpose="示例",
    today=date(2026, 11, 23),
    most_messages=8,
    world={},
    facts={"years": ("交了五年半", "五年六个月"), "hukou": ("巴南的户口",)},
    answers={"years": ("缴费", "几年"), "hukou": ("户口", "户籍"), "age": ("年龄",)},
    answer_unknown=("这个我说不准", "跳过嘛"),
    openings=("失业金能领好久", "我能领几个月失业金"),
    plan=(),
    end_state={},
    must_say=(),
    must_not_say=(),
    last_status=(),
)


def task(**changed: Any) -> Task:
    """The example with other fields."""
    return replace(ASKING, **changed)
