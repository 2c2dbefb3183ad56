"""Contact details: taken as people write them, shown so that nobody else can use them."""

from datetime import UTC, datetime

import pytest

from assistant.domain.contacts import ContactDetails, LeftContact, as_contact, masked
from assistant.domain.errors import InvalidInputError

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("138 0000 0000", "13800000000"),
        ("+86-138-0000-0000", "13800000000"),
        ("１３８００００００００", "13800000000"),
        ("023-8888 0000", "02388880000"),
        ("(023) 88880000", "02388880000"),
        ("88880000", "88880000"),
    ],
)
def test_a_number_is_kept_without_what_stands_between_its_figures(written: str, kept: str) -> None:
    assert as_contact("示例女士", written, "", "").phone == kept


@pytest.mark.parametrize("written", ["1380000000", "138000000000", "微信 beispiel", "12000000000", "0"])
def test_a_number_that_reaches_nobody_is_refused(written: str) -> None:
    with pytest.raises(InvalidInputError, match="电话"):
        as_contact("示例女士", written, "", "")


@pytest.mark.parametrize("email", ["beispiel", "a@b", "a b@example.org", "a@example.org,b@example.org", "@example.org"])
def test_an_address_that_reaches_nobody_is_refused(email: str) -> None:
    with pytest.raises(InvalidInputError, match="邮箱"):
        as_contact("示例女士", "", email, "")


def test_a_name_and_one_way_are_needed_and_lengths_bounded() -> None:
    for name, phone, email, when in (
        ("", "13800000000", "", ""),
        (" \n", "13800000000", "", ""),
        ("长" * 31, "13800000000", "", ""),
        ("示例女士", "", "", ""),
        ("示例女士", "", f"{'a' * 120}@example.org", ""),
        ("示例女士", "13800000000", "", "长" * 61),
    ):
        with pytest.raises(InvalidInputError):
            as_contact(name, phone, email, when)


def test_lines_and_control_characters_do_not_get_in() -> None:
    kept = as_contact("示例\r\n女士\x00", "13800000000", "", "下午\u202e三点")
    assert (kept.name, kept.when) == ("示例 女士", "下午 三点")


def test_masked_they_are_recognised_and_of_no_use() -> None:
    shown = masked(LeftContact(ContactDetails("示例女士", "13800001234", "beispiel@example.org", "下午"), NOW, "x"))
    assert (shown.name, shown.phone, shown.email) == ("示***", "138****1234", "b***@example.org")
    assert masked(LeftContact(ContactDetails("王", "88881234"), NOW, "x")).phone == "****1234"


def test_details_are_in_no_printed_record() -> None:
    left = LeftContact(ContactDetails("示例女士", "13800001234", "beispiel@example.org", "下午"), NOW, "x")
    assert not any(text in repr(left) for text in ("示例", "138", "beispiel", "下午"))
