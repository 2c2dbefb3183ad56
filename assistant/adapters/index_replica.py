"""The index of this process, kept in step with SQL: a folder of its own, and a thread that follows the changes.

```
DIR/0/  DIR/0.lock     one folder per process on this machine; the lock says that somebody feeds it
```
A program that runs for a moment only reads the folder of one that serves, where its own would be far behind.
"""

import fcntl
import logging
import os
import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from assistant.domain.errors import AssistantError, UnavailableError

_PAGE, _AT_ONCE = 5_000, 50_000
_MOST_REPLICAS = 64
#: Behind by more than this, another process's index is read rather than an own one built.
_FAR_BEHIND = 20_000
LOOK_SECONDS = 0.2
_log = logging.getLogger("assistant.indexes")


class NumberedChange(Protocol):
    """One change of what is indexed; numbers grow."""

    @property
    def number(self) -> int: ...


Change = TypeVar("Change", bound=NumberedChange)
_Given = TypeVar("_Given", bound=NumberedChange, covariant=True)
_Applied = TypeVar("_Applied", bound=NumberedChange, contravariant=True)


class FollowedStore(Protocol[_Given]):
    """What is followed: part of `VacancyStore` and of `CourseStore`."""

    def last_number(self) -> int: ...

    def changes_after(self, number: int, limit: int, today: date) -> Sequence[_Given]: ...


class FollowingIndex(Protocol[_Applied]):
    """An index over one folder, fed with changes."""

    def applied_number(self) -> int: ...

    def apply(self, changes: Iterable[_Applied], number: int) -> None: ...

    def refresh(self) -> None: ...

    def close(self) -> None: ...


Index = TypeVar("Index", bound=FollowingIndex)  # type: ignore[type-arg]  # of the changes the store gives


class IndexReplica(Generic[Change, Index]):
    """An index that follows the store. `is_borrowed`: it is another process's, and only read.

    `open_index` opens a folder, only to be read or not; `read_number` tells how far the index in a folder is.
    """

    index: Index

    def __init__(
        self,
        home: Path,
        store: FollowedStore[Change],
        today: Callable[[], date],
        open_index: Callable[[Path, bool], Index],
        read_number: Callable[[Path], int],
    ) -> None:
        self._store = store
        self._today = today
        self._stop = threading.Event()
        self._catching_up = threading.Lock()
        folder, self._lock_file = _choose_folder(home, store.last_number(), read_number)
        self.is_borrowed = self._lock_file is None
        self.index = open_index(folder, self.is_borrowed)

    def catch_up(self, on_progress: Callable[[int], None] | None = None) -> int:
        """Takes in every change there is; how many. May raise UnavailableError."""
        if self.is_borrowed:
            self.index.refresh()
            return 0
        with self._catching_up:
            total = 0
            while taken := self._take_some():
                total += taken
                if on_progress is not None:
                    on_progress(total)
            return total

    def follow(self) -> threading.Thread:
        """Starts the thread that keeps the index in step until `stop`."""
        thread = threading.Thread(target=self._follow, name="index-replica", daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        self._stop.set()
        with self._catching_up:
            self.index.close()
        if self._lock_file is not None:
            os.close(self._lock_file)
            self._lock_file = None

    def _take_some(self) -> int:
        """One commit's worth of changes."""
        number, changes = self.index.applied_number(), list[Change]()
        while len(changes) < _AT_ONCE:
            page = self._store.changes_after(number, _PAGE, self._today())
            if not page:
                break
            changes += page
            number = page[-1].number
        if changes:
            self.index.apply(changes, number)
        return len(changes)

    def _follow(self) -> None:
        while not self._stop.wait(LOOK_SECONDS):
            try:
                self.catch_up()
            except AssistantError as error:
                _log.error("the index %s waits: %s", type(self.index).__name__, error)
            except Exception as error:  # a thread nobody waits for: it must say so and go on
                _log.error("the index %s stumbled: %s", type(self.index).__name__, type(error).__name__)


def _choose_folder(home: Path, last_number: int, read_number: Callable[[Path], int]) -> tuple[Path, int | None]:
    """The free folder that is furthest on, locked; or one that somebody else feeds, if the free ones are far behind."""
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnavailableError(f"The index in {home} cannot be written: {error.strerror}.") from error
    folders = [home / str(number) for number in range(_MOST_REPLICAS)]
    fed = []
    for folder in sorted(folders, key=lambda folder: (-read_number(folder), int(folder.name))):
        lock = _try_lock(folder)
        if lock is None:
            fed.append(folder)
            continue
        if last_number - read_number(folder) > _FAR_BEHIND:
            near = [other for other in fed if last_number - read_number(other) <= _FAR_BEHIND]
            if near:
                os.close(lock)
                return near[0], None
        return folder, lock
    raise UnavailableError(f"More than {_MOST_REPLICAS} processes use the index in {home}.")


def _try_lock(folder: Path) -> int | None:
    try:
        lock = os.open(folder.with_name(f"{folder.name}.lock"), os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise UnavailableError(f"The index in {folder} cannot be written: {error.strerror}.") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        return None
    return lock
