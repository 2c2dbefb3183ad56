"""Rosters of staff and providers: who sees and records what."""

import io
import re
from datetime import datetime

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from assistant.bootstrap import Assistant
from assistant.domain.courses import Course, Intake
from assistant.domain.staff import Role
from assistant.services.staff_accounts import OPERATOR
from tests.fakes.clock import NIGHT, FixedClock
from tests.web.enrolments.forms import (
    enrol,
    log_in,
    path_of,
    pin,
)


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
