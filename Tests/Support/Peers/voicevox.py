#!/usr/bin/env python3
"""voicevox.py [FAULT]: stands for a VOICEVOX engine, with the two requests that make speech of it.

POST /audio_query?text=…&speaker=… gives how a text is read, as JSON; POST /synthesis?speaker=… with that JSON gives a WAV of
24,000 samples a second: here a tone, a tenth of a second for each letter. What the engine answers with 422, because a name or
a number is missing, this one answers with 422.

FAULT: `query` (500 to the first request), `synthesis` (500 to the second), `garbage` (200, and no WAV), `silence` (no answer).
Says `listening PORT`, then each request, as JSON. Ends with its standard input.
"""

import io
import json
import math
import os
import struct
import sys
import threading
import time
import wave
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

FAULT = sys.argv[1] if len(sys.argv) > 1 else ""
RATE = 24_000


def tone(seconds):
    count = int(RATE * seconds)
    samples = (int(12_000 * math.sin(2 * math.pi * 440 * place / RATE)) for place in range(count))
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return file.getvalue()


class Engine(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, kind, body):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        place = urlsplit(self.path)
        given = parse_qs(place.query)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        print(json.dumps({"path": place.path, **{name: values[0] for name, values in given.items()}}, ensure_ascii=False),
              flush=True)
        if FAULT == "silence":
            time.sleep(600)
        if FAULT and place.path == {"query": "/audio_query", "synthesis": "/synthesis"}.get(FAULT):
            return self.answer(500, "text/plain", b"Internal Server Error")
        if not given.get("speaker", [""])[0].isdigit():
            return self.answer(422, "application/json", b'{"detail": [{"loc": ["query", "speaker"]}]}')
        if place.path == "/audio_query" and given.get("text"):
            query = {"accent_phrases": [], "speedScale": 1.0, "outputSamplingRate": RATE, "kana": given["text"][0]}
            return self.answer(200, "application/json", json.dumps(query, ensure_ascii=False).encode())
        if place.path == "/synthesis":
            try:
                kana = json.loads(body)["kana"]
            except (ValueError, KeyError):
                return self.answer(422, "application/json", b'{"detail": [{"loc": ["body"]}]}')
            return self.answer(200, "audio/wav", b"<html>" if FAULT == "garbage" else tone(len(kana) / 10))
        return self.answer(404, "application/json", b'{"detail": "Not Found"}')


server = ThreadingHTTPServer(("127.0.0.1", 0), Engine)
print(f"listening {server.server_address[1]}", flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
os._exit(0)
