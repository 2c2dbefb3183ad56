"""Who asks for the article hears it."""

import pytest

from assistant.language.questions import asks_for_clause


@pytest.mark.parametrize(
    "text", ["劳动合同法第几条", "是哪一条规定的", "哪个法说的", "哪部法律管这个", "有没有法律依据", "违反了什么规定"]
)
def test_asking_for_a_law_or_an_article_is_noticed(text: str) -> None:
    assert asks_for_clause(text)


@pytest.mark.parametrize("text", ["要什么条件", "去哪个法院", "失业金在哪里领", "那个条件我不够"])
def test_conditions_and_courts_are_no_articles(text: str) -> None:
    assert not asks_for_clause(text)
