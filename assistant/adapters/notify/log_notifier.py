"""Notices in the log, where no other channel is set up: that there is one, and nothing of what it says."""

import json
import logging

from assistant.services.notification_ports import Notification, Recipient, RecipientKind

_log = logging.getLogger(__name__)


class LogNotifier:
    """Implements `Notifier`. It reaches whoever reads the log, and never a person."""

    def can_reach(self, recipient: Recipient) -> bool:
        return recipient.kind is not RecipientKind.PERSON

    def notify(self, notification: Notification) -> None:
        event = {"event": "notice", "target": notification.to.kind.value, "count": notification.count}
        _log.info(json.dumps(event))
