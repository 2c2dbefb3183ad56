"""Keeping and loading how people write, as counted at build time."""

import json
from pathlib import Path

from assistant.language.usage import Usage

_NAME = "usage.json"


def save_usage(usage: Usage, folder: Path) -> None:
    """Writes one file into the folder."""
    (folder / _NAME).write_text(json.dumps(dict(usage.counts), ensure_ascii=False), encoding="utf-8")


def load_usage(folder: Path) -> Usage:
    """Raises OSError or ValueError where the file is missing or broken."""
    counts = json.loads((folder / _NAME).read_text(encoding="utf-8"))
    if not isinstance(counts, dict):
        raise ValueError(f"{_NAME} in {folder} holds no counts.")
    return Usage(counts)
