"""Where vectors lie: chroma in a folder of this machine, or a chroma server.

In the folder, several processes may read while one writes; a process sees collections of another, but not what another
adds to a collection it has open itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit
from urllib.request import Request, urlopen

from assistant.domain.errors import AssistantError, InvalidInputError, UnavailableError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

_PORTS = {"http": 80, "https": 443}
#: For one request of a build; a search gives up long before.
_REQUEST_SECONDS = 60.0


class ChromaHome:
    """One chroma, connected at the first use; safe to share between threads.

    `url` empty: in `folder`. `timeout_seconds` is how long a server may take to say that it is there. Raises
    InvalidInputError for an address that is none, or where the library is missing.
    """

    def __init__(self, folder: Path, url: str = "", timeout_seconds: float = 2.0) -> None:
        self._folder = folder
        self._server = _read_address(url) if url else None
        self._timeout_seconds = timeout_seconds
        self._client: ClientAPI | None = None
        self._lock = Lock()
        if find_spec("chromadb") is None:
            raise InvalidInputError("Embeddings need libraries that are missing; run `make setup-model`.")

    def client(self) -> "ClientAPI":
        """Raises UnavailableError."""
        with self._lock:
            if self._client is None:
                with chroma_translated():
                    self._client = self._connect()
            return self._client

    def close(self) -> None:
        """Lets go of the folder or the connection; the next use opens it again."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.close()  # type: ignore[attr-defined]  # every client has it, the declared class does not

    def _connect(self) -> "ClientAPI":
        import chromadb
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        if self._server is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            return chromadb.PersistentClient(self._folder, settings)
        at = self._server
        port = at.port or _PORTS[at.scheme]
        host = at.hostname or ""
        shown = f"[{host}]" if ":" in host else host
        with urlopen(Request(f"{at.scheme}://{shown}:{port}/api/v2/heartbeat"), timeout=self._timeout_seconds):
            client = chromadb.HttpClient(host, port, at.scheme == "https", settings=settings)
        _bound(client)
        return client


@contextmanager
def chroma_translated() -> Iterator[None]:
    """chroma's errors as UnavailableError: besides its own classes it raises ValueError, OSError and httpx's."""
    try:
        yield
    except AssistantError:
        raise
    except Exception as error:
        raise UnavailableError(f"chroma does not answer ({type(error).__name__}: {str(error)[:200]}).") from error


def _bound(client: "ClientAPI") -> None:
    """chromadb 1.5.9 waits for ever for a server, and has no setting for it."""
    session = getattr(getattr(client, "_server", None), "_session", None)
    if session is not None:
        session.timeout = _REQUEST_SECONDS


def _read_address(url: str) -> SplitResult:
    parts = urlsplit(url)
    try:
        is_usable = parts.scheme in _PORTS and bool(parts.hostname) and parts.path in ("", "/") and parts.port != 0
    except ValueError:  # the port is no number
        is_usable = False
    if not is_usable:
        raise InvalidInputError("CHROMA_URL cannot be used. Give an address like http://127.0.0.1:8001.")
    return parts
