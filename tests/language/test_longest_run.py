"""The longest run two words share."""

import pytest

from assistant.language.longest_run import longest_run


@pytest.mark.parametrize(
    ("one", "other", "most", "run"),
    [
        ("古琴修复班", "把古琴修好", None, "古琴修"),
        ("古琴修复班", "把古琴修好", 2, "古琴"),
        ("盆景", "电工", None, ""),
        ("", "电工", None, ""),
    ],
)
def test_letters_together_count(one: str, other: str, most: int | None, run: str) -> None:
    assert longest_run(one, other, most) == run


def test_sounds_count_as_letters_do() -> None:
    assert longest_run(("nan", "ping", "na"), ("nan", "ping"), 4) == ("nan", "ping")
