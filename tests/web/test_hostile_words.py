"""Words nobody should be able to hurt with: on every field of every route, and on every page staff then read."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from assistant.services.live_desk import Snippet
from tests.web.every_door import Door, doors_of
from tests.web.route_table import WAYS_IN
from tests.web.whole_site import LI, ZHAO, Who, WholeSite, belongings_of_somebody, browser_before, build_whole
from web.app import create_app

pytest_plugins = ("tests.postgres",)
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'{{7*7}}"
TURNED, NOTHING = "甲\u202eexe.gpj\u2066乙", "丙\0丁\x1b[2J"
VERY_LONG = "长" * 20_000
HOSTILE = (SCRIPT, TURNED + NOTHING, VERY_LONG, '=HYPERLINK("http://example.org")', "9" * 400, "\r\nX-Evil: 1")
#: Half a surrogate and a broken sequence, as a browser would never send them.
BROKEN = "%ED%A0%80%FF%00"
WITH_FIELDS = sorted(WAYS_IN)
NAMED = [name for name in WAYS_IN if "{" in name]
_LONGEST_IN_ADDRESS = 5000


@pytest.fixture(scope="module")
def site(shipped_knowledge: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeSite]:
    site = build_whole(shipped_knowledge, tmp_path_factory.mktemp("hostile"))
    with site.client:
        yield site


@pytest.fixture(scope="module")
def doors(site: WholeSite) -> dict[str, Door]:
    return doors_of(site)


@pytest.mark.parametrize("name", WITH_FIELDS)
def test_no_words_in_any_field_break_a_route_or_come_back_as_markup(doors: dict[str, Door], name: str) -> None:
    door = doors[name]
    own, who = door.belongings(), door.somebody_let_in()
    for field in door.route.parameters:
        for words in (each[: _LONGEST_IN_ADDRESS if not door.route.writes else None] for each in HOSTILE):
            answer = door.knock(own, who, fields={field: words})
            assert answer.status_code < 500, (field, words[:20])
            assert "x-evil" not in answer.headers
            if answer.headers.get("content-type", "").startswith("text/html"):
                found = [sign for sign in ("<script>alert", "<img src=x", "\u202e", "\0") if sign in answer.text]
                assert found == [], (field, words[:20])


@pytest.mark.parametrize("name", NAMED)
def test_no_name_in_an_address_breaks_a_route(doors: dict[str, Door], name: str) -> None:
    door = doors[name]
    own, who = door.belongings(), door.somebody_let_in()
    for words in (SCRIPT, TURNED, NOTHING, "长" * 3000, "..", "../../etc/passwd", "%00", "1e9", "-1"):
        path = door.route.path.replace(":path", "")
        for part in (part for part in path.split("/") if part.startswith("{")):
            shown = door.address(own).split("/")
            shown[path.split("/").index(part)] = quote(words, safe="")
            answer = door.knock(own, who, "/".join(shown))
            assert answer.status_code < 500, words[:20]
            if answer.headers.get("content-type", "").startswith("text/html"):
                assert "<script>alert" not in answer.text and "<img src=x" not in answer.text


@pytest.mark.parametrize("name", [name for name in WITH_FIELDS if not name.startswith("GET") and " /api" not in name])
def test_bytes_that_are_no_text_break_no_form(site: WholeSite, doors: dict[str, Door], name: str) -> None:
    door = doors[name]
    own, who = door.belongings(), door.somebody_let_in()
    fields = "&".join(f"{field}={BROKEN}" for field in (*door.route.parameters, BROKEN) if field != "csrf")
    body = f"{fields}&csrf={site.csrf(who)}".encode()
    answer = door.knock_with(own, who, body, "application/x-www-form-urlencoded")
    assert answer.status_code < 500


@pytest.mark.parametrize("name", WITH_FIELDS)
def test_on_postgresql_no_words_break_a_route_either(postgres_doors: dict[str, Door], name: str) -> None:
    door = postgres_doors[name]
    own, who = door.belongings(), door.somebody_let_in()
    for field in door.route.parameters:
        assert door.knock(own, who, fields={field: TURNED + NOTHING}).status_code < 500, field
    path = door.route.path.replace(":path", "")
    for part in (part for part in path.split("/") if part.startswith("{")):
        shown = door.address(own).split("/")
        shown[path.split("/").index(part)] = quote(NOTHING, safe="")
        assert door.knock(own, who, "/".join(shown)).status_code < 500, part


@pytest.fixture(scope="module")
def postgres_doors(
    shipped_knowledge: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory, postgres_server: str
) -> Iterator[dict[str, Door]]:
    site = build_whole(shipped_knowledge, tmp_path_factory.mktemp("postgres"), database_url=postgres_server)
    with site.client:
        yield doors_of(site)


def test_what_a_person_and_staff_wrote_is_only_text_on_every_page_of_the_console(site: WholeSite) -> None:
    own, product = belongings_of_somebody(site), site.product
    words = f"{SCRIPT}{TURNED}{NOTHING}"
    person, desk = own.cookies, {"staff_session": site.tokens[Who.ADVISOR]}
    office = {"csrf": site.csrf(Who.ADVISOR)}
    site.ask("POST", f"/c/{own.conversation}/messages", person, data={"text": words})
    site.ask("POST", f"/cases/{own.case}/messages", person, data={"text": words})
    contact = {"name": words[:30], "email": "a@example.org", "when": words[:60], "agree": "yes"}
    site.ask("POST", f"/cases/{own.case}/contact", person, data=contact)
    product.office.desk.claim(LI, own.case)
    for step, fields in {
        "note": {"text": words}, "reply": {"text": words}, "close": {"outcome": words}, "reopen": {"reason": words},
        "claim": {}, "dispatch": {"to": "body", "name": words[:60], "reason": words},
    }.items():  # fmt: skip
        site.ask("POST", f"/staff/cases/{own.case}/{step}", desk, data=fields | office)
    site.ask("POST", "/staff/accounts", {"staff_session": site.tokens[Who.ADMINISTRATOR]},
             data={"name": "neu", "role": "advisor", "team": words, "csrf": site.csrf(Who.ADMINISTRATOR)})  # fmt: skip
    supervisor = {"staff_session": site.tokens[Who.SUPERVISOR]}
    site.ask("POST", "/staff/switch/pause", supervisor, data={"reason": words, "csrf": site.csrf(Who.SUPERVISOR)})
    pages = [
        site.ask("GET", path, supervisor).text
        for path in ("/staff", f"/staff/cases/{own.case}", "/staff/audit", "/staff/switch", "/staff/dashboard")
    ]
    pages.append(site.ask("GET", "/staff/accounts", {"staff_session": site.tokens[Who.ADMINISTRATOR]}).text)
    pages += [site.ask("GET", path, person).text for path in (f"/c/{own.conversation}", f"/cases/{own.case}")]
    product.oversight.pause.end(ZHAO)
    assert pages[1].count("&lt;script&gt;alert(1)") >= 6 and "{{7*7}}" in pages[1]
    for page in pages:
        for sign in ("<script>alert", "<img src=x", "\u202e", "\u2066", "\0", "\x1b", ">49<"):
            assert sign not in page


def test_a_hostile_advert_that_is_reported_is_only_text_at_the_console(site: WholeSite) -> None:
    own = belongings_of_somebody(site)
    vacancy = site.vacancy
    answer = site.ask("POST", f"/c/{own.conversation}/vacancies/{vacancy}/report", own.cookies,
                      data={"reason": SCRIPT, "comment": SCRIPT + TURNED})  # fmt: skip
    assert answer.status_code == 303
    reported = site.product.office.persons.of_conversation(own.conversation)[-1].number
    page = site.ask("GET", f"/staff/cases/{reported}", {"staff_session": site.tokens[Who.SUPERVISOR]}).text
    assert reported in page and "<script>alert" not in page and "\u202e" not in page


def test_ready_made_texts_are_only_text_too(site: WholeSite) -> None:
    own, product = belongings_of_somebody(site), site.product
    live = replace(product.office.live, snippets=lambda: (Snippet(SCRIPT, SCRIPT),))
    product.office.desk.claim(LI, own.case)
    product.office.live.take_over(LI, own.case)
    app = create_app(replace(product, office=replace(product.office, live=live)))
    site = replace(site, client=browser_before(app))
    page = site.ask("GET", f"/staff/cases/{own.case}", {"staff_session": site.tokens[Who.ADVISOR]}).text
    assert "&lt;script&gt;alert(1)" in page and "<script>alert" not in page


@pytest.mark.parametrize("file_name", ["<script>.csv", "../../../etc/passwd.csv", f"{TURNED}.csv", "a\r\nX-Evil: 1.csv",
                                       "长" * 3000 + ".csv", "list.html", "list.svg", ".csv", ""])  # fmt: skip
def test_a_list_is_given_back_as_a_download_under_a_name_of_ours(site: WholeSite, file_name: str) -> None:
    content = "工号,人群\n=1+1,残疾人\n".encode()
    for fields in ({}, {"want": "file"}):
        answer = site.ask("POST", "/employers/batch", {}, files={"list": (file_name, content)}, data=fields)
        assert answer.status_code in (200, 400, 422) and "x-evil" not in answer.headers
        assert "<script>." not in answer.text and "passwd" not in str(answer.headers)
        if answer.status_code == 200 and fields:
            assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
            assert answer.headers["x-content-type-options"] == "nosniff"
