"""How far the index in a folder is: the number of the last change in it, beside the index."""

from pathlib import Path

_NUMBER_FILE = "APPLIED"


def read_applied(folder: Path, kind: str) -> int:
    """The number of the last change; 0 where there is no index, or one of another format than `kind`."""
    try:
        found, number = (folder / _NUMBER_FILE).read_text(encoding="ascii").split()
        return int(number) if found == kind else 0
    except (OSError, ValueError):
        return 0


def write_applied(folder: Path, kind: str, number: int) -> None:
    """Whoever reads sees the old number or the new one, never a part."""
    aside = folder / f"{_NUMBER_FILE}.new"
    aside.write_text(f"{kind} {number}\n", encoding="ascii")
    aside.replace(folder / _NUMBER_FILE)


def empty_folder(folder: Path) -> None:
    """Makes the folder, or takes all files out of it."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.is_file():
            path.unlink()
