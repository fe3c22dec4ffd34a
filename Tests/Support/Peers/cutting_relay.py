#!/usr/bin/env python3
"""cutting_relay.py PORT: passes connections on to a port of the loopback, and cuts the next POST where it is told to.

Says `listening PORT`. `GET /_cut/request/N` and `GET /_cut/answer/N`, which are passed on to nobody, let the next POST end
after N bytes of its request or of its answer have been passed on.
"""
import asyncio
import sys

cut = None


async def relay(reader, writer, upstream):
    global cut
    first = await reader.read(65_536)
    if first.startswith(b"GET /_cut/"):
        which, count = first.split()[1].decode().split("/")[2:]
        cut = (which, int(count))
        writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        await writer.drain()
        return writer.close()
    limit = None
    if first.startswith(b"POST ") and cut is not None:
        limit, cut = cut, None
    their_reader, their_writer = await asyncio.open_connection("127.0.0.1", upstream)

    async def passed(source, sink, which, begun):
        count, data = 0, begun
        while True:
            if not data:
                data = await source.read(65_536)
            if not data:
                break
            if limit and limit[0] == which and count + len(data) >= limit[1]:
                sink.write(data[:limit[1] - count])
                await sink.drain()
                raise ConnectionAbortedError
            sink.write(data)
            await sink.drain()
            count, data = count + len(data), b""
        if sink.can_write_eof():
            sink.write_eof()

    try:
        await asyncio.gather(passed(reader, their_writer, "request", first), passed(their_reader, writer, "answer", b""))
    except OSError:
        # What was passed on is read there before the end is seen.
        their_writer.close()
        writer.transport.abort()
        return
    for one in (writer, their_writer):
        one.close()


async def main():
    upstream = int(sys.argv[1])
    server = await asyncio.start_server(lambda r, w: relay(r, w, upstream), "127.0.0.1", 0)
    print(f"listening {server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


asyncio.run(main())
