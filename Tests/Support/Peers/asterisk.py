#!/usr/bin/python3
"""asterisk.py SCENARIO: a fake of Asterisk's REST interface (ARI) on a free port of the loopback.

It speaks the published forms (asterisk/asterisk, rest-api/api-docs: channels, events, playbacks, endpoints), and was written
from them; no real Asterisk stands behind it. Says `listening PORT`; ends when its standard input does.

SCENARIO, in JSON: a list of plans for each number, and `default`; each call to a number takes the next plan, the last repeats.
A plan, all of it optional, times in seconds:
  ring: from the dialling to RINGING (0.1; null for none)     progress: PROGRESS instead of RINGING
  answer: from there to the answer (null: never)              keys, after, pause: keys pressed after the answer
  hangup: from the answer until the callee hangs up           end: from the dialling to the end without an answer
  cause, status: of that end, Q.850 and SIP                   create, dial: `lost`, `slow` or a status, for the first request
"""

import asyncio
import base64
import datetime
import json
import os
import sys
import wave

from aiohttp import WSCloseCode, WSMsgType, web

USER, PASSWORD, TRUNK = "nightcall", "night-secret", "PJSIP/trunk"
# Required fields of the models, from events.json, channels.json and playbacks.json; fields of Message and Event are in `event`.
REQUIRED = {
    "event": ["type", "application", "timestamp"], "Dial": ["peer", "dialstatus"], "ChannelStateChange": ["channel"],
    "ChannelDestroyed": ["cause", "cause_txt", "channel"], "ChannelDtmfReceived": ["digit", "duration_ms", "channel"],
    "PlaybackStarted": ["playback"], "PlaybackFinished": ["playback"], "StasisStart": ["args", "channel"],
    "StasisEnd": ["channel"], "ApplicationReplaced": [],
    "channel": ["id", "protocol_id", "name", "state", "caller", "connected", "accountcode", "dialplan", "creationtime", "language"],
    "playback": ["id", "media_uri", "target_uri", "state"],
}
STATES = ["Down", "Rsrved", "OffHook", "Dialing", "Ring", "Ringing", "Up", "Busy", "Dialing Offhook", "Pre-ring", "Unknown"]


def missing(event):
    """What a model requires and this event has not."""
    found = [name for name in REQUIRED["event"] + REQUIRED[event["type"]] if name not in event]
    for model, field in [("channel", "channel"), ("channel", "peer"), ("playback", "playback")]:
        if field in event:
            found += [f"{field}.{name}" for name in REQUIRED[model] if name not in event[field]]
    state = event.get("channel", event.get("peer", {})).get("state", "Down")
    return found + ([] if state in STATES else [f"state {state}"])


def now():
    return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "+0000")


class Channel:
    def __init__(self, identity, app, endpoint, plan):
        self.identity, self.app, self.endpoint, self.plan = identity, app, endpoint, plan
        self.state, self.tasks, self.playbacks, self.is_dialled = "Down", [], {}, False
        self.created = now()

    def shown(self):
        nobody = {"name": "", "number": ""}
        plan = {"context": "default", "exten": "s", "priority": 1, "app_name": "Stasis", "app_data": self.app}
        return {"id": self.identity, "protocol_id": "", "name": self.endpoint + "-00000001", "state": self.state,
                "caller": nobody, "connected": nobody, "accountcode": "", "dialplan": plan, "creationtime": self.created,
                "language": "en"}


class Fake:
    def __init__(self, scenario):
        self.scenario, self.sockets, self.channels, self.log = scenario, {}, {}, []
        self.away = False
        self.seen_plans, self.faulted = {}, set()

    def note(self, kind, **facts):
        self.log.append({"kind": kind, **facts})

    def plan(self, endpoint):
        number = endpoint.split("/")[1].split("@")[0]
        plans = self.scenario.get(number, self.scenario.get("default", [{}]))
        turn = self.seen_plans.get(number, 0)
        self.seen_plans[number] = turn + 1
        return plans[min(turn, len(plans) - 1)]

    async def emit(self, app, kind, **fields):
        event = {"type": kind, "application": app, "timestamp": now(), "asterisk_id": "fa:6e", **fields}
        for fault in missing(event):
            self.note("violation", event=kind, fault=fault)
        socket = self.sockets.get(app)
        if socket is None or self.away:
            return self.note("missed", event=kind)
        try:
            await socket.send_str(json.dumps(event))
        except ConnectionError:
            self.note("missed", event=kind)

    # What channels do.

    async def change(self, channel, state):
        channel.state = state
        await self.emit(channel.app, "ChannelStateChange", channel=channel.shown())

    async def dialled(self, channel):
        plan = channel.plan
        if "end" in plan:
            self.spawn(channel, self.end_later(channel, plan["end"], plan.get("cause", 0), plan.get("status")))
        ring = plan.get("ring", 0.1)
        if ring is None:
            return
        await asyncio.sleep(ring)
        if plan.get("progress"):
            await self.emit(channel.app, "Dial", peer=channel.shown(), dialstatus="PROGRESS", dialstring="")
        else:
            await self.change(channel, "Ringing")
            await self.emit(channel.app, "Dial", peer=channel.shown(), dialstatus="RINGING", dialstring="")
        if plan.get("answer") is None:
            return
        await asyncio.sleep(plan["answer"])
        await self.change(channel, "Up")
        await self.emit(channel.app, "Dial", peer=channel.shown(), dialstatus="ANSWER", dialstring="")
        self.note("answered", channel=channel.identity)
        if "hangup" in plan:
            self.spawn(channel, self.end_later(channel, plan["hangup"], 16, None))
        for place, key in enumerate(plan.get("keys", "")):
            await asyncio.sleep(plan.get("pause", 0.5) if place else plan.get("after", 0.5))
            self.note("key", channel=channel.identity, key=key)
            await self.emit(channel.app, "ChannelDtmfReceived", channel=channel.shown(), digit=key, duration_ms=100)

    def spawn(self, channel, work):
        channel.tasks.append(asyncio.ensure_future(work))

    async def end_later(self, channel, seconds, cause, status):
        await asyncio.sleep(seconds)
        await self.end(channel, cause, status)

    async def end(self, channel, cause, status=None):
        if self.channels.pop(channel.identity, None) is None:
            return
        for task in channel.tasks:
            if task is not asyncio.current_task():
                task.cancel()
        more = {} if status is None else {"tech_cause": status}
        await self.emit(channel.app, "StasisEnd", channel=channel.shown())
        await self.emit(channel.app, "ChannelDestroyed", channel=channel.shown(), cause=cause, cause_txt="", **more)
        self.note("ended", channel=channel.identity)

    async def played(self, channel, identity, media):
        for uri in media:
            path = uri.removeprefix("sound:")
            is_plain = os.access(path + ".ulaw", os.R_OK)
            seconds, readable = (os.path.getsize(path + ".ulaw") / 8000, True) if is_plain else (0, os.access(path + ".wav", os.R_OK))
            path += ".wav"
            if readable and not is_plain:
                with wave.open(path) as sound:
                    readable = (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (8000, 1, 2)
                    seconds = sound.getnframes() / 8000
            self.note("played", channel=channel.identity, media=uri, readable=readable)
            await asyncio.sleep(min(seconds, 0.6))
        await self.finish(channel, identity, "done")

    async def finish(self, channel, identity, state):
        task = channel.playbacks.pop(identity, None)
        if task is None:
            return
        if task is not asyncio.current_task():
            task.cancel()
        shown = {"id": identity, "media_uri": "", "target_uri": "channel:" + channel.identity, "language": "en", "state": state}
        await self.emit(channel.app, "PlaybackFinished", playback=shown)

    # The interface.

    @web.middleware
    async def guard(self, request, handler):
        if request.path.startswith("/_fake/"):
            return await handler(request)
        wanted = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        self.note("request", method=request.method, path=request.path)
        if request.headers.get("Authorization") != wanted:
            return web.json_response({"error": "Authentication required"}, status=401)
        return await handler(request)

    async def fault(self, request, channel, step):
        """Misbehaves once where the plan says so; the request has been done by then."""
        way = channel.plan.get(step)
        if way is None or (channel.identity, step) in self.faulted:
            return
        self.faulted.add((channel.identity, step))
        if way == "slow":
            await asyncio.sleep(2)
        elif way == "lost":
            request.transport.abort()
            await asyncio.sleep(0.1)

    def refuse(self, status, text):
        return web.json_response({"message": text}, status=status)

    async def create(self, request):
        query = request.query
        identity, endpoint = query.get("channelId", "none"), query["endpoint"]
        if identity in self.channels:
            self.note("refused", channel=identity)
            return self.refuse(409, "Channel with given unique ID already exists")
        body = await request.text()
        channel = Channel(identity, query["app"], endpoint, self.plan(endpoint))
        if isinstance(channel.plan.get("create"), int):
            return self.refuse(channel.plan["create"], "Allocation failed")
        self.channels[identity] = channel
        self.note("created", channel=identity, endpoint=endpoint, variables=json.loads(body)["variables"] if body else {})
        channel.enters = asyncio.get_running_loop().time() + 0.05
        if query["app"] not in self.sockets:
            await self.end(channel, 0)
        await self.emit(channel.app, "StasisStart", channel=channel.shown(), args=[])
        await self.fault(request, channel, "create")
        return web.json_response(channel.shown())

    def of(self, request):
        return self.channels.get(request.match_info["channel"])

    async def dial(self, request):
        channel = self.of(request)
        if channel is None:
            return self.refuse(404, "Channel not found")
        if asyncio.get_running_loop().time() < channel.enters:
            return self.refuse(409, "Channel not in Stasis application")
        if channel.is_dialled or channel.state != "Down":
            return self.refuse(409, "Channel is not in the 'Down' state")
        channel.is_dialled = True
        self.note("dialled", channel=channel.identity, timeout=int(request.query["timeout"]))
        self.spawn(channel, self.dialled(channel))
        await self.fault(request, channel, "dial")
        return web.Response(status=204)

    async def get(self, request):
        channel = self.of(request)
        return web.json_response(channel.shown()) if channel else self.refuse(404, "Channel not found")

    async def delete(self, request):
        channel = self.of(request)
        if channel is None:
            return self.refuse(404, "Channel not found")
        self.note("deleted", channel=channel.identity)
        # Cancelled before the answer, Asterisk 20 to 22 names no cause.
        await self.end(channel, 16 if channel.state == "Up" else 0)
        return web.Response(status=204)

    async def play(self, request):
        channel = self.of(request)
        if channel is None:
            return self.refuse(404, "Channel not found")
        if channel.state != "Up":
            return self.refuse(412, "Channel in invalid state")
        identity = request.query["playbackId"]
        media = request.query["media"].split(",")
        channel.playbacks[identity] = asyncio.ensure_future(self.played(channel, identity, media))
        shown = {"id": identity, "media_uri": media[0], "target_uri": "channel:" + channel.identity, "state": "queued"}
        return web.json_response(shown, status=201)

    async def playback(self, request):
        identity = request.match_info["playback"]
        for channel in list(self.channels.values()):
            if identity in channel.playbacks:
                if request.method == "DELETE":
                    self.note("stopped", channel=channel.identity)
                    await self.finish(channel, identity, "done")
                    return web.Response(status=204)
                return web.json_response({"id": identity, "media_uri": "", "target_uri": "channel:" + channel.identity,
                                          "state": "playing"})
        return self.refuse(404, "Playback not found")

    async def information(self, request):
        return web.json_response({"system": {"version": "fake", "entity_id": "fa:6e"}})

    async def endpoint(self, request):
        name = request.match_info["technology"] + "/" + request.match_info["name"]
        if name != TRUNK:
            return self.refuse(404, "Endpoint not found")
        return web.json_response({"technology": "PJSIP", "resource": "trunk", "state": "online", "channel_ids": []})

    async def events(self, request):
        if self.away:
            return self.refuse(503, "away")
        socket = web.WebSocketResponse(heartbeat=None)
        await socket.prepare(request)
        app = request.query["app"]
        if app in self.sockets:
            await self.emit(app, "ApplicationReplaced")
        self.sockets[app] = socket
        self.note("listening", app=app)
        async for message in socket:
            if message.type == WSMsgType.ERROR:
                break
        return socket

    # For the tests.

    async def told(self, request):
        """The log; once something of a kind has happened so often, where that is asked for, or after a minute."""
        kind, count = request.query.get("kind"), int(request.query.get("count", 0))
        for _ in range(1200):
            if sum(note["kind"] == kind for note in self.log) >= count:
                break
            await asyncio.sleep(0.05)
        return web.json_response(self.log)

    async def command(self, request):
        self.away = request.match_info["command"] == "away"
        if self.away:
            for socket in list(self.sockets.values()):
                await socket.close(code=WSCloseCode.GOING_AWAY, message=b"away")
        return web.Response(text="ok")


async def main():
    fake = Fake(json.loads(sys.argv[1]) if len(sys.argv) > 1 else {})
    app = web.Application(middlewares=[fake.guard])
    app.add_routes([
        web.get("/ari/events", fake.events), web.get("/ari/asterisk/info", fake.information),
        web.get("/ari/endpoints/{technology}/{name}", fake.endpoint), web.post("/ari/channels/create", fake.create),
        web.post("/ari/channels/{channel}/dial", fake.dial), web.post("/ari/channels/{channel}/play", fake.play),
        web.get("/ari/channels/{channel}", fake.get), web.delete("/ari/channels/{channel}", fake.delete),
        web.get("/ari/playbacks/{playback}", fake.playback), web.delete("/ari/playbacks/{playback}", fake.playback),
        web.get("/_fake/log", fake.told), web.post("/_fake/{command}", fake.command),
    ])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print("listening", runner.addresses[0][1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    os._exit(0)


asyncio.run(main())
