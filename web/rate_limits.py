"""How often one conversation and one address may ask. Kept in memory, per process."""

import math
import threading
import time

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from assistant.settings import Settings
from web.problems import ProblemError, ProblemName

_FORMS_TO_A_MESSAGE = 3
_LOGINS_PER_MINUTE = 30


class RateLimits:
    """Admits or raises `rate_limited` with Retry-After. A hall may share one address, so its limit is wide.

    What comes in crowds is to be admitted in a thread, not on the event loop: the storage starts a timer's thread every
    few milliseconds, and the start of a thread waits where many are at work.
    """

    def __init__(self, settings: Settings) -> None:
        self._lock = threading.Lock()
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._message = RateLimitItemPerMinute(settings.messages_per_minute, namespace="message")
        self._message_address = RateLimitItemPerMinute(settings.messages_per_minute_address, namespace="message")
        self._handover = RateLimitItemPerMinute(settings.messages_per_minute, namespace="handover")
        self._facts = RateLimitItemPerMinute(settings.messages_per_minute * _FORMS_TO_A_MESSAGE, namespace="facts")
        self._search = RateLimitItemPerMinute(settings.messages_per_minute_address, namespace="search")
        self._list = RateLimitItemPerMinute(settings.messages_per_minute, namespace="list")
        self._case = RateLimitItemPerMinute(settings.messages_per_minute * _FORMS_TO_A_MESSAGE, namespace="case")
        self._wrong_code = RateLimitItemPerMinute(settings.messages_per_minute * _FORMS_TO_A_MESSAGE, namespace="wrong")
        self._enrolment = RateLimitItemPerMinute(settings.messages_per_minute_address, namespace="enrolment")
        self._login = RateLimitItemPerMinute(_LOGINS_PER_MINUTE, namespace="login")
        self._conversation = RateLimitItemPerMinute(settings.conversations_per_minute_address, namespace="conversation")

    def admit_message(self, conversation_id: str, address: str) -> None:
        self._admit((self._message, f"conversation:{conversation_id}"), (self._message_address, f"address:{address}"))

    def admit_facts(self, conversation_id: str, address: str) -> None:
        """Correcting several facts one after the other is not asking fast."""
        self._admit((self._facts, f"conversation:{conversation_id}"), (self._message_address, f"address:{address}"))

    def admit_search(self, address: str) -> None:
        """A program that searches vacancies; a hall may share one address."""
        self._admit((self._search, f"address:{address}"))

    def admit_list(self, address: str) -> None:
        """A list of workers is more work than a message."""
        self._admit((self._list, f"address:{address}"))

    def admit_handover(self, conversation_id: str) -> None:
        """Counted apart: someone who has asked too fast can still reach a person."""
        self._admit((self._handover, f"conversation:{conversation_id}"))

    def admit_case(self, address: str) -> None:
        """Numbers and codes of cases: nobody types many of them."""
        self._admit((self._case, f"address:{address}"))

    def admit_remembered_code(self, address: str) -> None:
        """A code that a browser says it has kept: refused where the address has sent many wrong ones. Counts nothing,
        so that reading one's own page is never too much."""
        with self._lock:
            self._require(self._wrong_code, f"address:{address}")

    def count_wrong_code(self, address: str) -> None:
        with self._lock:
            self._limiter.hit(self._wrong_code, f"address:{address}")

    def admit_enrolment(self, address: str) -> None:
        """A class that sits in one hall may enrol at once."""
        self._admit((self._enrolment, f"address:{address}"))

    def admit_login(self, address: str) -> None:
        """All who work in one office share an address; each account has a lock of its own besides."""
        self._admit((self._login, f"address:{address}"))

    def admit_conversation(self, address: str) -> None:
        self._admit((self._conversation, f"address:{address}"))

    def _admit(self, *checks: tuple[RateLimitItem, str]) -> None:
        with self._lock:
            for item, key in checks:
                self._require(item, key)
            for item, key in checks:
                self._limiter.hit(item, key)

    def _require(self, item: RateLimitItem, key: str) -> None:
        if not self._limiter.test(item, key):
            raise ProblemError(ProblemName.RATE_LIMITED, headers={"Retry-After": self._seconds_left(item, key)})

    def _seconds_left(self, item: RateLimitItem, key: str) -> str:
        reset_time = self._limiter.get_window_stats(item, key).reset_time
        return str(max(1, math.ceil(reset_time - time.time())))
