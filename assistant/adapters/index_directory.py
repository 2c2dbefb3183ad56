"""A folder that holds one finished index at a time: built aside, swapped in by one rename, checked when it is opened.

```
DIR/CURRENT            the name of the generation in use
DIR/<generation>/      the index's files, and MANIFEST.json: the stamp, and each file's length and CRC-32
```
"""

import os
import shutil
import uuid
import zlib
from collections.abc import Callable
from pathlib import Path

from pydantic import BaseModel, ValidationError

from assistant.domain.errors import UnavailableError

_POINTER = "CURRENT"
_MANIFEST = "MANIFEST.json"
_CHUNK_BYTES = 1 << 20


class _Manifest(BaseModel):
    stamp: str
    files: dict[str, tuple[int, int]]


def swap_in(directory: Path, stamp: str, write: Callable[[Path], None]) -> None:
    """Runs `write` on a new empty folder, then makes it the current generation and removes the former ones.

    A reader that has a former one open keeps it until it closes it. `stamp` says what the index was made from.
    Raises UnavailableError where the disk refuses; the former index then stays in use.
    """
    generation = directory / f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
    try:
        generation.mkdir(parents=True)
        write(generation)
        manifest = _Manifest(stamp=stamp, files={file.name: _describe(file) for file in generation.iterdir()})
        (generation / _MANIFEST).write_text(manifest.model_dump_json(), encoding="utf-8")
        pointer = directory / f"{generation.name}.pointer"
        pointer.write_text(generation.name, encoding="utf-8")
        pointer.replace(directory / _POINTER)
    except BaseException as error:
        shutil.rmtree(generation, ignore_errors=True)
        if isinstance(error, OSError):
            raise UnavailableError(f"The index in {directory} cannot be written: {error.strerror or error}.") from error
        raise
    for former in directory.iterdir():
        if former.is_dir() and former.name != generation.name:
            shutil.rmtree(former, ignore_errors=True)


def current_generation(directory: Path) -> Path:
    """The generation in use, each of its files checked. Raises UnavailableError saying what to do."""
    generation, manifest = _read_manifest(directory)
    for name, description in manifest.files.items():
        try:
            is_whole = _describe(generation / name) == description
        except OSError:
            is_whole = False
        if not is_whole:
            raise UnavailableError(f"The index in {directory} is damaged (file '{name}'); rebuild it.")
    return generation


def read_stamp(directory: Path) -> str | None:
    """What the current index was made from; None where there is no readable one."""
    try:
        return _read_manifest(directory)[1].stamp
    except UnavailableError:
        return None


def _read_manifest(directory: Path) -> tuple[Path, _Manifest]:
    pointer = directory / _POINTER
    if not pointer.is_file():
        raise UnavailableError(f"There is no index in {directory}; build it first.")
    try:
        generation = directory / Path(pointer.read_text(encoding="utf-8").strip()).name
        manifest = _Manifest.model_validate_json((generation / _MANIFEST).read_bytes())
    except (OSError, ValueError, ValidationError) as error:
        raise UnavailableError(f"The index in {directory} is damaged (no readable manifest); rebuild it.") from error
    return generation, manifest


def _describe(file: Path) -> tuple[int, int]:
    """Length in bytes and CRC-32."""
    length = checksum = 0
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            length += len(chunk)
            checksum = zlib.crc32(chunk, checksum)
    return length, checksum
