"""Forms from elsewhere, on every route that writes; addresses that lead elsewhere, in every field there is."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.web.every_door import Door, doors_of
from tests.web.route_table import WAYS_IN
from tests.web.whole_site import Who, WholeSite, build_whole

WRITING = [name for name in WAYS_IN if not name.startswith("GET")]
READING = [name for name in WAYS_IN if name.startswith("GET")]
FORMS_OF_STAFF = [name for name in WRITING if " /staff/" in name and name != "POST /staff/login"]
#: What a browser says of a page that is not ours.
FROM_ELSEWHERE = (
    {"Origin": "https://example.org"}, {"Origin": "null"}, {"Origin": "http://testserver.example.org"},
    {"Origin": "http://["}, {"Origin": ""}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
)  # fmt: skip
ELSEWHERE = (
    "https://example.org/staff", "//example.org/staff", "/\\example.org", "\\\\example.org", "https:example.org",
    "/\t/example.org", "\n//example.org", "/ /example.org", "//example.org\\@testserver", "javascript:alert(1)",
    "data:text/html,x", "/\r\nSet-Cookie: a=b", "http://[", "/staff/../../\\example.org", "/staff\u2044\u2044example.org",
    "/staff/login?next=//example.org", "\u202e/ffats", "/staff\0",
)  # fmt: skip
#: Every field that says where to go next: what is called so elsewhere must be added here, or be called otherwise.
LEADS_ON = {
    ("POST /staff/login", "next"),
    ("GET /staff/login", "next"),
    ("POST /text-size", "back"),
    ("POST /staff/teaching", "url"),
    ("POST /staff/teaching/{answer_id}/edit", "url"),
}
CALLED_SO = ("next", "back", "url", "uri", "return", "redirect", "continue", "goto", "dest", "from", "here")


@pytest.fixture(scope="module")
def site(shipped_knowledge: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeSite]:
    site = build_whole(shipped_knowledge, tmp_path_factory.mktemp("forgery"))
    with site.client:
        yield site


@pytest.fixture(scope="module")
def doors(site: WholeSite) -> dict[str, Door]:
    return doors_of(site)


@pytest.mark.parametrize("name", WRITING)
def test_a_form_from_elsewhere_is_refused_on_every_route_that_writes(doors: dict[str, Door], name: str) -> None:
    door = doors[name]
    who = door.somebody_let_in()
    own = door.belongings()
    address = door.address(own)
    before = door.state(own)
    for headers in FROM_ELSEWHERE:
        answer = door.knock(own, who, address, headers=headers)
        assert answer.status_code == 403, (headers, answer.status_code)
        assert "set-cookie" not in answer.headers
    assert door.state(own) == before


@pytest.mark.parametrize("name", FORMS_OF_STAFF)
def test_a_form_of_staff_needs_the_token_of_this_very_session(
    site: WholeSite, doors: dict[str, Door], name: str
) -> None:
    door = doors[name]
    who = door.somebody_let_in()
    own = door.belongings()
    address = door.address(own)
    before = door.state(own)
    another = next(each for each in (Who.ADVISOR, Who.SUPERVISOR) if each is not who)
    for token in ("", "0" * 64, site.csrf(another), site.csrf(who)[:-1], site.csrf(who) + "0", "ä\ufffd", "\0"):
        assert door.knock(own, who, address, fields={"csrf": token}).status_code == 403
    assert door.state(own) == before


def test_fields_that_lead_on_are_known(doors: dict[str, Door]) -> None:
    found = {(name, each) for name, door in doors.items() for each in door.route.parameters if each in CALLED_SO}
    assert found == LEADS_ON


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
@pytest.mark.parametrize(("name", "field"), sorted(LEADS_ON))
def test_a_field_that_leads_on_leads_to_no_other_site(
    doors: dict[str, Door], name: str, field: str, elsewhere: str
) -> None:
    door, own = doors[name], doors[name].belongings()
    answer = door.knock(own, Who.NOBODY, fields={field: elsewhere})
    assert answer.status_code in (200, 303)
    assert stays_here(answer.headers.get("location", "/")), answer.headers["location"]
    assert "a=b" not in answer.headers.get("set-cookie", "")
    assert 'value="//' not in answer.text and 'value="https:' not in answer.text


@pytest.mark.parametrize("name", WAYS_IN)
def test_no_field_of_any_route_leads_to_another_site(doors: dict[str, Door], name: str) -> None:
    door = doors[name]
    for elsewhere in ("https://example.org/", "//example.org/", "/\\example.org"):
        for parameter in (*door.route.parameters, "next", "url"):
            answer = door.knock(door.belongings(), door.somebody_let_in(), fields={parameter: elsewhere})
            assert stays_here(answer.headers.get("location", "/")), (parameter, answer.headers["location"])


def stays_here(location: str) -> bool:
    """Whether a browser stays on this site: an address from its root, read as browsers read it."""
    seen = location.replace("\\", "/").replace("\t", "").replace("\n", "").replace("\r", "")
    return seen.startswith("/") and not seen.startswith("//") and not urlsplit(seen).netloc
