"""Nobody at all is no one disabled worker."""

import pytest

from assistant.language.disabled_share import read_disabled_share


@pytest.mark.parametrize("text", ["一个残疾人都没招", "一名残疾职工也没得"])
def test_not_one_disabled_worker_is_none(text: str) -> None:
    assert read_disabled_share(text, 36, is_asked=False) == 0


def test_one_disabled_worker_is_one() -> None:
    assert read_disabled_share("安排了一个残疾人", 50, is_asked=False) == 2.0
