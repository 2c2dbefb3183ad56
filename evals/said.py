"""Whether words were said: without spaces, a number only as a whole number, a denial not taken for the thing itself."""

import re

_NEGATION = re.compile(r"[不没未无别]")
_CLAUSE = re.compile(r"[，。；！？,.;!?\n]")
_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")


def plain(text: str) -> str:
    """The text without spaces and without the commas of thousands."""
    return _THOUSANDS.sub("", re.sub(r"\s", "", text))


def says(text: str, word: str) -> bool:
    """Whether the word is there at all."""
    return _find(plain(text), plain(word)) >= 0


def affirms(text: str, word: str) -> bool:
    """Whether a clause says it without a negating word before it."""
    for clause in _CLAUSE.split(_THOUSANDS.sub("", text)):
        at = _find(plain(clause), plain(word))
        if at >= 0 and not _NEGATION.search(plain(clause)[:at]):
            return True
    return False


def _find(text: str, word: str) -> int:
    """Where it begins; -1 where it stands nowhere, or only within a longer number."""
    before = r"(?<![\d.])" if word[:1].isdigit() else ""
    after = r"(?![\d])" if word[-1:].isdigit() else ""
    found = re.search(before + re.escape(word) + after, text)
    return found.start() if found is not None else -1
