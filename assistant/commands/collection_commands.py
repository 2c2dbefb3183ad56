"""`kb import` and `kb search`: passages from outside, in collections of their own."""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO

from assistant.domain.errors import InvalidInputError, NotFoundError
from assistant.language.text import strip_hidden
from assistant.services.ports import ImportedPassage
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.services.collections import Collection, CollectionService, FoundPassage

UNUSABLE_ARGUMENTS = 2


def add_collection_commands(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    importing = actions.add_parser("import", help="add passages to a collection, or replace them")
    importing.add_argument("file", type=Path, metavar="FILE.jsonl", help='{"id","title","text"} a line')
    importing.add_argument("--collection", required=True, metavar="NAME")
    importing.add_argument("--answerable", action="store_true", help="answers may rest on these passages")
    importing.set_defaults(run=import_passages)
    search = actions.add_parser("search", help="search a collection")
    search.add_argument("--collection", required=True, metavar="NAME")
    search.add_argument("--input", type=Path, required=True, metavar="QUERIES.jsonl", help='{"id","query"} a line')
    search.add_argument("--output", type=Path, metavar="HITS.jsonl", help="default: standard output")
    search.add_argument("--k", type=_count, default=10, help="at most so many hits for a query")
    search.add_argument("--today", type=date.fromisoformat, help="only what is in force on that day")
    search.add_argument("--region", help="only what holds in that region (its id)")
    search.set_defaults(run=search_collection)


def import_passages(arguments: argparse.Namespace, settings: Settings) -> int:
    """A `{"id","error"}` on stdout for each line that cannot be used; exit status 1 if there was one."""
    passages: list[ImportedPassage] = []
    has_problems = False
    try:
        with arguments.file.open("rb") as stream:
            for line in _lines(stream):
                try:
                    passages.append(_read_passage(line, arguments.answerable))
                except InvalidInputError as error:
                    has_problems = True
                    print(_problem(line, error))
        total = _open_collections(settings).import_passages(arguments.collection, passages)
    except (OSError, InvalidInputError) as error:
        print(_words(error), file=sys.stderr)
        return UNUSABLE_ARGUMENTS
    print(f"{len(passages)} passages read; collection '{arguments.collection}' holds {total}", file=sys.stderr)
    return 1 if has_problems else 0


def search_collection(arguments: argparse.Namespace, settings: Settings) -> int:
    """One line of hits for each query, in the order of the queries; exit status 1 if a line could not be used."""
    has_problems = False
    try:
        collection = _open_collections(settings).open(arguments.collection)
        region_ids = _region_ids(arguments.region, settings) if arguments.region else None
        with arguments.input.open("rb") as queries, _output(arguments.output) as output:
            for line in _lines(queries):
                try:
                    print(_answer(line, collection, arguments, region_ids), file=output)
                except InvalidInputError as error:
                    has_problems = True
                    print(_problem(line, error), file=output)
    except (OSError, InvalidInputError, NotFoundError) as error:
        print(_words(error), file=sys.stderr)
        return UNUSABLE_ARGUMENTS
    return 1 if has_problems else 0


def hit_as_json(hit: "FoundPassage") -> dict[str, object]:
    return {
        "passage_id": hit.passage_id,
        "title": hit.title,
        "clause": hit.clause,
        "score": round(hit.score, 4),
        "text": hit.text,
    }


def _open_collections(settings: Settings) -> "CollectionService":
    from assistant.bootstrap.openings import open_collection_service

    return open_collection_service(settings)


def _region_ids(region_id: str, settings: Settings) -> tuple[str, ...]:
    """The region and those it lies in. Raises NotFoundError."""
    from assistant.adapters.content.word_files import read_regions

    return (region_id, *read_regions(settings.knowledge_dir).find_ancestor_ids(region_id))


def _answer(
    line: bytes, collection: "Collection", arguments: argparse.Namespace, region_ids: tuple[str, ...] | None
) -> str:
    record = _record(line)
    query_id, query = record.get("id"), record.get("query")
    if not isinstance(query_id, str | int) or isinstance(query_id, bool):
        raise InvalidInputError("'id' is missing or neither text nor a number.")
    if not isinstance(query, str):
        raise InvalidInputError("'query' is missing or no text.")
    hits = collection.search(strip_hidden(query), arguments.k, arguments.today, region_ids)
    return json.dumps({"id": query_id, "hits": [hit_as_json(hit) for hit in hits]}, ensure_ascii=False)


def _read_passage(line: bytes, is_answerable: bool) -> ImportedPassage:
    from assistant.services.collections import check_passage

    record = _record(line)
    for name in ("title", "text"):
        if not isinstance(record.get(name, ""), str):
            raise InvalidInputError(f"'{name}' is no text.")
    passage_id = record.get("id")
    if not isinstance(passage_id, str | int) or isinstance(passage_id, bool):
        raise InvalidInputError("'id' is missing or neither text nor a number.")
    return check_passage(
        ImportedPassage(
            id=strip_hidden(str(passage_id)),
            title=strip_hidden(str(record.get("title", ""))),
            text=strip_hidden(str(record.get("text", ""))),
            is_answerable=is_answerable,
        )
    )


def _record(line: bytes) -> dict[str, object]:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise InvalidInputError("The line is not UTF-8.") from None
    except (ValueError, RecursionError):
        raise InvalidInputError("The line is not JSON.") from None
    if not isinstance(record, dict):
        raise InvalidInputError("The line is no JSON object.")
    return record


def _problem(line: bytes, error: InvalidInputError) -> str:
    """The error with the line's id, null where it has none that can be read."""
    try:
        line_id = _record(line).get("id")
    except InvalidInputError:
        line_id = None
    if isinstance(line_id, str):
        line_id = strip_hidden(line_id)
    elif not isinstance(line_id, int):
        line_id = None
    return json.dumps({"id": line_id, "error": str(error)}, ensure_ascii=False)


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    return (line for line in stream if line.strip())


@contextmanager
def _output(path: Path | None) -> Iterator[TextIO]:
    if path is None:
        yield sys.stdout
        return
    with path.open("w", encoding="utf-8") as stream:
        yield stream


def _words(error: Exception) -> str:
    return f"{error.filename}: {error.strerror}." if isinstance(error, OSError) else str(error)


def _count(text: str) -> int:
    count = int(text)
    if not 1 <= count <= 1000:
        raise argparse.ArgumentTypeError("give a number from 1 to 1000")
    return count
