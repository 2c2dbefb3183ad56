"""The words by which facts are stated, from the knowledge base itself: they are what is tested."""

from dataclasses import dataclass
from pathlib import Path

from assistant.adapters.content.documents import read_facts
from assistant.adapters.content.fact_words_file import read_fact_words
from assistant.adapters.content.places_file import read_places
from assistant.adapters.content.word_files import read_regions
from assistant.domain.facts import FactVocabulary
from assistant.domain.regions import RegionTable
from assistant.language.fact_words import FactWords
from assistant.language.places import PlaceNames

ROOT = Path(__file__).parents[2] / "knowledge_base"


@dataclass(frozen=True)
class WordsAndPlaces:
    """What of the lexicon facts are read with."""

    fact_words: FactWords
    regions: RegionTable
    places: PlaceNames


def read_vocabulary() -> FactVocabulary:
    """Every fact there is."""
    return read_facts(ROOT / "facts.yaml", ROOT)


def read_lexicon() -> WordsAndPlaces:
    """The words of every fact, and every place."""
    regions = read_regions(ROOT)
    return WordsAndPlaces(read_fact_words(ROOT, read_vocabulary()), regions, read_places(ROOT, regions))
