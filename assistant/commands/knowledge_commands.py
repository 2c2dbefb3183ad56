"""`kb check`, `kb build`, `kb diff`, `kb add`, `kb import`, `kb search` and others: commands about knowledge."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from assistant.commands.collection_commands import add_collection_commands
from assistant.commands.document_commands import add_document_commands
from assistant.commands.document_diff import add_diff_options, compare_documents
from assistant.commands.published_edits import (
    add_export_command,
    add_settle_command,
    add_shipped_option,
    folder_in_force,
)
from assistant.settings import Settings


def add_knowledge_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    kb = commands.add_parser("kb", help="check, build, import and search knowledge")
    actions = kb.add_subparsers(dest="action", required=True)
    check = actions.add_parser("check", help="name every problem with file and line, and what lapses soon")
    check.add_argument("--today", type=date.fromisoformat)
    check.add_argument("--only", help="show only problems of files whose name contains this")
    add_shipped_option(check)
    check.set_defaults(run=check_knowledge)
    build = actions.add_parser("build", help="compile and index; the running service takes it up")
    build.set_defaults(run=build_knowledge)
    diff = actions.add_parser("diff", help="what the files say otherwise than the state in force")
    add_shipped_option(diff)
    add_diff_options(diff)
    diff.set_defaults(run=compare_knowledge)
    add_export_command(actions)
    add_settle_command(actions)
    schemas = actions.add_parser("schemas", help="write JSON Schemas for editors")
    schemas.set_defaults(run=write_schemas)
    holidays = actions.add_parser("holidays", help="write a year's holidays (chinesecalendar) for the opening hours")
    holidays.add_argument("--year", type=int, required=True)
    holidays.set_defaults(run=write_holidays)
    add_collection_commands(actions)
    add_document_commands(actions)


def check_knowledge(arguments: argparse.Namespace, settings: Settings) -> int:
    """Problems on stderr, a summary on stdout; exit status 1 if anything is wrong."""
    with folder_in_force(settings, arguments.shipped) as root:
        return _check(root, arguments)


def _check(root: Path, arguments: argparse.Namespace) -> int:
    from assistant.adapters.content.checks import check_library, find_lapses
    from assistant.adapters.content.library import read_library
    from assistant.adapters.content.word_checks import check_words
    from assistant.services.clock import SystemClock

    read = read_library(root)
    found = sorted((*read.problems, *check_library(read)))
    problems = [*map(str, found), *check_words(root, read)]
    if arguments.only:
        problems = [problem for problem in problems if arguments.only in problem.partition(":")[0]]
    for problem in problems:
        print(problem, file=sys.stderr)
    lapses = find_lapses(read, arguments.today or SystemClock().today())
    for lapse in lapses:
        print(f"soon: {lapse}", file=sys.stderr)
    schemes = sum(located.scheme is not None for located in read.documents)
    passages = sum(len(located.passages) for located in read.documents)
    print(
        f"{schemes} schemes, {len(read.documents) - schemes} policies, {passages} passages, "
        f"{len(read.parameters.parameters)} parameters: {len(problems)} problems, {len(lapses)} lapse within 60 days"
    )
    return 1 if problems else 0


def build_knowledge(arguments: argparse.Namespace, settings: Settings) -> int:
    """Builds the state of the files with what staff have published; a broken file leaves the state in force alone."""
    from assistant.bootstrap.openings import open_knowledge_store

    print(f"knowledge {open_knowledge_store(settings).build()} is in force")
    return 0


def compare_knowledge(arguments: argparse.Namespace, settings: Settings) -> int:
    """One line per document and passage added, removed or changed, and per golden case that comes out otherwise.

    With paths or a document's id: of documents as they come.
    """
    if arguments.paths or arguments.document:
        return compare_documents(arguments, settings)
    from assistant.adapters.content.library import read_library
    from assistant.adapters.knowledge_workshop import find_changes
    from assistant.bootstrap.openings import open_knowledge_store

    knowing = open_knowledge_store(settings).open_current().knowing
    with folder_in_force(settings, arguments.shipped) as root:
        read = read_library(root)
    for problem in read.problems:
        print(problem, file=sys.stderr)
    changes = find_changes(read, knowing)
    for change in changes:
        print(change)
    print(f"{len(changes)} changes", file=sys.stderr)
    return 0


def write_schemas(arguments: argparse.Namespace, settings: Settings) -> int:
    """One JSON Schema per kind of file into `knowledge_base/schemas/`."""
    from pydantic import BaseModel

    from assistant.adapters.content.models import CaseModel, FactFile, ParameterFile, PolicyModel, SchemeModel

    folder = settings.knowledge_dir / "schemas"
    folder.mkdir(exist_ok=True)
    kinds: dict[str, type[BaseModel]] = {
        "scheme": SchemeModel,
        "policy": PolicyModel,
        "parameters": ParameterFile,
        "facts": FactFile,
        "case": CaseModel,
    }
    for name, model in kinds.items():
        text = json.dumps(model.model_json_schema(by_alias=True), ensure_ascii=False, indent=2)
        Path(folder / f"{name}.schema.json").write_text(text + "\n", encoding="utf-8")
    print(f"{len(kinds)} schemas in {folder}")
    return 0


def write_holidays(arguments: argparse.Namespace, settings: Settings) -> int:
    """Fills one more year of handover/holidays.yaml; a year that stands there is left as it is."""
    from assistant.adapters.content.holiday_filling import fill_holidays

    fill_holidays(settings.knowledge_dir, arguments.year)
    print(f"{arguments.year} is filled in; compare it with the official notice of holidays.")
    return 0
