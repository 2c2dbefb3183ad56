"""What else lies in DATA_DIR, into a backup and out of it: small files, and the keys where they are wanted."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from assistant.adapters.backup.archive import Archive, ArchiveWriter
from assistant.adapters.field_cipher import as_setting, name_of_key, read_keys
from assistant.domain.errors import ConflictError, UnavailableError

KEY_MEMBER = "keys/field_keys"
KEY_FILE = "field.key"
_FOLDER = "files/"
_MOST_BYTES = 8 * 1024 * 1024
#: Made again from the database and the knowledge files.
_DERIVED = ("knowledge", "index")
#: What a restored database makes wrong: indexes that follow its counters. Vectors stay, they go by the words.
STALE = ("index/vacancies", "index/courses", "index/collections")
_NOT_KEPT = (".lock", ".zip", "-wal", "-shm", "-journal")


def list_small_files(data_dir: Path, database: Path) -> tuple[list[Path], list[Path]]:
    """What is kept, and what is left out because it is large; paths below the folder. `database`: SQLite's file,
    whether it is in use or was before all moved to PostgreSQL."""
    kept, large = list[Path](), list[Path]()
    for path in _files(data_dir):
        name = path.relative_to(data_dir)
        is_ours = name.parts[0] in _DERIVED or name.name == KEY_FILE or _is_database(path, database)
        if is_ours or path.name.startswith(".") or path.name.endswith(_NOT_KEPT) or ".before-restore" in path.name:
            continue
        (kept if path.stat().st_size <= _MOST_BYTES else large).append(name)
    return kept, large


def add_small_files(archive: ArchiveWriter, data_dir: Path, names: Sequence[Path]) -> None:
    for name in names:
        archive.add_file(_FOLDER + name.as_posix(), data_dir / name)


def add_keys(archive: ArchiveWriter, keys: Sequence[bytes]) -> None:
    with archive.member(KEY_MEMBER) as put:
        put(as_setting(keys).encode())


def list_keys(setting: str, data_dir: Path) -> Sequence[bytes]:
    """The keys this installation has; none is made where there is none. Raises InvalidInputError, UnavailableError."""
    if not setting.strip() and not (data_dir / KEY_FILE).is_file():
        return []
    return read_keys(setting, data_dir / KEY_FILE)


def check_files(archive: Archive, data_dir: Path, setting: str, is_forced: bool) -> None:
    """Raises ConflictError where something else is there that would be written over, and nothing was forced."""
    there = [name for name in archive.names(_FOLDER) if _differs(archive, name, data_dir / name.removeprefix(_FOLDER))]
    if archive.manifest.has_keys and not setting.strip() and (data_dir / KEY_FILE).is_file():
        held = {name_of_key(key) for key in list_keys("", data_dir)}
        there += [] if held >= set(archive.manifest.keys) else [KEY_FILE]
    if there and not is_forced:
        raise ConflictError(f"'{data_dir}' 里已经有 {'、'.join(there)}。要用备份替换，请加 --force；原来的会改名保留。")


def restore_files(archive: Archive, data_dir: Path, now: datetime) -> None:
    """The small files; what lies there already is kept under another name."""
    for name in archive.names(_FOLDER):
        _put(archive, name, data_dir / name.removeprefix(_FOLDER), now)


def restore_keys(archive: Archive, data_dir: Path, now: datetime) -> None:
    """The keys of the backup, into the file that is read where FIELD_KEYS is not set."""
    _put(archive, KEY_MEMBER, data_dir / KEY_FILE, now)


def _differs(archive: Archive, name: str, there: Path) -> bool:
    return there.exists() and not (there.is_file() and there.read_bytes() == archive.read(name))


def _put(archive: Archive, name: str, target: Path, now: datetime) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            if target.read_bytes() == archive.read(name):
                return
            target.replace(target.with_name(f"{target.name}.before-restore-{now:%Y%m%d-%H%M%S}"))
    except OSError as error:
        raise UnavailableError(f"写不了 '{target}'：{error.strerror}。") from error
    archive.extract(name, target)


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _is_database(path: Path, database: Path) -> bool:
    return path.parent == database.parent and path.name.startswith(database.name)
