"""Rate limits, addresses, origins, headers."""

import pytest
from fastapi.testclient import TestClient
from starlette.requests import HTTPConnection

from tests.web.conftest import with_settings
from tests.web.fake_assistant import FakeAssistant
from web.client_address import client_address, parse_networks

JSON = {"Accept": "application/json"}


def address(peer: str, forwarded: str, trusted: str) -> str:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    scope = {"type": "http", "headers": headers, "client": (peer, 1)}
    return client_address(HTTPConnection(scope), parse_networks(trusted))


@pytest.mark.parametrize(
    ("peer", "forwarded", "trusted", "expected"),
    [
        pytest.param("9.9.9.9", "1.1.1.1", "", "9.9.9.9", id="nobody is trusted"),
        pytest.param("9.9.9.9", "1.1.1.1", "10.0.0.0/8", "9.9.9.9", id="an untrusted peer cannot choose its address"),
        pytest.param("10.0.0.1", "1.1.1.1", "10.0.0.0/8", "1.1.1.1", id="a trusted proxy is believed"),
        pytest.param("10.0.0.1", "6.6.6.6, 1.1.1.1", "10.0.0.0/8", "1.1.1.1", id="but not what it was told"),
        pytest.param("10.0.0.1", "1.1.1.1, 10.0.0.2", "10.0.0.0/8", "1.1.1.1", id="two trusted proxies"),
        pytest.param("10.0.0.1", "junk", "10.0.0.1", "10.0.0.1", id="junk is ignored"),
        pytest.param("::ffff:10.0.0.1", "1.1.1.1", "10.0.0.1", "1.1.1.1", id="IPv4 written as IPv6"),
        pytest.param("2001:db8:1:2:3::4", "", "", "2001:db8:1:2::/64", id="IPv6 counts by household"),
        pytest.param("unix", "", "", "unknown", id="no address at all"),
    ],
)
def test_the_address_is_the_nearest_one_that_is_no_trusted_proxy(
    peer: str, forwarded: str, trusted: str, expected: str
) -> None:
    assert address(peer, forwarded, trusted) == expected


def test_proxies_that_are_no_networks_are_named_at_start() -> None:
    with pytest.raises(ValueError, match="proxy-one"):
        parse_networks("10.0.0.1, proxy-one")


def test_one_conversation_may_not_ask_faster_than_its_limit(assistant: FakeAssistant) -> None:
    with with_settings(assistant, messages_per_minute=2) as client:
        conversation = client.post("/api/conversations").json()["id"]
        answers = [ask(client, conversation) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json()["type"].endswith("rate_limited")
    assert 1 <= int(answers[2].headers["retry-after"]) <= 60


def test_a_limit_reached_by_one_conversation_leaves_others_alone(assistant: FakeAssistant) -> None:
    with with_settings(assistant, messages_per_minute=1) as client:
        first, second = (client.post("/api/conversations").json()["id"] for _ in range(2))
        ask(client, first)

        assert ask(client, first).status_code == 429
        assert ask(client, second).status_code == 200


def test_one_address_may_not_ask_faster_than_its_limit(assistant: FakeAssistant) -> None:
    with with_settings(assistant, messages_per_minute_address=2) as client:
        conversations = [client.post("/api/conversations").json()["id"] for _ in range(3)]

        assert [ask(client, each).status_code for each in conversations] == [200, 200, 429]


def test_one_address_may_not_open_conversations_without_end(assistant: FakeAssistant) -> None:
    with with_settings(assistant, conversations_per_minute_address=2) as client:
        assert [client.post("/api/conversations").status_code for _ in range(3)] == [201, 201, 429]


def test_people_behind_a_trusted_proxy_are_counted_one_by_one(assistant: FakeAssistant) -> None:
    limits = {"conversations_per_minute_address": 1, "trusted_proxies": "192.0.2.0/24"}
    with with_settings(assistant, **limits) as client:
        client._transport.client = ("192.0.2.7", 1)  # type: ignore[attr-defined]
        first = client.post("/api/conversations", headers={"X-Forwarded-For": "1.1.1.1"})
        second = client.post("/api/conversations", headers={"X-Forwarded-For": "2.2.2.2"})
        third = client.post("/api/conversations", headers={"X-Forwarded-For": "2.2.2.2"})

    assert [first.status_code, second.status_code, third.status_code] == [201, 201, 429]


def test_someone_who_asked_too_fast_still_reaches_a_person(assistant: FakeAssistant) -> None:
    with with_settings(assistant, messages_per_minute=1) as client:
        conversation = client.post("/api/conversations").json()["id"]
        ask(client, conversation)
        assert ask(client, conversation).status_code == 429

        assert client.post(f"/api/conversations/{conversation}/handover").status_code == 200


def test_a_form_sent_too_fast_keeps_what_was_typed(assistant: FakeAssistant) -> None:
    with with_settings(assistant, messages_per_minute=1) as client:
        conversation = client.post("/api/conversations").json()["id"]
        client.post(f"/c/{conversation}/messages", data={"text": "一"})

        response = client.post(f"/c/{conversation}/messages", data={"text": "第二个问题"})

    assert response.status_code == 429
    assert "第二个问题</textarea>" in response.text
    assert "请稍等一会儿再发" in response.text


@pytest.mark.parametrize(
    ("headers", "is_taken"),
    [
        pytest.param({}, True, id="a program"),
        pytest.param({"Origin": "http://testserver"}, True, id="our own page"),
        pytest.param({"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}, True, id="a modern browser"),
        pytest.param({"Origin": "https://evil.example"}, False, id="another site"),
        pytest.param({"Origin": "null"}, False, id="a sandboxed frame"),
        pytest.param({"Origin": "http://testserver.evil.example"}, False, id="a name that begins like ours"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, False, id="cross-site"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, False, id="a neighbour on the same domain"),
    ],
)
def test_writes_are_taken_from_our_own_pages_only(
    client: TestClient, assistant: FakeAssistant, headers: dict[str, str], is_taken: bool
) -> None:
    form = client.post("/conversations", data={"text": "问"}, headers=headers)
    api = client.post("/api/conversations", headers=headers)

    assert (form.status_code, api.status_code) == ((303, 201) if is_taken else (403, 403))
    assert bool(assistant.conversations.turns) is is_taken


def test_behind_a_proxy_the_public_address_counts_as_our_own(assistant: FakeAssistant) -> None:
    with with_settings(assistant, public_url="https://jobs.example.cn") as client:
        assert client.post("/api/conversations", headers={"Origin": "https://jobs.example.cn"}).status_code == 201


@pytest.mark.parametrize("path", ["/", "/help", "/nope", "/healthz", "/api/nope", "/static/css/site.css", "/patterns"])
def test_every_response_carries_the_guards(client: TestClient, path: str) -> None:
    headers = client.get(path).headers

    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-request-id"]


def test_pages_with_a_conversation_are_kept_in_no_cache(client: TestClient, conversation: str) -> None:
    assert client.get(f"/c/{conversation}").headers["cache-control"] == "no-store"
    assert client.get("/static/css/site.css").headers["cache-control"] == "no-cache"


def ask(client: TestClient, conversation: str):
    return client.post(f"/api/conversations/{conversation}/messages", json={"text": "问"}, headers=JSON)
