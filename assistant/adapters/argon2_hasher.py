"""Passwords by argon2id."""

import threading

from argon2 import PasswordHasher as Argon2
from argon2.exceptions import InvalidHashError, VerificationError

_AT_ONCE = 4
#: The passes and the memory of each hash.
TIME_COST, MEMORY_KIB = 3, 65536


class Argon2Hasher:
    """Implements `PasswordHasher`. A few at a time: each takes 64 MB while it works.

    The parameters stand in every hash, so that stronger ones can be chosen later.
    """

    def __init__(self, time_cost: int = TIME_COST, memory_kib: int = MEMORY_KIB) -> None:
        self._argon2 = Argon2(time_cost=time_cost, memory_cost=memory_kib, parallelism=1)
        self._places = threading.BoundedSemaphore(_AT_ONCE)

    def hash(self, password: str) -> str:
        with self._places:
            return self._argon2.hash(password.encode("utf-8", "replace"))

    def verify(self, password_hash: str, password: str) -> bool:
        try:
            with self._places:
                return self._argon2.verify(password_hash, password.encode("utf-8", "replace"))
        except (VerificationError, InvalidHashError):
            return False

    def needs_rehash(self, password_hash: str) -> bool:
        return self._argon2.check_needs_rehash(password_hash)
