"""The same fingerprint for adverts with the same text, whoever they say employs."""

import re
from hashlib import blake2b

from assistant.domain.vacancies import Vacancy
from assistant.language.segment import fold

#: Shorter descriptions (包吃住, 待遇面议) are alike by chance.
SHORTEST = 40
_LONGEST = 4000
_NO_WORDS = re.compile(r"[\W\d_]+")


def text_fingerprint(vacancy: Vacancy) -> str:
    """Of the description without figures, punctuation and the employer's own name; empty where it says too little."""
    text = _plain(vacancy.description[:_LONGEST])
    employer = _plain(vacancy.employer)
    if len(employer) > 1:
        text = text.replace(employer, "")
    return blake2b(text.encode(), digest_size=12).hexdigest() if len(text) >= SHORTEST else ""


def _plain(text: str) -> str:
    return _NO_WORDS.sub("", fold(text))
