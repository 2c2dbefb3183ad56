"""How the allocator of a long process keeps memory. Works with glibc; elsewhere nothing happens."""

import ctypes
import gc
from collections.abc import Callable

_M_ARENA_MAX = -8  # malloc.h
_ARENAS = 1


def share_arenas() -> bool:
    """Makes all threads allocate from one arena; whether that could be done. To be called before threads begin.

    glibc gives up to eight arenas to each core, and what is freed in one serves no thread of another: some 30 MB for
    the threads of a web process. Python's own lock lets one of them run at a time, so they hardly wait for each other.
    """
    set_option = _of_the_c_library("mallopt")
    if set_option is None:
        return False
    return set_option(_M_ARENA_MAX, _ARENAS) == 1


def give_back() -> None:
    """Returns to the system what starting has needed and serving does not."""
    gc.collect()
    trim()


def trim() -> None:
    """Returns what is free already; takes some hundredths of a second."""
    of_glibc = _of_the_c_library("malloc_trim")
    if of_glibc is not None:
        of_glibc(0)


def _of_the_c_library(name: str) -> Callable[..., int] | None:
    try:
        found: Callable[..., int] | None = getattr(ctypes.CDLL(None), name, None)
    except (OSError, TypeError):  # no such library to ask (Windows)
        return None
    return found
