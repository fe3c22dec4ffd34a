"""The server under test: started, killed and started again, and asked over HTTP."""

import http.client
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

SECRETS = {
    "NIGHTCALL_TOKEN": "campaign-operator-secret", "NIGHTCALL_SOURCE_TOKEN": "campaign-source-secret",
    "TWILIO_TOKEN": "fa6e0000000000000000000000000001"}


class Server:
    """One process at a time on one site folder. `ready_ms` holds how long each start took until it listened."""

    def __init__(self, program, site):
        self.program, self.site = str(program), Path(site)
        self.output = open(self.site.parent / "server-output.txt", "a", encoding="utf-8")
        self.errors = open(self.site.parent / "server-errors.txt", "ab")
        self.process, self.port, self.ready_ms, self.kills, self.terms = None, None, [], 0, 0
        # How often it was already gone when it was to be killed: nobody else ends it.
        self.crashes = 0
        self.keeper = None

    def launch(self):
        # Five starts within a minute make a server call nobody until an operator has looked: that is a test of its own.
        (self.site / "var" / "starts").unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [self.program, "serve", "--site", str(self.site)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=self.errors, text=True, env={**os.environ, **SECRETS})

    def die_starting(self, seconds):
        """A start that does not get far, or just so far that somebody might be called."""
        self.launch()
        time.sleep(seconds)
        self.kill()
        self.process.stdout.close()

    def start(self):
        began = time.monotonic()
        self.launch()
        line = self.process.stdout.readline()
        if not line.startswith("listening http://"):
            raise SystemExit(f"campaign: the server did not start: see {self.errors.name}")
        self.port = int(line.split()[1].rstrip("/").rpartition(":")[2])
        self.ready_ms.append(round(1_000 * (time.monotonic() - began), 1))
        self.keeper = threading.Thread(target=self.keep, args=[line, self.process.stdout], daemon=True)
        self.keeper.start()

    def keep(self, first, rest):
        """What it prints must not fill the pipe, and is searched in the end."""
        with rest:
            for line in [first, *rest]:
                self.output.write(line)
        self.output.flush()

    def close(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self.keeper:
            self.keeper.join(10)
        self.output.close()
        self.errors.close()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def kill(self):
        self.crashes += self.process.poll() is not None
        self.process.kill()
        self.process.wait()
        self.kills += 1

    def terminate(self):
        """Asks it to end, and says whether it did within the ten seconds that it has."""
        self.crashes += self.process.poll() is not None
        self.process.send_signal(signal.SIGTERM)
        self.terms += 1
        try:
            return self.process.wait(10) == 0
        except subprocess.TimeoutExpired:
            self.kill()
            return False

    def reload(self):
        self.process.send_signal(signal.SIGHUP)

    def ask(self, method, path, body=None, token="NIGHTCALL_TOKEN"):
        """Status and text of the answer; 0 when there was none."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        try:
            headers = {"Authorization": f"Bearer {SECRETS[token]}", "Content-Type": "application/json"}
            connection.request(method, path, body=body, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            connection.close()

    def run(self, *words):
        """Another command of the program on the same site: exit code and what it printed."""
        done = subprocess.run(
            [self.program, *words], stdin=subprocess.DEVNULL, capture_output=True, text=True,
            env={**os.environ, **SECRETS}, check=False)
        return done.returncode, done.stdout, done.stderr
