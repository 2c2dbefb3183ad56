"""Whether the word files can be read, and whether what they name exists."""

from collections.abc import Callable, Iterator
from pathlib import Path

from assistant.adapters.content.check_words_file import read_check_words
from assistant.adapters.content.course_word_checks import check_course_words
from assistant.adapters.content.document_words_file import read_document_words
from assistant.adapters.content.fact_words_file import check_fact_words
from assistant.adapters.content.handover_files import read_teams
from assistant.adapters.content.handover_messages_file import read_handover_messages
from assistant.adapters.content.handover_words_file import read_handover_rules
from assistant.adapters.content.lexicon import read_document_synonyms, read_stop_words
from assistant.adapters.content.library import ReadLibrary
from assistant.adapters.content.list_columns_file import read_list_columns
from assistant.adapters.content.page_texts import read_page_texts
from assistant.adapters.content.places_file import read_places
from assistant.adapters.content.snippets_file import check_snippets
from assistant.adapters.content.utterances import read_aspect_utterances, read_section_questions, read_utterances
from assistant.adapters.content.word_files import (
    read_aspects,
    read_canned_words,
    read_intents,
    read_phrases,
    read_regions,
    read_screening,
)
from assistant.domain.errors import KnowledgeError, NotFoundError
from assistant.services.search_policies import INTENT

#: Intents that live in utterances only; the code knows what to do with each.
_LEARNT_ONLY = {"crisis", "off_topic", "unclear"}


#: Intents answered by composing, without canned words of their own.
_COMPOSED = {"ask_policy", "more"}


def check_words(root: Path, read: ReadLibrary) -> tuple[str, ...]:
    """One sentence, with its file, per problem; none where all is well."""
    problems: list[str] = []
    readers = (
        read_aspects, read_phrases, read_screening, read_document_synonyms, read_document_words, read_stop_words,
        read_aspect_utterances,
    )  # fmt: skip
    for reader in readers:
        problems.extend(_tried(lambda reader=reader: reader(root)))  # type: ignore[misc]
    problems.extend(_tried(lambda: read_list_columns(root, read.vocabulary)))
    if "facts" not in read.unread:
        problems.extend(_tried(lambda: check_fact_words(root, read.vocabulary)))
    problems.extend(_tried(lambda: read_teams(root)))
    problems.extend(_tried(lambda: read_check_words(root)))
    problems.extend(_tried(lambda: read_handover_messages(root)))
    problems.extend(_tried(lambda: _check_handovers(root, read)))
    problems.extend(_tried(lambda: read_places(root, read_regions(root))))
    problems.extend(_tried(lambda: read_page_texts(root, read_canned_words(root).records)))
    problems.extend(_tried(lambda: check_snippets(root)))
    problems.extend(check_course_words(root, read))
    problems.extend(_tried(lambda: _check_names(root, read)))
    return tuple(dict.fromkeys(problems))


def _tried(check: Callable[[], object]) -> tuple[str, ...]:
    try:
        check()
    except KnowledgeError as error:
        return error.problems
    except NotFoundError as error:
        return (f"places.yaml:1: {error}",)
    return ()


def _check_names(root: Path, read: ReadLibrary) -> None:
    """Raises KnowledgeError for labels, replies, documents and records that do not exist."""
    problems = tuple(_dangling(root, read))
    if problems:
        raise KnowledgeError(problems)


def _check_handovers(root: Path, read: ReadLibrary) -> None:
    """Raises KnowledgeError for documents and replies that do not exist."""
    documents = {located.document.id for located in read.documents} | read.unread
    replies = read_canned_words(root).replies
    problems = []
    for reason, rules in read_handover_rules(root).by_reason.items():
        for name in (name for name in rules.documents if name not in documents):
            problems.append(f"lexicon/handover.yaml:1: '{reason}' names the document '{name}', which does not exist.")
        for key in (f"handover_{reason}", f"call_now_{reason}"):
            if key not in replies:
                problems.append(f"lexicon/handover.yaml:1: '{reason}' needs the reply '{key}' in replies/canned.yaml.")
    if problems:
        raise KnowledgeError(tuple(problems))


def _dangling(root: Path, read: ReadLibrary) -> Iterator[str]:
    documents = {located.document.id: located.document for located in read.documents}
    passages = {passage.id for document in documents.values() for passage in document.passages}
    intents, _ = read_intents(root)
    words = read_canned_words(root)
    names = {f"{INTENT}{rule.name}" for rule in intents} | {f"{INTENT}{name}" for name in _LEARNT_ONLY}
    for label in sorted({label for _, label in read_utterances(root)} - documents.keys() - names - read.unread):
        yield f"utterances:1: There is no document or intent '{label.removeprefix(INTENT)}'."
    for passage_id in sorted(read_section_questions(root).keys() - passages):
        if passage_id.split("#")[0] not in read.unread:
            yield f"utterances/sections:1: There is no section '{passage_id}'."
    for rule in intents:
        if rule.name not in _COMPOSED and rule.reply not in words.replies:
            yield f"intents.yaml:1: Intent '{rule.name}' names the reply '{rule.reply}', which does not exist."
        for document_id in rule.documents:
            if document_id not in documents and document_id not in read.unread:
                yield f"intents.yaml:1: Intent '{rule.name}' names the document '{document_id}', which does not exist."
    for record, says in words.records.items():
        document = documents.get(words.documents[record])
        said = [s.text for passage in document.passages for s in passage.statements] if document else []
        if words.documents[record] not in read.unread and not any(says in text for text in said):
            yield f"replies/canned.yaml:1: The record '{record}' does not say '{says}'."
