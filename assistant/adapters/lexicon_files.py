"""The lexicon, put together from the files of the knowledge base and what was learnt from them at build time."""

from pathlib import Path

from assistant.adapters.content.fact_words_file import read_fact_words
from assistant.adapters.content.lexicon import read_synonyms
from assistant.adapters.content.library import Library
from assistant.adapters.content.places_file import read_places
from assistant.adapters.content.vacancy_words_file import read_occupation_groups
from assistant.adapters.content.word_files import read_aspects, read_intents, read_phrases, read_regions
from assistant.language.letters import LettersReader
from assistant.language.lexicon import Lexicon
from assistant.language.segment import LazyCutter
from assistant.language.slips import SlipMender
from assistant.language.synonyms import Synonyms
from assistant.language.text import TextNormaliser, simplified_converter
from assistant.language.topic_model import TopicModel
from assistant.language.typos import TypoCorrector
from assistant.language.usage import Usage


def read_lexicon(files: Path, library: Library, aspect_model: TopicModel, usage: Usage) -> Lexicon:
    """All word knowledge. Raises KnowledgeError where a file is wrong."""
    regions = read_regions(files)
    intents, off_topic = read_intents(files)
    synonyms = read_synonyms(files)
    phrases = read_phrases(files)
    names = {name for document in library.knowledge.documents.values() for name in (document.title, *document.aliases)}
    cutter, letters = LazyCutter(), LettersReader(usage)
    mended = _worth_correcting(names, synonyms).union(phrases.often_mistyped)
    return Lexicon(
        aspects=read_aspects(files),
        aspect_model=aspect_model,
        intents=intents,
        off_topic=off_topic,
        phrases=phrases,
        synonyms=synonyms,
        regions=regions,
        places=read_places(files, regions),
        normaliser=TextNormaliser(simplified_converter(), letters.read),
        typos=TypoCorrector(tuple(sorted(mended)), _occupations(files), cutter),
        slips=SlipMender(usage, cutter),
        fact_words=read_fact_words(files, library.vocabulary),
    )


def _worth_correcting(names: set[str], synonyms: Synonyms) -> set[str]:
    """Terms a slip of the thumb is mended to: documents' names, and other terms long enough not to be met by chance."""
    return names | {term for term in synonyms.terms if len(term) >= 3}


def _occupations(files: Path) -> frozenset[str]:
    """What kinds of work are called: 传菜员 holds no slip of 裁员."""
    return frozenset(name for group in read_occupation_groups(files) for name in (group.name, *group.said))
