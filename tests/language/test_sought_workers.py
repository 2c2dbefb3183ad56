"""Whom an employer looks for is told in the employer's own words, each kind of work with its number."""

import pytest

from assistant.language.labour_terms import is_soon
from assistant.language.sought_workers import SoughtGroup, own_words, read_groups


def _spans(text: str, *words: str) -> tuple[tuple[int, int], ...]:
    return tuple((text.index(word), text.index(word) + len(word)) for word in words)


@pytest.mark.parametrize(
    ("text", "words", "wanted"),
    [
        ("招九个打包工", ("打包",), (SoughtGroup("打包工", 9),)),
        ("急招打包工九名", ("打包",), (SoughtGroup("打包工", 9),)),
        ("想招三名幼师", (), (SoughtGroup("幼师", 3),)),
        ("要50个实习生", (), (SoughtGroup("实习生", 50),)),
        ("服务员3个、洗碗工2个", ("服务员", "洗碗"), (SoughtGroup("服务员", 3), SoughtGroup("洗碗工", 2))),
        ("我司拟招聘产品经理1名", (), (SoughtGroup("产品经理", 1),)),
        ("请一个做饭的阿姨", ("做饭",), (SoughtGroup("做饭的阿姨", 1),)),
    ],
)
def test_each_number_of_workers_has_the_work_beside_it(
    text: str, words: tuple[str, ...], wanted: tuple[SoughtGroup, ...]
) -> None:
    assert read_groups(text, _spans(text, *words)) == wanted


@pytest.mark.parametrize("text", ["去年裁了5个", "招3个月", "地铁3号线旁边", "第2个", "我们有200人"])
def test_a_number_without_work_beside_it_is_no_wish(text: str) -> None:
    assert read_groups(text, ()) == ()


def test_the_employers_own_word_is_kept_whole() -> None:
    text = "厂里要打包工和装卸师傅"
    assert own_words(text, _spans(text, "打包", "装卸")) == ("打包工", "装卸师傅")


def test_as_soon_as_may_be_is_an_answer() -> None:
    assert is_soon("越快越好") and is_soon("随时可以来") and not is_soon("下个月初")
