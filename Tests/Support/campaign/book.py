"""The rules of the call tree, told once more, in another language than the engine's own check and from the export alone."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

JAPAN = timezone(timedelta(hours=9))


@dataclass
class Tree:
    contract: str
    people: list
    closing: datetime | None
    incidents: set
    used: int = 0
    tries: int = 0
    call: str | None = None
    over: bool = False


@dataclass
class Incident:
    contract: str
    key: str
    firings: int = 1
    end: str | None = None
    ends: list = field(default_factory=list)


class Book:
    """Reads events in order. `rounds` is the most that a contract ever asked for; contracts `by_night` are closed from 9:00
    to 17:00 on every day, so that no holiday needs to be known here."""

    def __init__(self, expect, rounds=None, by_night=()):
        self.expect, self.rounds, self.by_night = expect, rounds or {}, by_night
        self.trees, self.incidents, self.holders = {}, {}, {}
        self.dial_requests = 0

    def read(self, events):
        for event in events:
            if told := getattr(self, event["event"], None):
                told(event)
        under_way = sorted(tree.call for tree in self.trees.values() if tree.call)
        self.expect(not under_way, f"{len(under_way)} calls have no end: {under_way[:5]}")
        return self

    # Incidents

    def incidentOpened(self, event):
        self.incidents[event["incident"]] = Incident(event["contract"], event["dedupKey"])

    def alertHeard(self, event):
        self.incidents[event["incident"]].firings += 1

    def incidentReopened(self, event):
        incident = self.incidents[event["incident"]]
        incident.end = None
        incident.firings += 1

    def incidentEnded(self, event):
        incident = self.incidents[event["incident"]]
        self.expect(
            incident.end is None,
            f"row {event['sequence']}: incident {event['incident']} ends {event['end']} after it ended {incident.end}")
        incident.end = event["end"]
        incident.ends.append(event["end"])

    # Trees

    def escalationStarted(self, event):
        self.trees[event["escalation"]] = Tree(
            event["contract"], [contact["phone"] for contact in event["contacts"]], instant(event["closing"]),
            set(event["incidents"]))

    def incidentJoined(self, event):
        self.trees[event["escalation"]].incidents.add(event["incident"])

    def escalationResumed(self, event):
        tree = self.trees[event["escalation"]]
        tree.over, tree.closing = False, instant(event["closing"])

    def escalationEnded(self, event):
        self.trees[event["escalation"]].over = True

    # Calls

    def tryPlaced(self, event):
        escalation, attempt, number = map(int, event["try"].split("."))
        tree, where, now = self.trees[escalation], f"row {event['sequence']}", instant(event["instant"])
        phone = tree.people[(attempt - 1) % len(tree.people)]
        limit = self.rounds.get(tree.contract, 3) * len(tree.people)
        self.expect(attempt == tree.used + 1, f"{where}: attempt {attempt} after {tree.used} were used")
        self.expect(number == tree.tries + 1, f"{where}: try {event['try']} after {tree.tries} tries")
        self.expect(attempt <= limit, f"{where}: attempt {attempt} where {limit} are agreed")
        self.expect(not tree.over, f"{where}: a dial request of escalation {escalation}, which is over")
        self.expect(
            any(self.incidents[each].end is None for each in tree.incidents),
            f"{where}: a dial request of escalation {escalation}, whose incidents have all ended")
        self.expect(tree.call is None, f"{where}: two calls of escalation {escalation} at once")
        self.expect(phone not in self.holders, f"{where}: two calls to {phone} at once")
        self.expect(not tree.closing or now < tree.closing, f"{where}: a dial request at or after the closing")
        if tree.contract in self.by_night:
            self.expect(not 9 <= now.astimezone(JAPAN).hour < 17, f"{where}: a dial request by day")
        tree.call, tree.tries = event["try"], number
        self.holders[phone] = event["try"]
        self.dial_requests += 1

    def tryFailed(self, event):
        self.release(self.trees[int(event["try"].split(".")[0])], event["try"], event)

    tryLost = tryFailed

    def attemptEnded(self, event):
        escalation, attempt = map(int, event["attempt"].split("."))
        tree = self.trees[escalation]
        if tree.call:
            self.release(tree, f"{escalation}.{attempt}.{tree.tries}", event)
        else:
            self.expect(
                event["outcome"] == "line-failure",
                f"row {event['sequence']}: attempt {event['attempt']} ends {event['outcome']} without a call")
        tree.used, tree.tries = attempt, 0

    def release(self, tree, ended, event):
        self.expect(tree.call == ended, f"row {event['sequence']}: {ended} ends while {tree.call} is under way")
        tree.call = None
        self.holders = {phone: held for phone, held in self.holders.items() if held != ended}


def instant(text):
    return datetime.fromisoformat(text) if text else None
