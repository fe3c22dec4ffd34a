"""Rules that break answers and callbacks on purpose. The keys are described in the package's documentation."""

from .settings import CommandRefused, check_keys
from .signature import draw

COMMON = ("times", "after", "probability", "to", "kind")
REQUEST_KINDS = {
    "unread": ["reset"],
    "lose": ["place", "reset"],
    "cut": ["place", "reset", "bytes"],
    "status": ["place", "status", "code", "retry_after"],
    "slow": ["place", "seconds", "per_byte"],
    "hang": ["place"],
    "body": ["place", "sid"],
    "drop-idle": ["reset"],
}
CALLBACK_KINDS = {
    "drop": [],
    "delay": ["seconds"],
    "repeat": ["copies", "seconds"],
    "swap": [],
    "reorder": ["order"],
    "forge": ["extra"],
    "unsigned": ["extra"],
    "account": ["extra"],
}
STATUS_EVENTS = ("initiated", "ringing", "answered", "completed")
EVENTS = (*STATUS_EVENTS, "amd", "document", "gather", "redirect")
REQUESTS = ("create", "update", "fetch", "list")


class Rule:
    def __init__(self, given, field, fitting, kinds):
        kind = given.get("kind") if isinstance(given, dict) else None
        if kind not in kinds:
            raise CommandRefused(f"fault: kind {kind!r}; known are {', '.join(kinds)}")
        check_keys(f"fault {kind}", given, [*COMMON, field, *kinds[kind]])
        fits = given.get(field, "any")
        self.fits = {fits} if isinstance(fits, str) else set(fits)
        if "status" in self.fits and field == "event":
            self.fits |= set(STATUS_EVENTS)
        unknown = self.fits - {*fitting, "any", "status"}
        if unknown:
            wrong = ", ".join(sorted(unknown))
            raise CommandRefused(f"fault {kind}: {field} {wrong}; known are {', '.join(fitting)}, any")
        self.kind, self.given, self.to = kind, given, given.get("to")
        self.times, self.after = given.get("times"), given.get("after", 0)
        self.probability = given.get("probability", 1)
        self.seen = self.hits = 0

    def get(self, key, default=None):
        return self.given.get(key, default)

    def strikes(self, what, to, chance):
        """`to` is None where the number is not known yet; a rule for one number does not fit then."""
        if not self.fits & {what, "any"} or (self.to is not None and self.to != to):
            return False
        if self.times is not None and self.hits >= self.times:
            return False
        self.seen += 1
        if self.seen <= self.after or (self.probability < 1 and chance.random() >= self.probability):
            return False
        self.hits += 1
        return True


class Faults:
    def __init__(self):
        self.requests, self.callbacks = [], []

    def change(self, command):
        check_keys("faults", command, ["requests", "callbacks"])
        requests = [Rule(each, "on", REQUESTS, REQUEST_KINDS) for each in command.get("requests", [])]
        callbacks = [Rule(each, "event", EVENTS, CALLBACK_KINDS) for each in command.get("callbacks", [])]
        if "requests" in command:
            self.requests = requests
        if "callbacks" in command:
            self.callbacks = callbacks

    def of_unread_request(self, on, seed, count):
        return self._first(on, None, (seed, "unread", on, count), lambda rule: rule.kind == "unread")

    def of_request(self, on, to, seed, count):
        return self._first(on, to, (seed, "request", on, count), lambda rule: rule.kind != "unread")

    def of_callback(self, event, call, seed, count):
        chance = (seed, "callback", call.number, event, count)
        return self._first(event, call.to, chance, lambda rule: True, self.callbacks)

    def _first(self, what, to, chance, admitted, rules=None):
        for index, rule in enumerate(self.requests if rules is None else rules):
            if admitted(rule) and rule.strikes(what, to, draw(*chance, index)):
                return rule
        return None
