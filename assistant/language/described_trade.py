"""Which occupation a search describes without naming it (给狗狗洗澡剪毛那种店, 帮喝了酒的人把车开回去)."""

import re

from assistant.language.said_words import SaidKind, SaidWords
from assistant.language.vacancy_words import VacancyWords
from assistant.language.wish_phrases import WishPhrases

#: What a message names beside work where it is a search.
_OF_A_SEARCH = frozenset(
    {SaidKind.PLACE, SaidKind.NEAR, SaidKind.SHIFT, SaidKind.BENEFIT, SaidKind.LICENCE, SaidKind.PAY,
     SaidKind.EMPLOYMENT_TYPE}
)  # fmt: skip
_MARKS = re.compile(r"[A-Z0-9]+")


def find_described_trade(words: SaidWords, table: VacancyWords, phrases: WishPhrases) -> str | None:
    """The occupation of the first clause that describes one; None where the message is no search by what else it says.

    What was done before, and what is refused, describes nothing that is looked for.
    """
    cues = phrases.cues
    if cues.wants.search(words.skeleton) is None and not any(one.kind in _OF_A_SEARCH for one in words.said):
        return None
    for clause in filter(None, cues.breaks.split(words.skeleton)):
        if cues.refuses.search(clause) or cues.refused.search(clause) or cues.past.search(clause):
            continue
        if cues.no_description.search(clause):
            continue
        said = cues.described_after.sub("", cues.described_before.sub("", _MARKS.sub("", clause)))
        if (found := table.trades.find(said)) is not None:
            return found
    return None
