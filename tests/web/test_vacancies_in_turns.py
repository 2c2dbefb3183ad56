"""Vacancies in the conversation: cards, the filter as chips, and what the buttons do."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.bootstrap import Assistant
from assistant.domain.conversation import AnswerStatus, Citation, ToolCall, Turn
from tests.web.calculator_site import browser_of
from tests.web.fake_assistant import load_page_texts
from tests.web.page_reading import ask, tags_of
from tests.web.vacancy_site import CASUAL, SAMPLE, SUSPECT, WORKER, build_vacancy_assistant, id_of
from web.turn_view import view_turn

ASKED = "我想找包吃住的普工"


@pytest.fixture(scope="module")
def assistant(built_knowledge: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return build_vacancy_assistant(
        built_knowledge, tmp_path_factory.mktemp("vacancies"), (WORKER, SAMPLE, SUSPECT, CASUAL)
    )


@pytest.fixture
def client(assistant: Assistant) -> TestClient:
    return browser_of(assistant)


def press(client: TestClient, path: str, **fields: str) -> str:
    """The newest turn after a button."""
    response = client.post(path, data=fields)
    assert response.status_code == 303, response.text
    return str(client.get(response.headers["location"]).text).rpartition('<article class="turn"')[2]


def test_cards_show_pay_place_findings_and_what_is_a_sample(client: TestClient, assistant: Assistant) -> None:
    html = client.get(ask(client, ASKED)).text
    cards = {name: html.partition(f'data-vacancy="{id_of(assistant, one)}"')[2].partition("</article>")[0]
             for name, one in (("worker", WORKER), ("suspect", SUSPECT), ("sample", SAMPLE))}  # fmt: skip

    assert "6000-7000" in cards["worker"]
    assert "巴南区·界石镇" in cards["worker"]
    assert "12月13日截止" in cards["worker"]
    assert "服装费&lt;200&gt;元" in cards["suspect"]
    assert "sample-mark" in cards["sample"]
    assert "sample-mark" not in cards["worker"]


def test_lines_that_the_cards_repeat_are_folded_with_their_sources_and_nothing_is_lost(
    client: TestClient,
) -> None:
    html = client.get(ask(client, ASKED)).text
    folded = html.partition('<details class="spelled-out">')[2]

    assert folded.count('class="mark"') >= 3
    marks = {str(attributes["href"])[1:] for tag, attributes in tags_of(html) if attributes.get("class") == "mark"}
    anchors = {attributes.get("id") for _, attributes in tags_of(html)}
    assert marks <= anchors


def test_the_filter_stands_above_the_cards_and_each_part_can_be_taken_away(client: TestClient) -> None:
    path = ask(client, ASKED)
    html = client.get(path).text
    keys = [str(attributes["value"]) for tag, attributes in tags_of(html) if attributes.get("class") == "filter-chip"]

    assert keys == ["occupations.普工", "benefits.包吃", "benefits.包住"]
    newest = press(client, f"{path}/vacancies/chips", key="benefits.包吃")
    assert 'value="benefits.包住"' in newest
    assert 'value="benefits.包吃"' not in newest


def test_chips_of_an_earlier_search_are_only_read(client: TestClient) -> None:
    path = ask(client, ASKED)
    press(client, f"{path}/vacancies/chips", key="benefits.包吃")
    first = client.get(path).text.partition('id="turn-2"')[0]

    assert "filter-chip--still" in first
    assert "data-filter-chips" not in first


def test_what_does_not_interest_is_not_shown_again(client: TestClient, assistant: Assistant) -> None:
    path, name = ask(client, ASKED), id_of(assistant, WORKER)

    newest = press(client, f"{path}/vacancies/{name}/refuse")

    assert "不再给您推荐" in newest
    assert f'data-vacancy="{name}"' not in newest
    assert f'data-vacancy="{id_of(assistant, SUSPECT)}"' in newest


def test_similar_ones_are_shown(client: TestClient, assistant: Assistant) -> None:
    path, name = ask(client, ASKED), id_of(assistant, WORKER)

    newest = press(client, f"{path}/vacancies/{name}/similar")

    assert "差不多的" in newest
    assert f'data-vacancy="{id_of(assistant, SUSPECT)}"' in newest
    assert f'data-vacancy="{name}"' not in newest


def test_a_report_opens_a_case_within_the_conversation(client: TestClient, assistant: Assistant) -> None:
    path, name = ask(client, ASKED), id_of(assistant, SUSPECT)

    newest = press(client, f"{path}/vacancies/{name}/report", reason="fee", comment="要交钱")

    assert "已转人工" in newest
    assert 'class="card__number"' in newest


def test_a_card_of_one_that_has_closed_since_says_so(built_knowledge: tuple[Path, Path], tmp_path: Path) -> None:
    assistant = build_vacancy_assistant(built_knowledge, tmp_path, (WORKER, SUSPECT))
    client = browser_of(assistant)
    path = ask(client, ASKED)
    assert "已经下架" not in client.get(path).text

    assistant.vacancy_store.close_adverts("town", ["a0"])
    html = client.get(path).text
    card = html.partition(f'data-vacancy="{id_of(assistant, WORKER)}"')[2].partition("</article>")[0]

    assert html.count("已经下架") == 1
    assert "已经下架" in card


@pytest.mark.parametrize("button", ["refuse", "similar", "report"])
def test_a_button_at_a_vacancy_that_is_gone_says_so(client: TestClient, button: str) -> None:
    path = ask(client, ASKED)

    assert client.post(f"{path}/vacancies/nothing/{button}").status_code == 404


@pytest.mark.parametrize("button", ["chips", "x/refuse", "x/similar", "x/report"])
def test_buttons_need_the_key_of_the_conversation(client: TestClient, assistant: Assistant, button: str) -> None:
    path = ask(client, ASKED)

    assert browser_of(assistant).post(f"{path}/vacancies/{button}", data={"key": "x"}).status_code == 404


def test_a_chip_that_is_no_longer_there_changes_nothing(client: TestClient) -> None:
    path = ask(client, ASKED)

    newest = press(client, f"{path}/vacancies/chips", key="benefits.不存在")

    assert re.findall(r'name="key" value="([^"]+)"', newest) == ["occupations.普工", "benefits.包吃", "benefits.包住"]


def test_an_old_card_that_lacks_what_cards_have_now_is_still_shown() -> None:
    card = {"kind": "vacancy", "id": "v/1", "title": "样例岗位", "shift": None, "warnings": [{"text": "当心"}, 3]}
    citation = Citation(number=1, passage_id="vacancy:v1", title="岗位", quote="样例")
    turn = Turn("找到：\n- 样例岗位[1]\n先打电话。", AnswerStatus.ANSWERED, (citation,), cards=(card,),
                tools=(ToolCall("find_vacancies", {"occupations": ["样例"], "shifts": 7}),))  # fmt: skip
    view = view_turn(turn, load_page_texts())

    assert view.vacancies[0].path == "/vacancies/v%2F1"
    assert [warning.text for warning in view.vacancies[0].warnings] == ["当心"]
    assert (len(view.blocks), len(view.spelled_out), len(view.notes)) == (1, 1, 1)
    assert (view.sources, len(view.spelled_sources)) == ((), 1)
