"""A letter somebody wants written, told from a question about letters and from one that was handed in."""

import pytest

from assistant.language.letters_asked import find_letter_matter


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("替我写一份离职申请", "辞职"), ("请帮忙拟个仲裁申请书", "仲裁"), ("给我写个劳动合同", "劳动合同"),
        ("写封投诉信", "投诉"), ("帮我写份简历", ""),
    ],
)  # fmt: skip
def test_the_matter_of_a_letter_that_is_asked_for_is_found(text: str, matter: str) -> None:
    assert find_letter_matter(text) == matter


@pytest.mark.parametrize(
    "text", ["辞职信怎么写", "我写的辞职信交了半个月", "仲裁申请书要写几份", "公司喊我写检讨书", "合同上写了不交社保"]
)
def test_no_letter_is_asked_for_where_one_is_only_spoken_of(text: str) -> None:
    assert find_letter_matter(text) is None
