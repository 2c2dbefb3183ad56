"""A folder that holds one finished index at a time: built aside, swapped in by one rename, checked when it is opened.

```
DIR/CURRENT            the name of the generation in use
DIR/BUILDING           whoever builds holds a lock on it
DIR/<generation>/      the index's files, and MANIFEST.json: the stamp, and each file's length and CRC-32
```
"""

import fcntl
import os
import shutil
import uuid
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import BaseModel, ValidationError

from assistant.domain.errors import UnavailableError

_POINTER = "CURRENT"
_MANIFEST = "MANIFEST.json"
_LOCK = "BUILDING"
_CHUNK_BYTES = 1 << 20
_Name = tuple[int, int, int, int]


class _Manifest(BaseModel):
    stamp: str
    files: dict[str, tuple[int, int]]


class WholeFiles:
    """Files whose checksums this process has found right, by what the disk calls them: an index that is changed in
    parts keeps most of its files, and they are read through once."""

    def __init__(self) -> None:
        self._known: set[_Name] = set()

    def is_whole(self, file: Path, description: tuple[int, int]) -> bool:
        try:
            name = _name(file)
            if name in self._known:
                return True
            if _describe(file) != description:
                return False
        except OSError:
            return False
        self._known.add(name)
        return True

    def describe(self, file: Path) -> tuple[int, int]:
        """Length in bytes and CRC-32 of a file just written: what was read for that need not be read to be checked."""
        name, description = _name(file), _describe(file)
        self._known.add(name)
        return description


@contextmanager
def building(directory: Path) -> Iterator[None]:
    """One builder at a time for a folder, of all processes of this machine; the lock ends with its process.

    Raises UnavailableError where the disk refuses.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        lock = (directory / _LOCK).open("ab")
    except OSError as error:
        raise UnavailableError(f"The index in {directory} cannot be written: {error.strerror or error}.") from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def carry_over(directory: Path, generation: Path) -> None:
    """The files of the current generation, in a new one: what is never written to again shares the disk's copy."""
    former, _ = _read_manifest(directory)
    for file in former.iterdir():
        if file.name == _MANIFEST or file.suffix == ".lock":
            continue
        if file.suffix == ".json" or file.name.startswith("."):
            shutil.copy2(file, generation / file.name)
        else:
            os.link(file, generation / file.name)


def swap_in(directory: Path, stamp: str, write: Callable[[Path], None], known: WholeFiles | None = None) -> None:
    """Runs `write` on a new empty folder, then makes it the current generation and removes the former ones.

    A reader that has a former one open keeps it until it closes it. `stamp` says what the index was made from; `known`
    learns the files.
    Raises UnavailableError where the disk refuses; the former index then stays in use.
    """
    generation = directory / f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
    try:
        generation.mkdir(parents=True)
        write(generation)
        manifest = _Manifest(stamp=stamp, files=_descriptions(directory, generation, known or WholeFiles()))
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


def current_generation(directory: Path, known: WholeFiles | None = None) -> Path:
    """The generation in use, each of its files checked, but for those `known` already.

    Raises UnavailableError saying what to do.
    """
    generation, manifest = _read_manifest(directory)
    known = known or WholeFiles()
    for name, description in manifest.files.items():
        if not known.is_whole(generation / name, description):
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


def _descriptions(directory: Path, generation: Path, whole: WholeFiles) -> dict[str, tuple[int, int]]:
    """Of every file; one that was carried over is not read through again."""
    try:
        former, manifest = _read_manifest(directory)
    except UnavailableError:
        return {file.name: whole.describe(file) for file in generation.iterdir()}
    described = {}
    for file in generation.iterdir():
        known = manifest.files.get(file.name)
        is_carried = known is not None and (former / file.name).exists() and file.samefile(former / file.name)
        described[file.name] = known if is_carried and known is not None else whole.describe(file)
    return described


def _name(file: Path) -> _Name:
    stat = file.stat()
    return stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns


def _describe(file: Path) -> tuple[int, int]:
    """Length in bytes and CRC-32."""
    length = checksum = 0
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            length += len(chunk)
            checksum = zlib.crc32(chunk, checksum)
    return length, checksum
