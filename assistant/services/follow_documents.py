"""Keeps the indexes of added documents in step with the database, so that no question waits for it."""

import logging
import threading

from assistant.domain.errors import AssistantError
from assistant.services.collections import CollectionService

_log = logging.getLogger(__name__)
#: What was added in another process is searched here after so long at the latest, and the time it takes to index it.
LOOK_AGAIN_SECONDS = 0.4


class DocumentFollower:
    """Looks for changes of every collection that answers may rest on."""

    def __init__(self, collections: CollectionService, seconds: float = LOOK_AGAIN_SECONDS) -> None:
        self._collections, self._seconds = collections, seconds
        self._stop = threading.Event()

    def start(self) -> None:
        self._collections.is_followed()
        threading.Thread(target=self._loop, name="document-index", daemon=True).start()

    def stop(self) -> None:
        self._stop.set()

    def look(self) -> int:
        """How many passages were indexed anew; 0 where nothing has changed, or nothing can be read."""
        try:
            return sum(map(self._collections.refresh, self._collections.list_answerable()))
        except AssistantError as error:
            _log.warning("added documents cannot be followed: %s", type(error).__name__)
            return 0

    def _loop(self) -> None:
        while not self._stop.wait(self._seconds):
            self.look()
