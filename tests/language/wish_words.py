"""What searches are read with, from the knowledge base itself: its words are what is tested."""

from datetime import date
from pathlib import Path

from assistant.adapters.content.places_file import read_places
from assistant.adapters.content.vacancy_phrases_file import read_wish_phrases
from assistant.adapters.content.vacancy_words_file import read_vacancy_words
from assistant.adapters.content.word_files import read_regions
from assistant.language.vacancy_wishes import WishContext

ROOT = Path(__file__).parents[2] / "knowledge_base"
MONDAY = date(2026, 11, 23)


def read_context(today: date = MONDAY) -> WishContext:
    """The shipped words on that day."""
    regions = read_regions(ROOT)
    return WishContext(read_vacancy_words(ROOT), regions, read_places(ROOT, regions), read_wish_phrases(ROOT), today)
