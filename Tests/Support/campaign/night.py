"""One campaign's world: provider, mailbox, site and server, what was sent to it, and what is counted."""

import json
import re
import time
from collections import Counter, defaultdict
from pathlib import Path

from .ledger import try_of
from .mailbox import Mailbox
from .provider import Provider
from .server import Server
from .site import Site, numbers

PLACE = re.compile(r'(?m)^nightcall_incidents\{place="(\w+)"\} (\d+)$')


class Night:
    def __init__(self, program, folder, contracts, seed):
        self.folder, self.contracts, self.seed = Path(folder), contracts, seed
        self.provider = Provider(seed)
        self.mailbox = Mailbox(self.folder / "mails.jsonl")
        self.site = Site(self.folder / "site", contracts, self.provider, self.mailbox)
        self.server = Server(program, self.site.folder)
        self.began = time.monotonic()
        self.last_told = self.began
        # By contract, how often each dedup key was taken with a 2xx; and the incidents that operators have taken over.
        self.taken, self.acknowledged = defaultdict(Counter), []
        self.messages, self.refused, self.recovered = 0, 0, 0
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
        """Posts a body once, and says whether it got its 2xx: a monitoring system sends what did not again."""
        body = json.dumps([
            {"dedupKey": key, "status": status, "severity": "critical", "summary": f"{key} が応答しない"} for key in alerts])
        answer, _ = self.server.ask("POST", f"/alerts/c{contract}/mon", body, "NIGHTCALL_SOURCE_TOKEN")
        if 200 <= answer < 300:
            self.messages += len(alerts)
            if status == "firing":
                self.taken[f"c{contract}"].update(alerts)
            else:
                self.recovered += len(alerts)
            return True
        self.refused += 1
        return False

    def open_incidents(self):
        """Of the newest, which are all that the server lists."""
        status, text = self.server.ask("GET", "/api/incidents")
        if status != 200:
            return []
        found = json.loads(text)
        rows = found["incidents"] if isinstance(found, dict) else found
        return [row for row in rows if not row.get("end")]

    def not_ended(self):
        """How many incidents of all have no end; None when the server does not say."""
        status, text = self.server.ask("GET", "/metrics")
        self.pages = self.pages[-20:] + [text]
        places = dict(PLACE.findall(text))
        if status != 200 or not places:
            return None
        return sum(int(count) for place, count in places.items() if place != "ended")

    def acknowledge(self, incident):
        status, _ = self.server.ask("POST", f"/api/incidents/{incident}/acknowledge", "{}")
        if status == 200:
            self.acknowledged.append(incident)

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
        truth = self.provider.ask("calls")
        calls, troubles = len(truth["calls"]), sum(map(len, self.taken.values()))
        violations = sum(len(number["overlaps"]) for number in truth["numbers"].values()) + self.late_ends
        violations += calls - len({try_of(call) for call in truth["calls"]})
        minute = round((now - self.began) / 60)
        self.over_time.append(
            {"minute": minute, "kills": self.server.kills + self.server.terms, "messages": self.messages, "calls": calls})
        print(f"minute {minute}: {self.server.kills} kills, {self.server.terms} ends in order, "
              f"{troubles} alerts in {self.messages} messages, {calls} calls, {self.mailbox.count} mails, "
              f"{violations} violations so far", flush=True)

    def come_to_an_end(self, patience=900):
        """Nothing fails and nobody is killed any more; every incident comes to its end."""
        self.provider.tell("faults", requests=[], callbacks=[])
        received = [{"answer": "person", "ring": 2, "press": ["1"]}]
        self.provider.tell("behaviours", numbers={number: received for number in self.telephones}, default=received[0])
        if self.server.process.poll() is not None:
            self.start()
        print("coming to an end", flush=True)
        deadline = time.monotonic() + patience
        while self.not_ended() != 0 and time.monotonic() < deadline:
            time.sleep(2)
        self.truth = self.provider.truth()
        # Evidence, should something be found. It holds the numbers, as a provider's list does.
        (self.folder / "provider.json").write_text(json.dumps(self.truth), encoding="utf-8")
        self.read_page()
        self.late_ends += not self.server.terminate()

    def figures(self):
        ready = sorted(self.server.ready_ms)
        return {
            "kills": self.server.kills, "ends_in_order": self.server.terms, "alerts": sum(map(len, self.taken.values())),
            "messages": self.messages, "refused": self.refused, "recoveries": self.recovered,
            "acknowledged_by_operator": len(self.acknowledged), "mails": self.mailbox.count,
            "ready_ms_median": ready[len(ready) // 2], "ready_ms_p99": ready[len(ready) * 99 // 100],
            "ready_ms_longest": ready[-1], "ready_ms": ready, "over_time": self.over_time}

    @property
    def telephones(self):
        return numbers(self.contracts)

    def close(self):
        self.server.close()
        self.provider.close()
        self.mailbox.close()
