"""The pages of vacancies: what is found, what is understood, what is said of one advert."""

import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient

from assistant.bootstrap import Assistant
from assistant.domain.vacancies import Vacancy, VacancyState
from tests.web.calculator_site import browser_of, conversation_of
from tests.web.page_reading import tags_of
from tests.web.vacancy_site import (
    CASUAL,
    OTHER_FEED,
    SAMPLE,
    SUSPECT,
    WORKER,
    build_vacancy_assistant,
    id_of,
    put,
)

ALL = (WORKER, SAMPLE, SUSPECT, CASUAL)


@pytest.fixture(scope="module")
def assistant(built_knowledge: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return build_vacancy_assistant(built_knowledge, tmp_path_factory.mktemp("vacancies"), ALL)


@pytest.fixture
def client(assistant: Assistant) -> TestClient:
    return browser_of(assistant)


def search(client: TestClient, sentence: str, before: str = "") -> str:
    """The address that a sentence leads to."""
    response = client.get(f"/vacancies{before}", params={"q": sentence})
    assert response.status_code == 303
    return str(response.headers["location"])


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html.partition("<main")[2]))


def page_of(client: TestClient, assistant: Assistant, vacancy: Vacancy) -> str:
    return str(client.get(f"/vacancies/{id_of(assistant, vacancy)}").text)


def test_the_list_shows_every_open_vacancy_with_pay_and_place(client: TestClient) -> None:
    html = client.get("/vacancies").text

    for words in ("流水线普工", "6000-7000", "巴南区·界石镇", "样例电子厂", "没写工资"):
        assert words in html
    assert "正在招的有 4 个" in text_of(html)


def test_a_sentence_becomes_an_address_that_says_what_was_understood(client: TestClient) -> None:
    address = search(client, "巴南包吃住的普工，六千以上")

    assert unquote(address) == "/vacancies?job=普工&place=banan&benefit=包吃&benefit=包住&pay=6000-month"
    html = client.get(address).text
    assert "流水线普工" in html
    assert "打包普工" not in html


def test_a_second_sentence_narrows_the_first(client: TestClient) -> None:
    address = client.get("/vacancies", params={"job": "普工", "q": "巴南的"}).headers["location"]

    assert unquote(address) == "/vacancies?job=普工&place=banan"


def test_words_nobody_understands_are_looked_for_as_they_stand(client: TestClient) -> None:
    address = search(client, "会展公司")

    assert unquote(address) == "/vacancies?text=会展公司"
    assert "会场布置" in client.get(address).text


def test_every_chip_leads_to_the_list_without_it(client: TestClient) -> None:
    html = client.get("/vacancies?job=普工&place=banan").text
    chips = {
        unquote(str(attributes["href"]))
        for tag, attributes in tags_of(html)
        if tag == "a" and attributes.get("class") == "filter-chip"
    }

    assert chips == {"/vacancies?place=banan", "/vacancies?job=普工"}


def test_a_facet_finds_as_many_as_it_says(client: TestClient) -> None:
    html = client.get("/vacancies").text
    choices = re.findall(r'facet__choice" href="([^"]+)"[^>]*><span>[^<]+</span><span class="facet__count">(\d+)', html)

    assert len(choices) > 6
    for address, count in choices:
        found = text_of(client.get(address.replace("&amp;", "&")).text)
        assert f"正在招的有 {count} 个" in found, address


def test_where_nothing_fits_the_limit_that_excludes_most_is_named_and_a_step_offered(client: TestClient) -> None:
    html = client.get("/vacancies?job=普工&place=banan&pay=6500-month").text
    text = text_of(html)

    assert "一个在招的都没有" in text
    assert "卡得最紧的是“月薪6500元以上”" in text
    step = re.search(r'facet__choice" href="(/vacancies\?[^"]+)"[^>]*><span>改成“月薪5800元以上”', html)
    assert step is not None
    assert "流水线普工" in client.get(step[1].replace("&amp;", "&")).text


def test_near_me_is_said_to_need_a_place_and_a_place_settles_it(client: TestClient) -> None:
    address = search(client, "附近的普工")
    html = client.get(address).text

    assert "还不知道您在哪里" in html
    nearby = re.search(r'facet__choice" href="([^"]*place=banan[^"]*)"', html)
    assert nearby is not None
    assert "还不知道您在哪里" not in client.get(nearby[1].replace("&amp;", "&")).text


def test_words_that_exclude_everything_can_be_left_out(client: TestClient) -> None:
    text = text_of(client.get("/vacancies?job=普工&text=潜水艇").text)

    assert "不管这一条，有3个" in text


@pytest.mark.parametrize(
    "query",
    [
        "page=0", "page=-1", "page=99999999999999999999", "page=²", "pay=nan", "pay=inf-month", "pay=1e999", "pay=-5",
        "pay=6000-century", "place=atlantis", "type=slave", "shift=&shift=%00", "schooling=phd", "day=2026-99-99",
        "years=−3", "years=9999999", "job=" + "长" * 5000, "&".join(f"job={n}" for n in range(500)), "text=%ff%fe",
        "q=%20%20", "sort=worst", "wish_pay=x", "near=here", "no_licence=maybe", "licence=%E2%80%AE",
    ],
)  # fmt: skip
def test_nonsense_in_an_address_is_no_error(client: TestClient, query: str) -> None:
    assert client.get(f"/vacancies?{query}").status_code == 200


def test_only_the_whole_list_is_for_search_engines(client: TestClient) -> None:
    assert "noindex" not in client.get("/vacancies").text
    for narrowed in ("job=普工", "text=厂", "sort=newest", "page=2"):
        assert "noindex" in client.get(f"/vacancies?{narrowed}").text


def test_a_page_beyond_the_last_says_so_and_leads_back(client: TestClient) -> None:
    html = client.get("/vacancies?page=7").text

    assert "这一页没有了" in html
    assert 'rel="prev nofollow"' in html


def test_samples_are_marked_on_each_card_and_above_the_list(client: TestClient, assistant: Assistant) -> None:
    html = client.get("/vacancies").text
    card = html.partition(f'data-vacancy="{id_of(assistant, SAMPLE)}"')[2].partition("</article>")[0]

    assert "sample-mark" in card
    assert "都是编的" in html
    assert "都是编的" not in client.get("/vacancies?job=临时工").text


def test_an_advert_is_shown_as_printed_and_nothing_in_it_is_executed(client: TestClient, assistant: Assistant) -> None:
    html = page_of(client, assistant, WORKER)

    assert "一、装配。\n二、&lt;b&gt;上六休一&lt;/b&gt;&lt;/script&gt;" in html
    assert "重庆市巴南区界石镇" in html
    assert "<b>" not in html


def test_what_an_advert_does_not_say_is_said_not_to_be_said(client: TestClient, assistant: Assistant) -> None:
    text = text_of(page_of(client, assistant, CASUAL))

    assert "没写工资" in text
    for row in ("班次", "学历", "经验", "待遇", "截止"):
        assert f"{row}没写" in text


def test_an_old_name_is_shown_with_what_the_place_is_called_now(client: TestClient, assistant: Assistant) -> None:
    assert "两江新区（原江北区）" in page_of(client, assistant, SUSPECT)


def test_findings_stand_above_the_advert_with_their_words_and_their_rule(
    client: TestClient, assistant: Assistant
) -> None:
    html = page_of(client, assistant, SUSPECT)
    above, _, below = html.partition("招聘原文")

    for words in ("先交钱的不要去。", "服装费&lt;200&gt;元", "样例条例第一条"):
        assert words in above
    assert "先交钱的不要去。" not in below


def test_what_is_on_record_of_the_employer_is_told_and_not_judged(client: TestClient, assistant: Assistant) -> None:
    html = page_of(client, assistant, WORKER)

    assert "正在招聘的有1条" in html
    assert "不是结论" in html


def test_every_source_is_named_and_only_web_addresses_are_links(
    built_knowledge: tuple[Path, Path], tmp_path: Path
) -> None:
    assistant = build_vacancy_assistant(built_knowledge, tmp_path, [WORKER])
    put(assistant, [WORKER], OTHER_FEED)
    html = page_of(browser_of(assistant), assistant, WORKER)
    links = [attributes for tag, attributes in tags_of(html) if tag == "a" and "example.org" in str(attributes["href"])]

    assert [link["href"] for link in links] == ["https://example.org/town/0", "https://example.org/other/0"]
    assert {link["rel"] for link in links} == {"nofollow noopener noreferrer"}
    assert "样例人力资源市场" in html


def test_a_closed_one_is_gone_says_so_and_shows_others(built_knowledge: tuple[Path, Path], tmp_path: Path) -> None:
    assistant = build_vacancy_assistant(built_knowledge, tmp_path, ALL)
    name = id_of(assistant, WORKER)
    client = browser_of(assistant)
    assert client.get(f"/vacancies/{name}").status_code == 200

    assistant.vacancy_store.close_adverts("town", ["a0"])
    response = client.get(f"/vacancies/{name}")

    assert response.status_code == 410
    assert "已停止招聘" in response.text
    assert "打包普工" in response.text
    assert "noindex" in response.text
    assert f'data-vacancy="{name}"' not in client.get("/vacancies").text
    assert client.get(f"/api/vacancies/{name}").status_code == 410


def test_one_that_is_held_is_shown_to_nobody(built_knowledge: tuple[Path, Path], tmp_path: Path) -> None:
    assistant = build_vacancy_assistant(built_knowledge, tmp_path, [WORKER])
    name = id_of(assistant, WORKER)
    assistant.vacancy_store.set_state(name, VacancyState.HELD)
    client = browser_of(assistant)

    assert client.get(f"/vacancies/{name}").status_code == 404
    assert "流水线普工" not in client.get("/vacancies").text


@pytest.mark.parametrize("name", ["nothing", "x" * 5000, "%00", "..%2f..%2fetc", "%F0%9F%92%A9"])
def test_an_unknown_one_is_not_found_in_words_about_vacancies(client: TestClient, name: str) -> None:
    response = client.get(f"/vacancies/{name}")

    assert response.status_code == 404


def test_only_a_real_open_advert_without_findings_has_structured_data(client: TestClient, assistant: Assistant) -> None:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page_of(client, assistant, WORKER))
    assert found is not None
    posting = json.loads(found[1])

    assert posting["@type"] == "JobPosting"
    assert posting["url"] == f"https://jobs.example.org/vacancies/{id_of(assistant, WORKER)}"
    assert posting["description"] == "一、装配。<br>二、&lt;b&gt;上六休一&lt;/b&gt;&lt;/script&gt;"
    for other in (SAMPLE, SUSPECT, CASUAL):
        assert "ld+json" not in page_of(client, assistant, other)


def test_a_report_begins_a_conversation_where_there_is_none_and_opens_a_case(
    client: TestClient, assistant: Assistant
) -> None:
    path = f"/vacancies/{id_of(assistant, SUSPECT)}/report"
    response = client.post(path, data={"reason": "fee", "comment": "要交服装费，电话13800138000"})

    assert response.status_code == 303
    page = client.get(response.headers["location"]).text
    assert "已转人工" in page
    assert "13800138000" not in page

    again = client.post(path, data={"reason": "nonsense"})

    assert again.headers["location"].startswith(f"/c/{conversation_of(client)}#")


def test_a_report_of_nothing_begins_nothing(client: TestClient) -> None:
    response = client.post("/vacancies/nothing/report", data={"reason": "fee"})

    assert response.status_code == 404
    assert not client.cookies


def test_programs_find_the_same_with_the_filter_that_was_understood(client: TestClient) -> None:
    found = client.get("/api/vacancies", params={"q": "巴南包吃的普工 六千以上"}).json()

    assert found["filter"] == {
        "occupations": ["普工"],
        "region_ids": ["banan"],
        "benefits": ["包吃"],
        "pay_floor": {"yuan": 6000, "per": "month"},
    }
    assert (found["total"], found["page"], found["pages"]) == (2, 1, 1)
    assert {item["title"] for item in found["items"]} == {"流水线普工", "示例普工"}
    assert all(item["kind"] == "vacancy" for item in found["items"])


def test_programs_read_one_and_are_told_of_problems_as_such(client: TestClient, assistant: Assistant) -> None:
    card = client.get(f"/api/vacancies/{id_of(assistant, WORKER)}").json()
    assert (card["title"], card["pay_text"], card["warnings"]) == ("流水线普工", "6000-7000", [])

    for path, status in (("/api/vacancies/nothing", 404), ("/api/vacancies?page=0", 422)):
        response = client.get(path)
        assert response.status_code == status
        assert response.headers["content-type"] == "application/problem+json"


def test_programs_that_ask_too_fast_are_told_to_wait(assistant: Assistant) -> None:
    slow = replace(assistant, settings=assistant.settings.model_copy(update={"messages_per_minute_address": 2}))
    client = browser_of(slow)

    assert [client.get("/api/vacancies").status_code for _ in range(3)] == [200, 200, 429]
