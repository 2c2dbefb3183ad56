"""The files of one state of the knowledge: the shipped ones, with what staff have published over them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from assistant.adapters.content.library import files_of


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
