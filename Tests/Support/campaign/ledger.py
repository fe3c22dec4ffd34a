"""The provider's own list held against the journal, call by call: each names its try in the address of its callbacks."""

import re
from collections import Counter, defaultdict

TRY = re.compile(r"/calls/(\d+\.\d+\.\d+)/")
# What is said once the acknowledgement is on disk.
CONFIRMATION = "確認を受け付けました"


class Ledger:
    def __init__(self, expect, events, truth, pause_seconds=0):
        self.expect, self.truth, self.pause_seconds = expect, truth, pause_seconds
        self.people, self.placed, self.failed, self.decided, self.ended = {}, set(), set(), {}, {}
        for event in events:
            match event["event"]:
                case "escalationStarted":
                    self.people[event["escalation"]] = [contact["phone"][-4:] for contact in event["contacts"]]
                case "tryPlaced":
                    self.placed.add(event["try"])
                case "tryFailed":
                    self.failed.add(event["try"])
                case "outcomeDecided":
                    self.decided[event["try"]] = event["outcome"]
                case "attemptEnded":
                    self.ended[event["attempt"]] = event["outcome"]
        self.calls = defaultdict(list)
        for call in truth["calls"]:
            self.calls[try_of(call)].append(call)

    def judge(self):
        self.written_first()
        self.turns_kept()
        self.confirmed()
        self.pauses()
        overlaps = sum(len(number["overlaps"]) for number in self.truth["numbers"].values())
        self.expect(overlaps == 0, f"{overlaps} times two calls to one number at once")
        return {"calls": len(self.truth["calls"]), "turns": len(self.ended), "doubled": self.doubled(), "overlaps": overlaps}

    def doubled(self):
        """An attempt has one call, and one more for each that the line failed under way. A try that the line was sure not
        to have made (`tryLost`) excuses none."""
        by_attempt = Counter()
        for name, calls in self.calls.items():
            by_attempt[attempt_of(name)] += len(calls) - (name in self.failed)
        doubled = {attempt: calls - 1 for attempt, calls in by_attempt.items() if calls > 1}
        self.expect(not doubled, f"{sum(doubled.values())} calls doubled, of attempts {sorted(doubled)[:5]}")
        return sum(doubled.values())

    def written_first(self):
        """Nobody is rung of whom the journal does not know, and nobody but the contact whose turn it is."""
        for name, calls in self.calls.items():
            self.expect(name in self.placed, f"a call for try {name}, which the journal does not know")
            escalation, attempt, _ = map(int, name.split("."))
            people = self.people.get(escalation, [])
            for call in calls:
                due = people[(attempt - 1) % len(people)] if people else "nobody"
                self.expect(call["to"][-4:] == due, f"try {name} rang …{call['to'][-4:]}, and it was the turn of …{due}")

    def turns_kept(self):
        """A turn that the journal counts as used was a call, unless all lines had failed it."""
        rung = {attempt_of(name) for name in self.calls}
        lost = sorted(attempt for attempt, outcome in self.ended.items() if outcome != "line-failure" and attempt not in rung)
        self.expect(not lost, f"{len(lost)} turns were used up without a call: {lost[:5]}")

    def confirmed(self):
        """Who heard that the acknowledgement was taken finds it in the journal, and who is said to have pressed 1 did."""
        for name, calls in self.calls.items():
            for call in calls:
                heard = any(CONFIRMATION in spoken["text"] for spoken in call["spoken"])
                acknowledged = self.decided.get(name) == "acknowledged"
                self.expect(acknowledged or not heard, f"try {name} was confirmed, and the journal does not know of it")
            pressed = any(key["key"] == "1" for call in calls for key in call["keys"])
            self.expect(
                pressed or self.decided.get(name) != "acknowledged", f"try {name} was acknowledged, and nobody pressed 1")

    def pauses(self):
        """From a call's end to the next dialling of the same number, whatever contract asks for it."""
        by_number = defaultdict(list)
        for call in self.truth["calls"]:
            if call["dialled"]:
                by_number[call["to"]].append(call)
        for number, calls in by_number.items():
            calls.sort(key=lambda call: call["dialled"])
            for before, after in zip(calls, calls[1:]):
                if before["ended"] and try_of(before) not in self.failed:
                    pause = after["dialled"] - before["ended"]
                    self.expect(
                        pause >= self.pause_seconds - 0.1 or pause < 0,
                        f"…{number[-4:]} was dialled for {try_of(after)} {pause:.1f} s after the end of {try_of(before)}")


def try_of(call):
    for name, value in call["parameters"]:
        if name == "StatusCallback" and (found := TRY.search(value)):
            return found.group(1)
    return "0.0.0"


def attempt_of(name):
    return name.rpartition(".")[0]
