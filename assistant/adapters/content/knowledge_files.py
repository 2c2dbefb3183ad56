"""The files of one state of the knowledge: the shipped ones, with what staff have published over them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import yaml

from assistant.adapters.content.library import files_of

#: Words that templates ask for by name: an upgrade may ask for more than an edited file has.
_PAGES = "replies/pages.yaml"


@dataclass(frozen=True)
class KnowledgeFiles:
    """`overlay`: path → text in place of the shipped file, None where the file is gone. Nothing is ever written to
    `shipped`."""

    shipped: Path
    overlay: Mapping[str, str | None] = field(default_factory=dict)

    def contents(self) -> dict[str, bytes]:
        """Path → content, in the order in which a folder of them is read."""
        found = {path.relative_to(self.shipped).as_posix(): path for path in files_of(self.shipped)}
        texts = {name: path.read_bytes() for name, path in found.items() if name not in self.overlay}
        texts |= {name: text.encode() for name, text in self.overlay.items() if text is not None}
        if self.overlay.get(_PAGES) is not None and _PAGES in found:
            texts[_PAGES] += _entries_missing(found[_PAGES].read_bytes(), texts[_PAGES])
        return {name: texts[name] for name in sorted(texts, key=PurePosixPath)}

    def digest(self) -> str:
        """That of a folder with these files in it."""
        digest = hashlib.sha256()
        for name, content in self.contents().items():
            digest.update(name.encode() + b"\0" + content + b"\0")
        return digest.hexdigest()[:16]

    def write_into(self, folder: Path) -> None:
        """A copy of all of them below the folder."""
        for name, content in self.contents().items():
            copy = folder / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(content)


def _entries_missing(shipped: bytes, edited: bytes) -> bytes:
    """Entries of a flat file that the edited one does not have, to be put at its end."""
    try:
        was, now = yaml.load(shipped, yaml.CSafeLoader), yaml.load(edited, yaml.CSafeLoader)
        missing = {key: was[key] for key in was if key not in now}
    except (yaml.YAMLError, TypeError):
        return b""  # said by whoever reads the file
    return yaml.safe_dump(missing, allow_unicode=True, sort_keys=False).encode() if missing else b""
