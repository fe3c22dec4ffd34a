#!/usr/bin/env python3
"""replay.py FILE: answers as a cloud once answered, exchange by exchange; for tests.

The file holds {"about": …, "from": …, "exchanges": [{"ask": "GET /subscriptions/…", "version": "2024-07-01", "holds": ["…"],
"status": 200, "fields": {…}, "answer": …}]}. `ask` of Amazon's services is "AWS ACTION". A request is answered by the first
exchange that asks for it and was not used; what fits none gets 599, and is told. HERE stands for this server's own address.

Says `listening PORT`. `GET /_replay` tells how many exchanges were not used, and what fitted none.
"""
import json
import sys
import urllib.parse

from aiohttp import web

with open(sys.argv[1], encoding="utf-8") as file:
    EXCHANGES = json.load(file)["exchanges"]
unexpected = []


def asked(request, body):
    target = request.headers.get("X-Amz-Target")
    action = urllib.parse.parse_qs(body).get("Action")
    if target or action:
        return "AWS " + (target or action[0])
    return f"{request.method} {urllib.parse.unquote(request.path)}"


async def answer(request):
    if request.path == "/_replay":
        left = sum(not exchange.get("used") for exchange in EXCHANGES)
        return web.json_response({"left": left, "unexpected": unexpected})
    body = await request.text()
    if request.path.endswith("/oauth2/v2.0/token"):
        return web.json_response({"token_type": "Bearer", "expires_in": 3599, "access_token": "token-of-the-replay"})
    ask = asked(request, body)
    for exchange in EXCHANGES:
        fits = exchange["ask"].lower() == ask.lower() and exchange.get("version") in (None, request.query.get("api-version"))
        if exchange.get("used") or not fits or not all(text in body for text in exchange.get("holds", [])):
            continue
        exchange["used"] = True
        here = f"http://{request.host}"
        said = exchange.get("answer", "")
        text = (said if isinstance(said, str) else json.dumps(said)).replace("HERE", here)
        fields = {name: value.replace("HERE", here) for name, value in exchange.get("fields", {}).items()}
        return web.Response(status=exchange["status"], headers=fields, body=text.encode())
    unexpected.append(f"{ask} {request.query_string} {body}"[:300])
    return web.Response(status=599)


async def say(app):
    print(f"listening {app['site']._server.sockets[0].getsockname()[1]}", flush=True)


async def main():
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    app["site"] = web.TCPSite(runner, "127.0.0.1", 0)
    await app["site"].start()
    await say(app)
    await asyncio.Event().wait()


if __name__ == "__main__":
    import asyncio

    asyncio.run(main())
