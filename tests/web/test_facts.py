"""The panel of known facts and the card in the conversation; the same for programs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.bootstrap import Assistant
from tests.web.calculator_site import browser_of, build_small_assistant, conversation_of

MONTHS, DISMISSED = "person.unemployment_insured_months", "person.left_job_involuntarily"
QUESTION = "公司把我辞退了，失业保险交了三年，能领失业金吗"


@pytest.fixture
def assistant(built_knowledge: tuple[Path, Path], tmp_path: Path) -> Assistant:
    return build_small_assistant(built_knowledge, tmp_path)


@pytest.fixture
def client(assistant: Assistant) -> Iterator[TestClient]:
    with browser_of(assistant) as client:
        client.post("/conversations", data={"text": QUESTION})
        yield client


@pytest.fixture
def path(client: TestClient) -> str:
    return f"/c/{conversation_of(client)}"


@pytest.fixture
def api(client: TestClient) -> str:
    return f"/api/conversations/{conversation_of(client)}"


def values(client: TestClient, api: str) -> dict[str, object]:
    return {fact["id"]: fact["value"] for fact in client.get(f"{api}/facts").json()["facts"]}


def test_the_panel_tells_what_is_known_and_where_it_was_said(client: TestClient, path: str) -> None:
    page = client.get(path).text

    panel = page.partition("data-facts-panel")[2]
    assert "我了解到的情况" in panel
    assert "3年" in panel
    assert f"您说过：“{QUESTION[:14]}…”" in panel
    assert client.get(f"{path}/facts").text.strip().startswith('<div class="facts-panel"')


def test_a_fact_is_corrected_by_its_form(client: TestClient, path: str, api: str) -> None:
    response = client.post(f"{path}/facts", data={MONTHS: "四年"})

    assert response.headers["location"].startswith(f"{path}#turn-")
    assert values(client, api)[MONTHS] == 48
    assert "在表格里填的" in client.get(path).text


def test_a_fact_is_deleted_and_all_of_them_are(client: TestClient, path: str, api: str) -> None:
    client.post(f"{path}/facts", data={"withdraw": MONTHS})
    assert MONTHS not in values(client, api)

    client.post(f"{path}/facts", data={"withdraw_all": "yes"})
    assert values(client, api) == {}


def test_what_is_not_known_stands_in_the_panel_too(client: TestClient, path: str, api: str) -> None:
    client.post(f"{path}/facts", data={DISMISSED: "unsure"})

    assert client.get(f"{api}/facts").json()["unsure"] == [DISMISSED]
    assert "fact__value--unsure" in client.get(path).text


def test_a_correction_that_cannot_be_read_is_shown_again_in_the_open_panel(client: TestClient, path: str) -> None:
    response = client.post(f"{path}/facts", data={MONTHS: "好久了"})

    assert response.status_code == 422
    assert '<details class="facts-panel__box" open>' in response.text
    assert 'value="好久了"' in response.text
    assert "请写一个数" in response.text


@pytest.mark.parametrize(
    "data", [{}, {"nothing.here": "1"}, {"withdraw": "nothing"}, {"withdraw": "person.sex"}, {MONTHS: "​"}]
)
def test_a_form_that_says_nothing_changes_nothing(
    client: TestClient, path: str, api: str, data: dict[str, str]
) -> None:
    before = values(client, api)

    assert client.post(f"{path}/facts", data=data).status_code == 303
    assert values(client, api) == before


def test_a_wrong_amount_opens_a_case_with_its_number(client: TestClient, path: str, assistant: Assistant) -> None:
    response = client.post(f"{path}/schemes/unemployment-benefit/wrong-amount")

    assert response.headers["location"].startswith(f"{path}#turn-")
    cases = assistant.cases.list_cases()
    assert [case.reason for case in cases] == ["wrong_amount"]
    assert cases[0].number in client.get(path).text


def test_a_wrong_amount_of_no_scheme_is_not_found(client: TestClient, path: str) -> None:
    assert client.post(f"{path}/schemes/nothing/wrong-amount").status_code == 404


def test_the_card_shows_verdict_conditions_and_amount(client: TestClient, path: str) -> None:
    page = client.get(path).text

    card = page.partition('data-assessment="unemployment-benefit"')[2].partition("assessment__actions")[0]
    for words in ("对得上", "每月", "示例月最低工资", "失业保险累计交满1年", "符合：", "示例保险法第45条"):
        assert words in card


def test_programs_change_facts_and_read_assessments(client: TestClient, api: str) -> None:
    body = {"told": {MONTHS: 60, "person.groups": ["disabled"]}, "unsure": [DISMISSED]}
    changed = client.patch(f"{api}/facts", json=body)

    assert changed.status_code == 200
    assert values(client, api) == {MONTHS: 60, "person.groups": ["disabled"]}
    report = client.get(f"{api}/assessments").json()
    card = next(one for one in report["assessments"] if one["scheme_id"] == "unemployment-benefit")
    assert card["outcome"] == "undetermined"
    assert card["kind"] == "assessment"
    assert report["total"] == {"once": 0, "month": 0, "year": 0}


@pytest.mark.parametrize(
    "told",
    [
        {"nothing": True},
        {MONTHS: True},
        {MONTHS: "很久"},
        {MONTHS: -5},
        {MONTHS: "9" * 400},
        {MONTHS: ["12"]},
        {"person.groups": ["rich"]},
        {"person.birth_date": "2026-13-40"},
        {"person.residence_region": "火星"},
    ],
)
def test_programs_are_told_in_words_what_cannot_be_read(client: TestClient, api: str, told: dict[str, object]) -> None:
    before = values(client, api)

    response = client.patch(f"{api}/facts", json={"told": told})

    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert values(client, api) == before


def test_the_new_addresses_stand_in_the_openapi_document(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]

    assert {"get", "patch"} <= set(paths["/api/conversations/{conversation_id}/facts"])
    assert "get" in paths["/api/conversations/{conversation_id}/assessments"]
