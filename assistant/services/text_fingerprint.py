"""The same fingerprint for adverts with the same text, whoever they say employs."""

import re
from hashlib import blake2b

from assistant.domain.vacancies import Vacancy
from assistant.language.text import HAN

#: Shorter descriptions (包吃住, 待遇面议) are alike by chance.
SHORTEST = 40
_LONGEST = 4000
_HAN = re.compile(rf"[{HAN}]+")


def text_fingerprint(vacancy: Vacancy) -> str:
    """Of the Chinese characters of the description, without the employer's own name; empty where they say too little.

    Figures, punctuation and Latin letters are what copies change.
    """
    text = "".join(_HAN.findall(vacancy.description[:_LONGEST]))
    employer = "".join(_HAN.findall(vacancy.employer))
    if len(employer) > 1:
        text = text.replace(employer, "")
    return blake2b(text.encode(), digest_size=12).hexdigest() if len(text) >= SHORTEST else ""
