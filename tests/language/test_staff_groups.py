"""Workers told of group by group, and those of one kind only."""

import pytest

from assistant.domain.conversation import StaffGroup
from assistant.language.staff_groups import find_only_group, find_staff_groups
from tests.language.fact_lexicon import WordsAndPlaces, read_lexicon


@pytest.fixture(scope="module")
def lexicon() -> WordsAndPlaces:
    return read_lexicon()


@pytest.mark.parametrize(
    "text",
    ["招了3个应届的 2个退伍兵", "6月入职 应届毕业生3人 自主就业退役士兵2人 合同均3年", "3个应届的,2个退伍兵"],
)
def test_two_groups_are_told_apart_with_or_without_punctuation(text: str, lexicon: WordsAndPlaces) -> None:
    groups = find_staff_groups(text, lexicon.fact_words)
    assert groups == (StaffGroup(3, ("graduate_year",)), StaffGroup(2, ("veteran",)))


@pytest.mark.parametrize(
    "text",
    [
        "今年招了仨应届生",
        "九龙坡的一家公司,今年招了三个应届生",
        "招了两个登记失业八个月的,两个都不是脱贫户",
        "一次性吸纳就业补贴,我们招了3个应届生",
    ],
)
def test_one_group_with_its_number_stays_a_plain_fact(text: str, lexicon: WordsAndPlaces) -> None:
    assert find_staff_groups(text, lexicon.fact_words) == ()


def test_the_number_of_the_one_group_told_counts_and_not_that_of_all_hires(lexicon: WordsAndPlaces) -> None:
    text = "今年4月新招5人 其中自主就业退役士兵2 合同3年"
    assert find_staff_groups(text, lexicon.fact_words) == ()
    assert find_only_group(text, lexicon.fact_words) == StaffGroup(2, ("veteran",))


def test_women_past_forty_who_are_registered_unemployed_are_a_group_of_their_own(lexicon: WordsAndPlaces) -> None:
    text = "2个大学生今年毕业的,3个是46岁登记失业的大姐,剩下1个社招"
    members = [group.members for group in find_staff_groups(text, lexicon.fact_words)]
    assert members == [("graduate_year",), ("age_4050",), ("none",)]


def test_what_the_next_clauses_tell_belongs_to_the_group_before(lexicon: WordsAndPlaces) -> None:
    text = "2个女的,48岁,办了失业登记的,3个应届生"
    assert find_staff_groups(text, lexicon.fact_words)[0] == StaffGroup(2, ("age_4050",))
