"""Notices leave by log, webhook and mail, within bounds, and never with more than they should say."""

import email
import email.policy
import json
import logging
import socket
from dataclasses import replace
from email.message import EmailMessage

import pytest

from assistant.adapters.notify.log_notifier import LogNotifier
from assistant.adapters.notify.smtp_notifier import SmtpNotifier, SmtpServer
from assistant.adapters.notify.webhook_notifier import WebhookNotifier
from assistant.domain.errors import InvalidInputError, UnavailableError
from assistant.services.notification_ports import Notification, Notifier, Recipient, RecipientKind
from tests.adapters.notify.local_servers import mail_server, web_server

NOTICE = Notification(
    "search:n1",
    Recipient(),
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
        "key": "search:n1",
        "target": "operator",
        "team": None,
        "email": None,
        "phone": None,
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


PERSONS = Notification(
    "reply:CQ-1:4",
    Recipient(RecipientKind.PERSON, email="beispiel@example.org", phone="13800000000"),
    "您的工单CQ-1有了回复",
    "您的工单CQ-1有了回复。",
    "https://example.org/cases/CQ-1",
)


def test_mail_to_a_person_goes_to_the_address_they_left_and_a_double_is_known_by_its_id() -> None:
    with mail_server() as heard:
        notifier = SmtpNotifier(local(heard.port), FROM, TO)
        notifier.notify(PERSONS)
        notifier.notify(PERSONS)
    first, second = (email.message_from_bytes(body, policy=email.policy.default) for body in heard.bodies)
    assert first["To"] == "beispiel@example.org"
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Auto-Submitted"] == "auto-generated"


def test_an_address_that_is_none_is_no_failure_of_the_channel() -> None:
    notifier = SmtpNotifier(local(25), FROM, TO)
    with pytest.raises(InvalidInputError):
        notifier.notify(replace(PERSONS, to=Recipient(RecipientKind.PERSON, email="示例@example.org")))


def test_a_webhook_gets_the_telephone_number_and_the_key() -> None:
    with web_server() as heard:
        WebhookNotifier(f"http://127.0.0.1:{heard.port}/hook").notify(PERSONS)
    sent = json.loads(heard.bodies[0])
    assert (sent["target"], sent["phone"], sent["key"]) == ("person", "13800000000", "reply:CQ-1:4")


def test_each_channel_knows_whom_it_reaches() -> None:
    mail, hook, log = SmtpNotifier(local(25), FROM, TO), WebhookNotifier("https://example.org"), LogNotifier()
    phone_only = Recipient(RecipientKind.PERSON, phone="13800000000")
    assert [one.can_reach(phone_only) for one in (mail, hook, log)] == [False, True, False]
    assert [one.can_reach(PERSONS.to) for one in (mail, hook, log)] == [True, True, False]
    assert all(one.can_reach(Recipient(RecipientKind.TEAM, "rights")) for one in (mail, hook, log))


def test_no_channel_says_in_its_log_or_errors_whom_it_writes_to(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), mail_server() as heard:
        heard.refuses = "RCPT"
        with pytest.raises(UnavailableError) as refused:
            SmtpNotifier(local(heard.port), FROM, TO).notify(PERSONS)
        LogNotifier().notify(PERSONS)
    said = f"{refused.value}{caplog.text}{PERSONS!r}"
    assert "beispiel" not in said and "13800000000" not in said
