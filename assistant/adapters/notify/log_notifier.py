"""Notices in the log, where no other channel is set up: that there is one, and nothing of what it says."""

import json
import logging

from assistant.services.saved_search_ports import Notification

_log = logging.getLogger(__name__)


class LogNotifier:
    """Implements `Notifier`."""

    def notify(self, notification: Notification) -> None:
        event = {"event": "notice", "target": notification.target.value, "count": notification.count}
        _log.info(json.dumps(event))
