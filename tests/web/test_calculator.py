"""The calculator's pages: form first, facts shared with the conversation, results by how surely they may be told."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.bootstrap import Assistant
from tests.web.calculator_site import browser_of, build_small_assistant, conversation_of, tell
from web.assessment_view import view_assessment

MONTHS, DISMISSED = "person.unemployment_insured_months", "person.left_job_involuntarily"


@pytest.fixture
def assistant(built_knowledge: tuple[Path, Path], tmp_path: Path) -> Assistant:
    return build_small_assistant(built_knowledge, tmp_path)


@pytest.fixture
def client(assistant: Assistant) -> Iterator[TestClient]:
    with browser_of(assistant) as client:
        yield client


def section(html: str, title: str) -> str:
    """The part of the results under a heading, up to the next."""
    found = re.search(rf"{title}.*?(?=results__title|results__summary|calculator__small)", html, re.DOTALL)
    return found[0] if found else ""


@pytest.mark.parametrize("path", ["/subsidies", "/employers"])
def test_with_nothing_known_the_page_asks_first_and_starts_no_conversation(client: TestClient, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 200
    assert ("先答这几个" in response.text) is (path == "/subsidies")
    assert "known__summary" not in response.text
    assert "set-cookie" not in response.headers


def test_what_is_told_decides_and_is_kept_in_a_conversation(client: TestClient) -> None:
    page = tell(client, insured="三年", dismissed="是")

    assert "失业保险金" in section(page, "现行政策，对得上的")
    assert "合计" in page
    assert "我了解到的情况" in page
    known = client.get(f"/api/conversations/{conversation_of(client)}/facts").json()["facts"]
    assert {fact["id"]: fact["value"] for fact in known} == {MONTHS: 36, DISMISSED: True}


def test_facts_said_in_the_conversation_are_known_at_the_desk(client: TestClient) -> None:
    client.post("/conversations", data={"text": "公司把我辞退了，失业保险交了三年，能领失业金吗"})

    page = client.get("/subsidies").text

    assert "3年" in page
    assert "您说过：" in page


def test_a_firm_and_a_person_do_not_share_facts(client: TestClient) -> None:
    tell(client, insured="3年", dismissed="是")

    assert "known__summary" in client.get("/subsidies").text
    assert "known__summary" not in client.get("/employers").text


def test_what_rests_on_an_old_basis_is_possible_and_not_in_the_total(client: TestClient) -> None:
    page = tell(client, hardship="是")

    assert "灵活就业" in section(page, "可能可以，需要核实")
    assert "results__total" not in page


def test_what_does_not_fit_says_which_condition_fails(client: TestClient) -> None:
    page = tell(client, insured="11个月")

    assert "失业保险累计交满1年" in section(page, "对不上的")


@pytest.mark.parametrize(
    ("outcome", "certainty", "verdict"),
    [
        ("eligible", "current", "eligible"),
        ("eligible", "to_verify", "possible"),
        ("undetermined", "to_verify", "undetermined"),
        ("ineligible", "to_verify", "ineligible"),
        ("eligible", "lapsed", "lapsed"),
    ],
)
def test_a_verdict_tells_how_surely_it_holds(outcome: str, certainty: str, verdict: str) -> None:
    view = view_assessment({"outcome": outcome, "certainty": certainty}, lambda _: None)

    assert view.verdict == verdict


def test_of_somebody_who_qualifies_the_other_ways_in_stand_aside() -> None:
    conditions = [{"text": state, "state": state, "clause": None} for state in ("met", "not_met", "unknown")]
    view = view_assessment({"outcome": "eligible", "certainty": "current", "conditions": conditions}, lambda _: None)

    assert [one.text for one in view.conditions] == ["met"]
    assert [one.text for one in view.aside] == ["not_met", "unknown"]


def test_not_knowing_is_an_answer_and_is_not_asked_again(client: TestClient) -> None:
    page = tell(client, dismissed="unsure")

    assert f'name="{DISMISSED}"' not in page.partition('class="questions"')[2]
    assert "不清楚" in page.partition('class="questions"')[0]


def test_what_cannot_be_read_is_shown_beside_its_field_and_nothing_typed_is_lost(client: TestClient) -> None:
    response = client.post("/subsidies", data={MONTHS: "很久很久", DISMISSED: "是"})

    assert response.status_code == 422
    assert 'value="很久很久"' in response.text
    assert "请写一个数" in response.text
    assert re.search(rf'name="{DISMISSED}" value="是" checked', response.text)
    assert 'href="#ask-person-unemployment_insured_months"' in response.text
    assert "set-cookie" not in response.headers


def test_an_empty_form_is_told_that_one_answer_is_enough(client: TestClient) -> None:
    response = client.post("/subsidies", data={MONTHS: " "})

    assert response.status_code == 422
    assert "还没有填写任何一项" in response.text


def test_members_ticked_close_the_set(client: TestClient) -> None:
    page = tell(client, groups="disabled")

    assert "残疾人；其他都不是" in page


def test_one_scheme_asks_only_what_decides_it(client: TestClient) -> None:
    page = client.get("/subsidies/unemployment-benefit").text

    asked = set(re.findall(r'name="((?:person|firm|worker)\.[a-z_]+)"', page))
    assert asked == {MONTHS, DISMISSED}
    assert 'data-assessment="unemployment-benefit"' in page


@pytest.mark.parametrize(
    "path",
    [
        "/subsidies/nothing",
        "/subsidies/startup-loan/summary",
        "/subsidies/expansion-grant",
        "/employers/nothing/summary",
    ],
)
def test_a_scheme_that_cannot_be_assessed_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_summary_is_pre_filled_and_leaves_lines_for_the_person(client: TestClient) -> None:
    tell(client, insured="3年", dismissed="是", hardship="不是")

    page = client.get("/subsidies/unemployment-benefit/summary").text

    for words in (
        "失业保险金",
        "示例发〔2020〕3号",
        "3年",
        "姓名",
        "签名",
        "不代表行政决定",
        "内容由AI辅助生成",
        "示例月最低工资",
    ):
        assert words in page
    assert "就业困难人员" not in page
    assert "<input" not in page.partition("<article")[2].partition("</article>")[0]


def test_nobody_sees_the_facts_of_a_conversation_without_its_key(client: TestClient, assistant: Assistant) -> None:
    tell(client, insured="3年", dismissed="是")
    theirs = conversation_of(client)

    with browser_of(assistant) as stranger:
        for path in (
            f"/c/{theirs}/facts",
            f"/api/conversations/{theirs}/facts",
            f"/api/conversations/{theirs}/assessments",
        ):
            assert stranger.get(path).status_code == 404
        assert "3年" not in stranger.get(f"/subsidies?c={theirs}").text
        assert "3年" not in stranger.get(f"/subsidies/unemployment-benefit/summary?c={theirs}").text
        stranger.post(f"/subsidies?c={theirs}", data={MONTHS: "5年"})
        assert stranger.post(f"/c/{theirs}/facts", data={MONTHS: "5年"}).status_code == 404
        assert stranger.post(f"/c/{theirs}/schemes/unemployment-benefit/wrong-amount").status_code == 404

    assert client.get(f"/api/conversations/{theirs}/facts").json()["facts"][0]["value"] == 36


@pytest.mark.parametrize("path", ["/subsidies", "/employers", "/subsidies/unemployment-benefit"])
def test_a_form_from_another_site_is_refused(client: TestClient, path: str) -> None:
    response = client.post(path, data={MONTHS: "3年"}, headers={"Origin": "https://evil.example"})

    assert response.status_code == 403


def test_going_too_fast_loses_nothing_typed(client: TestClient) -> None:
    tell(client, insured="3年")
    for _ in range(client.app.state.site.assistant.settings.messages_per_minute * 3):
        response = client.post("/subsidies", data={DISMISSED: "是"})

    assert response.status_code == 429
    assert "发得太快" in response.text or "稍等" in response.text
