"""HTTP/1.1 over one connection, as far as a stand-in needs it, and the ways to leave it half-way."""

import asyncio
import json
import socket
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

MOST_BODY_BYTES = 64 * 1024 * 1024


class BadRequestError(Exception):
    """What came is not a request this server understands; the message says why."""


@dataclass(frozen=True)
class HttpRequest:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def keeps_alive(self) -> bool:
        return self.headers.get("connection", "").lower() != "close"


class HttpConnection:
    """Reads requests and writes responses; whole ones, streams, and broken ones."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def read_request(self) -> HttpRequest | None:
        """The next request, or nothing when the client has left. Raises BadRequestError."""
        try:
            head = await self._reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return None
        except asyncio.LimitOverrunError:
            raise BadRequestError("The headers are too long.") from None
        first, *lines = head.decode("latin-1").strip().split("\r\n")
        words = first.split(" ")
        if len(words) != 3:
            raise BadRequestError("The request line is not one of HTTP/1.1.")
        pairs = (line.partition(":") for line in lines)
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        return HttpRequest(words[0], words[1].partition("?")[0], headers, await self._read_body(headers))

    async def _read_body(self, headers: Mapping[str, str]) -> bytes:
        if "transfer-encoding" in headers:
            raise BadRequestError("Send a Content-Length; chunked requests are not understood.")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MOST_BODY_BYTES:
            raise BadRequestError(f"A Content-Length must be a number up to {MOST_BODY_BYTES}.")
        try:
            return await self._reader.readexactly(int(length))
        except asyncio.IncompleteReadError:
            raise BadRequestError("The body is shorter than its Content-Length.") from None

    async def send(
        self,
        status: int,
        body: bytes,
        content_type: str = "application/json",
        headers: Mapping[str, str] | None = None,
        cut_at: int | None = None,
    ) -> None:
        """A whole response; with `cut_at` only so many bytes of the body that the headers announce."""
        self._writer.write(_head(status, content_type, {"Content-Length": str(len(body)), **(headers or {})}))
        self._writer.write(body if cut_at is None else body[:cut_at])
        await self._writer.drain()

    async def send_json(self, status: int, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> None:
        await self.send(status, json.dumps(body, ensure_ascii=False).encode(), headers=headers)

    async def start_stream(self) -> None:
        """The head of a stream of events."""
        headers = {"Transfer-Encoding": "chunked", "Cache-Control": "no-cache"}
        self._writer.write(_head(200, "text/event-stream", headers))

    async def send_event(self, text: str) -> None:
        """One `data:` event of a stream."""
        await self.send_lines(f"data: {text}\n\n")

    async def send_lines(self, lines: str) -> None:
        """A piece of a stream as it is: an event, or a comment."""
        data = lines.encode()
        self._writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        await self._writer.drain()

    async def end_stream(self) -> None:
        """The proper end of a stream's transfer."""
        self._writer.write(b"0\r\n\r\n")
        await self._writer.drain()

    async def wait_until_left(self) -> None:
        """Comes back when the client has closed the connection."""
        while await self._reader.read(4096):
            pass

    def reset(self) -> None:
        """Ends the connection with a TCP reset."""
        self._writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()

    def close(self) -> None:
        self._writer.close()


def _head(status: int, content_type: str, headers: Mapping[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", f"Content-Type: {content_type}; charset=utf-8"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
