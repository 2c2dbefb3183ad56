"""The shipped files, and states of the knowledge made from them with edits on top."""

import logging
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.adapters.content.checks import check_library
from assistant.adapters.content.knowledge_files import KnowledgeFiles
from assistant.adapters.content.library import ReadLibrary, files_of, read_library
from assistant.adapters.content.located import Problem
from assistant.adapters.content.reply_checks import check_replies
from assistant.adapters.content.word_checks import check_words
from assistant.adapters.current_knowledge import KnowledgeFollower
from assistant.domain.errors import AssistantError, KnowledgeError
from assistant.services.compare_cases import compare_cases
from assistant.services.compare_knowledge import compare_documents
from assistant.services.knowing import Knowing
from assistant.services.knowledge_edit_ports import Found, Overlay, Preview
from assistant.services.subsidy_rules import SubsidyRules

_log = logging.getLogger("assistant.knowledge")
_STOPPED = "This file stops the check ({}); something in it is not of the kind that is expected there."


class Workshop:
    """Implements `KnowledgeWorkshop`. `knowing`: the state in force, with which edits are compared."""

    def __init__(self, shipped: Path, knowing: Callable[[], Knowing], follower: KnowledgeFollower) -> None:
        self._shipped, self._knowing, self._follower = shipped, knowing, follower

    def shipped_paths(self) -> Sequence[str]:
        return tuple(path.relative_to(self._shipped).as_posix() for path in files_of(self._shipped))

    def find_shipped(self, path: str) -> str | None:
        file = self._shipped / path
        try:
            return file.read_text(encoding="utf-8")
        except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
            return None

    def preview(self, overlay: Overlay) -> Preview:
        with TemporaryDirectory() as name:
            folder = Path(name)
            files = KnowledgeFiles(self._shipped, overlay)
            files.write_into(folder)
            try:
                read = read_library(folder)
                problems = (*find_problems(folder, read), *map(_found, check_replies(files)))
                return Preview(problems, find_changes(read, self._knowing()))
            except AssistantError:
                raise
            except Exception as error:
                # What an editor types can be of any shape; a reader that did not expect it must not take the page down.
                _log.warning("a draft stops the check: %s", type(error).__name__)
                said = _STOPPED.format(type(error).__name__)
                return Preview(tuple(Found(path, 1, said) for path in sorted(overlay)), ())

    def prove(self, overlay: Overlay) -> None:
        try:
            self._follower.prove(KnowledgeFiles(self._shipped, overlay))
        except AssistantError:
            raise
        except Exception as error:
            _log.warning("a draft stops the build: %s", type(error).__name__)
            raise KnowledgeError((_STOPPED.format(type(error).__name__),)) from error

    def wake(self) -> None:
        self._follower.take_up()


def find_problems(root: Path, read: ReadLibrary) -> Iterator[Found]:
    """What `kb check` says of a folder."""
    for problem in sorted((*read.problems, *check_library(read))):
        yield _found(problem)
    for sentence in check_words(root, read):
        file, line, text = (*sentence.split(":", 2), "", "")[:3]
        yield Found(file, int(line) if line.strip().isdigit() else 1, text.strip() or sentence)


def _found(problem: Problem) -> Found:
    return Found(problem.file, problem.line, problem.text, problem.is_warning)


def find_changes(read: ReadLibrary, before: Knowing) -> tuple[str, ...]:
    """What `kb diff` says: documents, passages and golden cases that come out otherwise than in the state in force."""
    documents = {located.document.id: located.document for located in read.documents}
    schemes = {located.document.id: located.scheme for located in read.documents if located.scheme is not None}
    cases = {located.document.id: located.cases for located in read.documents if located.cases}
    rules = SubsidyRules(schemes, read.parameters, read.vocabulary, "files")
    changes = compare_documents(before.knowledge.documents, documents)
    return (*changes, *compare_cases(cases, before.subsidies, rules))
