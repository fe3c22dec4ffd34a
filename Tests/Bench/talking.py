"""Calls over SIP that talk at the same time: what the helper nightcall-sip costs, beside sipp as the one who calls.

Both call the same telephone, another sipp, and speak G.711 to it for as long as it listens; it presses 1 then. What is
counted is the processor time of the caller's process over ten seconds in which all of them talk, and its greatest memory.
"""
import json
import os
import shutil
import socket
import statistics
import subprocess
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
SPEECH = Path(__file__).resolve().parents[2] / "Sources/Telephony/Voice/Shipped"
PCAPS = Path("/usr/share/sip-tester")
# Calls are placed at this pace; all of them talk between the last answer and the first key.
PER_SECOND, WATCHED_SECONDS = 100, 10

HEAD = """[last_Via:]
[last_From:]
[last_To:];tag=callee[call_number]
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:[local_ip]:[local_port]>"""
MEDIA = """Content-Type: application/sdp
Content-Length: [len]

v=0
o=callee 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 0 8 101
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-15"""


def send(text, again=False):
    attribute = ' retrans="500"' if again else ""
    return f"<send{attribute}><![CDATA[\n\n{text}\n\n]]></send>"


def telephone(seconds):
    """Rings, picks up, listens, presses 1, and waits to be hung up."""
    steps = [
        '<recv request="INVITE"/>', send(f"SIP/2.0 180 Ringing\n{HEAD}\nContent-Length: 0"), '<pause milliseconds="500"/>',
        send(f"SIP/2.0 200 OK\n{HEAD}\n{MEDIA}", again=True), '<recv request="ACK"/>',
        f'<pause milliseconds="{seconds * 1000}"/>',
        f'<nop><action><exec play_pcap_audio="{PCAPS}/dtmf_2833_1.pcap"/></action></nop>', '<recv request="BYE"/>',
        send(f"SIP/2.0 200 OK\n{HEAD}\nContent-Length: 0")]
    return '<?xml version="1.0"?><scenario name="telephone">' + "\n".join(steps) + "</scenario>"


def caller(seconds):
    """The same calls as sipp makes them: eight seconds of speech, again and again."""
    first = ("From: <sip:bench@[local_ip]:[local_port]>;tag=caller[call_number]\nTo: <sip:1@[remote_ip]:[remote_port]>{}\n"
             "Call-ID: [call_id]\nCSeq: {} {}\nContact: <sip:bench@[local_ip]:[local_port]>\nMax-Forwards: 70\n")
    via = "SIP/2.0\nVia: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]\n"
    talk = f'<nop><action><exec play_pcap_audio="{PCAPS}/g711a.pcap"/></action></nop><pause milliseconds="8000"/>'
    steps = [
        send(f"INVITE sip:1@[remote_ip]:[remote_port] {via}" + first.format("", 1, "INVITE") + MEDIA, again=True),
        '<recv response="180"/>', '<recv response="200"/>',
        send(f"ACK sip:1@[remote_ip]:[remote_port] {via}" + first.format("[peer_tag_param]", 1, "ACK") + "Content-Length: 0"),
        talk * (seconds // 8 + 1),
        send(f"BYE sip:1@[remote_ip]:[remote_port] {via}" + first.format("[peer_tag_param]", 2, "BYE") + "Content-Length: 0",
             again=True), '<recv response="200"/>']
    return '<?xml version="1.0"?><scenario name="caller">' + "\n".join(steps) + "</scenario>"


def free_port(first=0):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as found:
        found.bind(("127.0.0.1", first))
        return found.getsockname()[1]


def processor_seconds(process):
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory(process, field):
    return next(int(line.split()[1]) * 1024 for line in Path(f"/proc/{process}/status").read_text().splitlines()
                if line.startswith(field))


def start_sipp(folder, name, scenario, *words):
    (folder / f"{name}.xml").write_text(scenario, encoding="utf-8")
    return subprocess.Popen(
        ["sipp", "-sf", f"{name}.xml", "-i", "127.0.0.1", "-nostdin", "-timeout", "120s", *map(str, words)], cwd=folder,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Helper:
    """nightcall-sip, told what to do as the server of a site tells it."""

    def __init__(self, program, folder, port):
        path = folder / "helper.socket"
        # It returns when it listens, as a process of nobody's.
        subprocess.run([program, path], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(str(path))
        self.rest = b""
        self.tell({"do": "trunks", "trunks": [{
            "line": "bench", "transport": "udp", "host": "127.0.0.1", "port": port, "domain": "127.0.0.1", "from": "bench"}]})
        self.tell({"do": "calls"})
        self.process = next(news["process"] for news in self.news(10) if news["is"] == "calls")

    def tell(self, command):
        self.socket.sendall(json.dumps(command).encode() + b"\n")

    def news(self, seconds):
        """What it tells, until so much time has passed."""
        limit = time.monotonic() + seconds
        while (left := limit - time.monotonic()) > 0:
            self.socket.settimeout(left)
            try:
                self.rest += self.socket.recv(1 << 16)
            except TimeoutError:
                return
            *lines, self.rest = self.rest.split(b"\n")
            yield from map(json.loads, lines)

    def end(self):
        self.tell({"do": "end"})
        while os.path.exists(f"/proc/{self.process}"):
            time.sleep(0.1)
        self.socket.close()


def ours(program, folder, calls, seconds):
    port = free_port()
    listener = start_sipp(folder, "telephone", telephone(seconds), "-p", port, "-mp", free_port(), "-m", calls)
    time.sleep(1)
    helper = Helper(program, folder, port)
    empty = memory(helper.process, "VmRSS:")
    speech = sorted(str(path) for path in SPEECH.glob("ja-*.wav"))
    began, placed, answered, pressed, ended = time.monotonic(), 0, set(), set(), set()
    watch = None
    while len(ended) < calls and time.monotonic() - began < 100 + seconds:
        while placed < min(calls, (time.monotonic() - began) * PER_SECOND):
            helper.tell({"do": "dial", "dial": {
                "call": f"{placed}", "line": "bench", "number": f"{placed}", "ring": 29, "expires": 60}})
            placed += 1
        for news in helper.news(0.02):
            if news["is"] != "report":
                continue
            call = news["call"]
            helper.tell({"do": "taken", "report": news["number"]})
            if news["what"] == "answered":
                answered.add(call)
                helper.tell({"do": "say", "call": call, "number": 1, "files": speech})
            elif news["what"] == "key" and news["key"] == "1":
                pressed.add(call)
                helper.tell({"do": "hangUp", "call": call})
            elif news["what"] == "ended":
                ended.add(call)
        now = time.monotonic()
        if watch is None and len(answered) == calls:
            watch = (now, processor_seconds(helper.process))
        if watch and len(watch) == 2 and now - watch[0] >= WATCHED_SECONDS:
            watch += (now, processor_seconds(helper.process))
    peak = memory(helper.process, "VmHWM:")
    helper.end()
    listener.wait()
    if not watch or len(watch) < 4:
        raise SystemExit(f"bench: of {calls} calls only {len(answered)} were answered")
    return {
        "measure": "talking", "name": "nightcall-sip", "calls": calls, "acknowledged": len(pressed),
        "cpu_ms_per_call_second": 1000 * (watch[3] - watch[1]) / (watch[2] - watch[0]) / calls,
        "peak_bytes": peak, "bytes_each": (peak - empty) / calls}


def theirs(folder, calls, seconds):
    port = free_port()
    listener = start_sipp(folder, "telephone", telephone(seconds), "-p", port, "-mp", free_port(), "-m", calls)
    time.sleep(1)
    talker = start_sipp(
        folder, "caller", caller(seconds), "-p", free_port(), "-mp", free_port(), "-m", calls, "-r", PER_SECOND, "-l", calls,
        f"127.0.0.1:{port}")
    time.sleep(calls / PER_SECOND + 2)
    began = time.monotonic(), processor_seconds(talker.pid)
    time.sleep(WATCHED_SECONDS)
    ended = time.monotonic(), processor_seconds(talker.pid)
    peak = memory(talker.pid, "VmHWM:")
    code = talker.wait()
    listener.wait()
    return {
        "measure": "talking", "name": "sipp", "calls": calls, "acknowledged": calls if code == 0 else 0,
        "cpu_ms_per_call_second": 1000 * (ended[1] - began[1]) / (ended[0] - began[0]) / calls, "peak_bytes": peak}


def measure(bench):
    program = Path(bench.bench).with_name("nightcall-sip")
    folder = bench.work / "talking"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for calls in (bench.size(100), bench.size(500)):
        found = []
        for _ in range(bench.rounds):
            bench.say(f"  {calls} calls that talk")
            seconds = calls // PER_SECOND + WATCHED_SECONDS + 6
            found.append((ours(program, folder, calls, seconds), theirs(folder, calls, seconds)))
            for one in found[-1]:
                bench.note(one)
        what = f"over SIP, {calls} calls that talk:"
        acknowledged = min(100 * mine["acknowledged"] / calls for mine, _ in found)
        bench.add(f"{what} acknowledged", acknowledged, "%", "≥ 99.9", acknowledged >= 99.9)
        for place, name in enumerate(("nightcall-sip", "sipp")):
            own = [pair[place] for pair in found]
            cost = statistics.median(one["cpu_ms_per_call_second"] for one in own)
            bench.add(f"{what} {name} CPU", cost, "ms a second of each")
            bench.add(f"{what} {name} peak memory", statistics.median(one["peak_bytes"] for one in own) / 2**20, "MiB")
        each = statistics.median(mine["bytes_each"] for mine, _ in found)
        bench.add(f"{what} nightcall-sip memory each", each / 1024, "KiB")
        ratio = statistics.median(
            mine["cpu_ms_per_call_second"] / max(peer["cpu_ms_per_call_second"], 1e-9) for mine, peer in found)
        bench.add(f"{what} CPU beside sipp", ratio, "times")
