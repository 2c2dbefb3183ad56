"""A message without the greeting before it and the thanks after it, which say nothing of what is asked."""

import re
from collections.abc import Iterable
from re import Pattern

from assistant.language.text import HAN

_ENOUGH = re.compile(rf"[{HAN}A-Za-z].*[{HAN}A-Za-z]")


def without_courtesies(text: str, courtesies: Iterable[Pattern[str]]) -> str:
    """What is left of a message when courtesies are taken away, as often as one is found; the whole message where next
    to nothing would be left, for then the courtesy is what is said."""
    patterns = tuple(courtesies)
    while True:
        shorter = next((cut for one in patterns if (cut := one.sub("", text, count=1)) != text), None)
        if shorter is None or _ENOUGH.search(shorter) is None:
            return text
        text = shorter.strip()
