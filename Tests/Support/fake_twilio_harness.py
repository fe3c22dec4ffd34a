"""What the tests of the fake provider share: the process as a test speaks to it, and an engine's side that listens."""

import base64
import hashlib
import hmac
import http.client
import json
import socket
import subprocess
import sys
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent))

from fake_twilio import ACCOUNT, TOKEN  # noqa: E402

SPEED = 100
FROM, MISTER_A, MISTER_B = "+81312345678", "+819012345678", "+819087654321"
CALLS = f"/2010-04-01/Accounts/{ACCOUNT}/Calls"
RESOURCE = set(
    "account_sid answered_by api_version caller_name date_created date_updated direction duration end_time "
    "forwarded_from from from_formatted group_sid parent_call_sid phone_number_sid price price_unit sid start_time "
    "status subresource_uris to to_formatted trunk_sid uri queue_time".split()
)
MENU = """<?xml version="1.0" encoding="UTF-8"?>
<Response>
  <Gather input="dtmf" numDigits="1" timeout="8" action="/key?try=7" method="POST">
    <Say language="ja-JP" voice="Polly.Mizuki">障害のお知らせです。確認済みの場合は、4番を押してください。</Say>
  </Gather>
  <Say language="ja-JP">入力がありません。</Say>
</Response>"""
THANKS = '<Response><Say language="ja-JP">受け付けました。</Say><Hangup/></Response>'


def signature_of(token, url, parameters):
    text = url
    for name in sorted(parameters):
        text += name + parameters[name]
    return base64.b64encode(hmac.digest(token.encode(), text.encode(), hashlib.sha1)).decode()


class Receiver:
    """The engine's side: answers documents, remembers what came, and says whether it was signed."""

    def __init__(self):
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                receiver.take(self, dict(parse_qsl(body, keep_blank_values=True)))

            def do_GET(self):
                receiver.take(self, {})

            def log_message(self, *_):
                pass

        ThreadingHTTPServer.request_queue_size = 128
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # A fake that is reset hangs up on us.
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        self.forget()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def forget(self):
        self.documents = {"/voice": MENU, "/key": THANKS}
        self.statuses, self.seen = {}, []
        self.public = self.url

    def take(self, handler, parameters):
        path = urlsplit(handler.path).path
        signed = handler.headers.get("X-Twilio-Signature")
        wanted = signature_of(TOKEN, self.public + handler.path, parameters)
        self.seen.append({
            "method": handler.command,
            "path": path,
            "target": handler.path,
            "url": self.public + handler.path,
            "params": parameters,
            "headers": dict(handler.headers),
            "signed": signed is not None,
            "genuine": signed == wanted,
        })
        statuses = self.statuses.get(path, [200])
        status = statuses.pop(0) if len(statuses) > 1 else statuses[0]
        body = self.documents.get(path, "<Response/>").encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "text/xml; charset=utf-8")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def at(self, path):
        return [each for each in self.seen if each["path"] == path]

    def statuses_seen(self):
        return [each["params"]["CallStatus"] for each in self.at("/status")]


SETTINGS = {
    "speed": SPEED,
    "dates": "wall",
    "seed": 1,
    "calls_per_second": None,
    "listing_lag_seconds": 0,
    "timeout_extra_seconds": 5,
    "from_numbers": None,
    "dates_in_create": True,
    "webhook_seconds": 15,
    "routes": {},
}


class Fake:
    """The fake as a test speaks to it."""

    def __init__(self):
        path = Path(__file__).resolve().parent / "fake_twilio"
        self.process = subprocess.Popen(
            [sys.executable, str(path), "--speed", str(SPEED)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.first_line = self.process.stdout.readline()
        self.address = urlsplit(self.first_line.split()[1])

    def close(self):
        """Closing its standard input ends it."""
        self.process.stdin.close()
        self.process.stdout.close()
        if self.process.wait(5) != 0:
            raise AssertionError(f"the fake ended with {self.process.returncode}")

    def ask(self, method, target, form=None, command=None, token=TOKEN):
        connection = http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=40)
        body = urlencode(form, doseq=True) if form is not None else None
        if command is not None:
            body = json.dumps(command)
        headers = {"Authorization": "Basic " + base64.b64encode(f"{ACCOUNT}:{token}".encode()).decode()}
        try:
            connection.request(method, target, body, headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read()), answer.headers
        finally:
            connection.close()

    def command(self, name, **command):
        status, value, _ = self.ask("POST", f"/_fake/{name}", command=command)
        if status != 200:
            raise AssertionError(value)
        return value

    def calls(self, **query):
        return self.ask("GET", f"/_fake/calls?{urlencode({'wait': 8, **query})}")[1]

    def ended(self, count=1):
        """The truth once so many calls have ended and every callback is out."""
        truth = self.calls(ended=count, idle=1)
        if not truth["reached"]:
            raise AssertionError(truth)
        return truth["calls"]

    def create(self, receiver, to=MISTER_A, **more):
        form = {
            "To": to,
            "From": FROM,
            "Url": f"{receiver.public}/voice?try=7",
            "StatusCallback": f"{receiver.public}/status?try=7",
            "StatusCallbackEvent": ["initiated", "ringing", "answered", "completed"],
            "Timeout": 600,
        } | more
        return self.ask("POST", f"{CALLS}.json", form={name: each for name, each in form.items() if each is not None})

    def bare(self, data):
        """Sends bytes and returns what comes until the other side closes, or the reset."""
        with socket.create_connection((self.address.hostname, self.address.port), timeout=5) as connection:
            connection.sendall(data)
            got = b""
            try:
                while part := connection.recv(65536):
                    got += part
            except ConnectionResetError:
                return got, "reset"
            return got, "closed"


class FakeTwilioTests(unittest.TestCase):
    """One fake for the tests of a class, reset between them."""

    @classmethod
    def setUpClass(cls):
        cls.fake, cls.receiver = Fake(), Receiver()

    @classmethod
    def tearDownClass(cls):
        cls.receiver.close()
        cls.fake.close()

    def setUp(self):
        self.fake.command("reset")
        self.fake.command("settings", **SETTINGS)
        self.receiver.forget()

    def behave(self, *behaviours, to=MISTER_A):
        self.fake.command("behaviours", numbers={to: list(behaviours)})
