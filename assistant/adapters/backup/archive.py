"""A backup as one file: a zip with a manifest. It is there whole, or not at all."""

import hashlib
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import IO

from assistant.adapters.backup.manifest import NAME, Manifest, Member, read_manifest
from assistant.domain.errors import InvalidInputError, UnavailableError

_PIECE = 1 << 20
_ONLY_OWNER = 0o600
_COMPRESSION_LEVEL = 3
_DAMAGED = "备份文件 '{}' 已经损坏：{}。什么也没有改动。请换一份备份。"


class ArchiveWriter:
    """Takes files in; `finish` writes the manifest and puts the archive in its place. Left early, nothing remains."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._draft = target.with_name(f".{target.name}.{os.getpid()}")
        self._members: dict[str, Member] = {}

    def __enter__(self) -> "ArchiveWriter":
        try:
            descriptor = os.open(self._draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, _ONLY_OWNER)
        except OSError as error:
            raise UnavailableError(f"备份写不到 '{self._target}'：{error.strerror}。请换一个文件夹。") from error
        self._file = os.fdopen(descriptor, "w+b")
        self._zip = zipfile.ZipFile(
            self._file, "w", zipfile.ZIP_DEFLATED, allowZip64=True, compresslevel=_COMPRESSION_LEVEL
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        with suppress(ValueError, OSError):  # left in the middle of a member, it cannot be ended
            self._zip.close()
        self._file.close()
        self._draft.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise UnavailableError(f"备份没有做成：{error.strerror or error}。没有留下半份文件。") from error

    @contextmanager
    def member(self, name: str) -> Iterator[Callable[[bytes], None]]:
        """Writes one file, piece by piece."""
        digest, size = hashlib.sha256(), 0
        with self._zip.open(name, "w", force_zip64=True) as opened:

            def write(piece: bytes) -> None:
                nonlocal size
                opened.write(piece)
                digest.update(piece)
                size += len(piece)

            yield write
        self._members[name] = Member(size, digest.hexdigest())

    def add_file(self, name: str, path: Path) -> None:
        with path.open("rb") as opened, self.member(name) as write:
            for piece in _pieces(opened):
                write(piece)

    def finish(self, manifest: Manifest) -> Manifest:
        """The manifest as it was written. The archive is on disk when this returns."""
        whole = replace(manifest, members=dict(self._members))
        self._zip.writestr(NAME, whole.to_json())
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._draft.replace(self._target)
        return whole


class Archive:
    """A backup that has been checked: every file in it is as the manifest says."""

    def __init__(self, path: Path, opened: zipfile.ZipFile, manifest: Manifest) -> None:
        self._path, self._zip, self.manifest = path, opened, manifest

    def read(self, name: str) -> bytes:
        return self._zip.read(name)

    def names(self, folder: str) -> list[str]:
        """Members below a folder of the archive, such as `files/`."""
        return sorted(name for name in self.manifest.members if name.startswith(folder))

    @contextmanager
    def open(self, name: str) -> Iterator[Iterator[bytes]]:
        with self._zip.open(name) as opened:
            yield _pieces(opened)

    def extract(self, name: str, target: Path) -> None:
        """To a file only its owner reads. Raises UnavailableError where there is no room, or no right to write."""
        try:
            descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _ONLY_OWNER)
            with os.fdopen(descriptor, "wb") as out, self.open(name) as pieces:
                for piece in pieces:
                    out.write(piece)
                out.flush()
                os.fsync(out.fileno())
        except OSError as error:
            raise UnavailableError(f"写不了 '{target}'：{error.strerror}。") from error


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Reads all of it once to check it. Raises InvalidInputError for a file that is damaged or no backup."""
    if not path.is_file():
        raise InvalidInputError(f"没有找到备份文件 '{path}'。")
    try:
        with zipfile.ZipFile(path) as opened:
            manifest = _manifest_of(path, opened)
            _check_members(path, opened, manifest)
            yield Archive(path, opened, manifest)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise InvalidInputError(_DAMAGED.format(path, "它不是完整的备份文件")) from error


def _manifest_of(path: Path, opened: zipfile.ZipFile) -> Manifest:
    if NAME not in opened.namelist():
        raise InvalidInputError(_DAMAGED.format(path, "里面没有清单 manifest.json"))
    return read_manifest(opened.read(NAME))


def _check_members(path: Path, opened: zipfile.ZipFile, manifest: Manifest) -> None:
    found = [name for name in opened.namelist() if name != NAME]
    if sorted(found) != sorted(manifest.members):
        raise InvalidInputError(_DAMAGED.format(path, "里面的文件和清单对不上"))
    for name, member in manifest.members.items():
        if Path(name).is_absolute() or ".." in Path(name).parts:
            raise InvalidInputError(_DAMAGED.format(path, f"文件名 '{name}' 不该出现在备份里"))
        digest = hashlib.sha256()
        with opened.open(name) as content:
            for piece in _pieces(content):
                digest.update(piece)
        if digest.hexdigest() != member.sha256:
            raise InvalidInputError(_DAMAGED.format(path, f"'{name}' 的校验和不对"))


def _pieces(opened: IO[bytes]) -> Iterator[bytes]:
    while piece := opened.read(_PIECE):
        yield piece
