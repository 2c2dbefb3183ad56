"""Every route of the application, before everybody who may stand there. A route without a row fails."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.services.staff_accounts import OPERATOR
from tests.web.every_door import Door, doors_of
from tests.web.route_table import WAYS_IN
from tests.web.whole_site import Who, WholeSite, build_whole
from web.security_headers import CONTENT_SECURITY_POLICY

STATUSES = {401: "1", 403: "3", 404: "4"}
#: Every answer has them: pages, JSON, refusals, downloads, streams.
GUARDS = {
    "content-security-policy": CONTENT_SECURITY_POLICY, "x-content-type-options": "nosniff", "x-frame-options": "DENY",
    "referrer-policy": "same-origin", "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}  # fmt: skip
ASKS_FOR_CODE = ("/cases", "/employers/requests", "/enrolments")


@pytest.fixture(scope="module")
def site(shipped_knowledge: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeSite]:
    site = build_whole(shipped_knowledge, tmp_path_factory.mktemp("whole"))
    with site.client:
        yield site


@pytest.fixture(scope="module")
def doors(site: WholeSite) -> dict[str, Door]:
    return doors_of(site)


def test_every_route_has_its_row_and_every_row_a_letter_for_everybody(doors: dict[str, Door]) -> None:
    assert set(doors) == set(WAYS_IN)
    assert {name: row for name, row in WAYS_IN.items() if len(row) != len(Who)} == {}


@pytest.mark.parametrize("name", WAYS_IN)
def test_a_route_lets_in_whoever_stands_in_the_table_and_nobody_else(
    site: WholeSite, doors: dict[str, Door], name: str
) -> None:
    door, found = doors[name], ""
    for who in Who:
        own = door.belongings()
        address = door.address(own)
        before = door.state(own), site.product.office.accounts.list_members(OPERATOR)
        answer = door.knock(own, who, address)
        found += letter_of(answer)
        assert {name: answer.headers.get(name) for name in GUARDS} == GUARDS, who
        if found[-1] != "A":
            assert "老板不发工资" not in answer.text and own.conversation not in answer.headers.get("location", "")
            assert (door.state(own), site.product.office.accounts.list_members(OPERATOR)) == before, who
    assert found == WAYS_IN[name]


def letter_of(answer: Any) -> str:
    to = answer.headers.get("location", "")
    if answer.status_code == 303 and to.startswith("/staff/login") and "out=1" not in to:
        return "L"
    if answer.status_code == 303 and to in ASKS_FOR_CODE:
        return "C"
    return "A" if answer.status_code < 400 else STATUSES.get(answer.status_code, f"[{answer.status_code}]")
