"""A message without a mark is read in clauses, and its questions one by one."""

import re

import pytest

from assistant.language.breaks import with_breaks

_CLAUSES = re.compile(r"(?<![给欠])我|上个月")
_QUESTIONS = re.compile(r"最多|要(?=多久)|我")
_NAMES = frozenset({"失业金", "最低工资"})


def _with_breaks(text: str) -> str:
    return with_breaks(text, _CLAUSES, _QUESTIONS, _NAMES)


def test_a_further_question_begins_a_clause() -> None:
    assert _with_breaks("灵活就业补贴补几成最多补几年") == "灵活就业补贴补几成,最多补几年"


def test_another_matter_begins_a_further_question() -> None:
    assert _with_breaks("被裁了赔多少钱失业金怎么领") == "被裁了赔多少钱,失业金怎么领"


def test_two_questions_run_together_by_a_space_are_apart() -> None:
    assert _with_breaks("档案能不能自己带 存档收不收钱 办了再说") == "档案能不能自己带,存档收不收钱 办了再说"


@pytest.mark.parametrize("text", ["哪些人能领失业金要不要钱", "最多领多久", "失业金最多领多久", "公司欠我多少工资"])
def test_one_question_stays_whole(text: str) -> None:
    assert _with_breaks(text) == text


def test_a_long_story_is_told_in_clauses() -> None:
    told = "厂子关门了上个月老板欠我两个月工资没给钱我想问怎么办才好"
    assert _with_breaks(told) == "厂子关门了,上个月老板欠我两个月工资没给钱,我想问怎么办才好"


def test_what_has_its_marks_keeps_them() -> None:
    assert _with_breaks("年假有几天？没休完怎么赔？") == "年假有几天？没休完怎么赔？"
