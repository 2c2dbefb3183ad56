"""What a database reports, as the errors of the domain. The words are for the person at the other end."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from assistant.domain.errors import UnavailableError

BUSY = "系统正忙，这一步还没有完成。请稍等几秒再试一次。"
FULL = "系统的存储空间满了，新的内容暂时保存不了。请过一会儿再试。"
UNWRITABLE = "系统暂时保存不了新的内容，之前的内容都还在。请过一会儿再试。"
OUTDATED = "系统正在更新，请过一两分钟再试。"
DOWN = "系统暂时连不上数据库，请过一会儿再试。"

_logger = logging.getLogger(__name__)

_SQLITE_WORDS = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: UNWRITABLE,
    sqlite3.SQLITE_CANTOPEN: UNWRITABLE,
    sqlite3.SQLITE_PERM: UNWRITABLE,
    sqlite3.SQLITE_IOERR: UNWRITABLE,
    sqlite3.SQLITE_ERROR: OUTDATED,
}
_UNDEFINED_TABLE, _UNDEFINED_COLUMN = "42P01", "42703"
_POSTGRES_WORDS = {
    "55P03": BUSY,
    "57014": BUSY,
    "40P01": BUSY,
    "40001": BUSY,
    "53100": FULL,
    "25006": UNWRITABLE,
    _UNDEFINED_TABLE: OUTDATED,
    _UNDEFINED_COLUMN: OUTDATED,
}
_OUR_FAULT = (IntegrityError, ProgrammingError)


@contextmanager
def translated() -> Iterator[None]:
    """Raises UnavailableError where the database cannot do its work now; what a caller did wrong passes unchanged."""
    try:
        yield
    except PoolTimeoutError as error:
        raise _unavailable(BUSY, "no connection became free") from error
    except sqlite3.Error as error:
        raise _unavailable(*_reading_of(error)) from error
    except DBAPIError as error:
        words, cause = _reading_of(error.orig)
        if isinstance(error, _OUR_FAULT) and words != OUTDATED:
            raise
        raise _unavailable(words, cause) from error


def _reading_of(error: BaseException | None) -> tuple[str, str]:
    """Words for the person, and the code for the log; never the message, which may quote a row."""
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        return _SQLITE_WORDS.get(code, DOWN), getattr(error, "sqlite_errorname", "") or type(error).__name__
    state = getattr(error, "sqlstate", None)
    return _POSTGRES_WORDS.get(str(state), DOWN), f"{type(error).__name__} {state or ''}".strip()


def _unavailable(words: str, cause: str) -> UnavailableError:
    _logger.error("database unavailable: %s", cause)
    return UnavailableError(words)
