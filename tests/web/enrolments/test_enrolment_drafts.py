"""Enrolling out of a conversation: the form of a draft."""

import re
from datetime import timedelta

from fastapi.testclient import TestClient
from icalendar import Calendar

from assistant.bootstrap import Assistant
from assistant.domain.courses import Course, Intake
from assistant.services.vacancy_phrases import day_words
from tests.fakes.clock import NIGHT, FixedClock
from tests.web.enrolments.forms import FILLED, action_of, drafted, form_key, numbers, path_of


def test_the_form_in_the_conversation_needs_no_page_of_its_own(
    client: TestClient, product: Assistant, chosen: tuple[Course, Intake]
) -> None:
    address = drafted(client, product, chosen)
    first = client.post(address, data=FILLED)
    assert first.status_code == 200
    assert numbers(client.post(address, data=FILLED).text) == numbers(first.text)
    refused = client.post(address, data={**FILLED, "phone": "13900000000"})
    assert refused.status_code == 409 and "另一个手机号" in refused.text and "draft=" in refused.text


def test_a_draft_of_another_browser_leaves_what_was_typed_on_a_plain_form(
    client: TestClient, product: Assistant, chosen: tuple[Course, Intake]
) -> None:
    address = drafted(client, product, chosen)
    stranger = TestClient(client.app, follow_redirects=False)
    assert stranger.get(address).status_code == 404
    refused = stranger.post(address, data=FILLED)
    assert refused.status_code == 404 and "没有找到这份报名草稿" in refused.text
    assert 'value="示例女士"' in refused.text and f'action="{path_of(chosen)}"' in refused.text
    plain = stranger.post(path_of(chosen), data={**FILLED, "form_key": form_key(refused.text)})
    assert plain.status_code == 200
    forged = client.post(re.sub(r"draft=.*", "draft=forged", address), data=FILLED)
    assert forged.status_code == 404


def test_an_expired_draft_says_so_and_the_second_press_enrols(
    client: TestClient, product: Assistant, chosen: tuple[Course, Intake], clock: FixedClock
) -> None:
    address = drafted(client, product, chosen)
    clock.moment = NIGHT + timedelta(minutes=15)
    assert client.get(address).status_code == 200
    clock.moment = NIGHT + timedelta(hours=12)
    assert client.get(address).status_code == 409
    refused = client.post(address, data=FILLED)
    assert refused.status_code == 409 and "过了 30 分钟" in refused.text and ">坐轮椅</textarea>" in refused.text
    again = action_of(refused.text)
    assert again != address and "draft=" in again, "a new draft of the same conversation"
    first = client.post(again, data=FILLED)
    assert first.status_code == 200
    assert numbers(client.post(again, data=FILLED).text) == numbers(first.text)


def test_a_sample_drafted_before_midnight_is_shown_with_its_new_days_and_the_second_press_enrols(
    client: TestClient, product: Assistant, chosen: tuple[Course, Intake], clock: FixedClock
) -> None:
    intake = chosen[1]
    clock.moment = NIGHT.replace(hour=23, minute=50)
    address = drafted(client, product, chosen)
    clock.moment = NIGHT.replace(hour=23, minute=50) + timedelta(minutes=20)
    assert intake.starts_on is not None
    moved = day_words(intake.starts_on + timedelta(days=1), clock.today())
    looked = client.get(address)
    assert looked.status_code == 409 and "有变动" in looked.text and moved in looked.text
    refused = client.post(address, data=FILLED)
    assert refused.status_code == 409 and "有变动" in refused.text and moved in refused.text
    assert 'value="示例女士"' in refused.text and product.enrolments.seats.count_confirmed([intake.id]) == {}
    number, _ = numbers(client.post(action_of(refused.text), data=FILLED).text)
    clock.moment += timedelta(days=3)
    page = client.get(f"/enrolments/{number}").text
    assert moved in page, "whoever has enrolled keeps the days they were told"
    got = client.get(f"/enrolments/{number}/calendar.ics")
    first = min(event.start for event in Calendar.from_ical(got.content).walk("VEVENT"))
    assert first.date() >= intake.starts_on + timedelta(days=1)
    assert first.date() < intake.starts_on + timedelta(days=8)


def test_an_answer_about_the_subsidy_of_a_course_goes_on_with_that_subsidy(product: Assistant) -> None:
    started = product.conversations.start()
    product.conversations.answer(started.id, "我没得叉车证，去哪里学")
    product.conversations.answer(started.id, "第一个有补贴吗")

    turn = product.conversations.answer(started.id, "脱贫人口或防止返贫监测对象")

    training, allowance = turn.cards
    assert (training["scheme_id"], allowance["scheme_id"]) == (
        "vocational-training-subsidy", "training-living-allowance",
    )  # fmt: skip
    assert "再问您一句" in turn.text
    assert allowance["outcome"] != "ineligible", "the certificate that is missing now is what the course gives"


def test_the_form_in_the_conversation_asks_what_the_page_asks(
    client: TestClient, product: Assistant, clock: FixedClock
) -> None:
    answer = client.post("/conversations", data={"text": "我没得叉车证，去哪里学"})
    talk = answer.headers["location"].partition("#")[0]
    client.post(f"{talk}/messages", data={"text": "给我报名第一个"})
    page = client.get(talk).text
    address = re.search(r'action="(/courses/[^"]+/enrol[^"]*)"', page)
    assert address is not None
    asked = re.findall(r'name="declared" value="(\d+)"', page)
    form = {**FILLED, "declared": asked}

    assert asked == re.findall(r'name="declared" value="(\d+)"', client.get(address[1].replace("&amp;", "&")).text)
    assert numbers(client.post(address[1].replace("&amp;", "&"), data=form).text)[0].startswith("BM-")
