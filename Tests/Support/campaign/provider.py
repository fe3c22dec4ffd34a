"""The fake provider as a process of its own, which goes on ringing while the server is dead."""

import json
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

FAKE = Path(__file__).resolve().parent.parent / "fake_twilio"
PUBLIC = "https://desk.example.jp"


class Provider:
    def __init__(self, seed):
        self.process = subprocess.Popen(
            [sys.executable, str(FAKE), "--seed", str(seed), "--speed", "1"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().split()[1]
        self.tell("settings", calls_per_second=None, listing_lag_seconds=[0, 45])

    def tell(self, command, **words):
        return self.ask(command, json.dumps(words).encode())

    def ask(self, command, body=None, patience=30):
        request = urllib.request.Request(f"{self.address}/_fake/{command}", data=body)
        with urllib.request.urlopen(request, timeout=patience) as answer:
            return json.load(answer)

    def route_to(self, server):
        """Callbacks to the public address go to this server, as a reverse proxy would send them."""
        self.tell("settings", routes={PUBLIC: server})

    def truth(self, patience=600):
        """Its own list, once no call lives any more."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            found = self.ask("calls?idle=1&wait=20", patience=60)
            if found["reached"]:
                return found
        return found

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)
