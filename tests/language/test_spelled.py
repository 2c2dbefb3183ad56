"""Chinese in letters is read by its syllables, the same as when it is written in characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.spelled import sounds_of_characters, sounds_of_letters


@pytest.mark.parametrize(
    ("letters", "characters"),
    [
        ("zhuan ren gong", "转人工"),
        ("zhuanrengong", "转人工"),
        ("Gong Zi mei fa!", "工资没发"),
        ("nv er 13 sui", "女儿岁"),
    ],
)
def test_letters_and_characters_read_the_same(letters: str, characters: str) -> None:
    assert sounds_of_letters(letters) == sounds_of_characters(characters)


@pytest.mark.parametrize("text", ["", "ni hao", "I want a job", "how are you", "转人gong", "12333", "a" * 70])
def test_what_is_no_chinese_in_letters_has_no_sounds(text: str) -> None:
    assert sounds_of_letters(text) is None


def test_each_syllable_is_one_sign_and_the_first_of_a_word_as_long_as_it_can_be() -> None:
    assert len(sounds_of_letters("xian zai shi") or "") == 3
    assert sounds_of_letters("xianzaishi") == sounds_of_letters("xian zai shi")


def test_what_has_no_reading_is_left_out() -> None:
    assert sounds_of_characters("工资，8000!") == sounds_of_characters("工资")


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    signs = sounds_of_letters(text)
    assert signs is None or len(signs) >= 3
