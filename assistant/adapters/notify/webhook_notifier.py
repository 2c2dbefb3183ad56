"""Notices posted as JSON to an address of the operator's."""

import json
from email.message import Message
from http.client import HTTPException
from ipaddress import ip_address
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from assistant.domain.errors import InvalidInputError, UnavailableError
from assistant.services.notification_ports import Notification, Recipient, RecipientKind

_SETTING = "NOTIFY_WEBHOOK_URL"


class WebhookNotifier:
    """Implements `Notifier`. No proxy is used, no redirect followed, and the answer is not read.

    Whoever listens there delivers it: by SMS, where a person has left a telephone number. Doubles carry the same `key`,
    which stands in the header `Idempotency-Key`, too.

    Raises InvalidInputError for an address that is neither https nor on this machine.
    """

    def __init__(self, url: str, timeout_seconds: float = 5.0) -> None:
        if not _is_safe(url):
            raise InvalidInputError(f"{_SETTING} cannot be used. Give an https address, or http on this machine.")
        self._url = url
        self._timeout_seconds = timeout_seconds
        self._opener = build_opener(ProxyHandler({}), _NoRedirect())

    def can_reach(self, recipient: Recipient) -> bool:
        return recipient.kind is not RecipientKind.PERSON or bool(recipient.email or recipient.phone)

    def notify(self, notification: Notification) -> None:
        body = json.dumps(_as_json(notification), ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "employment-assistant-notices"}
        headers["Idempotency-Key"] = notification.key.encode("ascii", "replace").decode()
        request = Request(self._url, data=body, headers=headers, method="POST")
        try:
            self._opener.open(request, timeout=self._timeout_seconds).close()
        except HTTPError as error:
            error.close()
            raise UnavailableError(f"{_SETTING} answered {error.code}.") from None
        except (URLError, OSError, HTTPException, ValueError) as error:
            raise UnavailableError(f"{_SETTING} does not answer: {type(error).__name__}.") from None


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> Request | None:
        """None: the redirect is an error like any other answer that is not a success."""
        return None


def _as_json(notification: Notification) -> dict[str, object]:
    to = notification.to
    return {
        "key": notification.key,
        "target": to.kind.value,
        "team": to.team or None,
        "email": to.email or None,
        "phone": to.phone or None,
        "subject": notification.subject,
        "text": notification.text,
        "link": notification.link,
        "count": notification.count,
    }


def _is_safe(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or not url.isprintable() or " " in url:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_this_machine(host))


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
