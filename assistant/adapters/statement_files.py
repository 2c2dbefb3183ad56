"""The matrices of all documents' lines in two files of a state: arrays one after the other, and their heads."""

import json
from collections.abc import Mapping
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from assistant.services.statement_matrix import StatementMatrix

_ARRAYS, _HEADS = "statements.npz", "statements.json"


def save_statements(documents: Mapping[str, StatementMatrix], folder: Path) -> None:
    """Writes both files."""
    every = list(documents.values())
    np.savez(
        folder / _ARRAYS,
        grams=np.concatenate([one.grams for one in every]),
        rarity=np.concatenate([one.rarity for one in every]),
        columns=np.concatenate([one.columns for one in every]),
        weights=np.concatenate([one.weights for one in every]),
        starts=np.concatenate([one.starts for one in every]),
    )
    heads = {
        name: {"places": one.places, "grams": len(one.grams), "columns": len(one.columns)}
        for name, one in documents.items()
    }
    (folder / _HEADS).write_text(json.dumps(heads, ensure_ascii=False), encoding="utf-8")


def load_statements(folder: Path) -> dict[str, StatementMatrix]:
    """Raises OSError or ValueError where the files are missing or broken."""
    try:
        heads = json.loads((folder / _HEADS).read_text(encoding="utf-8"))
        with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
            every = {key: arrays[key] for key in ("grams", "rarity", "columns", "weights", "starts")}
        found: dict[str, StatementMatrix] = {}
        grams = columns = rows = 0
        for name, head in heads.items():
            places = tuple((str(passage), int(index)) for passage, index in head["places"])
            known, filled, starts = int(head["grams"]), int(head["columns"]), len(places) + 1
            found[name] = StatementMatrix(
                places=places,
                grams=every["grams"][grams : grams + known],
                rarity=every["rarity"][grams : grams + known],
                columns=every["columns"][columns : columns + filled],
                weights=every["weights"][columns : columns + filled],
                starts=every["starts"][rows : rows + starts],
            )
            grams, columns, rows = grams + known, columns + filled, rows + starts
    except (BadZipFile, EOFError, KeyError) as error:
        raise ValueError(f"The statements in {folder} are broken ({error}).") from error
    return found
