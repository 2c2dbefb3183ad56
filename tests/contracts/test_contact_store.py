"""What every ContactStore does, whatever it keeps the details in."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from assistant.adapters.field_cipher import AesGcmCipher
from assistant.adapters.sql.cases import SqlCaseStore
from assistant.adapters.sql.contacts import SqlContactStore
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.tables import case_contacts
from assistant.domain.cases import Case
from assistant.domain.contacts import ContactDetails, LeftContact
from assistant.domain.conversation import HandoverReason
from assistant.domain.errors import ConflictError, NotFoundError, UnavailableError
from assistant.services.case_ports import CaseDeskStore
from assistant.services.contact_ports import ContactStore
from tests.adapters.sql_examples import NOW
from tests.fakes.case_store import FakeCaseStore
from tests.fakes.contact_store import FakeContactStore
from tests.fresh_database import migrate

pytest_plugins = ("tests.postgres",)

KEY = bytes(range(32))
LEFT = LeftContact(ContactDetails("示例女士", "13800000000", "beispiel@example.org", "下午"), NOW, "abc")


@dataclass(frozen=True)
class Kept:
    cases: CaseDeskStore
    contacts: ContactStore
    engine: Engine | None = None


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kept]:
    if request.param == "fake":
        cases = FakeCaseStore()
        yield Kept(cases, FakeContactStore(cases))
        return
    if request.param == "postgresql":
        engine = request.getfixturevalue("postgres_engine")
    else:
        engine = open_engine(f"sqlite:///{tmp_path / 'kept.db'}")
        migrate(engine)
    yield Kept(SqlCaseStore(engine), SqlContactStore(engine, AesGcmCipher([KEY])), engine)
    engine.dispose()


@pytest.fixture
def number(kept: Kept) -> str:
    return kept.cases.open_case(Case("", "a", HandoverReason.ASKED, "老板不发工资", NOW)).number


def test_it_is_what_it_claims_to_be(kept: Kept) -> None:
    assert isinstance(kept.contacts, ContactStore)


def test_what_was_left_is_found_and_replaced(kept: Kept, number: str) -> None:
    assert kept.contacts.find_contact(number) is None
    kept.contacts.put_contact(number, LEFT)
    assert kept.contacts.find_contact(number) == LEFT
    other = replace(LEFT, details=ContactDetails("示例先生", email="zwei@example.org"), wording="def")
    kept.contacts.put_contact(number, other)
    assert kept.contacts.find_contact(number) == other


def test_what_was_taken_back_is_gone_and_twice_is_no_error(kept: Kept, number: str) -> None:
    kept.contacts.put_contact(number, LEFT)
    kept.contacts.remove_contact(number)
    kept.contacts.remove_contact(number)
    assert kept.contacts.find_contact(number) is None


@pytest.mark.parametrize("unknown", ["CQ-20261123-9999-K3", "\x00", "\ud800", ""])
def test_an_unknown_case_has_no_contact(kept: Kept, unknown: str) -> None:
    with pytest.raises(NotFoundError):
        kept.contacts.put_contact(unknown, LEFT)
    kept.contacts.remove_contact(unknown)
    assert kept.contacts.find_contact(unknown) is None


def test_with_the_case_the_contact_is_taken_back(kept: Kept, number: str) -> None:
    kept.contacts.put_contact(number, LEFT)
    kept.cases.withdraw_cases("a", NOW)
    assert kept.contacts.find_contact(number) is None
    with pytest.raises(ConflictError):
        kept.contacts.put_contact(number, LEFT)


def test_details_of_cases_long_at_rest_are_dropped_and_others_stay(kept: Kept, number: str) -> None:
    live = kept.cases.open_case(Case("", "b", HandoverReason.ASKED, "还在办", NOW)).number
    for each in (number, live):
        kept.contacts.put_contact(each, LEFT)
    kept.cases.close_case(number, "已办", NOW)
    assert kept.contacts.drop_contacts(NOW) == 0
    assert kept.contacts.drop_contacts(NOW + timedelta(days=1)) == 1
    assert (kept.contacts.find_contact(number), kept.contacts.find_contact(live)) == (None, LEFT)


def test_nothing_of_it_can_be_read_where_it_is_kept(kept: Kept, number: str) -> None:
    if kept.engine is None:
        pytest.skip("nothing is kept of it in memory")
    kept.contacts.put_contact(number, LEFT)
    with kept.engine.connect() as connection:
        row = connection.execute(select(case_contacts)).mappings().one()
    for text in ("示例", "138", "beispiel", "下午"):
        assert text not in repr(dict(row))
    with pytest.raises(UnavailableError):
        SqlContactStore(kept.engine, AesGcmCipher([bytes(32)])).find_contact(number)


def test_what_belongs_to_one_case_opens_with_no_other(kept: Kept, number: str) -> None:
    if kept.engine is None:
        pytest.skip("nothing is kept of it in memory")
    other = kept.cases.open_case(Case("", "b", HandoverReason.ASKED, "另一件", NOW)).number
    kept.contacts.put_contact(number, LEFT)
    with kept.engine.begin() as connection:
        connection.execute(case_contacts.update().values(case_number=other))
    with pytest.raises(UnavailableError):
        kept.contacts.find_contact(other)
