"""The knowledge as the running service holds it: compiled once per state of the files, kept until a better one works.

`DATA_DIR/knowledge/<digest>/` holds a copy of the files, the index and the trained models of one state. `current`
names the state in force and is replaced by one rename. A broken file therefore never takes the service down: it goes
on with the last state that compiled.
"""

import logging
import os
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from assistant.adapters.content.advert_checks_file import read_advert_checks
from assistant.adapters.content.course_schemes_file import read_course_schemes
from assistant.adapters.content.course_words_file import read_course_words
from assistant.adapters.content.fact_words_file import read_fact_words
from assistant.adapters.content.free_text_file import read_free_text
from assistant.adapters.content.handover_words_file import read_handover
from assistant.adapters.content.lexicon import read_synonyms
from assistant.adapters.content.library import Library, digest_of, files_of, load_library, read_library
from assistant.adapters.content.list_columns_file import read_list_columns
from assistant.adapters.content.page_texts import read_page_texts
from assistant.adapters.content.places_file import read_places
from assistant.adapters.content.training_demand_file import read_training_demand
from assistant.adapters.content.unfilterable_file import read_unfilterable
from assistant.adapters.content.utterances import read_section_questions
from assistant.adapters.content.vacancy_phrases_file import read_wish_phrases
from assistant.adapters.content.vacancy_words_file import read_labels, read_vacancy_words
from assistant.adapters.content.word_checks import check_words
from assistant.adapters.content.word_files import (
    read_aspects,
    read_canned_words,
    read_intents,
    read_phrases,
    read_regions,
    read_screening,
)
from assistant.adapters.dense_retrieval import DenseRetrieval
from assistant.adapters.policy_index import PolicyIndexes
from assistant.adapters.topic_training import (
    load_model,
    save_model,
    train_aspect_model,
    train_handover_model,
    train_topic_model,
)
from assistant.adapters.training_examples import aspect_examples, handover_examples, topic_examples
from assistant.domain.errors import AssistantError, KnowledgeError, UnavailableError
from assistant.language.lexicon import Lexicon
from assistant.language.list_columns import ListColumns
from assistant.language.segment import Segmenter
from assistant.language.synonyms import Synonyms
from assistant.language.text import TextNormaliser, simplified_converter
from assistant.language.topic_model import TopicModel
from assistant.language.typos import TypoCorrector
from assistant.services.clock import Clock
from assistant.services.free_text import NamesInText
from assistant.services.knowing import Knowing
from assistant.services.screening import ScreeningRules
from assistant.services.search_policies import PolicySearch
from assistant.services.statement_ranker import StatementRanker
from assistant.services.subsidy_rules import SubsidyRules

_log = logging.getLogger("assistant.knowledge")
#: Raised whenever what is written below a state's folder changes, so that older ones are built anew.
_FORMAT = "4"
_TOPICS, _ASPECTS, _HANDOVER = "topics", "aspects", "handover"
_LOOK_AGAIN_SECONDS = 2.0
_ATTEMPTS = 5


@dataclass(frozen=True)
class LoadedKnowledge:
    """One state of the knowledge, ready to answer."""

    digest: str
    knowing: Knowing
    screening: ScreeningRules
    library: Library
    page_texts: Mapping[str, str]
    columns: ListColumns


class KnowledgeStore:
    """Builds and opens states of the knowledge below DATA_DIR. `dense`: a second leg of the search."""

    def __init__(self, source: Path, data_dir: Path, clock: Clock, dense: DenseRetrieval | None = None) -> None:
        self._source = source
        self._home = data_dir / "knowledge"
        self._indexes = PolicyIndexes(clock, dense)

    def build(self) -> str:
        """Compiles the files into a new state and makes it the current one; its digest.

        Raises KnowledgeError naming every problem, UnavailableError where nothing can be written; the state in force
        stays as it is.
        """
        library = load_library(self._source)
        wrong = check_words(self._source, read_library(self._source))
        if wrong:
            raise KnowledgeError(wrong)
        digest = self._wanted_digest()
        fresh = self._home / f".{digest}-{os.getpid()}"
        try:
            self._write(library, fresh)
            self._put_in_place(fresh, self._home / digest)
            self._indexes.build_dense(library)
            self._point_to(digest)
        except OSError as error:
            raise UnavailableError(f"The knowledge cannot be built below {self._home}: {error.strerror}.") from error
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        self._forget_others(digest)
        return digest

    def needs_build(self) -> bool:
        """Whether the files differ from the state in force."""
        return self.current_digest() != self._wanted_digest()

    def open(self) -> LoadedKnowledge:
        """The state of the files as they are; built where it is missing or damaged, the last good one where they are
        broken. Raises KnowledgeError if there is no good state at all."""
        if self.needs_build():
            try:
                _log.warning("building the index for knowledge %s", self._wanted_digest())
                self.build()
            except KnowledgeError as error:
                return self._fall_back(error)
        loaded = self._open_or_rebuild()
        self._indexes.build_dense(loaded.library)
        return loaded

    def current_digest(self) -> str | None:
        """The digest of the state in force."""
        try:
            return (self._home / "current").read_bytes().decode("utf-8", "replace").strip()
        except FileNotFoundError:
            return None

    def open_current(self) -> LoadedKnowledge:
        """The state in force. Makes no vectors: somebody may be waiting. Raises AssistantError if it is damaged or
        missing."""
        digest = self.current_digest()
        if digest is None:
            raise UnavailableError("No knowledge has been built yet; run 'python -m assistant kb build'.")
        return _open(self._home / digest, digest, self._indexes)

    def _open_or_rebuild(self) -> LoadedKnowledge:
        try:
            return self.open_current()
        except (AssistantError, OSError, ValueError) as error:
            _log.warning("the index is damaged and is built again: %s", error)
            self.build()
            return self.open_current()

    def _fall_back(self, error: KnowledgeError) -> LoadedKnowledge:
        if self.current_digest() is None:
            raise error
        for problem in error.problems:
            _log.error("knowledge file: %s", problem)
        _log.error("the knowledge files are broken; going on with the last good state %s", self.current_digest())
        return self.open_current()

    def _wanted_digest(self) -> str:
        return f"{digest_of(self._source)}-{_FORMAT}"

    def _write(self, library: Library, fresh: Path) -> None:
        """A whole state in a folder of its own, opened once to see that it works."""
        shutil.rmtree(fresh, ignore_errors=True)
        (fresh / "files").mkdir(parents=True)
        for path in files_of(self._source):
            copy = fresh / "files" / path.relative_to(self._source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
        self._compile(library, fresh)
        _open(fresh, fresh.name, self._indexes, library)

    def _compile(self, library: Library, folder: Path) -> None:
        synonyms = read_synonyms(self._source)
        self._indexes.build(library, folder / "index", _segmenter(library, synonyms.terms))
        save_model(train_topic_model(library.knowledge, synonyms, topic_examples(self._source)), folder, _TOPICS)
        save_model(train_aspect_model(aspect_examples(self._source, library)), folder, _ASPECTS)
        save_model(train_handover_model(handover_examples(self._source)), folder, _HANDOVER)

    def _put_in_place(self, fresh: Path, folder: Path) -> None:
        """Renames the fresh folder; where another process has just built the same state, one of the two stays."""
        aside = folder.with_name(f"{fresh.name}-former")
        for attempt in range(_ATTEMPTS):
            shutil.rmtree(aside, ignore_errors=True)
            with suppress(FileNotFoundError):
                folder.rename(aside)
            try:
                fresh.rename(folder)
                break
            except OSError:
                if attempt == _ATTEMPTS - 1:
                    raise
        shutil.rmtree(aside, ignore_errors=True)

    def _point_to(self, digest: str) -> None:
        pointer = self._home / f".current-{os.getpid()}"
        pointer.write_text(digest + "\n", encoding="utf-8")
        pointer.replace(self._home / "current")

    def _forget_others(self, digest: str) -> None:
        """Keeps this state and the newest other one, which a running process may still be reading."""
        others = [p for p in self._home.iterdir() if p.is_dir() and p.name != digest and not p.name.startswith(".")]
        for path in sorted(others, key=lambda other: -other.stat().st_mtime)[1:]:
            shutil.rmtree(path, ignore_errors=True)


class CurrentKnowledge:
    """Gives every turn the state in force, and takes up a new one while running.

    It looks for a new one when `look_again_seconds` have passed since it last did.
    """

    def __init__(self, store: KnowledgeStore, look_again_seconds: float = _LOOK_AGAIN_SECONDS) -> None:
        self._store = store
        self._look_again_seconds = look_again_seconds
        self._loaded = store.open()
        self._looked_at = time.monotonic()

    @property
    def loaded(self) -> LoadedKnowledge:
        if time.monotonic() - self._looked_at >= self._look_again_seconds:
            self._looked_at = time.monotonic()
            self._take_up()
        return self._loaded

    def _take_up(self) -> None:
        if self._store.current_digest() in (None, self._loaded.digest):
            return
        try:
            self._loaded = self._store.open_current()
        except (AssistantError, OSError, ValueError) as error:
            _log.error("a new state of the knowledge cannot be opened, the old one stays: %s", error)


def _open(folder: Path, digest: str, indexes: PolicyIndexes, library: Library | None = None) -> LoadedKnowledge:
    files = folder / "files"
    library = library or load_library(files)
    lexicon = _lexicon(files, library, load_model(folder, _ASPECTS))
    topics = load_model(folder, _TOPICS)
    index = indexes.open(library, folder / "index", _segmenter(library, lexicon.synonyms.terms))
    search = PolicySearch(library.knowledge, index, topics.predict, lexicon.synonyms)
    ranker = StatementRanker(library.knowledge, lexicon.synonyms, read_section_questions(files))
    words = read_canned_words(files)
    subsidies = SubsidyRules(library.schemes, library.parameters, library.vocabulary, library.knowledge.digest)
    vacancy_words = read_vacancy_words(files)
    knowing = Knowing(
        library.knowledge, library.parameters, lexicon, search, ranker, library.calculations, words, subsidies,
        vacancy_words, read_labels(files), read_wish_phrases(files), read_advert_checks(files),
        read_unfilterable(files), read_free_text(files), _names(library, lexicon),
        read_handover(files, load_model(folder, _HANDOVER)), read_course_words(files, vacancy_words),
        read_training_demand(files), read_course_schemes(files, library.schemes),
    )  # fmt: skip
    texts, columns = read_page_texts(files, words.records), read_list_columns(files, library.vocabulary)
    return LoadedKnowledge(digest, knowing, read_screening(files), library, texts, columns)


def _names(library: Library, lexicon: Lexicon) -> NamesInText:
    documents = library.knowledge.documents.values()
    titles = {name for document in documents for name in (document.title, *document.aliases)}
    regions = [region for region in lexicon.regions if region.kind not in ("country", "municipality")]
    places = {name for region in regions for name in (region.name, *region.short_names, *region.former_names)}
    return NamesInText.of(titles, places)


def _segmenter(library: Library, terms: frozenset[str]) -> Segmenter:
    names = {name for document in library.knowledge.documents.values() for name in (document.title, *document.aliases)}
    return Segmenter(sorted(terms | names))


def _worth_correcting(names: set[str], synonyms: Synonyms) -> set[str]:
    """Terms a slip of the thumb is mended to: documents' names, and other terms long enough not to be met by chance."""
    return names | {term for term in synonyms.terms if len(term) >= 3}


def _lexicon(files: Path, library: Library, aspect_model: TopicModel) -> Lexicon:
    regions = read_regions(files)
    intents, off_topic = read_intents(files)
    synonyms = read_synonyms(files)
    phrases = read_phrases(files)
    names = {name for document in library.knowledge.documents.values() for name in (document.title, *document.aliases)}
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
        normaliser=TextNormaliser(simplified_converter()),
        typos=TypoCorrector(terms=tuple(sorted(mended))),
        fact_words=read_fact_words(files, library.vocabulary),
    )
