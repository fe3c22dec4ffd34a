"""A small HTTP/1.1 server that can also answer badly: late, by halves, or not at all."""

import asyncio
import json
import socket
import struct
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote, urlsplit

BODY_LIMIT = 1 << 20


@dataclass
class Request:
    method: str
    target: str
    headers: dict
    body: bytes

    @property
    def path(self):
        return unquote(urlsplit(self.target).path)

    @property
    def query(self):
        return parse_qsl(urlsplit(self.target).query, keep_blank_values=True)

    @property
    def form(self):
        return parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True)


@dataclass
class Answer:
    status: int
    value: object = None
    headers: dict = field(default_factory=dict)
    html: bool = False

    def encoded(self):
        if self.html:
            body, kind = b"<html><body>Bad gateway</body></html>", "text/html"
        else:
            body, kind = json.dumps(self.value, ensure_ascii=False).encode(), "application/json;charset=utf-8"
        head = [f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}"]
        head += [f"{name}: {value}" for name, value in self.headers.items()]
        head += [f"Content-Type: {kind}", f"Content-Length: {len(body)}", "", ""]
        return "\r\n".join(head).encode() + body


@dataclass
class Manner:
    """How an answer goes out. The plain manner sends all of it and keeps the connection."""

    seconds: float = 0
    per_byte: float = 0
    bytes: int | None = None
    silent: bool = False
    close: bool = False
    reset: bool = False


class Closed(Exception):
    pass


class Server:
    """`service` has `unread(method, target)`, `answer(request)` → (Answer, Manner, sent) and a clock for slowness.

    `unread` gives a Manner when the connection is to be closed before the request is read. `sent` is called with the
    number of bytes that went out, and whether that was all.
    """

    def __init__(self, service, clock):
        self.service, self.clock = service, clock

    async def listen(self, port):
        self.server = await asyncio.start_server(self._serve, "127.0.0.1", port, limit=1 << 16)
        return self.server.sockets[0].getsockname()[1]

    async def _serve(self, reader, writer):
        try:
            while await self._exchange(reader, writer):
                pass
        except (Closed, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            pass
        except asyncio.CancelledError:
            writer.transport.abort()  # The process ends; a handler that is cancelled would be reported as a failure.
        finally:
            writer.close()

    async def _exchange(self, reader, writer):
        line = (await reader.readuntil(b"\r\n")).decode("latin-1").split()
        if len(line) != 3:
            raise Closed
        method, target, _ = line
        if manner := self.service.unread(method, target):
            return self._close(writer, manner)
        headers = {}
        while (each := (await reader.readuntil(b"\r\n")).decode("latin-1").strip()) and len(headers) < 100:
            name, _, value = each.partition(":")
            headers[name.strip().lower()] = value.strip()
        length = int(headers.get("content-length", 0))
        if length > BODY_LIMIT or "transfer-encoding" in headers:
            raise Closed
        if headers.get("expect", "").lower() == "100-continue":
            writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        body = await reader.readexactly(length)
        answer, manner, sent = await self.service.answer(Request(method, target, headers, body))
        encoded = answer.encoded()
        part = encoded if manner.bytes is None else encoded[: manner.bytes]
        if manner.silent:
            sent(0, False)
            await reader.read()
            return False
        if manner.seconds:
            await self.clock.sleep(manner.seconds)
        try:
            await self._write(writer, part, manner)
        except OSError:
            sent(0, False)
            raise
        sent(len(part), len(part) == len(encoded))
        if manner.close or manner.bytes is not None:
            return self._close(writer, manner)
        return headers.get("connection", "").lower() != "close"

    async def _write(self, writer, part, manner):
        if not manner.per_byte:
            writer.write(part)
            return await writer.drain()
        for each in part:
            writer.write(bytes([each]))
            await writer.drain()
            await self.clock.sleep(manner.per_byte)

    def _close(self, writer, manner):
        """Closing with something unread makes the kernel send RST anyway; `reset` makes sure of it."""
        if manner.reset:
            linger = struct.pack("ii", 1, 0)
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            writer.transport.abort()
        return False
