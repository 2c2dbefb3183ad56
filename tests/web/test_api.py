"""The API of the contract."""

from dataclasses import replace

from fastapi.testclient import TestClient

from tests.web.conftest import with_settings
from tests.web.events import read_events
from tests.web.fake_assistant import ANSWER, FakeAssistant

JSON = {"Accept": "application/json"}


def messages_of(conversation: str) -> str:
    return f"/api/conversations/{conversation}/messages"


def test_a_new_conversation_gives_its_id_and_its_key_only_as_a_cookie(client: TestClient) -> None:
    response = client.post("/api/conversations", json={"audience": "employer"})

    assert response.status_code == 201
    assert response.json() == {"id": "c1"}
    cookie = response.headers["set-cookie"]
    assert cookie.startswith("conversation_c1=secret-1;")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert "Secure" not in cookie


def test_the_key_travels_over_https_only_where_settings_say_so(assistant: FakeAssistant) -> None:
    with with_settings(assistant, cookie_secure=True) as client:
        assert "Secure" in client.post("/api/conversations").headers["set-cookie"]


def test_the_audience_is_kept_with_the_conversation(client: TestClient, assistant: FakeAssistant) -> None:
    client.post("/api/conversations", json={"audience": "employer"})
    client.post("/api/conversations")

    assert assistant.conversations.audiences == {"c1": "employer", "c2": "job_seeker"}


def test_a_message_is_answered_by_progress_then_sentences_then_the_whole_turn(
    client: TestClient, conversation: str
) -> None:
    response = client.post(messages_of(conversation), json={"text": "我失业了"})

    assert response.headers["content-type"].startswith("text/event-stream")
    events = read_events(response.text)
    assert [event.name for event in events] == ["progress", "progress", "sentence", "sentence", "sentence", "done"]
    assert events[2].data["citations"][0]["passage_id"] == "sample#who"
    assert events[-1].data["text"] == ANSWER.text
    assert events[-1].data["status"] == "answered"


def test_the_last_event_carries_the_turns_id_and_the_others_the_turn_before(
    client: TestClient, conversation: str
) -> None:
    client.post(messages_of(conversation), json={"text": "一"}, headers=JSON)

    events = read_events(
        client.post(messages_of(conversation), json={"text": "二"}, headers={"Last-Event-ID": "1"}).text
    )

    assert [event.id for event in events] == ["1.0", "1.1", "1.2", "1.3", "1.4", "2"]


def test_a_message_is_answered_by_one_turn_where_json_is_asked_for(client: TestClient, conversation: str) -> None:
    response = client.post(messages_of(conversation), json={"text": "我失业了"}, headers=JSON)

    assert response.status_code == 200
    assert response.json()["text"] == ANSWER.text
    assert response.headers["turn-id"] == "1"
    assert "question" not in response.json()


def test_turns_are_read_again_in_order_with_the_messages_they_answered(client: TestClient, conversation: str) -> None:
    for text in ("一", "二", "三"):
        client.post(messages_of(conversation), json={"text": text}, headers=JSON)

    turns = client.get(messages_of(conversation)).json()["turns"]

    assert [(turn["id"], turn["question"]) for turn in turns] == [(1, "一"), (2, "二"), (3, "三")]


def test_a_cut_turn_is_read_again_from_the_last_event_that_arrived(client: TestClient, conversation: str) -> None:
    for text in ("一", "二"):
        client.post(messages_of(conversation), json={"text": text}, headers=JSON)

    cut_within_second = client.get(messages_of(conversation), headers={"Last-Event-ID": "1.3"}).json()["turns"]
    cut_after_second = client.get(messages_of(conversation), headers={"Last-Event-ID": "2"}).json()["turns"]

    assert [turn["id"] for turn in cut_within_second] == [2]
    assert cut_after_second == []


def test_turns_are_read_again_as_events_where_these_are_asked_for(client: TestClient, conversation: str) -> None:
    client.post(messages_of(conversation), json={"text": "一"}, headers=JSON)

    response = client.get(messages_of(conversation), headers={"Accept": "text/event-stream"})

    assert [(event.id, event.name) for event in read_events(response.text)] == [("1", "done")]


def test_feedback_is_kept_with_its_reason(client: TestClient, conversation: str, assistant: FakeAssistant) -> None:
    client.post(messages_of(conversation), json={"text": "一"}, headers=JSON)

    url = f"/api/conversations/{conversation}/turns/1/feedback"
    response = client.post(url, json={"helpful": False, "reason": "outdated", "comment": "旧的"})

    assert response.status_code == 204
    assert assistant.conversations.feedback[conversation, 1] == (False, "outdated", "旧的")


def test_feedback_on_a_turn_that_does_not_exist_is_refused(client: TestClient, conversation: str) -> None:
    response = client.post(f"/api/conversations/{conversation}/turns/9/feedback", json={"helpful": True})

    assert response.status_code == 404


def test_a_person_is_asked_for_in_one_step(client: TestClient, conversation: str) -> None:
    response = client.post(f"/api/conversations/{conversation}/handover")

    assert response.status_code == 200
    assert response.json()["status"] == "handed_over"
    assert response.json()["handover"]["case_number"] == "A-001"


def test_a_deleted_conversation_is_gone_with_its_key(client: TestClient, conversation: str) -> None:
    response = client.delete(f"/api/conversations/{conversation}")

    assert response.status_code == 204
    assert "Max-Age=0" in response.headers["set-cookie"]
    assert client.get(messages_of(conversation)).status_code == 404


def test_nobody_reads_a_conversation_without_its_key(client: TestClient, conversation: str) -> None:
    client.cookies.clear()

    for method, path in (
        ("GET", f"/api/conversations/{conversation}/messages"),
        ("POST", f"/api/conversations/{conversation}/messages"),
        ("POST", f"/api/conversations/{conversation}/handover"),
        ("POST", f"/api/conversations/{conversation}/turns/1/feedback"),
        ("DELETE", f"/api/conversations/{conversation}"),
        ("GET", f"/c/{conversation}"),
        ("GET", f"/c/{conversation}/turns"),
        ("GET", f"/c/{conversation}/transcript.txt"),
        ("GET", f"/c/{conversation}/delete"),
        ("POST", f"/c/{conversation}/messages"),
        ("POST", f"/c/{conversation}/handover"),
        ("POST", f"/c/{conversation}/delete"),
        ("POST", f"/c/{conversation}/turns/1/feedback"),
    ):
        body = {"text": "x", "helpful": True} if path.startswith("/api") and method == "POST" else None
        assert client.request(method, path, json=body).status_code == 404, (method, path)


def test_the_key_of_one_conversation_does_not_open_another(client: TestClient, conversation: str) -> None:
    other = client.post("/api/conversations").json()["id"]
    key = client.cookies[f"conversation_{conversation}"]
    client.cookies.clear()
    client.cookies.set(f"conversation_{other}", key)

    assert client.get(f"/api/conversations/{other}/messages").status_code == 404


def test_the_api_is_described_and_says_what_problems_look_like(client: TestClient) -> None:
    document = client.get("/openapi.json").json()

    operation = document["paths"]["/api/conversations/{conversation_id}/messages"]["post"]
    assert "application/problem+json" in operation["responses"]["422"]["content"]
    assert "text/event-stream" in operation["responses"]["200"]["content"]
    assert not [path for path in document["paths"] if path.startswith("/c/")]


def test_the_stream_of_events_is_described_with_what_it_sends_and_when_it_refuses(client: TestClient) -> None:
    described = client.get("/openapi.json").json()["paths"]["/api/conversations/{conversation_id}/events"]["get"]
    assert {parameter["name"] for parameter in described["parameters"]} >= {"after", "Last-Event-ID", "with_service"}
    said = described["responses"]["200"]["description"]
    assert all(word in said for word in ("`staff`", "`done`", "`service`", "`said_by`", "Last-Event-ID"))
    assert described["responses"].keys() >= {"200", "404", "429", "503"}


def test_a_turn_read_again_says_who_of_staff_wrote_it(
    client: TestClient, assistant: FakeAssistant, conversation: str
) -> None:
    assistant.conversations._store(conversation, replace(ANSWER, replier="staff", said_by="王老师"))
    client.post(f"/api/conversations/{conversation}/messages", json={"text": "问"})
    turns = client.get(f"/api/conversations/{conversation}/messages").json()["turns"]
    assert [turn["said_by"] for turn in turns] == ["王老师", None]
