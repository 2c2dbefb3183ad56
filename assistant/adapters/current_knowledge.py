"""The knowledge of one process: every turn gets the state in force, and a new one is taken up while running."""

import logging
import threading
import time
from collections.abc import Callable

from assistant.adapters.content.knowledge_files import KnowledgeFiles
from assistant.adapters.knowledge_store import KnowledgeStore, LoadedKnowledge, digest_for
from assistant.domain.errors import AssistantError, KnowledgeError
from assistant.domain.knowledge_edits import ChangeState, overlay_of
from assistant.services.knowledge_edit_ports import KnowledgeEditStore

_log = logging.getLogger("assistant.knowledge")
_LOOK_AGAIN_SECONDS, _PAUSE_SECONDS = 2.0, 0.25
_DAMAGED = (AssistantError, OSError, ValueError)


class CurrentKnowledge:
    """Gives every turn the state in force, and takes up a new one while running.

    Without a follower it looks for one when `look_again_seconds` have passed since it last did; whoever asks then waits
    for it to be opened.
    """

    def __init__(self, store: KnowledgeStore, look_again_seconds: float = _LOOK_AGAIN_SECONDS) -> None:
        self._store = store
        self._look_again_seconds = look_again_seconds
        self._loaded = store.open()
        self._looked_at = time.monotonic()
        self.is_followed = False

    @property
    def loaded(self) -> LoadedKnowledge:
        if not self.is_followed and time.monotonic() - self._looked_at >= self._look_again_seconds:
            self._looked_at = time.monotonic()
            self.look(self._store.open_state)
        return self._loaded

    def look(self, open_state: Callable[[str], LoadedKnowledge]) -> None:
        """Takes up the state to which the pointer points; where it cannot be opened, the old one stays."""
        digest = self._store.current_digest()
        if digest in (None, self._loaded.digest):
            return
        try:
            self._loaded = open_state(str(digest))
        except _DAMAGED as error:
            _log.error("a new state of the knowledge cannot be opened, the old one stays: %s", error)

    def put(self, loaded: LoadedKnowledge) -> None:
        """This is the state in force."""
        self._loaded = loaded


class KnowledgeFollower:
    """Follows what staff publish, in threads of its own, and opens what waits for being published beforehand.

    Building takes seconds and opening too, so both are done for the newest proposal before anybody publishes it; taking
    it up is then one assignment. `build`: as `KnowledgeStore.prepare`, for a running service in another process.
    """

    def __init__(
        self,
        current: CurrentKnowledge,
        store: KnowledgeStore,
        edits: KnowledgeEditStore,
        build: Callable[[KnowledgeFiles, bool], str],
        pause_seconds: float = _PAUSE_SECONDS,
    ) -> None:
        self._current, self._store, self._edits, self._build = current, store, edits, build
        self._pause_seconds = pause_seconds
        self._next: LoadedKnowledge | None = None
        self._taken_up, self._prepared = (-1, -1), (-1, -1)
        self._taking_up, self._making = threading.Lock(), threading.Lock()
        self._stopped = threading.Event()

    def start(self) -> None:
        self._current.is_followed = True
        for name, step in (("knowledge-follow", self.take_up), ("knowledge-prepare", self.prepare_next)):
            threading.Thread(target=self._loop, args=(step,), name=name, daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()
        self._current.is_followed = False

    @property
    def prepared(self) -> str | None:
        """The digest of the state that waits to be published, built and opened; None where none waits."""
        ready = self._next
        return ready.digest if ready is not None and ready.digest != self._current.loaded.digest else None

    def take_up(self) -> None:
        """Whatever has been built or published since the last look is in force afterwards. Raises AssistantError."""
        with self._taking_up:
            self._current.look(self._opened)
            stamp = self._edits.stamp()
            if stamp[0] == self._taken_up[0]:
                return
            try:
                self._bring(self._store.files())
            except KnowledgeError as error:
                _log.error("what was published does not fit to the files here, the old state stays: %s", error)
            self._taken_up = stamp

    def prove(self, files: KnowledgeFiles) -> LoadedKnowledge:
        """The state of these files, built and opened; kept until another is.

        Raises KnowledgeError, UnavailableError.
        """
        digest, current, ready = digest_for(files), self._current.loaded, self._next
        for loaded in (current, ready):
            if loaded is not None and loaded.digest == digest:
                return loaded
        with self._making:
            try:
                self._next = self._store.open_state(self._build(files, False))
            except KnowledgeError:
                raise
            except _DAMAGED as error:
                _log.warning("the state %s is damaged and is built again: %s", digest, error)
                self._next = self._store.open_state(self._build(files, True))
            return self._next

    def prepare_next(self) -> None:
        """Opens what the newest proposal would make of the knowledge. Raises AssistantError."""
        stamp = self._edits.stamp()
        if stamp == self._prepared or stamp[0] != self._taken_up[0]:
            return  # what was just published is taken up first: it may be the very state that is prepared
        waiting = self._edits.list_changes((ChangeState.PROPOSED,), limit=1)
        if waiting:
            try:
                overlay = overlay_of(self._edits.list_published(), waiting[0].edits)
                self.prove(KnowledgeFiles(self._store.source, overlay))
            except KnowledgeError as error:
                _log.warning("proposal %s does not fit to the files here: %s", waiting[0].id, error)
        else:
            self._next = None
        self._prepared = stamp

    def _bring(self, files: KnowledgeFiles) -> None:
        digest = digest_for(files)
        if digest == self._current.loaded.digest:
            return
        loaded = self.prove(files)
        self._store.point_to(digest)
        self._current.put(loaded)
        self._store.forget_others(digest)
        _log.warning("knowledge %s is in force", digest)

    def _opened(self, digest: str) -> LoadedKnowledge:
        ready = self._next
        return ready if ready is not None and ready.digest == digest else self._store.open_state(digest)

    def _loop(self, step: Callable[[], None]) -> None:
        while not self._stopped.is_set():
            wait = self._pause_seconds
            try:
                step()
            except Exception as error:  # the thread must outlive whatever goes wrong in one round
                _log.error("knowledge cannot be followed: %s", error)
                wait *= 20
            self._stopped.wait(wait)
