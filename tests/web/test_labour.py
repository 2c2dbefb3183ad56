"""Labour requests over the whole product: forms, who gets to what, and what is refused."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.knowledge import Audience
from assistant.domain.staff import Role
from assistant.services.labour_drafts import DRAFT_MINUTES
from assistant.services.staff_accounts import OPERATOR
from assistant.settings import Settings
from tests.fakes.clock import FixedClock
from tests.web.staff_site import OWN
from web.app import create_app

ROOT = Path(__file__).parents[2]
CLOCK = FixedClock()
SAID = "我们厂要招20个普工，渝北，包吃住，5000左右，下月初要人"
NEW = "/employers/requests/new"
SCRIPT = "<script>alert(1)</script>"
FILLED = {
    "employer": "示例机械厂", "occupation": "普工", "headcount": "20", "pay_min": "5000", "pay_max": "6000",
    "region": "liangjiang", "place": "空港", "shifts": ["day", "nonsense"], "benefits": ["包吃", "金条"],
    "starts_on": "2026-12-01", "more": "有经验优先", "name": "示例女士", "phone": "138 0000 1234", "agree": "yes",
}  # fmt: skip


@pytest.fixture(scope="module")
def product(new_data_dir: Callable[[str], Path]) -> Assistant:
    settings = Settings(
        _env_file=None, data_dir=new_data_dir("labour"), knowledge_dir=ROOT / "knowledge_base",
        messages_per_minute=1000, messages_per_minute_address=10_000, conversations_per_minute_address=1000,
    )  # fmt: skip
    built = build_assistant(settings, CLOCK)
    for name, role in (("li", Role.ADVISOR), ("bian", Role.EDITOR), ("chef", Role.ADMINISTRATOR)):
        given = built.office.accounts.add(OPERATOR, name, role)
        built.office.accounts.change_password(
            built.office.accounts.log_in(name, given.password).token, given.password, OWN
        )
    return built


@pytest.fixture
def client(product: Assistant) -> Iterator[TestClient]:
    yield TestClient(create_app(product), follow_redirects=False)


def form_key(page: str) -> str:
    found = re.search(r'name="form_key" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def numbers(page: str) -> tuple[str, str]:
    number, code = re.findall(r'class="card__number">([^<]+)<', page)
    return number, code


def send_off(client: TestClient, **changed: object) -> tuple[str, str]:
    answer = client.post(NEW, data={**FILLED, "form_key": form_key(client.get(NEW).text), **changed})
    assert answer.status_code == 200, answer.text
    return numbers(answer.text)


def drafted(client: TestClient, product: Assistant) -> str:
    """The address of the form of a draft in a conversation of this client."""
    answer = client.post("/conversations", data={"text": SAID, "audience": Audience.EMPLOYER.value})
    conversation = answer.headers["location"].split("/")[2].partition("#")[0]
    card = product.conversations.list_turns(conversation)[-1].cards[-1]
    assert list(card) == ["kind", "draft_id", "summary", "form_url"]
    assert card["kind"] == "labour_request" and str(card["summary"]).startswith("招普工20人")
    assert f'href="{str(card["form_url"]).replace("&", "&amp;")}"' in client.get(f"/c/{conversation}").text
    return str(card["form_url"])


def log_in(client: TestClient, name: str = "li") -> str:
    """The token that stands in the forms of this session."""
    assert client.post("/staff/login", data={"name": name, "password": OWN}).status_code == 303
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', client.get("/staff/password").text)
    assert found is not None
    return found[1]


def test_from_the_employers_page_without_a_conversation_a_request_is_sent_off(client: TestClient) -> None:
    assert 'href="/employers/requests"' in client.get("/employers").text
    assert f'href="{NEW}"' in client.get("/employers/requests").text
    number, code = send_off(client)
    page = client.get(f"/employers/requests/{number}").text
    assert "5000—6000元/月" in page and "白班" in page and "12月1日" in page and code not in page
    assert "金条" not in page and "138****1234" in page and "13800001234" not in page


def test_the_same_form_sent_again_gives_the_same_receipt(client: TestClient) -> None:
    key = form_key(client.get(NEW).text)
    assert send_off(client, form_key=key) == send_off(client, form_key=key, headcount="99")


def test_the_form_of_a_draft_is_filled_in_and_sends_it_off_once(client: TestClient, product: Assistant) -> None:
    address = drafted(client, product)
    page = client.get(address).text
    assert 'name="headcount" value="20"' in page and 'value="2026-12-01"' in page and 'value="包住" checked' in page
    assert '<option value="yubei" selected>渝北区</option>' in page
    ids = dict(part.split("=") for part in address.partition("?")[2].split("&"))
    send_off(client, form_key=form_key(page), **ids)
    again = client.post(NEW, data={**FILLED, "form_key": form_key(client.get(NEW).text), **ids})
    assert again.status_code == 409 and "已经发出去" in again.text


def test_a_draft_of_another_conversation_opens_to_nobody_else(client: TestClient, product: Assistant) -> None:
    address = drafted(client, product)
    stranger = TestClient(create_app(product), follow_redirects=False)
    answer = stranger.get(address)
    assert answer.status_code == 404 and 'value="20"' not in answer.text
    mine = drafted(stranger, product)
    mixed = mine.partition("&draft=")[0] + "&draft=" + address.partition("&draft=")[2]
    answer = stranger.get(mixed)
    assert answer.status_code == 404 and 'value="20"' not in answer.text
    ids = dict(part.split("=") for part in mixed.partition("?")[2].split("&"))
    refused = stranger.post(NEW, data={**FILLED, "form_key": form_key(answer.text), **ids})
    assert refused.status_code == 404


def test_an_expired_draft_leaves_an_empty_form_and_says_why(client: TestClient, product: Assistant) -> None:
    address = drafted(client, product)
    before = CLOCK.moment
    try:
        CLOCK.moment = before + timedelta(minutes=DRAFT_MINUTES + 1)
        answer = client.get(address)
    finally:
        CLOCK.moment = before
    assert answer.status_code == 409 and str(DRAFT_MINUTES) in answer.text and 'value="20"' not in answer.text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"agree": ""}, "勾选同意"), ({"phone": "12"}, "电话号码好像不对"), ({"phone": ""}, "电话"), ({"headcount": "很多"}, "只填数字"),
        ({"headcount": "0"}, "招几个人"), ({"pay_min": "9000"}, "最低不能高于最高"), ({"pay_min": "-1"}, "只填数字"),
        ({"starts_on": "2020-01-01"}, "已经过去"), ({"starts_on": "hello"}, "日期"), ({"employer": " "}, "单位名称"),
        ({"region": "nowhere", "place": ""}, "区县"), ({"form_key": "x"}, "失效"),
    ],
)  # fmt: skip
def test_what_cannot_be_sent_off_is_said_and_nothing_typed_is_lost(
    client: TestClient, changed: dict[str, str], words: str
) -> None:
    answer = client.post(NEW, data={**FILLED, "form_key": form_key(client.get(NEW).text), **changed})
    assert answer.status_code == 422 and words in answer.text
    assert 'value="普工"' in answer.text and "有经验优先" in answer.text


def test_script_in_any_field_is_shown_as_text(client: TestClient) -> None:
    fields = ("employer", "occupation", "place", "more", "name")
    number, _ = send_off(client, **dict.fromkeys(fields, SCRIPT[:30]))
    pages = [client.get(f"/employers/requests/{number}").text]
    log_in(client)
    pages += [client.get(path).text for path in ("/staff/requests", f"/staff/requests/{number}")]
    refused = client.post(NEW, data={**FILLED, **dict.fromkeys(fields, SCRIPT), "phone": SCRIPT, "headcount": SCRIPT})
    assert all(SCRIPT not in page and "&lt;script&gt;" in page for page in (*pages, refused.text))


def test_number_and_code_open_it_again_and_neither_stands_in_an_address(client: TestClient, product: Assistant) -> None:
    number, code = send_off(client)
    other = TestClient(create_app(product), follow_redirects=False)
    assert other.get(f"/employers/requests/{number}").headers["location"] == "/employers/requests"
    for wrong in ({"number": number, "code": "AAAAA-AAAAA"}, {"number": "YG-20261123-0001-K3", "code": code}):
        answer = other.post("/employers/requests", data=wrong)
        assert answer.status_code == 404 and "编号和查询码对不上" in answer.text
    answer = other.post("/employers/requests", data={"number": number.lower(), "code": code.lower()})
    assert answer.headers["location"] == f"/employers/requests/{number}"
    cookie = answer.headers["set-cookie"].lower()
    for part in ("httponly", "samesite=strict", "path=/employers/requests", "max-age=1800"):
        assert part in cookie
    page = other.get(f"/employers/requests/{number}")
    assert page.status_code == 200 and page.headers["cache-control"] == "no-store"
    other.post(f"/employers/requests/{number}/leave")
    assert other.get(f"/employers/requests/{number}").status_code == 303


def test_the_cookie_of_one_request_opens_no_other(client: TestClient) -> None:
    first, _ = send_off(client)
    send_off(client)
    for path in (f"/employers/requests/{first}",):
        assert client.get(path).headers["location"] == "/employers/requests"
    for step in ("withdraw", "evaluation"):
        assert client.post(f"/employers/requests/{first}/{step}").headers["location"] == "/employers/requests"


def test_codes_cannot_be_tried_for_long(product: Assistant) -> None:
    settings = product.settings.model_copy(update={"messages_per_minute": 1})
    narrow = TestClient(create_app(_with(product, settings)), follow_redirects=False)
    guess = {"number": "YG-20261123-0001-K3", "code": "AAAAA-AAAAA"}
    assert [narrow.post("/employers/requests", data=guess).status_code for _ in range(4)] == [404, 404, 404, 429]


def test_forms_from_elsewhere_are_refused(client: TestClient) -> None:
    number, _ = send_off(client)
    for path in (NEW, "/employers/requests", f"/employers/requests/{number}/withdraw"):
        for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.example"}):
            assert client.post(path, data=FILLED, headers=headers).status_code == 403
    assert client.get(f"/employers/requests/{number}").status_code == 200


def test_staff_accept_dispatch_and_the_employer_evaluates(client: TestClient) -> None:
    number, _ = send_off(client)
    csrf, path = log_in(client), f"/staff/requests/{number}"
    assert number in client.get("/staff/requests").text
    assert client.post(f"{path}/accept", data={"csrf": csrf}).headers["location"] == f"{path}?done=accepted"
    vacancy = re.search(r'name="references" value="([^"]+)"', client.get(path).text)
    assert vacancy is not None
    nothing = client.post(f"{path}/dispatch", data={"csrf": csrf, "kind": "vacancies"})
    assert nothing.status_code == 422 and "至少勾选一条" in nothing.text
    gone = client.post(f"{path}/dispatch", data={"csrf": csrf, "kind": "profiles", "references": ["nobody"]})
    assert gone.status_code == 409
    ticked = {"csrf": csrf, "kind": "vacancies", "references": [vacancy[1]], "text": "可以对照这一条"}
    assert client.post(f"{path}/dispatch", data=ticked).status_code == 303
    own = f"/employers/requests/{number}"
    page = client.get(own).text
    assert "在招岗位 1 个" in page and "可以对照这一条" in page and vacancy[1] not in page
    assert client.post(f"{own}/evaluation", data={"mark": "9"}).status_code == 422
    assert client.post(f"{own}/evaluation", data={"mark": "5", "comment": "很快"}).status_code == 303
    assert "5分；很快" in client.get(path).text


def test_every_step_of_staff_needs_the_token_of_the_session(client: TestClient) -> None:
    number, _ = send_off(client)
    log_in(client)
    for step in ("accept", "give-back", "take-over", "dispatch", "note", "call", "code", "reveal"):
        for csrf in ("", "0" * 64):
            assert client.post(f"/staff/requests/{number}/{step}", data={"csrf": csrf}).status_code == 403
    assert "待接单" in client.get(f"/staff/requests/{number}").text


@pytest.mark.parametrize("name", ["bian", "chef"])
def test_roles_without_requests_see_none(client: TestClient, name: str) -> None:
    number, _ = send_off(client)
    csrf = log_in(client, name)
    assert "/staff/requests" not in client.get("/staff").text
    for path in ("/staff/requests", f"/staff/requests/{number}"):
        assert client.get(path).status_code == 403
    assert client.post(f"/staff/requests/{number}/accept", data={"csrf": csrf}).status_code == 403


def test_who_is_not_logged_in_sees_nothing(product: Assistant) -> None:
    stranger = TestClient(create_app(product), follow_redirects=False)
    for path in ("/staff/requests", "/staff/requests/YG-20261123-0001-K3"):
        assert stranger.get(path).headers["location"].startswith("/staff/login")
    assert stranger.post("/staff/requests/YG-20261123-0001-K3/accept").headers["location"] == "/staff/login"


def test_a_contact_is_revealed_for_a_reason_only(client: TestClient, product: Assistant) -> None:
    number, _ = send_off(client)
    csrf, path = log_in(client), f"/staff/requests/{number}"
    client.post(f"{path}/accept", data={"csrf": csrf})
    assert "13800001234" not in client.get(path).text
    refused = client.post(f"{path}/reveal", data={"csrf": csrf, "reason": "danger"})
    assert refused.status_code == 422 and "13800001234" not in refused.text
    assert "13800001234" in client.post(f"{path}/reveal", data={"csrf": csrf, "reason": "call_back"}).text
    assert "13800001234" not in client.get(path).text


def _with(product: Assistant, settings: Settings) -> Assistant:
    return replace(product, settings=settings)
