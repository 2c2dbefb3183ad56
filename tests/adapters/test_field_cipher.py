"""Fields sealed at rest: keys, their change, and what was tampered with."""

import base64
import logging
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.adapters.field_cipher import AesGcmCipher, open_cipher
from assistant.domain.errors import InvalidInputError, UnavailableError

OLD, NEW = bytes(32), bytes(range(32))
PLACE = "somewhere"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_what_is_sealed_opens_to_the_same_and_never_looks_the_same(plain: str) -> None:
    cipher = AesGcmCipher([NEW])
    first, second = cipher.seal(plain, PLACE), cipher.seal(plain, PLACE)
    assert first != second
    assert cipher.open(first, PLACE) == cipher.open(second, PLACE) == plain


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    sealed = AesGcmCipher([OLD]).seal("电话", PLACE)
    both = AesGcmCipher([NEW, OLD])
    assert both.open(sealed, PLACE) == "电话"
    assert AesGcmCipher([NEW]).open(both.seal("电话", PLACE), PLACE) == "电话"
    with pytest.raises(UnavailableError):
        AesGcmCipher([NEW]).open(sealed, PLACE)


def test_what_was_altered_or_moved_does_not_open() -> None:
    cipher = AesGcmCipher([NEW])
    sealed = cipher.seal("电话", PLACE)
    start, _, encoded = sealed.rpartition(".")
    raw = bytearray(base64.b64decode(encoded))
    raw[-1] ^= 1
    altered = f"{start}.{base64.b64encode(raw).decode()}"
    for wrong in (altered, f"{start}.", f"{start}.%%%", "2" + sealed[1:], "", "电话"):
        with pytest.raises(UnavailableError):
            cipher.open(wrong, PLACE)
    with pytest.raises(UnavailableError):
        cipher.open(sealed, "elsewhere")


def test_without_a_setting_a_key_is_made_once_for_its_owner_alone_with_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "data" / "field.key"
    with caplog.at_level(logging.WARNING):
        sealed = open_cipher("", file).seal("电话", PLACE)
    assert open_cipher(" ", file).open(sealed, PLACE) == "电话"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [found.name for found in file.parent.iterdir()] == ["field.key"]
    assert "FIELD_KEYS" in caplog.text
    assert file.read_text().strip() not in caplog.text


def test_keys_of_the_setting_need_no_file(tmp_path: Path) -> None:
    keys = ",".join(base64.b64encode(key).decode() for key in (NEW, OLD))
    cipher = open_cipher(keys, tmp_path / "none" / "field.key")
    assert cipher.open(AesGcmCipher([OLD]).seal("电话", PLACE), PLACE) == "电话"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("setting", ["kurz", "%%%", base64.b64encode(bytes(31)).decode(), "a" * 44])
def test_keys_that_cannot_be_used_are_refused_with_how_to_make_one(tmp_path: Path, setting: str) -> None:
    with pytest.raises(InvalidInputError, match="openssl rand"):
        open_cipher(setting, tmp_path / "field.key")


def test_a_file_that_holds_no_key_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "field.key"
    file.write_text("etwas anderes")
    with pytest.raises(InvalidInputError):
        open_cipher("", file)
    assert file.read_text() == "etwas anderes"
