"""`backup` and `restore`."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.services.clock import CHONGQING, SystemClock
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.adapters.backup.manifest import Manifest

_KEYS_LEFT_OUT = (
    "密钥没有放进这份备份。没有它，备份里的姓名、电话和报名凭证谁也打不开：请把 FIELD_KEYS（或 DATA_DIR/field.key）"
    "另外保存在别处；确实要放在一起，请加 --with-keys。"
)
_KEYS_INSIDE = "密钥也在这份备份里：拿到文件的人能读到所有联系方式，请锁好，不要和别的备份放在一起。"
_CANNOT_OPEN = (
    "注意：封存联系方式的密钥（{}）不在这里，恢复出来的姓名、电话和报名凭证打不开。"
    "请在启动前把当时的密钥写进 FIELD_KEYS，或放回 DATA_DIR/field.key。"
)


def add_backup_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    backup = commands.add_parser("backup", help="one file with everything that cannot be made again")
    backup.add_argument("path", type=Path, metavar="FILE|FOLDER", help="a folder gets a file named after the moment")
    backup.add_argument("--with-keys", action="store_true", help="put the sealing keys in, too")
    backup.set_defaults(run=run_backup)
    restore = commands.add_parser(
        "restore",
        help="put a backup back; the service must not run",
        description="Puts a backup back into the database of DATABASE_URL. A backup of SQLite also goes into an empty "
        "PostgreSQL: so an installation moves from one process to several. The other way is refused.",
    )
    restore.add_argument("path", type=Path, metavar="FILE")
    restore.add_argument("--force", action="store_true", help="replace what is there")
    restore.add_argument("--check", action="store_true", help="only see whether it is whole and can be restored here")
    restore.set_defaults(run=run_restore)


def run_backup(arguments: argparse.Namespace, settings: Settings) -> int:
    """Prints the file's path on stdout."""
    from assistant.bootstrap.backup import make_backup

    now = SystemClock().now()
    target: Path = arguments.path
    if target.is_dir():
        target = target / f"backup-{now.astimezone(CHONGQING):%Y%m%d-%H%M%S}.zip"
    report = make_backup(settings, target, now, arguments.with_keys)
    print(report.path)
    print(f"备份完成：{_described(report.manifest)}，{target.stat().st_size / 1e6:.1f} MB。", file=sys.stderr)
    for name in report.left_out:
        print(f"没有放进备份（太大）：{name}", file=sys.stderr)
    print(_KEYS_INSIDE if arguments.with_keys else _KEYS_LEFT_OUT, file=sys.stderr)
    return 0


def run_restore(arguments: argparse.Namespace, settings: Settings) -> int:
    from assistant.bootstrap.backup import check_backup, restore_backup

    if arguments.check:
        print(f"备份完好，可以恢复：{_described(check_backup(arguments.path))}。", file=sys.stderr)
        return 0
    report = restore_backup(settings, arguments.path, SystemClock().now(), arguments.force)
    print(f"恢复完成：{_described(report.manifest)}。索引会在下次启动时重新建立。", file=sys.stderr)
    if report.database != report.manifest.database:
        print(f"已从 {report.manifest.database} 搬到 {report.database}，每张表的行数都核对过。", file=sys.stderr)
    for name in report.left_behind:
        print(f"没有搬（不是本服务的表）：{name}", file=sys.stderr)
    print("工作人员要重新登录。别的机器上的 DATA_DIR/index 也请删掉。", file=sys.stderr)
    if report.former is not None:
        print(f"原来的数据库还在：{report.former}。确认无误后请删掉。", file=sys.stderr)
    if report.missing_keys:
        print(_CANNOT_OPEN.format("、".join(report.missing_keys)), file=sys.stderr)
    return 0


def _described(manifest: "Manifest") -> str:
    rows = sum(manifest.rows.values())
    made = f"{manifest.made_at.astimezone(CHONGQING):%Y-%m-%d %H:%M:%S}"
    keys = "含密钥" if manifest.has_keys else "不含密钥"
    return (
        f"{made}，{manifest.database}，版本 {manifest.version}，结构 {manifest.schema_revision}，"
        f"{len(manifest.rows)} 张表 {rows} 行，{keys}"
    )
