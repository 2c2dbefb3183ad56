"""Whether a message looks for work of a kind it names (殡仪馆化妆的还招人不), whatever else its words bring to mind."""

from datetime import date

from assistant.language.vacancy_wishes import WishContext, read_wishes, read_words
from assistant.services.knowing import Knowing

#: Decides nothing here: only dated day work counts from it.
_SOME_DAY = date(2026, 1, 1)


def seeks_a_trade(text: str, knowing: Knowing) -> bool:
    """Whether an occupation is wanted, or a title that no occupation covers, in the words of a search."""
    lexicon = knowing.lexicon
    context = WishContext(knowing.vacancy_words, lexicon.regions, lexicon.places, knowing.wish_phrases, _SOME_DAY)
    said = lexicon.normaliser.normalise(text)
    if knowing.wish_phrases.cues.wants.search(read_words(said, context).skeleton) is None:
        return False
    wanted = read_wishes(said, context)
    return bool(wanted.occupations or wanted.words)
