"""Enrolling over the whole product: forms, who gets to what, and what is refused."""

import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar
from openpyxl import load_workbook
from sqlalchemy import select, update

from assistant.adapters.sql.course_tables import intakes
from assistant.adapters.sql.engine import write
from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.conversation import AnswerStatus, ConversationState, Turn
from assistant.domain.courses import Course, Intake
from assistant.domain.staff import Role
from assistant.services.staff_accounts import OPERATOR
from assistant.services.vacancy_phrases import day_words
from assistant.settings import Settings
from tests.fakes.clock import NIGHT, FixedClock
from tests.web.staff_site import OWN
from web.app import create_app

ROOT = Path(__file__).parents[2]
_people = count(1000)
SCRIPT = "<script>alert(1)</script>"
FILLED = {"name": "示例女士", "phone": "", "note": "坐轮椅", "agree": "yes"}


@pytest.fixture(autouse=True)
def another_person() -> str:
    """Another telephone number for each test: one person cannot sit in two rooms at once."""
    phone = f"1380000{next(_people):04d}"
    FILLED["phone"] = f"{phone[:3]} {phone[3:7]} {phone[7:]}"
    return phone


@pytest.fixture(scope="module")
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture(scope="module")
def product(new_data_dir: Callable[[str], Path], clock: FixedClock) -> Assistant:
    settings = Settings(
        _env_file=None, data_dir=new_data_dir("enrol"), knowledge_dir=ROOT / "knowledge_base",
        messages_per_minute=1000, messages_per_minute_address=10_000, conversations_per_minute_address=1000,
    )  # fmt: skip
    built = build_assistant(settings, clock)
    accounts = built.office.accounts
    for name, role, team in (
        ("li", Role.ADVISOR, ""), ("zhao", Role.SUPERVISOR, ""), ("bian", Role.EDITOR, ""),
        ("teacher", Role.PROVIDER, "示例"), ("other", Role.PROVIDER, "别的学校"),
    ):  # fmt: skip
        given = accounts.add(OPERATOR, name, role, team)
        accounts.change_password(accounts.log_in(name, given.password).token, given.password, OWN)
    return built


@pytest.fixture
def client(product: Assistant, clock: FixedClock) -> Iterator[TestClient]:
    clock.moment = NIGHT
    yield TestClient(create_app(product), follow_redirects=False)


def open_intakes(product: Assistant) -> list[tuple[Course, Intake]]:
    """Of the samples, those with seats and lessons that nothing else is asked for; by provider."""
    store = product._vacancies.courses.store
    ids = {change.intake.course_id for change in store.changes_after(0, 10_000, NIGHT.date()) if change.intake}
    return sorted(
        (
            (course, intake)
            for course in store.find_courses(ids, NIGHT.date()).values()
            for intake in course.open_intakes_on(NIGHT.date())
            if intake.seats and intake.weekly_times and intake.starts_on and not course.prerequisites
        ),
        key=lambda pair: (pair[0].provider, pair[1].id),
    )


@pytest.fixture
def chosen(product: Assistant) -> tuple[Course, Intake]:
    """Another intake for each test."""
    pairs = open_intakes(product)
    taken = product.enrolments.seats.count_confirmed([intake.id for _, intake in pairs])
    return next(pair for pair in pairs if pair[1].id not in taken)


def pin(product: Assistant, chosen: tuple[Course, Intake]) -> None:
    """Days of samples go along with today; those of this one stand still from now on."""
    store, mine = product._vacancies.courses.store, intakes.c.id == chosen[1].id
    with write(store._engine) as connection:
        record = json.loads(connection.execute(select(intakes.c.record_json).where(mine)).scalar_one())
        days = {name: str(getattr(chosen[1], name)) for name in ("starts_on", "ends_on", "enrol_by")}
        pinned = json.dumps({**record, **days, "day_offsets": {}})
        connection.execute(update(intakes).where(mine).values(record_json=pinned))


def path_of(chosen: tuple[Course, Intake]) -> str:
    return f"/courses/{chosen[0].id}/intakes/{chosen[1].id}/enrol"


def form_key(page: str) -> str:
    found = re.search(r'name="form_key" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def action_of(page: str) -> str:
    """Where the form on the page goes to."""
    found = re.search(r'method="post" action="(/courses/[^"]+)"', page)
    assert found is not None
    return found[1].replace("&amp;", "&")


def numbers(page: str) -> tuple[str, str]:
    number, code = re.findall(r'class="card__number">([^<]+)<', page)
    return number, code


def enrol(client: TestClient, path: str, **changed: object) -> tuple[str, str]:
    answer = client.post(path, data={**FILLED, "form_key": form_key(client.get(path).text), **changed})
    assert answer.status_code == 200, answer.text
    return numbers(answer.text)


def drafted(client: TestClient, product: Assistant, chosen: tuple[Course, Intake]) -> str:
    """The address of the form of a draft in a conversation of this client, as the page's card gives it."""
    answer = client.post("/conversations", data={"text": "你好"})
    conversation = answer.headers["location"].split("/")[2].partition("#")[0]
    course, intake = chosen
    shown = {"id": intake.id, "starts_on": str(intake.starts_on), "schedule": intake.schedule, "place": intake.place}
    card = {"kind": "course", "id": course.id, "title": course.title, "intakes": [shown]}
    product._store.add_turn(
        conversation, Turn("可以报：", AnswerStatus.ANSWERED, cards=(card,), asked_at=NIGHT), ConversationState(turns=2)
    )
    client.post(f"/c/{conversation}/messages", data={"text": "就报这个"})
    (drawn,) = product.conversations.list_turns(conversation)[-1].cards
    page = client.get(f"/c/{conversation}").text
    assert f'action="{str(drawn["form_url"]).replace("&", "&amp;")}"' in page, "the card carries a form of its own"
    assert course.title in page and "确认报名" in page
    return str(drawn["form_url"])


def log_in(client: TestClient, name: str) -> str:
    """The token that stands in the forms of this session."""
    assert client.post("/staff/login", data={"name": name, "password": OWN}).status_code == 303
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', client.get("/staff/password").text)
    assert found is not None
    return found[1]


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
    other = {**sent, "name": "示例小妹", "phone": f"1370000{next(_people):04d}"}
    refused = client.post(path, data=other)
    assert refused.status_code == 409 and "另一个手机号" in refused.text and first[0] not in refused.text
    assert client.post(path, data={**other, "form_key": form_key(refused.text)}).status_code == 409
    another = numbers(client.post(path, data={**other, "form_key": form_key(client.get(path).text)}).text)
    assert first == again and another[0] != first[0]


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


def test_staff_see_a_masked_roster_and_reveal_with_a_reason(
    client: TestClient, product: Assistant, chosen: tuple[Course, Intake]
) -> None:
    number, code = enrol(client, path_of(chosen), phone="13800006666")
    csrf = log_in(client, "zhao")
    assert f'href="/staff/intakes/{chosen[1].id}"' in client.get("/staff/intakes").text
    roster = f"/staff/intakes/{chosen[1].id}"
    page = client.get(roster).text
    assert "138****6666" in page and "13800006666" not in page and "坐轮椅" not in page
    assert client.post(f"{roster}/{number}/reveal", data={"csrf": csrf}).status_code == 422
    assert client.post(f"{roster}/{number}/reveal", data={"reason": "roster"}).status_code == 403
    shown = client.post(f"{roster}/{number}/reveal", data={"csrf": csrf, "reason": "roster"}).text
    assert "13800006666" in shown and "坐轮椅" in shown
    assert client.post(f"{roster}/export", data={"csrf": csrf}).status_code == 422
    sheet = client.post(f"{roster}/export", data={"csrf": csrf, "reason": "call_back"})
    assert load_workbook(io.BytesIO(sheet.content)).active.cell(2, 5).value == "13800006666"  # type: ignore[union-attr]
    reissued = client.post(f"{roster}/{number}/code", data={"csrf": csrf}).text
    assert re.search(r'class="card__number">([^<]+)<', reissued)[1] != code  # type: ignore[index]
    log = client.get(f"/staff/audit?subject={number}").text
    assert "查看学员联系方式" in log and "13800006666" not in log
    assert client.post(f"{roster}/{number}/attendance", data={"csrf": csrf, "value": "attended"}).status_code == 409


def test_attendance_and_outcome_are_recorded_on_the_roster(
    client: TestClient, product: Assistant, chosen: tuple[Course, Intake], clock: FixedClock
) -> None:
    pin(product, chosen)
    number, _ = enrol(client, path_of(chosen), phone="13800005555")
    assert chosen[1].starts_on is not None
    clock.moment = datetime.combine(chosen[1].starts_on, NIGHT.time(), NIGHT.tzinfo)
    csrf, roster = log_in(client, "zhao"), f"/staff/intakes/{chosen[1].id}"
    for kind, value in (("attendance", "attended"), ("outcome", "certified")):
        answer = client.post(f"{roster}/{number}/{kind}", data={"csrf": csrf, "value": value})
        assert answer.headers["location"] == f"{roster}?done=recorded", answer.text
    page = client.get(f"{roster}?done=recorded").text
    assert "已经登记。" in page and '<option value="certified" selected>' in page
    assert client.post(f"{roster}/{number}/outcome", data={"csrf": csrf, "value": "nonsense"}).status_code == 422


@pytest.mark.parametrize(
    ("name", "seen", "exported"),
    [("li", 200, 403), ("zhao", 200, 200), ("bian", 403, 403), ("teacher", 200, 200), ("other", 403, 403)],
)
def test_each_role_sees_the_rosters_it_may(
    client: TestClient, product: Assistant, chosen: tuple[Course, Intake], name: str, seen: int, exported: int
) -> None:
    product.office.accounts.set_role(OPERATOR, "teacher", Role.PROVIDER, chosen[0].provider)
    enrol(client, path_of(chosen))
    csrf, roster = log_in(client, name), f"/staff/intakes/{chosen[1].id}"
    assert client.get(roster).status_code == seen
    assert client.post(f"{roster}/export", data={"csrf": csrf, "reason": "roster"}).status_code == exported
    assert ('href="/staff/intakes"' in client.get("/staff").text) is (name != "bian")
    nobody = TestClient(client.app, follow_redirects=False)
    assert nobody.get(roster).headers["location"].startswith("/staff/login")


def test_neither_name_nor_phone_stands_in_the_log(
    client: TestClient, chosen: tuple[Course, Intake], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        number, code = enrol(client, path_of(chosen), phone="13800003333")
        client.get(f"/enrolments/{number}")
        client.post(path_of(chosen), data={**FILLED, "phone": "13800003333"})
    said = caplog.text
    assert all(word not in said for word in ("13800003333", "示例女士", "坐轮椅", code))


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
