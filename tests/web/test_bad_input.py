"""Whatever is sent ends in an answer or in a problem with words; never in a 500."""

import json

import pytest
from fastapi.testclient import TestClient

from tests.web.fake_assistant import FakeAssistant

JSON_TYPE = {"Content-Type": "application/json", "Accept": "application/json"}


def send(client: TestClient, conversation: str, content: str | bytes, **headers: str):
    url = f"/api/conversations/{conversation}/messages"
    return client.post(url, content=content, headers={**JSON_TYPE, **headers})


@pytest.mark.parametrize(
    ("content", "status", "name"),
    [
        pytest.param('{"text":', 400, "unreadable_body", id="broken JSON"),
        pytest.param(b"\xff\xfe\x00", 400, "unreadable_body", id="not UTF-8"),
        pytest.param("[" * 50_000, 400, "unreadable_body", id="nested too deep"),
        pytest.param("", 422, "invalid_field", id="no body"),
        pytest.param("{}", 422, "invalid_field", id="no text"),
        pytest.param("[]", 422, "invalid_field", id="a list"),
        pytest.param('{"text": 3}', 422, "invalid_field", id="a number"),
        pytest.param('{"text": null}', 422, "invalid_field", id="null"),
        pytest.param('{"text": ""}', 422, "empty_message", id="empty"),
        pytest.param('{"text": " \\n\\t"}', 422, "empty_message", id="blank"),
        pytest.param('{"text": "\\u200b\\u0000\\ud800"}', 422, "empty_message", id="hidden characters only"),
        pytest.param(json.dumps({"text": "好" * 10_000}), 422, "message_too_long", id="10,000 characters"),
        pytest.param('{"text": "' + "a" * 70_000 + '"}', 413, "too_large", id="70 kB"),
    ],
)
def test_unusable_input_is_a_problem_in_chinese(
    client: TestClient, conversation: str, content: str | bytes, status: int, name: str
) -> None:
    response = send(client, conversation, content)

    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["type"] == f"urn:assistant:problem:{name}"
    assert problem["status"] == status
    assert problem["request_id"] == response.headers["x-request-id"]
    assert all("\u4e00" <= character <= "\u9fff" for character in problem["title"])
    assert list(problem) == ["type", "title", "status", "detail", "request_id"]


@pytest.mark.parametrize(
    ("content", "question"),
    [
        pytest.param('{"text": "我失\\ud83d业了"}', "我失业了", id="half a surrogate"),
        pytest.param('{"text": "我失\\u0000业了"}', "我失业了", id="NUL"),
        pytest.param('{"text": "我\\u202e失\\u200b业了"}', "我失业了", id="hidden characters"),
        pytest.param('{"text": "😀补贴"}', "😀补贴", id="emoji"),
        pytest.param('{"text": "<script>alert(1)</script>"}', "<script>alert(1)</script>", id="HTML"),
        pytest.param('{"text": "x\'; DROP TABLE turns; --"}', "x'; DROP TABLE turns; --", id="SQL"),
        pytest.param(
            '{"text": "失業\\r\\n補貼", "extra": 1}', "失業\n補貼", id="traditional, two lines, unknown field"
        ),
    ],
)
def test_odd_but_readable_input_is_answered(
    client: TestClient, conversation: str, assistant: FakeAssistant, content: str, question: str
) -> None:
    response = send(client, conversation, content)

    assert response.status_code == 200
    assert assistant.conversations.turns[conversation][0].question == question


def test_a_body_that_does_not_call_itself_json_is_refused(client: TestClient, conversation: str) -> None:
    for content_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        response = send(client, conversation, '{"text": "x"}', **{"Content-Type": content_type})
        assert response.status_code == 415


def test_a_body_of_undeclared_length_is_cut_off_when_it_grows_too_large(client: TestClient, conversation: str) -> None:
    chunks = (b"a" * 10_000 for _ in range(20))

    response = client.post(f"/api/conversations/{conversation}/messages", content=chunks, headers=JSON_TYPE)

    assert response.status_code == 413
    assert response.json()["type"].endswith("too_large")


def test_a_form_that_is_too_large_is_refused_with_a_page(client: TestClient) -> None:
    response = client.post("/conversations", data={"text": "好" * 70_000})

    assert response.status_code == 413
    assert "内容太大" in response.text


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_a_method_that_does_not_exist_is_a_problem(client: TestClient, conversation: str, method: str) -> None:
    response = client.request(method, f"/api/conversations/{conversation}/messages")

    assert response.status_code == 405
    assert response.headers["content-type"] == "application/problem+json"


def test_an_event_id_that_is_not_ours_means_from_the_beginning(client: TestClient, conversation: str) -> None:
    send(client, conversation, '{"text": "一"}')

    for last_event_id in ("abc", "-1", "９", "9" * 40, "1e3"):
        response = client.get(
            f"/api/conversations/{conversation}/messages", headers={"Last-Event-ID": last_event_id.encode()}
        )
        assert len(response.json()["turns"]) == 1


def test_a_turn_id_that_no_database_could_hold_is_refused(client: TestClient, conversation: str) -> None:
    response = client.post(f"/api/conversations/{conversation}/turns/{10**30}/feedback", json={"helpful": True})

    assert response.status_code == 422


def test_feedback_with_an_unknown_reason_is_refused(client: TestClient, conversation: str) -> None:
    url = f"/api/conversations/{conversation}/turns/1/feedback"

    assert client.post(url, json={"helpful": False, "reason": "ugly"}).status_code == 422
