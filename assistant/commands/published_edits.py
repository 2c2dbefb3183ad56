"""What staff have published over the knowledge files, for the command line; `kb export` writes it back as files."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.settings import Settings


def add_export_command(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    export = actions.add_parser("export", help="write what staff have published back as files, to be committed")
    export.add_argument("--to", type=Path, help="a folder; without it the knowledge folder itself")
    export.set_defaults(run=export_published)


def add_settle_command(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    settle = actions.add_parser("settle", help="after an upgrade: files that say what was published count again")
    settle.set_defaults(run=settle_absorbed)


def add_shipped_option(command: argparse.ArgumentParser) -> None:
    command.add_argument("--shipped", action="store_true", help="the files alone, without what staff have published")


@contextmanager
def folder_in_force(settings: Settings, is_shipped_only: bool) -> Iterator[Path]:
    """A folder with the files, and what staff have published over them; told on stderr where there is any."""
    from assistant.adapters.content.knowledge_files import KnowledgeFiles
    from assistant.bootstrap.openings import read_overlay

    overlay = {} if is_shipped_only else read_overlay(settings)
    if not overlay:
        yield settings.knowledge_dir
        return
    print(f"with {len(overlay)} files that staff have published: {', '.join(sorted(overlay))}", file=sys.stderr)
    with TemporaryDirectory() as name:
        KnowledgeFiles(settings.knowledge_dir, overlay).write_into(Path(name))
        yield Path(name)


def export_published(arguments: argparse.Namespace, settings: Settings) -> int:
    """One line per file that is written or taken away; a file that says the same already is left as it is.

    Once it is committed and shipped, the published file and the shipped one are the same, and nothing conflicts.
    """
    from assistant.bootstrap.openings import read_overlay
    from assistant.domain.errors import InvalidInputError

    target = (arguments.to or settings.knowledge_dir).resolve()
    changed = 0
    try:
        for path, text in sorted(read_overlay(settings).items()):
            file = target / path
            if text is None and file.exists():
                file.unlink()
                print(f"removed  {path}")
            elif text is not None and not (file.is_file() and file.read_bytes() == text.encode()):
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(text.encode())
                print(f"written  {path}")
            else:
                continue
            changed += 1
    except OSError as error:
        raise InvalidInputError(f"{target} cannot be written to: {error.strerror}.") from error
    print(f"{changed} files in {target}", file=sys.stderr)
    return 0


def settle_absorbed(arguments: argparse.Namespace, settings: Settings) -> int:
    """One line per published file that says what the shipped one says now; nothing that is told changes by it."""
    from assistant.bootstrap.openings import open_absorbing

    paths = open_absorbing(settings)()
    for path in paths:
        print(f"settled  {path}")
    print(f"{len(paths)} files", file=sys.stderr)
    return 0
