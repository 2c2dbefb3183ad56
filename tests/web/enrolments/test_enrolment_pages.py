"""Enrolling on the pages of courses: who gets to what, and what is refused."""

from datetime import datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar

from assistant.bootstrap import Assistant
from assistant.domain.courses import Course, Intake
from assistant.settings import Settings
from tests.fakes.clock import NIGHT, FixedClock
from tests.web.enrolments.forms import FILLED, PEOPLE, SCRIPT, enrol, form_key, numbers, path_of, pin
from web.app import create_app


def test_from_the_course_page_one_enrols_and_finds_it_again(client: TestClient, chosen: tuple[Course, Intake]) -> None:
    number, code = enrol(client, path_of(chosen), phone="138 0000 1234")
    page = client.get(f"/enrolments/{number}").text
    assert "报名成功" in page and "138****1234" in page and "13800001234" not in page and code not in page
    elsewhere = TestClient(client.app, follow_redirects=False)
    assert elsewhere.get(f"/enrolments/{number}").headers["location"] == "/enrolments"
    assert elsewhere.post("/enrolments", data={"number": number, "code": "AAAAA-AAAAA"}).status_code == 404
    opened = elsewhere.post("/enrolments", data={"number": number.lower(), "code": code.lower()})
    assert opened.headers["location"] == f"/enrolments/{number}"
    assert elsewhere.get(f"/enrolments/{number}").status_code == 200


def test_whoever_goes_back_and_types_another_number_takes_no_second_place_with_that_form(
    client: TestClient, chosen: tuple[Course, Intake]
) -> None:
    path = path_of(chosen)
    sent = {**FILLED, "form_key": form_key(client.get(path).text)}
    first, again = (numbers(client.post(path, data=sent).text) for _ in range(2))
    other = {**sent, "name": "示例小妹", "phone": f"1370000{next(PEOPLE):04d}"}
    refused = client.post(path, data=other)
    assert refused.status_code == 409 and "另一个手机号" in refused.text and first[0] not in refused.text
    assert client.post(path, data={**other, "form_key": form_key(refused.text)}).status_code == 409
    another = numbers(client.post(path, data={**other, "form_key": form_key(client.get(path).text)}).text)
    assert first == again and another[0] != first[0]


@pytest.mark.parametrize(
    ("changed", "status", "why"),
    [
        ({"agree": ""}, 422, "勾选同意"),
        ({"phone": ""}, 422, "请留一个电话"),
        ({"phone": "12345"}, 422, "电话号码好像不对"),
        ({"name": " "}, 422, "怎么称呼您"),
        ({"note": "长" * 201}, 422, "备注最多"),
        ({"form_key": "short"}, 422, "重新打开"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_typed_is_lost(
    client: TestClient, chosen: tuple[Course, Intake], changed: dict[str, str], status: int, why: str
) -> None:
    path = path_of(chosen)
    sent = {**FILLED, "form_key": form_key(client.get(path).text), **changed}
    answer = client.post(path, data=sent)
    assert answer.status_code == status and why in answer.text and 'role="alert"' in answer.text
    for name in ("name", "phone"):
        assert f'value="{sent[name]}"' in answer.text
    assert "坐轮椅" in answer.text or "长长" in answer.text


def test_markup_in_what_was_typed_stays_text(client: TestClient, chosen: tuple[Course, Intake]) -> None:
    number, _ = enrol(client, path_of(chosen), name=SCRIPT[:30], note=SCRIPT, phone="13800009999")
    page = client.get(f"/enrolments/{number}").text
    assert "&lt;script&gt;" in page and "<script>alert" not in page


def test_an_intake_of_another_course_or_of_none_is_not_found(client: TestClient, chosen: tuple[Course, Intake]) -> None:
    assert client.get(f"/courses/other/intakes/{chosen[1].id}/enrol").status_code == 404
    assert client.get(f"/courses/{chosen[0].id}/intakes/none/enrol").status_code == 404
    assert client.post(f"/courses/{chosen[0].id}/intakes/none/enrol", data=FILLED).status_code == 404


def test_after_the_deadline_there_is_no_form_and_a_late_one_is_refused(
    client: TestClient, product: Assistant, chosen: tuple[Course, Intake], clock: FixedClock
) -> None:
    pin(product, chosen)
    path, last = path_of(chosen), chosen[1].last_day_to_enrol
    assert last is not None
    key = form_key(client.get(path).text)
    clock.moment = datetime.combine(last, NIGHT.time(), NIGHT.tzinfo) + timedelta(days=1)
    assert "已经截止" in client.get(path).text and 'name="phone"' not in client.get(path).text
    refused = client.post(path, data={**FILLED, "form_key": key})
    assert refused.status_code == 409 and "已经截止" in refused.text


def test_the_person_changes_takes_the_calendar_and_withdraws(client: TestClient, chosen: tuple[Course, Intake]) -> None:
    number, _ = enrol(client, path_of(chosen), phone="13800007777")
    page = f"/enrolments/{number}"
    assert client.post(f"{page}/change", data={"phone": "13900007777", "note": "改天电话联系"}).status_code == 303
    assert "139****7777" in client.get(page).text and "改天电话联系" in client.get(page).text
    refused = client.post(f"{page}/change", data={"phone": "123", "note": "没丢的话"})
    assert refused.status_code == 422 and "没丢的话" in refused.text and 'value="123"' in refused.text
    got = client.get(f"{page}/calendar.ics")
    assert got.headers["content-type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(got.content).walk("VEVENT")
    assert len(events) == len(chosen[1].weekly_times) and str(events[0]["SUMMARY"]) == chosen[0].title
    gone = client.post(f"{page}/withdraw")
    assert gone.headers["location"] == "/enrolments?withdrawn=1"
    assert "已经取消报名" in client.get("/enrolments?withdrawn=1").text
    assert client.get(page).headers["location"] == "/enrolments"
    assert client.get(f"{page}/calendar.ics").headers["location"] == "/enrolments"


def test_guessing_numbers_and_codes_is_slowed_down(product: Assistant, chosen: tuple[Course, Intake]) -> None:
    app = create_app(product)
    client = TestClient(app, follow_redirects=False)
    slow = Settings(_env_file=None, messages_per_minute=1)
    app.state.site.rate_limits.__init__(slow)
    answers = [client.post("/enrolments", data={"number": "BM-1", "code": "x"}).status_code for _ in range(5)]
    assert answers == [404, 404, 404, 429, 429]


def test_neither_name_nor_phone_stands_in_the_log(
    client: TestClient, chosen: tuple[Course, Intake], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        number, code = enrol(client, path_of(chosen), phone="13800003333")
        client.get(f"/enrolments/{number}")
        client.post(path_of(chosen), data={**FILLED, "phone": "13800003333"})
    said = caplog.text
    assert all(word not in said for word in ("13800003333", "示例女士", "坐轮椅", code))
