"""The matrices of statements are kept as they were made, and broken files are said to be."""

from pathlib import Path

import numpy as np
import pytest

from assistant.adapters.statement_files import load_statements, save_statements
from assistant.services.knowing import Knowing
from assistant.services.statement_matrix import WHOLE, read_statements


def test_what_is_kept_is_what_was_made(knowing: Knowing, tmp_path: Path) -> None:
    first = next(iter(knowing.knowledge.passages))
    made = read_statements(knowing.knowledge, {first: ("这一段讲的啥子", "说的是哪样")})
    save_statements(made, tmp_path)
    kept = load_statements(tmp_path)
    assert kept.keys() == made.keys() == knowing.knowledge.documents.keys()
    assert (first, WHOLE) in kept[first.split("#")[0]].places
    for name, one in made.items():
        assert kept[name].places == one.places
        for array in ("grams", "rarity", "columns", "weights", "starts"):
            assert np.array_equal(getattr(kept[name], array), getattr(one, array))


def test_files_that_are_broken_are_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "statements.json").write_text("{}", encoding="utf-8")
    (tmp_path / "statements.npz").write_bytes(b"PK\x03\x04")
    with pytest.raises(ValueError, match="broken"):
        load_statements(tmp_path)
