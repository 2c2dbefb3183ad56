"""Saving a search and reading what is new: plain forms, for the owner of the conversation alone."""

import html
import re
from dataclasses import replace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.domain.saved_searches import NoticeChannel
from assistant.domain.vacancies import AdvertFinding
from assistant.services.profile_desk import consent_digest
from assistant.services.saved_searches import MOST_SEARCHES
from tests.services.saved_searching import Office
from tests.web import saved_search_site
from tests.web.fake_assistant import load_page_texts
from tests.web.saved_search_site import SEEKER, Conversations, page, save
from web.rendering import WEB_DIR
from web.saved_searches_view import unread_count

office = saved_search_site.office
conversations = saved_search_site.conversations
app = saved_search_site.app
client = saved_search_site.client


def test_the_search_under_way_is_saved_and_listed(client: TestClient, office: Office) -> None:
    assert "保存这个搜索" in page(client)
    save(client)
    saved = office.searches.list_for("c1")
    assert [one.wanted for one in saved] == [SEEKER]
    assert saved[0].notify is NoticeChannel.IN_CONVERSATION
    shown = page(client, "saved")
    assert "已经保存。" in shown
    assert "叉车司机、巴南区、月薪5500元以上、不上夜班、高中或中专学历、有叉车证" in shown
    assert "这个搜索已经保存。" in shown
    assert "新岗位只在这里显示" in shown


def test_the_operator_is_told_only_where_the_box_was_ticked(client: TestClient, office: Office) -> None:
    save(client, operator="yes")
    assert office.searches.list_for("c1")[0].notify is NoticeChannel.OPERATOR
    assert "也告诉值班人员" in page(client)


def test_where_nothing_is_looked_for_nothing_can_be_saved(client: TestClient, conversations: Conversations) -> None:
    conversations.wanted.clear()
    assert "还没有条件" in page(client)
    response = client.post("/c/c1/searches")
    assert response.status_code == 422
    assert "请先说说想找什么样的工作" in response.text


def test_a_sixth_search_is_refused_with_the_way_out(
    client: TestClient, conversations: Conversations, office: Office
) -> None:
    for years in range(MOST_SEARCHES):
        conversations.wanted["c1"] = replace(SEEKER, experience_years=years)
        save(client)
    conversations.wanted["c1"] = SEEKER
    response = client.post("/c/c1/searches")
    assert response.status_code == 409
    assert 'role="alert"' in response.text
    assert len(office.searches.list_for("c1")) == MOST_SEARCHES


def test_new_vacancies_are_shown_until_they_are_read(client: TestClient, office: Office) -> None:
    save(client)
    vacancy_id = office.put("new", title="叉车司机<b>急</b>")
    office.check()
    raw = client.get("/c/c1/searches").text
    assert f'href="/vacancies/{vacancy_id}"' in raw
    assert "叉车司机&lt;b&gt;急&lt;/b&gt;" in raw
    shown = html.unescape(raw)
    assert "示例new公司 · 6000-7500元/月 · 巴南区·界石镇" in shown
    notice = re.search(r'name="notice" value="([^"]+)"', raw)
    assert notice is not None
    client.get("/c/c1/searches")
    assert len(office.searches.unread_notices("c1")) == 1, "reading a page changes nothing"
    assert client.post("/c/c1/searches/read", data={"notice": notice[1]}).status_code == 303
    assert "暂时没有新岗位" in page(client)


def test_what_a_check_found_stands_beside_a_new_vacancy(client: TestClient, office: Office) -> None:
    save(client)
    office.put("new", findings=(AdvertFinding("fee", "要交押金，小心。", "交押金", "示例规定"),))
    office.check()
    assert "要交押金，小心。" in page(client)


@pytest.mark.parametrize(("news", "words"), [(0, ""), (2, "<strong>（2 个新岗位）</strong>")])
def test_the_way_to_the_page_says_how_much_is_new(client: TestClient, office: Office, news: int, words: str) -> None:
    save(client)
    for number in range(news):
        office.put(str(number))
        office.check()
    context = {"conversation_id": "c1", "unread_count": unread_count(office.searches, "c1")}
    templates = Environment(loader=FileSystemLoader(WEB_DIR / "templates"), undefined=StrictUndefined, autoescape=True)
    templates.globals["t"] = load_page_texts().__getitem__
    link = templates.get_template("_searches_link.html").render(context)
    assert link.strip() == f'<a class="tools__item" href="/c/c1/searches">保存的搜索{words}</a>'


def test_a_vacancy_that_has_closed_since_is_counted_and_not_shown(client: TestClient, office: Office) -> None:
    save(client)
    gone, still = office.put("gone"), office.put("still")
    office.check()
    office.close("gone")
    shown = page(client)
    assert f"/vacancies/{still}" in shown
    assert f"/vacancies/{gone}" not in shown
    assert "1 个已经招满、撤下或者改了" in shown


def test_a_long_notice_shows_some_and_says_how_many_more(client: TestClient, office: Office) -> None:
    save(client)
    for number in range(12):
        office.put(str(number))
    office.check()
    shown = page(client)
    assert shown.count('href="/vacancies/v') == 10
    assert "还有 2 个" in shown


def test_a_search_is_removed_and_removing_it_again_is_no_error(client: TestClient, office: Office) -> None:
    save(client)
    search_id = office.searches.list_for("c1")[0].id
    for _ in range(2):
        response = client.post(f"/c/c1/searches/{search_id}/remove")
        assert response.headers["location"] == "/c/c1/searches?done=removed"
    assert list(office.searches.list_for("c1")) == []


def test_another_browser_gets_nothing_and_can_do_nothing(app: FastAPI, client: TestClient, office: Office) -> None:
    save(client)
    search_id = office.searches.list_for("c1")[0].id
    stranger = TestClient(app, follow_redirects=False)
    assert stranger.get("/c/c1/searches").status_code == 404
    for path in ("searches", "searches/read", f"searches/{search_id}/remove", "profile"):
        data = {"answer": "agree", "seen": consent_digest(SEEKER)}
        assert stranger.post(f"/c/c1/{path}", data=data).status_code == 404
    assert len(office.searches.list_for("c1")) == 1
    assert office.desk.find("c1") is None


def test_another_conversation_of_the_same_browser_removes_nothing_here(client: TestClient, office: Office) -> None:
    save(client)
    client.post("/api/conversations")
    search_id = office.searches.list_for("c1")[0].id
    client.post(f"/c/c2/searches/{search_id}/remove")
    assert len(office.searches.list_for("c1")) == 1


@pytest.mark.parametrize("done", ["nonsense", "<script>", "保存"])
def test_an_unknown_word_in_the_address_shows_nothing(client: TestClient, done: str) -> None:
    assert "notice--info" not in page(client, done)
