"""Agreeing to be found, by plain forms; and what an employer reads of it."""

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from assistant.domain.vacancies import VacancyState
from assistant.services.profile_desk import consent_digest
from tests.services.saved_searching import Office
from tests.vacancy_examples import FEED
from tests.web import saved_search_site
from tests.web.saved_search_site import SEEKER, TOKEN, Conversations, agree, page

office = saved_search_site.office
conversations = saved_search_site.conversations
app = saved_search_site.app
client = saved_search_site.client


def test_consent_shows_exactly_what_will_be_visible(client: TestClient, office: Office) -> None:
    shown = page(client)
    assert "同意以后，用人单位会看到" in shown
    assert "<p>叉车司机、巴南区、月薪5500元以上、高中或中专学历、有叉车证</p>" in shown
    assert office.desk.find("c1") is None
    agree(client)
    assert "用人单位现在能看到" in page(client, "agreed")
    assert "2月21日" in page(client)


def test_consent_is_withdrawn_with_one_button(client: TestClient, office: Office) -> None:
    agree(client)
    response = client.post("/c/c1/profile", data={"answer": "withdraw"})
    assert response.headers["location"] == "/c/c1/searches?done=withdrawn"
    assert office.desk.find("c1") is None
    assert "没有留下" in page(client, "withdrawn")


@pytest.mark.parametrize("data", [{}, {"answer": "yes"}, {"answer": ""}])
def test_nothing_but_agreeing_is_consent(client: TestClient, office: Office, data: dict[str, str]) -> None:
    assert client.post("/c/c1/profile", data=data | {"seen": consent_digest(SEEKER)}).status_code == 303
    assert office.desk.find("c1") is None


def test_agreeing_to_something_else_than_was_shown_shows_it_again(
    client: TestClient, conversations: Conversations, office: Office
) -> None:
    conversations.wanted["c1"] = replace(SEEKER, region_ids=("wanzhou",))
    response = client.post("/c/c1/profile", data={"answer": "agree", "seen": consent_digest(SEEKER)})
    assert response.status_code == 409
    assert "条件刚刚变了" in response.text
    assert office.desk.find("c1") is None


def test_a_changed_search_changes_nothing_employers_see_until_it_is_agreed_to(
    client: TestClient, conversations: Conversations, office: Office
) -> None:
    agree(client)
    conversations.wanted["c1"] = replace(SEEKER, region_ids=("wanzhou",))
    assert "条件变了。更新以后，用人单位会看到" in page(client)
    kept = office.desk.find("c1")
    assert kept is not None
    assert kept.wanted.region_ids == ("banan",)


def profiles(client: TestClient, external_id: str, token: str = TOKEN.token, feed: str = FEED.id) -> Response:
    headers = {"Authorization": f"Bearer {token}"}
    return client.get(f"/api/feeds/{feed}/adverts/{external_id}/profiles", headers=headers)


def test_an_employer_reads_who_suits_an_own_advert_without_who_they_are(client: TestClient, office: Office) -> None:
    agree(client)
    office.put("a/1")
    response = profiles(client, "a/1")
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    (found,) = response.json()["profiles"]
    kept = office.desk.find("c1")
    assert kept is not None
    assert found.pop("reference") == kept.reference
    assert found.pop("score") > 0
    assert found == {
        "occupations": ["叉车司机"],
        "regions": ["巴南区"],
        "employment_types": [],
        "education": "senior",
        "experience_years": None,
        "licences": ["叉车证"],
        "pay_floor": "5500元/月起",
        "reasons": ["想找叉车司机的工作", "愿意在这里工作", "贵单位写明的工资够", "说有叉车证"],
        "gaps": ["没说做过几年"],
    }


def test_without_consent_nobody_is_found(client: TestClient, office: Office) -> None:
    office.put("mine")
    assert profiles(client, "mine").json() == {"profiles": []}
    agree(client)
    client.post("/c/c1/profile", data={"answer": "withdraw"})
    assert profiles(client, "mine").json() == {"profiles": []}


def test_a_wrong_token_an_unknown_feed_and_a_foreign_advert_get_nothing(client: TestClient, office: Office) -> None:
    agree(client)
    office.put("mine")
    office.put("held", state=VacancyState.HELD)
    for token, feed in (("wrong", FEED.id), ("", FEED.id), (TOKEN.token, "partner"), (TOKEN.token, "%00")):
        response = profiles(client, "mine", token, feed)
        assert response.status_code == 401
        assert response.headers["content-type"] == "application/problem+json"
    for name in ("held", "none", "%00", "..%2F..%2Fmine"):
        assert profiles(client, name).status_code == 404
