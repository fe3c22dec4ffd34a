#!/usr/bin/env python3
"""voice_provider.py PLANS: a provider of telephone calls over HTTP, as many are, with JSON and a bearer token.

PLANS is JSON: what happens to the calls to each number (its digits), or to all others (`default`):

    {"09010000000": {"ring": 0.1, "answer": 0.2, "keys": "1", "after": 0.3, "over": 0.4, "as": "completed"},
     "09010000001": {"status": 422}, "09010000002": {"lose": true}}

Times are seconds since the call was placed. `as` is the word at the end; `lose` takes the call and closes the connection
without an answer. Calls are placed by POST /calls {to, text, reference}; one reference makes one call. They are asked for
by GET /calls/ID and GET /calls?reference=…, spoken in by POST /calls/ID/say, ended by DELETE /calls/ID. Tells each request on
standard output, a line of JSON, after `listening PORT`. Ends with its standard input.
"""

import json
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

PLANS = json.loads(sys.argv[1])
TOKEN = "Bearer right-token"
lock = threading.Lock()
calls = {}


class Call:
    def __init__(self, number, reference):
        self.id = f"call/{len(calls) + 1}"
        self.reference = reference
        self.plan = PLANS.get(number.lstrip("+"), PLANS.get("default", {}))
        self.placed_at = time.monotonic()
        self.stopped = False

    def resource(self):
        plan, passed = self.plan, time.monotonic() - self.placed_at
        word, keys = "queued", ""
        if passed >= plan.get("ring", 0):
            word = "ringing"
        if passed >= plan.get("answer", 1e9):
            word = "in-progress"
            if passed >= plan.get("answer") + plan.get("after", 1e9):
                keys = plan.get("keys", "")
        if passed >= plan.get("over", 1e9) or self.stopped:
            word = "completed" if self.stopped else plan.get("as", "completed")
        return {"call": {"id": self.id, "status": word, "digits": keys}}


def tell(**what):
    print(json.dumps(what, ensure_ascii=False), flush=True)


class Provider(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body=None):
        text = json.dumps(body or {}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def body(self):
        length = int(self.headers.get("Content-Length") or 0)
        return json.loads(self.rfile.read(length) or b"{}")

    def handle_request(self, method):
        url = urlsplit(self.path)
        body = self.body() if method == "POST" else {}
        if self.headers.get("Authorization") != TOKEN:
            tell(refused=method)
            return self.answer(401)
        if url.path == "/account":
            return self.answer(200)
        if url.path == "/calls" and method == "POST":
            return self.place(body)
        if url.path == "/calls":
            reference = parse_qs(url.query).get("reference", [""])[0]
            with lock:
                found = [call.resource()["call"] for call in calls.values() if call.reference == reference]
            return self.answer(200, {"calls": found})
        parts = [unquote(part) for part in url.path.split("/")[2:]]
        with lock:
            call = calls.get(parts[0])
        if call is None:
            return self.answer(404)
        if method == "DELETE":
            tell(stopped=call.id, after=round(time.monotonic() - call.placed_at, 3))
            call.stopped = True
            return self.answer(204)
        if method == "POST":
            tell(said=body.get("text"), call=call.id)
            return self.answer(200)
        return self.answer(200, call.resource())

    def place(self, body):
        plan = PLANS.get(body["to"].lstrip("+"), PLANS.get("default", {}))
        if "status" in plan:
            tell(declined=body["to"])
            return self.answer(plan["status"])
        with lock:
            call = next((call for call in calls.values() if call.reference == body["reference"]), None)
            is_new = call is None
            if is_new:
                call = Call(body["to"], body["reference"])
                calls[call.id] = call
        tell(placed=body["to"], text=body.get("text"), reference=body["reference"], new=is_new)
        if plan.get("lose") and is_new:
            self.close_connection = True
            return self.connection.close()
        self.answer(201, call.resource())

    def do_GET(self):
        self.handle_request("GET")

    def do_POST(self):
        self.handle_request("POST")

    def do_DELETE(self):
        self.handle_request("DELETE")


def end_with_input():
    while sys.stdin.readline():
        pass
    os._exit(0)


threading.Thread(target=end_with_input, daemon=True).start()
server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
server.handle_error = lambda *_: None  # a caller that was killed cuts its connection
print("listening", server.server_address[1], flush=True)
server.serve_forever()
