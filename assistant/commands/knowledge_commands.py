"""`kb check`, `kb build`, `kb schemas`, `kb import`, `kb search`: commands about knowledge."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from assistant.settings import Settings


def add_knowledge_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    kb = commands.add_parser("kb", help="check, build, import and search knowledge")
    actions = kb.add_subparsers(dest="action", required=True)
    check = actions.add_parser("check", help="name every problem with file and line, and what lapses soon")
    check.add_argument("--today", type=date.fromisoformat)
    check.add_argument("--only", help="show only problems of files whose name contains this")
    check.set_defaults(run=check_knowledge)
    schemas = actions.add_parser("schemas", help="write JSON Schemas for editors")
    schemas.set_defaults(run=write_schemas)


def check_knowledge(arguments: argparse.Namespace, settings: Settings) -> int:
    """Problems on stderr, a summary on stdout; exit status 1 if anything is wrong."""
    from assistant.adapters.content.checks import check_library, find_lapses
    from assistant.adapters.content.library import read_library
    from assistant.services.clock import SystemClock

    read = read_library(settings.knowledge_dir)
    problems = sorted((*read.problems, *check_library(read)))
    if arguments.only:
        problems = [problem for problem in problems if arguments.only in problem.file]
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


def write_schemas(arguments: argparse.Namespace, settings: Settings) -> int:
    """One JSON Schema per kind of file into `knowledge_base/schemas/`."""
    from assistant.adapters.content.models import CaseModel, FactFile, ParameterFile, PolicyModel, SchemeModel

    folder = settings.knowledge_dir / "schemas"
    folder.mkdir(exist_ok=True)
    kinds = {"scheme": SchemeModel, "policy": PolicyModel, "parameters": ParameterFile, "facts": FactFile, "case": CaseModel}
    for name, model in kinds.items():
        text = json.dumps(model.model_json_schema(by_alias=True), ensure_ascii=False, indent=2)
        Path(folder / f"{name}.schema.json").write_text(text + "\n", encoding="utf-8")
    print(f"{len(kinds)} schemas in {folder}")
    return 0
