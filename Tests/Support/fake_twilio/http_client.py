"""One HTTP request to the engine, with the failures kept apart that Twilio's retry policy keeps apart."""

import asyncio
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit


class ConnectFailed(Exception):
    """No connection or no TLS: `ct` in a retry policy."""


class ReadFailed(Exception):
    """The connection was there, but no whole answer came in time: `rt`."""


@dataclass
class Reply:
    status: int
    headers: dict
    body: bytes


async def send(method, url, headers, body, routes, limit_seconds):
    """`routes` sends what is addressed to a public origin to another one, as a reverse proxy before the engine does."""
    public = urlsplit(url)
    origin = f"{public.scheme}://{public.netloc}"
    actual = urlsplit(routes.get(origin, origin))
    secure = actual.scheme == "https"
    context = ssl._create_unverified_context() if secure else None
    port = actual.port or (443 if secure else 80)
    try:
        connecting = asyncio.open_connection(actual.hostname, port, ssl=context)
        reader, writer = await asyncio.wait_for(connecting, min(10, limit_seconds))
    except (OSError, TimeoutError) as problem:
        raise ConnectFailed(str(problem) or type(problem).__name__) from problem
    target = (public.path or "/") + (f"?{public.query}" if public.query else "")
    headers = {"Host": public.netloc, **headers, "Connection": "close"}
    if origin in routes:
        headers |= {"X-Forwarded-Proto": public.scheme, "X-Forwarded-Host": public.netloc}
    if method == "POST":
        headers |= {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8", "Content-Length": len(body)}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    try:
        writer.write(f"{method} {target} HTTP/1.1\r\n{head}\r\n".encode() + body)
        return await asyncio.wait_for(_read(reader), limit_seconds)
    except (OSError, EOFError, ValueError, IndexError, TimeoutError, asyncio.LimitOverrunError) as problem:
        raise ReadFailed(str(problem) or type(problem).__name__) from problem
    finally:
        writer.close()


async def _read(reader):
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    status = int(head[0].split()[1])
    headers = {}
    for line in head[1:]:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = b""
        while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
            body += await reader.readexactly(size)
            await reader.readexactly(2)
    elif "content-length" in headers:
        body = await reader.readexactly(int(headers["content-length"]))
    else:
        body = await reader.read()
    return Reply(status, headers, body)
