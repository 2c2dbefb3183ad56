"""Backup and restore of one installation, by its settings."""

import platform
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sqlalchemy import make_url

from assistant import VERSION
from assistant.adapters.backup.archive import Archive, ArchiveWriter, open_archive
from assistant.adapters.backup.manifest import Manifest
from assistant.adapters.backup.postgres_copy import PostgresSource, restore_postgres
from assistant.adapters.backup.sealed_rows import sealing_keys
from assistant.adapters.backup.small_files import (
    STALE,
    add_keys,
    add_small_files,
    check_files,
    list_keys,
    list_small_files,
    restore_files,
    restore_keys,
)
from assistant.adapters.backup.sqlite_copy import add_sqlite, describe_sqlite, restore_sqlite, sqlite_snapshot
from assistant.adapters.backup.sqlite_to_postgres import move_to_postgres
from assistant.adapters.field_cipher import name_of_key
from assistant.adapters.sql.engine import open_engine, read
from assistant.adapters.sql.migrate import known_revisions
from assistant.domain.errors import InvalidInputError
from assistant.settings import Settings

_LIBRARIES = ("alembic", "sqlalchemy", "tantivy", "chromadb", "psycopg")
_NEWER_HERE = "数据库是更新的版本（{}）用过的，当前版本不认识。请用那个版本来备份。"
_NEWER_BACKUP = "这份备份的数据库结构（{}）比当前版本新，恢复不了。请先升级到 {} 或更新的版本。什么也没有改动。"
_OTHER_KIND = "这份备份来自 {}，而 DATABASE_URL 指向 {}。只有 sqlite 能搬到 postgresql。什么也没有改动。"
_OTHER_KEYS = (
    "没有做备份：联系方式是用密钥 {} 封存的，这里的 FIELD_KEYS（或 field.key）里没有它。请用服务所用的设置再来。"
)
_IN_MEMORY = "DATABASE_URL 指向内存里的数据库，没有什么可以备份。"


@dataclass(frozen=True)
class BackupReport:
    """`left_out`: files too large to be taken along, below DATA_DIR."""

    path: Path
    manifest: Manifest
    left_out: tuple[Path, ...]


@dataclass(frozen=True)
class RestoreReport:
    """`former`: where the database that was replaced lies now. `missing_keys`: names of keys that are needed to open
    what is sealed, and are not here. `database`: the kind it is now; `left_behind`: tables of others in the backup that
    did not move to that kind."""

    manifest: Manifest
    database: str
    former: Path | None
    missing_keys: tuple[str, ...]
    left_behind: Sequence[str] = ()


def make_backup(settings: Settings, target: Path, now: datetime, with_keys: bool) -> BackupReport:
    """One file with the database as of one moment; the service may go on meanwhile.

    Raises InvalidInputError where there is nothing to back up, or keys are wanted that are not there.
    """
    keys = list_keys(settings.field_keys.get_secret_value(), settings.data_dir)
    names = tuple(name_of_key(key) for key in keys)
    database = _sqlite_file(settings)
    if with_keys:
        _require_keys(settings, names, database)
    files, large = list_small_files(settings.data_dir, database or settings.database_file)

    def describe(kind: str, revision: str, rows: Mapping[str, int], source: PostgresSource | None = None) -> Manifest:
        columns, sequences = (source.columns, source.sequences) if source is not None else ({}, {})
        return Manifest(now, VERSION, kind, revision, with_keys, names, rows, columns, sequences, _libraries())

    with ArchiveWriter(target) as archive:
        if database is not None:
            with sqlite_snapshot(database, target.parent) as snapshot:
                revision, rows = describe_sqlite(snapshot)
                _require_known(revision, _NEWER_HERE.format(revision))
                add_sqlite(archive, snapshot)
                manifest = describe("sqlite", revision, rows)
        else:
            engine = open_engine(settings.resolved_database_url)
            try:
                with read(engine) as connection:
                    source = PostgresSource(connection)
                    _require_known(source.revision, _NEWER_HERE.format(source.revision))
                    manifest = describe("postgresql", source.revision, source.copy_to(archive), source)
            finally:
                engine.dispose()
        add_small_files(archive, settings.data_dir, files)
        if with_keys:
            add_keys(archive, keys)
        return BackupReport(target, archive.finish(manifest), tuple(large))


def check_backup(path: Path) -> Manifest:
    """Reads all of it. Raises InvalidInputError where it is damaged, or newer than this version."""
    with open_archive(path) as archive:
        _require_restorable(archive.manifest)
        return archive.manifest


def restore_backup(settings: Settings, path: Path, now: datetime, is_forced: bool) -> RestoreReport:
    """Puts everything back and brings it up to date; a backup of SQLite also into PostgreSQL. The service must not run.

    Raises InvalidInputError for a backup that is damaged, newer, or of PostgreSQL where SQLite is; ConflictError where
    something is there already and nothing was forced.
    """
    setting, file = settings.field_keys.get_secret_value(), _sqlite_file(settings)
    kind = "postgresql" if file is None else "sqlite"
    with open_archive(path) as archive:
        manifest = archive.manifest
        _require_restorable(manifest)
        if manifest.database != kind and (manifest.database, kind) != ("sqlite", "postgresql"):
            raise InvalidInputError(_OTHER_KIND.format(manifest.database, kind))
        check_files(archive, settings.data_dir, setting, is_forced)
        left_behind: Sequence[str] = ()
        if file is not None:
            former = restore_sqlite(archive, file, is_forced, now)
        else:
            left_behind = _restore_into_postgres(settings, archive, is_forced)
            former = settings.database_file if settings.database_file.exists() else None
        restore_files(archive, settings.data_dir, now)
        if manifest.has_keys and not setting.strip():
            restore_keys(archive, settings.data_dir, now)
    for stale in STALE:
        shutil.rmtree(settings.data_dir / stale, ignore_errors=True)
    held = {name_of_key(key) for key in list_keys(setting, settings.data_dir)}
    missing = (set(manifest.keys) | _sealing_keys(settings)) - held
    return RestoreReport(manifest, kind, former, tuple(sorted(missing)), left_behind)


def _require_keys(settings: Settings, names: tuple[str, ...], database: Path | None) -> None:
    """A backup that is said to hold the keys must open by them."""
    if not names:
        raise InvalidInputError("没有密钥可以放进备份：FIELD_KEYS 没有设置，DATA_DIR 里也没有 field.key。")
    if (database is None or database.is_file()) and (missing := _sealing_keys(settings).difference(names)):
        raise InvalidInputError(_OTHER_KEYS.format("、".join(sorted(missing))))


def _sealing_keys(settings: Settings) -> frozenset[str]:
    """Of what is sealed in the database; what keys are at hand here, or stand in a manifest, may be others."""
    engine = open_engine(settings.resolved_database_url)
    try:
        with read(engine) as connection:
            return sealing_keys(connection)
    finally:
        engine.dispose()


def _restore_into_postgres(settings: Settings, archive: Archive, is_forced: bool) -> Sequence[str]:
    engine = open_engine(settings.resolved_database_url)
    try:
        if archive.manifest.database == "sqlite":
            return move_to_postgres(archive, engine, settings.data_dir / ".moving.db", is_forced)
        restore_postgres(archive, engine, is_forced)
        return ()
    finally:
        engine.dispose()


def _require_restorable(manifest: Manifest) -> None:
    _require_known(manifest.schema_revision, _NEWER_BACKUP.format(manifest.schema_revision, manifest.version))


def _require_known(revision: str, words: str) -> None:
    if revision not in known_revisions():
        raise InvalidInputError(words)


def _sqlite_file(settings: Settings) -> Path | None:
    """None where it is PostgreSQL."""
    url = make_url(settings.resolved_database_url)
    if url.get_backend_name() != "sqlite":
        return None
    if url.database in (None, "", ":memory:"):
        raise InvalidInputError(_IN_MEMORY)
    return Path(str(url.database))


def _libraries() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
