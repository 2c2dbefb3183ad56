"""Notices leave by log, webhook and mail, within bounds, and never with more than they should say."""

import email
import email.policy
import json
import logging
import socket
from email.message import EmailMessage

import pytest

from assistant.adapters.notify.log_notifier import LogNotifier
from assistant.adapters.notify.smtp_notifier import SmtpNotifier, SmtpServer
from assistant.adapters.notify.webhook_notifier import WebhookNotifier
from assistant.domain.errors import InvalidInputError, UnavailableError
from assistant.domain.saved_searches import NoticeChannel
from assistant.services.saved_search_ports import Notification, Notifier
from tests.adapters.notify.local_servers import mail_server, web_server

NOTICE = Notification(
    NoticeChannel.OPERATOR,
    "保存的搜索有2个新岗位",
    "搜索“叉车司机”有2个新岗位。",
    "https://example.org/c/a/searches",
    2,
)
FROM, TO = "service@example.org", "desk@example.org"


def local(port: int) -> SmtpServer:
    return SmtpServer("127.0.0.1", port, "none", timeout_seconds=2)


def silent_port(listener: socket.socket) -> int:
    """A port at which connections are taken and nothing is said."""
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    return int(listener.getsockname()[1])


def test_all_of_them_are_notifiers() -> None:
    for one in (LogNotifier(), WebhookNotifier("https://example.org"), SmtpNotifier(local(25), FROM, TO)):
        assert isinstance(one, Notifier)


def test_the_log_tells_that_there_is_a_notice_and_nothing_of_what_somebody_looks_for(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO):
        LogNotifier().notify(NOTICE)
    assert json.loads(caplog.messages[0]) == {"event": "notice", "target": "operator", "count": 2}


def test_a_webhook_gets_the_notice_as_json() -> None:
    with web_server() as heard:
        WebhookNotifier(f"http://127.0.0.1:{heard.port}/hook?key=1").notify(NOTICE)
    assert heard.paths == ["/hook?key=1"]
    assert json.loads(heard.bodies[0]) == {
        "target": "operator",
        "subject": NOTICE.subject,
        "text": NOTICE.text,
        "link": NOTICE.link,
        "count": 2,
    }


@pytest.mark.parametrize("answer", [301, 302, 307, 308, 400, 404, 500, 503])
def test_a_webhook_that_redirects_or_refuses_has_not_been_told(answer: int) -> None:
    with web_server() as heard:
        heard.answer = answer
        with pytest.raises(UnavailableError, match=str(answer)):
            WebhookNotifier(f"http://localhost:{heard.port}/hook").notify(NOTICE)
    assert heard.paths == ["/hook"]


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/hook",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "https://",
        "https://user:secret@example.org/",
        "https://example.org:port/",
        "https://example.org/a b",
        "https://example.org/\r\nX: 1",
        "http://127.0.0.1.example.org/",
        "",
    ],
)
def test_a_webhook_is_https_or_on_this_machine(url: str) -> None:
    with pytest.raises(InvalidInputError, match="NOTIFY_WEBHOOK_URL"):
        WebhookNotifier(url)


def test_a_webhook_that_hangs_is_given_up_and_its_address_is_not_told() -> None:
    with socket.socket() as listener:
        url = f"http://127.0.0.1:{silent_port(listener)}/secret-key"
        with pytest.raises(UnavailableError) as failed:
            WebhookNotifier(url, timeout_seconds=0.05).notify(NOTICE)
    assert "secret-key" not in str(failed.value)


def test_mail_carries_subject_and_text_in_chinese() -> None:
    with mail_server() as heard:
        SmtpNotifier(local(heard.port), FROM, TO).notify(NOTICE)
    message = email.message_from_bytes(heard.bodies[0], _class=EmailMessage, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert (message["From"], message["To"], message["Subject"]) == (FROM, TO, NOTICE.subject)
    assert message.get_content().strip() == NOTICE.text


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA", "EHLO"])
def test_mail_that_is_refused_has_not_been_told(command: str) -> None:
    with mail_server() as heard:
        heard.refuses = command
        notifier = SmtpNotifier(local(heard.port), FROM, TO)
        if command == "EHLO":  # an old server: HELO is tried next
            notifier.notify(NOTICE)
            return
        with pytest.raises(UnavailableError, match="SMTP_HOST"):
            notifier.notify(NOTICE)


def test_a_mail_server_that_cannot_encrypt_is_not_given_the_mail() -> None:
    with mail_server() as heard:
        server = SmtpServer("127.0.0.1", heard.port, "starttls", timeout_seconds=2)
        with pytest.raises(UnavailableError):
            SmtpNotifier(server, FROM, TO).notify(NOTICE)
    assert heard.bodies == []


def test_a_mail_server_that_hangs_is_given_up() -> None:
    with socket.socket() as listener:
        server = SmtpServer("127.0.0.1", silent_port(listener), "none", timeout_seconds=0.05)
        with pytest.raises(UnavailableError):
            SmtpNotifier(server, FROM, TO).notify(NOTICE)


@pytest.mark.parametrize("address", ["", "nobody", "a@", "@b", "a@b\r\nBcc: c@d", "a b@c", "服务@example.org"])
def test_a_mail_address_that_is_none_is_refused_at_the_start(address: str) -> None:
    with pytest.raises(InvalidInputError, match="SMTP_TO"):
        SmtpNotifier(local(25), FROM, address)
    with pytest.raises(InvalidInputError, match="SMTP_FROM"):
        SmtpNotifier(local(25), address, TO)


def test_a_password_never_travels_unencrypted_or_in_a_representation() -> None:
    server = SmtpServer("example.org", 25, "none", "service", "secret")
    with pytest.raises(InvalidInputError, match="SMTP_TLS"):
        SmtpNotifier(server, FROM, TO)
    assert "secret" not in repr(server)
