"""`kb diff` of documents: files against what is published, or two published versions of one document."""

import argparse
import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.commands.collection_commands import UNUSABLE_ARGUMENTS
from assistant.commands.document_commands import open_shelf, read_files
from assistant.domain.errors import AssistantError, NotFoundError
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.domain.added_documents import AddedDocument
    from assistant.services.added_documents import AddedDocuments

_FEWEST = 2


def add_diff_options(diff: argparse.ArgumentParser) -> None:
    diff.add_argument("paths", nargs="*", metavar="PATH", help="files or folders, against what is published of them")
    diff.add_argument("--document", metavar="ID", help="two versions of this document, the last two unless named")
    diff.add_argument("--versions", nargs=2, type=int, metavar=("FROM", "TO"))
    diff.add_argument("--collection", default="documents", metavar="NAME")


def compare_documents(arguments: argparse.Namespace, settings: Settings) -> int:
    """One JSON line for each clause, and each thing a document says of itself, that is not the same.

    Exit status 1 where a file cannot be read.
    """
    shelf = open_shelf(arguments, settings)
    try:
        lines, has_problems = (
            (_of_versions(shelf, arguments), False) if arguments.document else _of_files(shelf, arguments, settings)
        )
        told = [json.dumps(line, ensure_ascii=False) for line in lines]
    except (NotFoundError, AssistantError) as error:
        print(error, file=sys.stderr)
        return UNUSABLE_ARGUMENTS
    for line in told:
        print(line)
    print(f"{len(told)} changes", file=sys.stderr)
    return 1 if has_problems else 0


def _of_versions(shelf: "AddedDocuments", arguments: argparse.Namespace) -> list[dict[str, str]]:
    versions = {one.version: one.document for one in shelf.versions(arguments.document)}
    wanted = arguments.versions or sorted(versions)[-_FEWEST:]
    if len(wanted) < _FEWEST or any(number not in versions for number in wanted):
        raise NotFoundError(f"Document '{arguments.document}' has the versions {sorted(versions)}. Name two of them.")
    return list(_changes(versions[wanted[0]], versions[wanted[1]]))


def _of_files(
    shelf: "AddedDocuments", arguments: argparse.Namespace, settings: Settings
) -> tuple[list[dict[str, str]], bool]:
    read, problems = read_files(arguments.paths, settings)
    for path, problem in problems:
        print(f"{path}: {problem}", file=sys.stderr)
    kept = {one.document.id for one in shelf.list()}
    lines: list[dict[str, str]] = []
    for document in read:
        if document.id not in kept:
            lines.append({"document": document.id, "title": document.head.title, "step": "new"})
            continue
        lines += _changes(shelf.versions(document.id)[0].document, document)
    return lines, bool(problems)


def _changes(before: "AddedDocument", after: "AddedDocument") -> Iterator[dict[str, str]]:
    from assistant.services.document_passages import clause_changes, head_changes

    named = {"document": after.id, "title": after.head.title}
    for what, one, other in head_changes(before, after):
        yield {**named, "step": "head", "what": what, "before": one, "after": other}
    for change in clause_changes(before, after):
        clause = {"clause": change.clause, "before": change.before, "after": change.after}
        yield {**named, "step": change.step, **clause}
