"""A message that says what work is to be like is a search, whatever else it tells of the person."""

import pytest

from assistant.services.vacancy_dialogue import describes_work


@pytest.mark.parametrize("text", ["我66了，想找点轻松活路，挣点菜钱", "五十八岁，找个不累的活", "想做点清闲的工作"])
def test_light_work_describes_what_is_looked_for(text: str) -> None:
    assert describes_work(text)


@pytest.mark.parametrize("text", ["我66了，想领点补贴", "在家很轻松"])
def test_other_talk_of_oneself_describes_no_work(text: str) -> None:
    assert not describes_work(text)
