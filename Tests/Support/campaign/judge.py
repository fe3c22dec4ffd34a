"""What a campaign found: read from the journal's export, from the provider's own list and from all that was written."""

import json
from collections import Counter, defaultdict
from pathlib import Path

from .server import SECRETS


class Verdict:
    def __init__(self):
        self.found, self.figures = [], {}


class Judge:
    def __init__(self, night):
        self.night, self.verdict = night, Verdict()

    def expect(self, holds, sentence):
        if not holds:
            self.verdict.found.append(sentence)

    def judge(self):
        site = str(self.night.site.folder)
        code, said, errors = self.night.server.run("journal", "verify", "--calls", "--site", site)
        self.verdict.figures["verified"] = said.strip().splitlines()[-3:]
        self.expect(code == 0, f"journal verify --calls: {said}{errors}")
        code, exported, errors = self.night.server.run("journal", "export", "--site", site)
        self.expect(code == 0, f"journal export: {errors}")
        (self.night.folder / "export.jsonl").write_text(exported, encoding="utf-8")
        events = [json.loads(line) for line in exported.splitlines()]
        self.alerts(events)
        self.turns(events)
        Book(self.expect).read(events)
        self.traces()
        self.expect(self.night.late_ends == 0, f"{self.night.late_ends} times SIGTERM did not end the server within 10 s")
        return self.verdict

    def alerts(self, events):
        """Everything that got a 2xx opened an incident, and every incident has an end."""
        opened, ends = defaultdict(set), {}
        for event in events:
            if event["event"] == "incidentOpened":
                opened[event["contract"]].add(event["dedupKey"])
                ends[event["incident"]] = None
            elif event["event"] == "incidentReopened":
                ends[event["incident"]] = None
            elif event["event"] == "incidentEnded":
                ends[event["incident"]] = event["end"]
        lost = [f"{contract}/{key}" for contract, keys in self.night.taken.items() for key in keys - opened[contract]]
        open_still = [incident for incident, end in ends.items() if end is None]
        self.expect(not lost, f"{len(lost)} alerts were taken and opened nothing: {lost[:5]}")
        self.expect(not open_still, f"{len(open_still)} incidents have no end: {open_still[:5]}")
        self.verdict.figures |= {
            "incidents": len(ends), "lost": len(lost), "open": len(open_still), "events": len(events),
            "ends": dict(Counter(end for end in ends.values() if end))}

    def turns(self, events):
        """Every call of the provider's list belongs to a turn in the journal, or to a try that the line failed: whatever
        is more was doubled. A try that the line was sure not to have made (`tryLost`) excuses none."""
        contacts, turns, requests = {}, Counter(), 0
        for event in events:
            if event["event"] == "escalationStarted":
                contacts[event["escalation"]] = [contact["phone"][-4:] for contact in event["contacts"]]
        for event in events:
            requests += event["event"] == "tryPlaced"
            if event["event"] in ("attemptEnded", "tryFailed"):
                escalation, attempt = map(int, (event.get("attempt") or event["try"]).split(".")[:2])
                people = contacts[escalation]
                turns[people[(attempt - 1) % len(people)]] += 1
        rung = Counter(call["to"][-4:] for call in self.night.truth["calls"])
        doubled = sum(max(0, calls - turns[number]) for number, calls in rung.items())
        overlaps = sum(len(number["overlaps"]) for number in self.night.truth["numbers"].values())
        self.expect(doubled == 0, f"{doubled} calls more than turns in the journal")
        self.expect(overlaps == 0, f"{overlaps} times two calls to one number at once")
        self.verdict.figures |= {"dial_requests": requests, "doubled": doubled, "overlaps": overlaps}

    def traces(self):
        """Neither a secret nor a whole telephone number stands in anything that was written."""
        forbidden = set(SECRETS.values()) | set(self.night.telephones)
        forbidden |= {"0" + number[3:] for number in self.night.telephones}
        texts = {str(path): path.read_bytes() for path in self.written()}
        texts |= {f"page {place}": page.encode() for place, page in enumerate(self.night.pages)}
        for name, content in texts.items():
            text = content.decode("utf-8", "replace")
            hits = [word for word in forbidden if word in text]
            self.expect(not hits, f"{name} holds {len(hits)} secrets or whole numbers, such as …{hits[0][-4:] if hits else ''}")
        self.verdict.figures["searched_bytes"] = sum(map(len, texts.values()))

    def written(self):
        """Logs, exports and mails. The journal itself holds the numbers, beside the chain, so that they can be erased."""
        folder = Path(self.night.folder)
        yield from folder.glob("*.txt")
        yield from folder.glob("*.jsonl")
        yield from (folder / "site" / "var" / "outbox").rglob("*.eml")


class Book:
    """The rules of the call tree, told once more and in another language than the engine's own check."""

    def __init__(self, expect):
        self.expect = expect

    def read(self, events):
        contacts, used, under_way, covered, over = {}, Counter(), {}, {}, set()
        holder = {}
        for event in events:
            kind, where = event["event"], f"row {event['sequence']}"
            if kind == "escalationStarted":
                contacts[event["escalation"]] = [contact["phone"] for contact in event["contacts"]]
                covered[event["escalation"]] = set(event["incidents"])
            elif kind == "escalationResumed":
                over.discard(event["escalation"])
            elif kind == "escalationEnded":
                over.add(event["escalation"])
            elif kind == "tryPlaced":
                escalation, attempt, _ = map(int, event["try"].split("."))
                self.expect(attempt == used[escalation] + 1, f"{where}: attempt {attempt} after {used[escalation]} were used")
                self.expect(escalation not in over, f"{where}: a dial request of escalation {escalation}, which is over")
                self.expect(escalation not in under_way, f"{where}: two calls of escalation {escalation} at once")
                people = contacts[escalation]
                phone = people[(attempt - 1) % len(people)]
                self.expect(phone not in holder, f"{where}: two calls to {phone} at once")
                self.expect(attempt <= 3 * len(people), f"{where}: attempt {attempt} of {len(people)} contacts")
                holder[phone] = under_way[escalation] = event["try"]
            elif kind in ("tryFailed", "tryLost"):
                self.release(int(event["try"].split(".")[0]), contacts, used, under_way, holder)
            elif kind == "attemptEnded":
                escalation, attempt = map(int, event["attempt"].split("."))
                self.release(escalation, contacts, used, under_way, holder)
                used[escalation] = attempt
        self.expect(not under_way, f"{len(under_way)} calls have no end: {sorted(under_way.values())[:5]}")

    @staticmethod
    def release(escalation, contacts, used, under_way, holder):
        if under_way.pop(escalation, None):
            people = contacts[escalation]
            holder.pop(people[used[escalation] % len(people)], None)
