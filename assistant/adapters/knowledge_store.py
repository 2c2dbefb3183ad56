"""The knowledge as the running service holds it: compiled once per state of the files, kept until a better one works.

`DATA_DIR/knowledge/<digest>/` holds a copy of the files (the shipped ones with what staff have published over them),
the index and the trained models of one state. `current` names the state in force and is replaced by one rename. A
broken file therefore never takes the service down: it goes on with the last state that compiled.
"""

import logging
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.adapters.content.advert_checks_file import read_advert_checks
from assistant.adapters.content.check_words_file import read_check_words
from assistant.adapters.content.course_schemes_file import read_course_schemes
from assistant.adapters.content.course_words_file import read_course_words
from assistant.adapters.content.free_text_file import read_free_text
from assistant.adapters.content.handover_words_file import read_handover
from assistant.adapters.content.knowledge_files import KnowledgeFiles
from assistant.adapters.content.lexicon import read_synonyms
from assistant.adapters.content.library import Library, load_library, read_library
from assistant.adapters.content.list_columns_file import read_list_columns
from assistant.adapters.content.page_texts import read_page_texts
from assistant.adapters.content.reply_checks import check_replies
from assistant.adapters.content.snippets_file import read_snippets
from assistant.adapters.content.training_demand_file import read_training_demand
from assistant.adapters.content.unfilterable_file import read_unfilterable
from assistant.adapters.content.utterances import read_section_questions
from assistant.adapters.content.vacancy_phrases_file import read_wish_phrases
from assistant.adapters.content.vacancy_words_file import read_labels, read_vacancy_words
from assistant.adapters.content.word_checks import check_words
from assistant.adapters.content.word_files import (
    read_canned_words,
    read_screening,
)
from assistant.adapters.dense_retrieval import DenseRetrieval
from assistant.adapters.lexicon_files import read_lexicon
from assistant.adapters.policy_index import PolicyIndexes
from assistant.adapters.state_folders import StateFolders
from assistant.adapters.statement_files import load_statements, save_statements
from assistant.adapters.topic_training import (
    load_model,
    load_models,
    save_model,
    save_models,
    train_aspect_model,
    train_section_models,
    train_topic_model,
    train_weighted_model,
)
from assistant.adapters.training_examples import (
    aspect_examples,
    course_act_examples,
    handover_examples,
    request_examples,
    section_examples,
    topic_examples,
    usage_texts,
)
from assistant.adapters.usage_file import load_usage, save_usage
from assistant.domain.errors import AssistantError, KnowledgeError, UnavailableError
from assistant.language.learned_acts import CourseActReader
from assistant.language.lexicon import Lexicon
from assistant.language.list_columns import ListColumns
from assistant.language.segment import Segmenter
from assistant.language.usage import count_usage
from assistant.services.check_words import CheckWords
from assistant.services.clock import Clock
from assistant.services.free_text import NamesInText
from assistant.services.knowing import Knowing
from assistant.services.knowledge_edit_ports import Overlay
from assistant.services.live_desk import Snippet
from assistant.services.screening import ScreeningRules
from assistant.services.search_policies import PolicySearch
from assistant.services.statement_matrix import read_statements
from assistant.services.statement_ranker import StatementRanker
from assistant.services.subsidy_rules import SubsidyRules
from assistant.services.unsafe_requests import UnsafeRequests

_log = logging.getLogger("assistant.knowledge")
#: Raised whenever what is written below a state's folder changes, so that older ones are built anew.
_FORMAT = "10"
_TOPICS, _ASPECTS, _HANDOVER = "topics", "aspects", "handover"
_SECTIONS, _COURSE_ACTS, _REQUESTS = "sections", "course_acts", "requests"


@dataclass(frozen=True)
class LoadedKnowledge:
    """One state of the knowledge, ready to answer."""

    digest: str
    knowing: Knowing
    screening: ScreeningRules
    library: Library
    page_texts: Mapping[str, str]
    columns: ListColumns
    snippets: tuple[Snippet, ...]
    check_words: CheckWords


class KnowledgeStore:
    """Builds and opens states of the knowledge below DATA_DIR.

    `published`: what staff have published over the files in `source`. `dense`: a second leg of the search.
    """

    def __init__(
        self,
        source: Path,
        data_dir: Path,
        clock: Clock,
        dense: DenseRetrieval | None = None,
        published: Callable[[], Overlay] = dict,
    ) -> None:
        self.source = source
        self._home = data_dir / "knowledge"
        self._folders = StateFolders(self._home)
        self._indexes = PolicyIndexes(clock, dense)
        self._published = published

    def files(self) -> KnowledgeFiles:
        """The files as they are now. Raises UnavailableError."""
        return KnowledgeFiles(self.source, self._published())

    def build(self) -> str:
        """Compiles the files into a new state and makes it the current one; its digest.

        Raises KnowledgeError naming every problem, UnavailableError where nothing can be written; the state in force
        stays as it is.
        """
        digest, library = self._build(self.files())
        self._indexes.build_dense(library)
        self.point_to(digest)
        self._folders.forget_others(digest)
        return digest

    def prepare(self, files: KnowledgeFiles, anew: bool = False) -> str:
        """Compiles a state without making it the current one, unless it is there already; its digest.

        Of several processes that want the same state, one builds it and the others wait. `anew`: even where it is
        there. Raises as `build` does.
        """
        digest = digest_for(files)
        try:
            with self._folders.one_at_a_time():
                if anew or not self.is_built(files):
                    self._build(files)
        except OSError as error:
            raise self._unwritable(error) from error
        return digest

    def is_built(self, files: KnowledgeFiles) -> bool:
        """Whether there is a state of these files, damaged or not."""
        return (self._home / digest_for(files)).is_dir()

    def forget_others(self, digest: str) -> None:
        """Removes states that nobody can need any more."""
        self._folders.forget_others(digest)

    def needs_build(self) -> bool:
        """Whether the files differ from the state in force."""
        return self.current_digest() != digest_for(self.files())

    def open(self) -> LoadedKnowledge:
        """The state of the files as they are; built where it is missing or damaged, the last good one where they are
        broken. Raises KnowledgeError if there is no good state at all."""
        try:
            if self.needs_build():
                _log.warning("building the index for knowledge %s", digest_for(self.files()))
                self.build()
        except KnowledgeError as error:
            return self._fall_back(error)
        except UnavailableError as error:
            if self.current_digest() is None:
                raise
            _log.error("the state in force stays: %s", error)
        loaded = self._open_or_rebuild()
        self._indexes.build_dense(loaded.library)
        return loaded

    def current_digest(self) -> str | None:
        """The digest of the state in force."""
        return self._folders.current()

    def open_current(self) -> LoadedKnowledge:
        """The state in force. Makes no vectors: somebody may be waiting. Raises AssistantError if it is damaged or
        missing."""
        digest = self.current_digest()
        if digest is None:
            raise UnavailableError("No knowledge has been built yet; run 'python -m assistant kb build'.")
        return self.open_state(digest)

    def open_state(self, digest: str) -> LoadedKnowledge:
        """A state that has been built. Raises AssistantError, OSError or ValueError if it is damaged or missing."""
        folder = self._home / digest
        # A file cut short may still be good YAML, with words missing.
        if KnowledgeFiles(folder / "files").digest() != digest.rpartition("-")[0]:
            raise UnavailableError(f"The files of the state {digest} are damaged; rebuild it.")
        return _open(folder, digest, self._indexes)

    def point_to(self, digest: str) -> None:
        """This state is in force from now on. Raises UnavailableError."""
        try:
            self._folders.point_to(digest)
        except OSError as error:
            raise self._unwritable(error) from error

    def _open_or_rebuild(self) -> LoadedKnowledge:
        try:
            return self.open_current()
        except (AssistantError, OSError, ValueError) as error:
            _log.warning("the index is damaged and is built again: %s", error)
            self.build()
            return self.open_current()

    def _fall_back(self, error: KnowledgeError) -> LoadedKnowledge:
        if self.current_digest() is None:
            return self._open_shipped(error)
        _tell(error)
        _log.error("the knowledge files are broken; going on with the last good state %s", self.current_digest())
        return self.open_current()

    def _open_shipped(self, error: KnowledgeError) -> LoadedKnowledge:
        """On a machine without any good state, where what staff have published does not fit to newer files."""
        files = KnowledgeFiles(self.source)
        if digest_for(files) == digest_for(self.files()):
            raise error
        _tell(error)
        _log.error("what staff have published does not fit to these files; going on with the files alone")
        self.point_to(self.prepare(files))
        return self.open_current()

    def _build(self, files: KnowledgeFiles) -> tuple[str, Library]:
        digest = digest_for(files)
        fresh = self._home / f".{digest}-{os.getpid()}"
        try:
            library = self._write(files, fresh)
            self._folders.put_in_place(fresh, digest)
        except OSError as error:
            raise self._unwritable(error) from error
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        return digest, library

    def _write(self, files: KnowledgeFiles, fresh: Path) -> Library:
        """A whole state in a folder of its own, opened once to see that it works."""
        shutil.rmtree(fresh, ignore_errors=True)
        folder = fresh / "files"
        folder.mkdir(parents=True)
        files.write_into(folder)
        library = load_library(folder)
        wrong = (*check_words(folder, read_library(folder)), *map(str, check_replies(files)))
        if wrong:
            raise KnowledgeError(wrong)
        self._compile(library, folder, fresh)
        _open(fresh, fresh.name, self._indexes, library)
        return library

    def _compile(self, library: Library, files: Path, folder: Path) -> None:
        synonyms = read_synonyms(files)
        self._indexes.build(library, folder / "index", _segmenter(library, synonyms.terms))
        topics = train_topic_model(library.knowledge, synonyms, topic_examples(files), section_examples(files))
        save_model(topics, folder, _TOPICS)
        save_model(train_aspect_model(aspect_examples(files, library)), folder, _ASPECTS)
        save_model(train_weighted_model(handover_examples(files)), folder, _HANDOVER)
        save_model(train_weighted_model(course_act_examples(files)), folder, _COURSE_ACTS)
        save_model(train_weighted_model(request_examples(files)), folder, _REQUESTS)
        questions = read_section_questions(files)
        save_statements(read_statements(library.knowledge, questions), folder)
        save_models(train_section_models(library.knowledge, synonyms, questions), folder, _SECTIONS)
        save_usage(count_usage(usage_texts(files, library)), folder)

    def _unwritable(self, error: OSError) -> UnavailableError:
        return UnavailableError(f"The knowledge cannot be built below {self._home}: {error.strerror}.")


def digest_for(files: KnowledgeFiles) -> str:
    """The name of the state that these files make."""
    return f"{files.digest()}-{_FORMAT}"


def _tell(error: KnowledgeError) -> None:
    for problem in error.problems:
        _log.error("knowledge file: %s", problem)


def _open(folder: Path, digest: str, indexes: PolicyIndexes, library: Library | None = None) -> LoadedKnowledge:
    files = folder / "files"
    library = library or load_library(files)
    lexicon = read_lexicon(files, library, load_model(folder, _ASPECTS), load_usage(folder))
    topics = load_model(folder, _TOPICS)
    index = indexes.open(library, folder / "index", _segmenter(library, lexicon.synonyms.terms))
    search = PolicySearch(library.knowledge, index, topics.predict, lexicon.synonyms)
    ranker = StatementRanker(load_statements(folder), lexicon.synonyms, load_models(folder, _SECTIONS))
    words = read_canned_words(files)
    subsidies = SubsidyRules(library.schemes, library.parameters, library.vocabulary, library.knowledge.digest)
    vacancy_words = read_vacancy_words(files)
    knowing = Knowing(
        library.knowledge, library.parameters, lexicon, search, ranker, library.calculations, words, subsidies,
        vacancy_words, read_labels(files), read_wish_phrases(files), read_advert_checks(files),
        read_unfilterable(files), read_free_text(files), _names(library, lexicon),
        read_handover(files, load_model(folder, _HANDOVER)), read_course_words(files, vacancy_words),
        read_training_demand(files), read_course_schemes(files, library.schemes),
        library.tiers, CourseActReader(load_model(folder, _COURSE_ACTS)),
        UnsafeRequests(load_model(folder, _REQUESTS).scores),
    )  # fmt: skip
    texts, columns = read_page_texts(files, words.records), read_list_columns(files, library.vocabulary)
    snippets, words_of_checks = read_snippets(files), read_check_words(files)
    return LoadedKnowledge(
        digest, knowing, read_screening(files), library, texts, columns, snippets, words_of_checks
    )  # fmt: skip


def _names(library: Library, lexicon: Lexicon) -> NamesInText:
    documents = library.knowledge.documents.values()
    titles = {name for document in documents for name in (document.title, *document.aliases)}
    regions = [region for region in lexicon.regions if region.kind not in ("country", "municipality")]
    places = {name for region in regions for name in (region.name, *region.short_names, *region.former_names)}
    return NamesInText.of(titles, places)


def _segmenter(library: Library, terms: frozenset[str]) -> Segmenter:
    names = {name for document in library.knowledge.documents.values() for name in (document.title, *document.aliases)}
    return Segmenter(sorted(terms | names))
