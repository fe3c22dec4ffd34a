"""The same work over HTTP for NightCall and for Alertmanager: an alert is posted, and a request goes out for it.

NightCall's request is a dial request of its line, and its alert is on the disk before the 202; Alertmanager's is a
webhook of its receiver (group_wait 0), and its alert is in memory. One client and one sink, both in this process, serve
the two in turn, so that what they cost is the same for both.
"""
import asyncio
import base64
import hashlib
import hmac
import html
import json
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.parse
from pathlib import Path

KEY = re.compile(rb"(?:contract|host)-(\d{6})")
TICKS = os.sysconf("SC_CLK_TCK")


class Sink(asyncio.Protocol):
    """Takes the requests that go out: notes when each trouble was first heard of."""

    def __init__(self, heard, news):
        self.heard, self.news, self.rest = heard, news, b""

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        now = time.perf_counter()
        self.rest += data
        while True:
            head, found, body = self.rest.partition(b"\r\n\r\n")
            length = re.search(rb"(?i)content-length: *(\d+)", head)
            if not found or not length or len(body) < int(length[1]):
                return
            for key in KEY.findall(body[:int(length[1])]):
                self.heard.setdefault(int(key), now)
            self.rest = body[int(length[1]):]
            self.news.set()
            self.transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")


class TwilioSink(asyncio.Protocol):
    """Stands for Twilio's API: places every call and rings nobody. Notes when each contract was first called.

    `seconds` is how long an answer takes; with `fails` every second request to place a call is refused. What was placed is
    kept in `placed`: the id of each call and the addresses that are to be called back.
    """

    CALLED = re.compile(rb"To=%2B8190(\d{8})")

    def __init__(self, heard, news, seconds=0.0, fails=False, counts=None, placed=None):
        self.heard, self.news, self.rest = heard, news, b""
        self.seconds, self.fails, self.counts = seconds, fails, counts if counts is not None else {"placed": 0}
        self.placed = placed if placed is not None else []

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        now = time.perf_counter()
        self.rest += data
        while True:
            head, found, body = self.rest.partition(b"\r\n\r\n")
            if not found:
                return
            length = re.search(rb"(?i)content-length: *(\d+)", head)
            size = int(length[1]) if length else 0
            if len(body) < size:
                return
            self.rest = body[size:]
            self.answer(head, body[:size], now)

    def answer(self, head, body, now):
        status = b"200 OK"
        if head.startswith(b"POST") and b"/Calls.json" in head.split(b"\r\n", 1)[0]:
            self.counts["placed"] += 1
            status = b"201 CREATED"
            if self.fails and self.counts["placed"] % 2:
                status = b"429 TOO MANY REQUESTS"
            for number in self.CALLED.findall(body):
                self.heard.setdefault(int(number) // 3, now)
            self.news.set()
            self.placed.append((self.counts["placed"], body.decode()))
        call = b'{"sid": "CA%032d", "status": "queued", "to": null, "from": null, "date_created": null}' % (
            self.counts["placed"])
        reply = b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (
            status, len(call), call)
        asyncio.get_running_loop().call_later(self.seconds, self.send, reply)

    def send(self, reply):
        if not self.transport.is_closing():
            self.transport.write(reply)


class Poster:
    """One kept connection over which bodies are posted, one after the other."""

    @classmethod
    async def to(cls, port):
        self = cls()
        self.turn = asyncio.Lock()
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", port)
        return self

    async def post(self, path, body):
        async with self.turn:
            return await self.exchange(path, body)

    async def exchange(self, path, body):
        status, _ = await self.ask(
            b"POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer bench\r\nContent-Type: application/json\r\n"
            b"Content-Length: %d\r\n\r\n%s" % (path, len(body), body))
        return status

    async def ask(self, request):
        """Sends one request as it is, and gives the status and the body of the answer."""
        self.writer.write(request)
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: *(\d+)", head)
        body = await self.reader.readexactly(int(length[1])) if length else b""
        return int(head.split(b" ", 2)[1]), body

    def close(self):
        self.writer.close()


def labels(key):
    return {"alertname": "HostDown", "severity": "critical", "instance": "web-17.acme.example.jp:9100",
            "job": "web-nodes", "region": "asia-northeast1", "key": key}


SUMMARY = "does not answer: no scrape has succeeded for five minutes"


class NightCall:
    name = "NightCall"
    line = "webhook"

    def __init__(self, bench, work):
        self.bench, self.folder = bench, work / "served"

    def sink(self, heard, news):
        return lambda: Sink(heard, news)

    def start(self, sink, groups):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.process = subprocess.Popen(
            [self.bench, "serve", self.folder, str(groups), str(sink), self.line],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return int(self.process.stdout.readline().split()[1])

    @staticmethod
    def request(group, keys):
        body = [{"dedupKey": key, "status": "firing", "name": "HostDown", "severity": "critical",
                 "summary": f"{key} {SUMMARY}", "labels": labels(key)} for key in keys]
        return b"/alerts/contract-%06d/prom" % group, json.dumps(body).encode()

    def stop(self):
        self.process.stdin.close()
        self.process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)


class NightCallInMemory(NightCall):
    """The same server, whose journal lies in memory: what is left of its time when no disk is waited for, as Alertmanager
    waits for none. Nobody runs it so."""

    name = "NightCall without a disk"

    def __init__(self, bench):
        self.bench, self.folder = bench, Path("/dev/shm") / f"nightcall-bench-{os.getpid()}"


class NightCallOverTwilio(NightCall):
    """The same server, whose dial requests go to what stands for Twilio."""

    name = "NightCall over Twilio"
    line = "twilio"

    def __init__(self, bench, work, seconds=0.0, fails=False):
        super().__init__(bench, work)
        self.seconds, self.fails = seconds, fails
        self.placed = []

    def sink(self, heard, news):
        counts = {"placed": 0}
        return lambda: TwilioSink(heard, news, self.seconds, self.fails, counts, self.placed)


class Alertmanager:
    name = "Alertmanager"

    def __init__(self, work):
        self.folder = work / "alertmanager"

    def sink(self, heard, news):
        return lambda: Sink(heard, news)

    def start(self, sink, groups):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        config = self.folder / "alertmanager.yml"
        # As many groups as contracts: one for all, or one for each trouble.
        by = "[]" if groups == 1 else "[key]"
        config.write_text(
            f"route: {{receiver: sink, group_by: {by}, group_wait: 0s, group_interval: 1h, repeat_interval: 4h}}\n"
            f"receivers: [{{name: sink, webhook_configs: [{{url: 'http://127.0.0.1:{sink}/'}}]}}]\n")
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.process = subprocess.Popen(
            ["/usr/bin/prometheus-alertmanager", f"--config.file={config}", f"--storage.path={self.folder / 'data'}",
             f"--web.listen-address=127.0.0.1:{port}", "--cluster.listen-address=", "--log.level=error"],
            stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return port
            except OSError:
                time.sleep(0.05)
        raise SystemExit("bench: Alertmanager did not start")

    @staticmethod
    def request(group, keys):
        body = [{"labels": labels(key), "annotations": {"summary": f"{key} {SUMMARY}"}} for key in keys]
        return b"/api/v2/alerts", json.dumps(body).encode()

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)


def processor_seconds(process):
    with open(f"/proc/{process.pid}/stat", encoding="ascii") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def peak_bytes(process):
    with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) << 10 for line in status if line.startswith("VmHWM:"))


async def with_peer(peer, groups, measure):
    heard, news = {}, asyncio.Event()
    server = await asyncio.get_running_loop().create_server(peer.sink(heard, news), "127.0.0.1", 0)
    port = peer.start(server.sockets[0].getsockname()[1], groups)
    try:
        return await measure(port, heard, news)
    finally:
        peer.stop()
        server.close()


async def wait_for(heard, news, count, seconds=60):
    deadline = time.perf_counter() + seconds
    while len(heard) < count and time.perf_counter() < deadline:
        news.clear()
        if len(heard) < count:
            try:
                await asyncio.wait_for(news.wait(), 1)
            except asyncio.TimeoutError:
                pass


def latency(peer, alerts, per_second):
    """Milliseconds from posting an alert until a request goes out for it, each in a contract or group of its own."""

    async def measure(port, heard, news):
        posters = [await Poster.to(port) for _ in range(1 if per_second == 0 else 32)]
        # The first one warms the connections up and is not counted.
        await posters[0].post(*peer.request(0, ["host-000000"]))
        await wait_for(heard, news, 1)
        requests = [peer.request(index, [f"host-{index:06}"]) for index in range(1, alerts + 1)]
        sent, replies, taken = {}, [], []
        used = processor_seconds(peer.process)

        async def post(index):
            sent[index] = time.perf_counter()
            replies.append(await posters[index % len(posters)].post(*requests[index - 1]))
            taken.append(1_000 * (time.perf_counter() - sent[index]))

        if per_second == 0:
            for index in range(1, alerts + 1):
                await post(index)
                await wait_for(heard, news, index + 1)
                await asyncio.sleep(0.003)
        else:
            began, tasks = time.perf_counter(), []
            for index in range(1, alerts + 1):
                pause = began + index / per_second - time.perf_counter()
                if pause > 0:
                    await asyncio.sleep(pause)
                tasks.append(asyncio.create_task(post(index)))
            await asyncio.gather(*tasks)
            await wait_for(heard, news, alerts + 1)
        cost = processor_seconds(peer.process) - used
        for poster in posters:
            poster.close()
        taken.sort()
        took = sorted(1_000 * (heard[index] - sent[index]) for index in sent if index in heard)
        return {
            "measure": "over http, latency", "peer": peer.name, "per_second": per_second,
            "lost": alerts - len(took), "refused": sum(not 200 <= reply < 300 for reply in replies),
            "p50_ms": took[len(took) // 2], "p99_ms": took[min(len(took) - 1, len(took) * 99 // 100)],
            "intake_p50_ms": taken[len(taken) // 2], "intake_p99_ms": taken[len(taken) * 99 // 100],
            "cpu_ms_per_alert": 1_000 * cost / alerts}

    return asyncio.run(with_peer(peer, alerts + 1, measure))


def burst(peer, alerts, groups, per_body):
    """A storm over eight connections: accepted per second, and the peer's processor time until all is told."""

    async def measure(port, heard, news):
        bodies = [peer.request(place % groups, [f"host-{place * per_body + one:06}" for one in range(per_body)])
                  for place in range(alerts // per_body)]
        posters = [await Poster.to(port) for _ in range(8)]
        used = processor_seconds(peer.process)
        replies = []

        async def send(poster):
            while bodies:
                replies.append(await poster.post(*bodies.pop()))

        began = time.perf_counter()
        await asyncio.gather(*(send(poster) for poster in posters))
        elapsed = time.perf_counter() - began
        accepted = per_body * sum(200 <= reply < 300 for reply in replies)
        if groups > 1:
            await wait_for(heard, news, groups)
        cost = processor_seconds(peer.process) - used
        for poster in posters:
            poster.close()
        return {
            "measure": "over http, burst", "peer": peer.name, "groups": groups, "per_body": per_body,
            "accepted": accepted, "accepted_per_s": accepted / elapsed, "cpu_ms_per_alert": 1_000 * cost / alerts,
            "told": len(heard), "peak_bytes": peak_bytes(peer.process)}

    return asyncio.run(with_peer(peer, groups, measure))


class CalledBack:
    """One call as Twilio tells of it, signed: it rings, is answered, 1 is pressed, and it ends."""

    TOKEN, ACCOUNT, PUBLIC = b"bench", "AC" + 32 * "0", "https://desk.example.jp"
    ACTION = re.compile(r'<Gather [^>]*action="([^"]+)"')

    def __init__(self, number, form):
        fields = dict(urllib.parse.parse_qsl(form))
        self.sid = f"CA{number:032d}"
        self.status, self.answer = fields["StatusCallback"], fields["Url"]

    def request(self, address, **more):
        """The request that Twilio sends to an address, as a target and the rest of the request."""
        fields = {"CallSid": self.sid, "AccountSid": self.ACCOUNT, **more}
        signed = address + "".join(name + fields[name] for name in sorted(fields))
        signature = base64.b64encode(hmac.new(self.TOKEN, signed.encode(), hashlib.sha1).digest()).decode()
        body = urllib.parse.urlencode(fields)
        return (
            f"POST {address.removeprefix(self.PUBLIC)} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Twilio-Signature: {signature}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}").encode()


def callbacks(peer, calls):
    """Callbacks a second over eight connections, and, after all are answered, keys a second until each is confirmed."""

    async def measure(port, heard, news):
        posters = [await Poster.to(port) for _ in range(8)]
        alerts = [peer.request(index, [f"host-{index:06}"]) for index in range(calls)]

        async def all_of(work):
            left, seconds = list(work), []

            async def some(poster):
                while left:
                    began = time.perf_counter()
                    await left.pop()(poster)
                    seconds.append(time.perf_counter() - began)

            began = time.perf_counter()
            await asyncio.gather(*(some(poster) for poster in posters))
            return len(seconds) / (time.perf_counter() - began), sorted(seconds)

        await all_of([lambda poster, alert=alert: poster.post(*alert) for alert in alerts])
        await wait_for(heard, news, calls)
        # The answers to the requests to place the calls are on their way.
        await asyncio.sleep(1)
        placed = [CalledBack(*one) for one in peer.placed]
        replies, actions = [], {}

        def tell(address, **fields):
            async def send(poster, call):
                status, reply = await poster.ask(call.request(address(call), **fields))
                replies.append(status)
                return reply
            return send

        ring = tell(lambda call: call.status, CallStatus="ringing", SequenceNumber="1")
        up = tell(lambda call: call.status, CallStatus="in-progress", SequenceNumber="2")
        ask = tell(lambda call: call.answer, CallStatus="in-progress")
        press = tell(lambda call: actions[call.sid], Digits="1", CallStatus="in-progress")
        done = tell(lambda call: call.status, CallStatus="completed", SequenceNumber="3")

        async def begin(poster, call):
            await ring(poster, call)
            await up(poster, call)
            found = CalledBack.ACTION.search((await ask(poster, call)).decode())
            if found:
                actions[call.sid] = html.unescape(found[1])

        used = processor_seconds(peer.process)
        begun, _ = await all_of([lambda poster, call=call: begin(poster, call) for call in placed])
        keys, seconds = await all_of([lambda poster, call=call: press(poster, call) for call in placed if call.sid in actions])
        ended, _ = await all_of([lambda poster, call=call: done(poster, call) for call in placed])
        cost = processor_seconds(peer.process) - used
        for poster in posters:
            poster.close()
        return {
            "measure": "over twilio, callbacks", "peer": peer.name, "calls": len(placed), "conversations": len(actions),
            "lost": calls - len(actions) + sum(reply != 200 and reply != 204 for reply in replies),
            "callbacks_per_s": 3 * begun, "keys_per_s": keys, "ends_per_s": ended,
            "key_p50_ms": 1_000 * seconds[len(seconds) // 2], "key_p99_ms": 1_000 * seconds[len(seconds) * 99 // 100],
            "cpu_ms_per_call": 1_000 * cost / max(1, len(placed))}

    return asyncio.run(with_peer(peer, calls, measure))
