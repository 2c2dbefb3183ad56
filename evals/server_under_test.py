"""The product's own server in a process of its own, for benches; on loopback, without the limits on asking fast."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

READY_SECONDS = 180
_UNLIMITED = "1000000"


class ServerUnderTest:
    """The real `serve` command. `settings`: more of its environment variables."""

    def __init__(self, data_dir: Path, **settings: str) -> None:
        self._settings = {
            "DATA_DIR": str(data_dir), "LOG_LEVEL": "ERROR", "MESSAGES_PER_MINUTE": _UNLIMITED,
            "MESSAGES_PER_MINUTE_ADDRESS": _UNLIMITED, "CONVERSATIONS_PER_MINUTE_ADDRESS": _UNLIMITED,
        } | settings  # fmt: skip
        self.port = _free_port()
        self.start_seconds = 0.0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "ServerUnderTest":
        command = [sys.executable, "-m", "assistant", "serve", "--port", str(self.port)]
        begin = time.perf_counter()
        self._process = subprocess.Popen(command, env=os.environ | self._settings, stderr=subprocess.DEVNULL)
        try:
            self._wait_until_ready(begin)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(timeout=20)

    def _wait_until_ready(self, begin: float) -> None:
        with httpx.Client(timeout=2) as client:  # a client for each try would load the certificates each time
            while time.perf_counter() - begin < READY_SECONDS:
                try:
                    if client.get(f"{self.url}/readyz").status_code == 200:
                        self.start_seconds = time.perf_counter() - begin
                        return
                except httpx.TransportError:
                    pass  # it does not listen yet
                time.sleep(0.05)
        raise TimeoutError(f"the server did not become ready within {READY_SECONDS} s")

    def resident_megabytes(self) -> float:
        """Resident set of the server process (Linux)."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def open_handles(self) -> int:
        """File descriptors of the server process, sockets included (Linux)."""
        return len(list(Path(f"/proc/{self._process.pid}/fd").iterdir()))

    def threads(self) -> int:
        """Threads of the server process (Linux)."""
        return len(list(Path(f"/proc/{self._process.pid}/task").iterdir()))

    def kill(self) -> None:
        """Ends it at once, as a machine that fails would."""
        self._process.kill()
        self._process.wait(timeout=20)

    def processor_seconds(self) -> float:
        """What the server process has used so far (Linux); unlike the clock, not slowed down by others."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
