"""What stands in a backup's manifest."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from assistant.domain.errors import InvalidInputError

FORMAT = 1
NAME = "manifest.json"


@dataclass(frozen=True)
class Member:
    """One file of an archive. `sha256` in hexadecimal, of what it holds unpacked."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """`database`: sqlite or postgresql. `schema_revision`: Alembic's. `keys`: names of the keys that seal personal
    details here, never the keys; the first one seals. `rows` by table, `sequences` by name."""

    made_at: datetime
    version: str
    database: str
    schema_revision: str
    has_keys: bool
    keys: tuple[str, ...]
    rows: Mapping[str, int]
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sequences: Mapping[str, int] = field(default_factory=dict)
    libraries: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, Member] = field(default_factory=dict)
    format: int = FORMAT

    def to_json(self) -> bytes:
        return json.dumps({**asdict(self), "made_at": self.made_at.isoformat()}, ensure_ascii=False, indent=1).encode()


def read_manifest(content: bytes) -> Manifest:
    """Raises InvalidInputError for one that is damaged, or of a format this version does not know."""
    try:
        raw = json.loads(content)
        if raw["format"] > FORMAT:
            raise InvalidInputError("这份备份是用更新的版本做的，当前版本不认识它的格式。请用同样新或更新的版本恢复。")
        return Manifest(
            made_at=datetime.fromisoformat(raw["made_at"]),
            version=str(raw["version"]),
            database=str(raw["database"]),
            schema_revision=str(raw["schema_revision"]),
            has_keys=bool(raw["has_keys"]),
            keys=tuple(raw["keys"]),
            rows={name: int(count) for name, count in raw["rows"].items()},
            columns={name: tuple(columns) for name, columns in raw["columns"].items()},
            sequences={name: int(value) for name, value in raw["sequences"].items()},
            libraries=dict(raw["libraries"]),
            members={name: Member(int(one["bytes"]), str(one["sha256"])) for name, one in raw["members"].items()},
            format=int(raw["format"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InvalidInputError("备份里的清单 manifest.json 读不出来，这份备份已经损坏。请换一份。") from error
