"""`kb add`, `kb documents`, `kb remove`, `kb rollback`: official documents as they come."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.commands.collection_commands import UNUSABLE_ARGUMENTS
from assistant.domain.errors import AssistantError, InvalidInputError, NotFoundError
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.domain.added_documents import AddedDocument, DocumentPassage
    from assistant.services.added_documents import AddedDocuments, DocumentPreview

_COMMAND_LINE = "command_line"
#: What a folder is searched for; a file named by itself is looked at whatever it is called.
READABLE = (".md", ".txt", ".html", ".htm", ".pdf", ".docx", ".xlsx")


def add_document_commands(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    add = actions.add_parser("add", help="add official documents (PDF, Word, Excel, HTML, text)")
    add.add_argument("paths", type=Path, nargs="+", metavar="PATH", help="files, or folders of them")
    add.add_argument("--preview", action="store_true", help="only say what adding them would do")
    add.set_defaults(run=add_documents)
    listing = actions.add_parser("documents", help="list the added documents")
    listing.set_defaults(run=list_documents)
    remove = actions.add_parser("remove", help="take an added document out; it can be brought back")
    remove.add_argument("id")
    remove.set_defaults(run=remove_document)
    back = actions.add_parser("rollback", help="bring a former version of a document back")
    back.add_argument("id")
    back.add_argument("--version", type=int)
    back.set_defaults(run=roll_back_document)
    for parser in (add, listing, remove, back):
        parser.add_argument("--collection", default="documents", metavar="NAME")


def add_documents(arguments: argparse.Namespace, settings: Settings) -> int:
    """One JSON line for each file on stdout, `{"file","error"}` for one that cannot be read; then exit status 1.

    What cannot be read changes nothing; the others are added together.
    """
    from assistant.domain.document_uploads import is_about_money

    try:
        shelf = open_shelf(arguments, settings)
    except AssistantError as error:
        print(error, file=sys.stderr)
        return UNUSABLE_ARGUMENTS
    read, problems = read_files(arguments.paths, settings)
    for path, problem in problems:
        print(json.dumps({"file": str(path), "error": problem}, ensure_ascii=False))
    previews = shelf.preview(read) if arguments.preview else shelf.add(read, _COMMAND_LINE)
    for preview in previews:
        print(json.dumps(preview_as_json(preview), ensure_ascii=False))
    done = "would be added" if arguments.preview else "added"
    changed = sum(not one.is_unchanged for one in previews)
    print(f"{changed} of {len(previews)} documents {done} to '{shelf.collection}'", file=sys.stderr)
    passed_over = sorted(one.name for path in arguments.paths for one in _others_in(Path(path)))
    if passed_over:
        print(f"Not looked at, since no kind that can be read: {', '.join(passed_over)}", file=sys.stderr)
    about_money = sum(is_about_money(one.document) for one in previews if not one.is_unchanged)
    if about_money:
        print(f"{about_money} of them name money; at the console a second person would have looked.", file=sys.stderr)
    return 1 if problems else 0


def read_files(paths: list[Path], settings: Settings) -> "tuple[list[AddedDocument], list[tuple[Path, str]]]":
    """The documents in the files, and what is wrong with the others."""
    from assistant.bootstrap.documents import open_reader

    reader, problems = open_reader(settings), []
    read: dict[str, AddedDocument] = {}
    for path in _files(paths):
        try:
            document = reader.read(_content(path, reader.most_bytes), path.name)
            if document.id in read:
                raise InvalidInputError(f"“{path.name}”和“{read[document.id].source_name}”是同一份文件，只加了前一个。")
            read[document.id] = document
        except InvalidInputError as error:
            problems.append((path, str(error)))
    return list(read.values()), problems


def list_documents(arguments: argparse.Namespace, settings: Settings) -> int:
    """One JSON line for each document on stdout."""
    shelf = open_shelf(arguments, settings)
    for version in shelf.list():
        head = _head_as_json(version.document)
        told = {**head, "version": version.version, "standing": shelf.standing(version.document).value}
        print(json.dumps(told, ensure_ascii=False))
    return 0


def remove_document(arguments: argparse.Namespace, settings: Settings) -> int:
    return _told(lambda shelf: shelf.remove(arguments.id, _COMMAND_LINE), "taken out", arguments, settings)


def roll_back_document(arguments: argparse.Namespace, settings: Settings) -> int:
    return _told(
        lambda shelf: shelf.roll_back(arguments.id, _COMMAND_LINE, arguments.version),
        "brought back",
        arguments,
        settings,
    )


def preview_as_json(preview: "DocumentPreview") -> dict[str, object]:
    """What an editor looks at before (and after) adding."""
    return {
        **_head_as_json(preview.document),
        "standing": preview.standing.value,
        "passages": [_passage_as_json(one) for one in preview.document.passages],
        "supersedes": [_named(one) for one in preview.supersedes],
        "superseded_by": _named(preview.superseded_by) if preview.superseded_by is not None else None,
        "is_new": preview.is_new,
        "is_unchanged": preview.is_unchanged,
        "changes": [{"step": step, "clause": clause} for step, clause in preview.changes],
        "warnings": list(preview.warnings),
    }


def _named(document: "AddedDocument") -> dict[str, object]:
    """Two versions of one law have one title, and are told apart by their days."""
    begins = document.begins
    return {"id": document.id, "title": document.head.title, "effective_from": str(begins) if begins else None}


def _passage_as_json(passage: "DocumentPassage") -> dict[str, object]:
    return {
        "clause": passage.clause,
        "headings": list(passage.headings),
        "responsible": list(passage.responsible),
        "text": passage.text,
    }


def _head_as_json(document: "AddedDocument") -> dict[str, object]:
    head = document.head
    return {
        "id": document.id,
        "file": document.source_name,
        "title": head.title,
        "document_number": head.number,
        "issuers": list(head.issuers),
        "dated": str(head.dated) if head.dated else None,
        "effective_from": str(head.period.start) if head.period.start else None,
        "effective_to": str(head.period.end) if head.period.end else None,
        "region": document.region_id or document.place,
    }


def _told(
    step: "Callable[[AddedDocuments], AddedDocument]", what: str, arguments: argparse.Namespace, settings: Settings
) -> int:
    try:
        document = step(open_shelf(arguments, settings))
    except NotFoundError as error:
        print(error, file=sys.stderr)
        return UNUSABLE_ARGUMENTS
    print(f"{document.id} {document.head.title}: {what}")
    return 0


def open_shelf(arguments: argparse.Namespace, settings: Settings) -> "AddedDocuments":
    from assistant.bootstrap.documents import open_added_documents

    return open_added_documents(settings, arguments.collection)


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in map(Path, paths):
        if path.is_dir():
            yield from sorted(one for one in path.rglob("*") if one.suffix.lower() in READABLE and one.is_file())
        else:
            yield path


def _others_in(path: Path) -> Iterator[Path]:
    """What a folder holds beside documents; hidden files are nobody's documents."""
    found = (one for one in path.rglob("*") if one.is_file() and not one.name.startswith("."))
    return (one for one in found if one.suffix.lower() not in READABLE)


def _content(path: Path, most_bytes: int) -> bytes:
    """One byte more than may be, where it is too large."""
    try:
        with path.open("rb") as stream:
            return stream.read(most_bytes + 1)
    except OSError as error:
        raise InvalidInputError(f"“{path.name}”打不开：{error.strerror}。") from None
