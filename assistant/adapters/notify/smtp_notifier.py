"""Notices as mail: to the operator's address, or to whom they are for."""

import hashlib
import smtplib
import ssl
from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Literal

from assistant.domain.errors import InvalidInputError, UnavailableError
from assistant.services.notification_ports import Notification, Recipient, RecipientKind

#: `starttls`: encrypted after the greeting (587); `tls`: from the first byte (465); `none`: a server on this machine.
SmtpTls = Literal["starttls", "tls", "none"]


@dataclass(frozen=True)
class SmtpServer:
    """Where mail is handed in. Without a user name nobody logs in."""

    host: str
    port: int = 587
    tls: SmtpTls = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    timeout_seconds: float = 10.0


class SmtpNotifier:
    """Implements `Notifier`. `recipient`: the operator's address, for what has no other. Doubles carry the same
    Message-ID.

    Raises InvalidInputError for an address that is none, or a password that would travel unencrypted.
    """

    def __init__(self, server: SmtpServer, sender: str, recipient: str) -> None:
        if server.user and server.tls == "none":
            raise InvalidInputError("SMTP_USER needs SMTP_TLS 'starttls' or 'tls': the password must be encrypted.")
        self._server = server
        self._sender, self._recipient = _address("SMTP_FROM", sender), _address("SMTP_TO", recipient)

    def can_reach(self, recipient: Recipient) -> bool:
        return recipient.kind is not RecipientKind.PERSON or bool(recipient.email)

    def notify(self, notification: Notification) -> None:
        message = self._message(notification)
        try:
            with self._connect() as connection:
                if self._server.tls == "starttls":
                    connection.starttls(context=ssl.create_default_context())
                if self._server.user:
                    connection.login(self._server.user, self._server.password)
                connection.send_message(message)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            # What the server says may quote the message: only its kind is passed on.
            raise UnavailableError(f"SMTP_HOST did not take the mail: {type(error).__name__}.") from None

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        if server.tls == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout_seconds, context=context)
        return smtplib.SMTP(server.host, server.port, timeout=server.timeout_seconds)

    def _message(self, notification: Notification) -> EmailMessage:
        message = EmailMessage()
        address = notification.to.email
        to = _address("The recipient's address", address) if address else self._recipient
        message["From"], message["To"] = self._sender, to
        message["Subject"] = " ".join(notification.subject.split())
        digest = hashlib.sha256(notification.key.encode()).hexdigest()[:32]
        message["Message-ID"] = f"<{digest}@{self._sender.domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(notification.text)
        return message


def _address(setting: str, text: str) -> Address:
    try:
        address = Address(addr_spec=text)
    except (MessageError, ValueError, IndexError):
        raise InvalidInputError(f"{setting} is not a mail address.") from None
    if not address.username or not address.domain or not text.isascii():
        raise InvalidInputError(f"{setting} is not a mail address.")
    return address
