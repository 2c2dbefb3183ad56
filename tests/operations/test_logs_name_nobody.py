"""Everything a person leaves behind in a day goes through the whole product; none of it stands in the log."""

import logging
from pathlib import Path

import pytest

from tests.web.whole_site import LI, PHONE, WholeSite, belongings_of_somebody, build_whole

SAID = "我叫示例女士，身份证号没带，电话13800001234，老板拖欠我工资三个月"
NEVER = (PHONE, "示例女士", "拖欠我工资", "13800001234", "示例路", "补充一句悄悄话")


@pytest.fixture(scope="module")
def site(built_knowledge: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> WholeSite:
    return build_whole(built_knowledge, tmp_path_factory.mktemp("logged"))


def test_no_log_line_names_a_person_or_repeats_what_was_said(site: WholeSite, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    own = belongings_of_somebody(site)
    talk = f"/api/conversations/{own.conversation}"
    accept = {"Accept": "application/json"}
    assert site.ask("POST", f"{talk}/messages", own.cookies, json={"text": SAID}, headers=accept).status_code == 200
    assert site.ask("GET", f"{talk}/messages", own.cookies).status_code == 200
    site.product.office.desk.claim(LI, own.case)
    site.product.office.desk.reply(LI, own.case, "补充一句悄悄话")
    site.ask("GET", f"/cases/{own.case}", own.cookies)
    site.ask("POST", f"{talk}/messages", own.cookies, content=b"{broken " + PHONE.encode(), headers=accept)
    site.ask("GET", f"/nope/{PHONE}", {})
    for chore in (site.product.office.notices.tell.run_once, site.product.office._sweep.run_once):
        chore()
    assert site.ask("DELETE", talk, own.cookies).status_code < 300
    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) > 5
    httpx_lines = [record for record in caplog.records if record.name.startswith("httpx")]  # the client of the test
    ours = [record.getMessage() for record in caplog.records if record not in httpx_lines]
    assert [
        line for line in ours for word in (*NEVER, own.secret, own.case_code, own.request_code) if word in line
    ] == []
