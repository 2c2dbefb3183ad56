"""Pages, as they work without JavaScript."""

import re

import pytest
from fastapi.testclient import TestClient

from assistant.domain.conversation import AnswerStatus, Citation, Handover, HandoverReason, Turn
from tests.web.conftest import with_settings
from tests.web.fake_assistant import FakeAssistant
from tests.web.page_reading import ask, show, tags_of

PATHS = ("/", "/?audience=employer", "/help", "/privacy", "/quality", "/patterns", "/nope")


def test_the_welcome_page_says_what_the_service_is_and_is_not(client: TestClient) -> None:
    page = client.get("/").text

    for words in ("内容由AI辅助生成", "不代表行政决定", "我能帮您", "我做不到的", "保护您的隐私", "转人工"):
        assert words in page


def test_example_questions_follow_the_audience(client: TestClient) -> None:
    assert "我失业了能领多少钱？" in client.get("/").text
    assert "稳岗返还" in client.get("/?audience=employer").text
    assert client.get("/?audience=nonsense").status_code == 200


def test_only_the_newest_turn_offers_what_to_ask_next(client: TestClient) -> None:
    path = ask(client)
    client.post(f"{path}/messages", data={"text": "再问"})

    assert client.get(path).text.count("data-quick-replies") == 1


def test_turns_after_one_are_given_as_the_html_of_the_page(client: TestClient) -> None:
    path = ask(client)
    client.post(f"{path}/messages", data={"text": "第二问"})

    fragment = client.get(f"{path}/turns?after=1").text

    assert 'data-turn="2"' in fragment
    assert 'data-turn="1"' not in fragment
    assert "<html" not in fragment


def test_a_citation_mark_leads_to_its_source_with_everything_known_about_it(client: TestClient) -> None:
    page = client.get(ask(client)).text

    marks = [attributes for tag, attributes in tags_of(page) if attributes.get("class") == "mark"]
    ids = {attributes["id"] for _, attributes in tags_of(page) if "id" in attributes}
    assert marks
    assert all(str(mark["href"]).removeprefix("#") in ids for mark in marks)
    for words in ("样例发〔2026〕0号", "第二条", "自2026年1月起", "重庆市", "查看来源网页"):
        assert words in page


def test_what_a_document_does_not_state_is_said(client: TestClient, assistant: FakeAssistant) -> None:
    turn = Turn("有。[1]", AnswerStatus.ANSWERED, citations=(Citation(1, "p", "某通知", "原文"),))

    page = show(client, assistant, turn)

    assert "文件没有写明" in page
    assert "暂无网页链接" in page


def test_a_digest_of_our_own_is_said_once_above_the_sources_and_in_the_source(
    client: TestClient, assistant: FakeAssistant
) -> None:
    citation = Citation(1, "p#1", "样例补贴·谁能申请（本服务整理，非文件原文）", "先登记。")

    page = show(client, assistant, Turn("可以。[1]", AnswerStatus.ANSWERED, citations=(citation,)))

    assert '<span class="source__title">样例补贴·谁能申请</span>' in page
    assert page.count("本服务整理，非文件原文") == 2


def test_links_that_leave_the_site_tell_nothing_of_where_one_comes_from(client: TestClient) -> None:
    page = client.get(ask(client)).text

    outside = [
        attributes for tag, attributes in tags_of(page) if tag == "a" and str(attributes["href"]).startswith("http")
    ]
    assert outside
    assert all("noopener" in str(link["rel"]) for link in outside)


@pytest.mark.parametrize(
    ("url", "is_official"),
    [
        ("https://rlsbj.cq.gov.cn/a", True),
        ("https://www.gov.cn/b", True),
        ("https://example.org/gov.cn", False),
        ("https://fakegov.cn/", False),
    ],
)
def test_only_a_page_of_the_government_is_called_official(
    client: TestClient, assistant: FakeAssistant, url: str, is_official: bool
) -> None:
    citation = Citation(1, "p", "某通知", "原文", url=url)

    page = show(client, assistant, Turn("有。[1]", AnswerStatus.ANSWERED, citations=(citation,)))

    assert ("查看官方页面" in page) is is_official
    assert ("查看来源网页（非官方网站）" in page) is not is_official


def test_a_source_whose_address_is_no_web_address_gets_no_link(client: TestClient, assistant: FakeAssistant) -> None:
    citation = Citation(1, "p", "某通知", "原文", url="javascript:alert(1)")

    page = show(client, assistant, Turn("有。[1]", AnswerStatus.ANSWERED, citations=(citation,)))

    assert "javascript:" not in page


def test_text_of_people_and_of_answers_is_escaped(client: TestClient, assistant: FakeAssistant) -> None:
    evil = "<img src=x onerror=alert(1)>"
    assistant.conversations.scripts[evil] = Turn(evil, AnswerStatus.ANSWERED, suggestions=(evil,))

    page = client.get(ask(client, evil)).text

    assert evil not in page
    assert "&lt;img" in page
    assert not [tag for tag, _ in tags_of(page) if tag == "img"]


@pytest.mark.parametrize("status", list(AnswerStatus))
def test_every_status_can_be_shown_and_all_but_plain_answers_carry_a_label(
    client: TestClient, assistant: FakeAssistant, status: AnswerStatus
) -> None:
    page = show(client, assistant, Turn("正文", status))

    label = assistant.page_texts[f"status-{status}"]
    assert bool(label) == (status not in (AnswerStatus.ANSWERED, AnswerStatus.SMALLTALK))
    assert not label or f">{label}</p>" in page


def test_every_answer_made_by_ai_says_so(client: TestClient) -> None:
    assert "AI辅助生成 · 23:40" in client.get(ask(client)).text


@pytest.mark.parametrize("path", PATHS)
def test_a_person_can_be_reached_in_one_step_from_every_page(client: TestClient, path: str) -> None:
    forms = [attributes for tag, attributes in tags_of(client.get(path).text) if tag == "form"]

    assert any(form["action"] == "/handover" and form["method"] == "post" for form in forms)
    response = client.post("/handover")
    assert response.headers["location"] == "/c/c1#turn-1"
    assert "A-001" in client.get("/c/c1").text


def test_a_case_without_a_card_of_its_own_shows_its_number(client: TestClient, assistant: FakeAssistant) -> None:
    turn = Turn("已登记。", AnswerStatus.HANDED_OVER, handover=Handover(HandoverReason.WORK_INJURY, "B-2"))

    page = show(client, assistant, turn)

    assert "B-2" in page
    assert "工伤" in page


def test_a_card_of_a_kind_that_pages_do_not_know_yet_leaves_the_text_standing(
    client: TestClient, assistant: FakeAssistant
) -> None:
    assert "正文" in show(client, assistant, Turn("正文", AnswerStatus.ANSWERED, cards=({"kind": "course", "id": 1},)))


def test_the_transcript_holds_questions_answers_sources_and_the_ai_label(client: TestClient) -> None:
    response = client.get(f"{ask(client)}/transcript.txt")

    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert "attachment" in response.headers["content-disposition"]
    for words in ("内容由AI辅助生成", "我失业了", "先登记再申请", "[1] 关于样例补贴有关事项的通知；样例发〔2026〕0号"):
        assert words in response.text
    assert "**" not in response.text


def test_whoever_comes_back_finds_the_last_conversation(client: TestClient) -> None:
    assert "回到上一次的对话" not in client.get("/").text
    ask(client)
    path = ask(client)

    assert f'href="{path}">回到上一次的对话' in client.get("/").text


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(client: TestClient, path: str) -> None:
    for tag, attributes in tags_of(client.get(path).text):
        assert tag != "style"
        assert not [name for name in attributes if name == "style" or name.startswith("on")]
        assert tag != "script" or str(attributes.get("src", "")).startswith("/static/")
        assert tag not in ("link", "img", "iframe") or str(attributes.get("href")).startswith("/static/")


@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_chinese_has_one_heading_and_unique_ids(client: TestClient, path: str) -> None:
    page = client.get(path).text
    tags = tags_of(page)
    ids = re.findall(r'\sid="([^"]+)"', page)

    assert ("html", "zh-CN") in [(tag, attributes.get("lang")) for tag, attributes in tags]
    assert [tag for tag, _ in tags].count("h1") == 1
    assert len(ids) == len(set(ids))


def test_a_page_that_does_not_exist_is_told_to_people_as_a_page(client: TestClient) -> None:
    response = client.get("/nope")

    assert response.status_code == 404
    assert response.headers["content-type"].startswith("text/html")
    assert response.headers["x-request-id"] in response.text


@pytest.mark.parametrize(("days", "said"), [(365, "365 天以后自动删除"), (0, "对话会一直保留")])
def test_the_privacy_page_says_how_long_a_conversation_is_kept(assistant: FakeAssistant, days: int, said: str) -> None:
    with with_settings(assistant, keep_conversations_days=days) as client:
        assert said in client.get("/privacy").text
