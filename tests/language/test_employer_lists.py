"""A list of workers, and which of the groups told is pointed at."""

import pytest

from assistant.domain.conversation import StaffGroup
from assistant.language.list_asks import asks_about_list
from assistant.language.pointed_group import find_group_pointed_at

STAFF = (StaffGroup(3, ("graduate_year",)), StaffGroup(2, ("age_4050",)), StaffGroup(4, ("none",)))


@pytest.mark.parametrize(
    "text", ["员工表发给你能不能一次看完哪些符合", "厂里三百多号人，一个个查不现实，能批量吗", "员工的身份证号需要填吗"]
)
def test_a_list_to_be_gone_through_is_heard(text: str) -> None:
    assert asks_about_list(text)


@pytest.mark.parametrize("text", ["申领要不要提供花名册", "稳岗返还的公示名单哪里看", "去年招了30个人能领多少"])
def test_a_paper_or_another_list_is_none(text: str) -> None:
    assert not asks_about_list(text)


@pytest.mark.parametrize(
    ("text", "at"), [("那两个嬢嬢的要哪些资料", 1), ("大学生那几个呢", 0), ("那4个呢", 2), ("资料交到哪里", None)]
)
def test_a_group_is_pointed_at_by_its_kind_or_number(text: str, at: int | None) -> None:
    assert find_group_pointed_at(text, STAFF) == at
