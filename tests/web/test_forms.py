"""Plain forms: each answers with a redirect, or shows the page again with what was typed."""

import pytest
from fastapi.testclient import TestClient

from assistant.domain.conversation import AnswerStatus, Turn
from tests.web.fake_assistant import FakeAssistant
from tests.web.page_reading import ask


def test_the_first_question_begins_a_conversation_and_leads_to_its_answer(
    client: TestClient, assistant: FakeAssistant
) -> None:
    response = client.post("/conversations", data={"text": "我失业了", "audience": "employer"})

    assert response.status_code == 303
    assert response.headers["location"] == "/c/c1#turn-1"
    assert assistant.conversations.audiences["c1"] == "employer"
    page = client.get("/c/c1").text
    assert "我失业了" in page
    assert "关于样例补贴有关事项的通知" in page


@pytest.mark.parametrize(("text", "words"), [("", "请先写下您想问的事"), ("好" * 2001, "请分几次发送")])
def test_a_question_that_cannot_be_taken_is_shown_again_with_the_reason(
    client: TestClient, text: str, words: str
) -> None:
    response = client.post("/conversations", data={"text": text})

    assert response.status_code == 422
    assert words in response.text
    assert f"{text}</textarea>" in response.text


def test_a_conversation_goes_on_by_its_form(client: TestClient) -> None:
    path = ask(client)

    response = client.post(f"{path}/messages", data={"text": "那要啥材料？"})

    assert response.headers["location"] == f"{path}#turn-2"
    assert "那要啥材料？" in client.get(path).text


def test_handing_over_stays_within_the_conversation(client: TestClient) -> None:
    path = ask(client)

    assert f'action="{path}/handover"' in client.get(path).text
    assert client.post(f"{path}/handover").headers["location"] == f"{path}#turn-2"


def test_a_turn_that_could_not_be_stored_keeps_what_was_typed(client: TestClient, assistant: FakeAssistant) -> None:
    path = ask(client)
    unstored = Turn("没能存下来", AnswerStatus.ERROR_INTERNAL)
    assistant.conversations.answer = lambda *_: unstored  # type: ignore[method-assign]

    response = client.post(f"{path}/messages", data={"text": "还在不在"})

    assert response.status_code == 503
    assert "还在不在</textarea>" in response.text
    assert "没能存下来" in response.text


def test_feedback_by_form_is_kept_and_thanked_for(client: TestClient, assistant: FakeAssistant) -> None:
    path = ask(client)

    response = client.post(f"{path}/turns/1/feedback", data={"helpful": "no", "reason": "wrong", "comment": "不对"})

    assert response.headers["location"] == f"{path}?rated=1#turn-1-feedback"
    assert assistant.conversations.feedback["c1", 1] == (False, "wrong", "不对")
    assert "您的评价已经记下" in client.get(f"{path}?rated=1").text


def test_a_conversation_is_deleted_only_after_a_page_that_asks(client: TestClient, assistant: FakeAssistant) -> None:
    path = ask(client)

    assert "不能恢复" in client.get(f"{path}/delete").text
    assert "c1" in assistant.conversations.turns
    response = client.post(f"{path}/delete")

    assert response.headers["location"] == "/?deleted=1"
    assert "c1" not in assistant.conversations.turns
    assert "已经删除" in client.get("/?deleted=1").text
    assert client.get(path).status_code == 404


def test_larger_text_is_remembered_and_leads_back(client: TestClient) -> None:
    response = client.post("/text-size", data={"size": "largest", "back": "/?audience=employer"})

    assert response.headers["location"] == "/?audience=employer"
    assert 'data-text-size="largest"' in client.get("/").text


@pytest.mark.parametrize(
    "back",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", "http://[", "\t//x"],
)
def test_no_form_sends_anyone_to_another_site(client: TestClient, back: str) -> None:
    assert client.post("/text-size", data={"size": "large", "back": back}).headers["location"] == "/"
