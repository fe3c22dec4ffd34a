"""One campaign's world: provider, mailbox, site and server, what was sent to it, and what is counted."""

import json
import time
from pathlib import Path

from .mailbox import Mailbox
from .provider import Provider
from .server import Server
from .site import Site, numbers


class Night:
    def __init__(self, program, folder, contracts, seed):
        self.folder, self.contracts, self.seed = Path(folder), contracts, seed
        self.provider = Provider(seed)
        self.mailbox = Mailbox(self.folder / "mails.jsonl")
        self.site = Site(self.folder / "site", contracts, self.provider, self.mailbox)
        self.server = Server(program, self.site.folder)
        self.began = time.monotonic()
        self.last_told = self.began
        # Dedup keys by contract of what was taken with a 2xx, and how many messages that were.
        self.taken, self.messages, self.refused, self.recovered, self.acknowledged = {}, 0, 0, 0, 0
        self.late_ends = 0
        self.pages = []
        self.over_time = []
        self.truth = None
        self.start()

    def start(self):
        self.server.start()
        self.provider.route_to(self.server.address)

    def end(self, gently):
        if gently:
            self.late_ends += not self.server.terminate()
        else:
            self.server.kill()

    # What happens to it

    def post(self, contract, alerts, status="firing"):
        """Posts a body until it is taken, as a monitoring system does, unless the server is gone: then the next does."""
        body = json.dumps([
            {"dedupKey": key, "status": status, "severity": "critical", "summary": f"{key} が応答しない"} for key in alerts])
        answer, _ = self.server.ask("POST", f"/alerts/c{contract}/mon", body, "NIGHTCALL_SOURCE_TOKEN")
        if 200 <= answer < 300:
            self.messages += len(alerts)
            if status == "firing":
                self.taken.setdefault(f"c{contract}", set()).update(alerts)
            else:
                self.recovered += len(alerts)
            return True
        self.refused += 1
        return False

    def open_incidents(self):
        """None when the server did not answer, which does not say that nothing is open."""
        status, text = self.server.ask("GET", "/api/incidents")
        if status != 200:
            return None
        found = json.loads(text)
        rows = found["incidents"] if isinstance(found, dict) else found
        return [row for row in rows if not row.get("end")]

    def acknowledge(self, incident):
        status, _ = self.server.ask("POST", f"/api/incidents/{incident}/acknowledge", "{}")
        self.acknowledged += status == 200

    def read_page(self):
        status, text = self.server.ask("GET", "/")
        if status == 200:
            self.pages = self.pages[-20:] + [text]

    def tell_progress(self):
        """One line a minute."""
        now = time.monotonic()
        if now - self.last_told < 60:
            return
        self.last_told = now
        calls = len(self.provider.ask("calls")["calls"])
        minute = round((now - self.began) / 60)
        self.over_time.append(
            {"minute": minute, "kills": self.server.kills + self.server.terms, "messages": self.messages, "calls": calls})
        print(f"minute {minute}: {self.server.kills} kills, {self.server.terms} ends in order, "
              f"{self.messages} messages taken, {calls} calls, {self.mailbox.count} mails", flush=True)

    def come_to_an_end(self, patience=900):
        """Nothing fails and nobody is killed any more; every incident comes to its end."""
        self.provider.tell("faults", requests=[], callbacks=[])
        self.provider.tell("behaviours", numbers={}, default={"answer": "person", "ring": 2, "press": ["1"]})
        if self.server.process.poll() is not None:
            self.start()
        print("coming to an end", flush=True)
        deadline = time.monotonic() + patience
        while self.open_incidents() != [] and time.monotonic() < deadline:
            time.sleep(2)
        self.truth = self.provider.truth()
        self.pages.append(self.server.ask("GET", "/metrics")[1])
        self.late_ends += not self.server.terminate()

    def figures(self):
        ready = sorted(self.server.ready_ms)
        return {
            "kills": self.server.kills, "ends_in_order": self.server.terms, "alerts": sum(map(len, self.taken.values())),
            "messages": self.messages, "refused": self.refused, "recoveries": self.recovered,
            "acknowledged_by_operator": self.acknowledged, "calls": len(self.truth["calls"]), "mails": self.mailbox.count,
            "ready_ms_median": ready[len(ready) // 2], "ready_ms_p99": ready[len(ready) * 99 // 100],
            "ready_ms_longest": ready[-1], "ready_ms": ready, "over_time": self.over_time}

    @property
    def telephones(self):
        return numbers(self.contracts)

    def close(self):
        if self.server.process and self.server.process.poll() is None:
            self.server.process.kill()
            self.server.process.wait()
        self.provider.close()
        self.mailbox.close()
