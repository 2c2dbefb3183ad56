"""Threads share one arena where the C library can do so."""

import platform
import subprocess
import sys

import pytest

from assistant.commands.heap import give_back, trim


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="mallopt is glibc's")
def test_one_arena_is_shared_where_there_is_glibc() -> None:
    code = "from assistant.commands.heap import share_arenas; print(share_arenas())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"


def test_giving_back_harms_nothing_that_is_in_use() -> None:
    kept = [bytes(1000) for _ in range(1000)]
    give_back()
    trim()
    assert sum(map(len, kept)) == 1_000_000
