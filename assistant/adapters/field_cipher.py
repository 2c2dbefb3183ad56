"""Fields sealed at rest by AES-256-GCM, under keys that stand outside the database."""

import base64
import binascii
import hashlib
import logging
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from assistant.domain.errors import InvalidInputError, UnavailableError

_log = logging.getLogger(__name__)
_KEY_BYTES, _NONCE_BYTES = 32, 12
_VERSION = "1"
_NO_KEY = "联系方式现在打不开：缺少当时用的密钥。请联系管理员。"
_BAD_SETTING = "FIELD_KEYS must hold keys of 32 bytes in base64, separated by commas. Make one: openssl rand -base64 32"


class AesGcmCipher:
    """Implements `FieldCipher`. The first key seals; every key opens what it has sealed, so that keys can be changed.

    A sealed text is `1.<which key>.<nonce and ciphertext>`.
    """

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._keys = {_name(key): AESGCM(key) for key in keys}
        self._first = _name(keys[0])

    def seal(self, plain: str, place: str) -> str:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = self._keys[self._first].encrypt(nonce, plain.encode(), place.encode())
        return ".".join((_VERSION, self._first, base64.b64encode(nonce + sealed).decode()))

    @property
    def mark_length(self) -> int:
        return len(_VERSION) + len(self._first) + 2

    def knows(self, mark: str) -> bool:
        return mark.partition(".")[0] == _VERSION and name_in_mark(mark) in self._keys

    def open(self, sealed: str, place: str) -> str:
        version, _, rest = sealed.partition(".")
        name, _, encoded = rest.partition(".")
        key = self._keys.get(name)
        if version != _VERSION or key is None:
            raise UnavailableError(_NO_KEY)
        try:
            raw = base64.b64decode(encoded, validate=True)
            return key.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], place.encode()).decode()
        except (InvalidTag, binascii.Error, ValueError) as error:
            raise UnavailableError(_NO_KEY) from error


def open_cipher(setting: str, key_file: Path) -> AesGcmCipher:
    """By the keys of `read_keys`."""
    return AesGcmCipher(read_keys(setting, key_file))


def read_keys(setting: str, key_file: Path) -> Sequence[bytes]:
    """The keys of the setting; without one, a key made for development, which lies beside the data.

    Raises InvalidInputError for keys that cannot be used, UnavailableError where the file can be neither read nor made.
    """
    if setting.strip():
        return [_as_key(text) for text in setting.split(",") if text.strip()]
    _log.warning("FIELD_KEYS is not set: contact details are sealed by a key that lies beside the data (%s).", key_file)
    return _keys_of_file(key_file)


def name_of_key(key: bytes) -> str:
    """What sealed texts call the key; tells nothing about it."""
    return _name(key)


def name_in_mark(mark: str) -> str:
    """The name of the key by which something was sealed, from how the sealed text begins: all before the second dot."""
    return mark.partition(".")[2].partition(".")[0]


def as_setting(keys: Sequence[bytes]) -> str:
    """As FIELD_KEYS holds them."""
    return ",".join(base64.b64encode(key).decode() for key in keys)


def _keys_of_file(file: Path) -> Sequence[bytes]:
    """Of two processes that start at once the first one's key holds. A restored file may hold several of them."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            _make_key(file)
        return [_as_key(text) for text in file.read_text(encoding="ascii").split(",")]
    except OSError as error:
        raise UnavailableError(f"The key file '{file}' cannot be used: {error.strerror}. Set FIELD_KEYS.") from error


def _make_key(file: Path) -> None:
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as opened:
        opened.write(base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode() + "\n")
    try:
        os.link(draft, file)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def _as_key(text: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error as error:
        raise InvalidInputError(_BAD_SETTING) from error
    if len(key) != _KEY_BYTES:
        raise InvalidInputError(_BAD_SETTING)
    return key


def _name(key: bytes) -> str:
    return hashlib.sha256(b"name of key:" + key).hexdigest()[:8]
