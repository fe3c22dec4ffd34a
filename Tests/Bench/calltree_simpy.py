"""The call tree of calltree.c as a SimPy simulation, written as SimPy's own documentation shows it: a process for each
contract, time-outs for what takes time, `|` where a deadline races what the line reports.

    python calltree_simpy.py LIVE MINUTES REPEATS [SEED]      prints one line of JSON

Same draws, same counts as calltree.c. See there for what is modelled and what is left out.
"""
import gc
import json
import resource
import sys
from collections import Counter
from datetime import datetime, timedelta, timezone

import simpy

SECOND, MINUTE, HOUR, DAY = 1_000_000, 60_000_000, 3_600_000_000, 86_400_000_000
START = 1_798_531_200 * SECOND  # 2026-12-29T17:00:00+09:00
JAPAN = timezone(timedelta(hours=9))
HOLIDAYS = {20738, 20760, 20780, 20819, 20829, 20860, 20872}  # 2026-10 to 2027-02, as days since 1970
EPOCH = datetime(1970, 1, 1).toordinal()
CONTACTS, ROUNDS, MASK = 3, 3, (1 << 64) - 1
OUTCOMES = ["acknowledged", "passed", "voicemail", "no-answer", "busy"]


def is_holiday(day):
    if (day + 4) % 7 in (0, 6) or day in HOLIDAYS:
        return True
    date = datetime.fromordinal(EPOCH + day)
    return (date.month, date.day) >= (12, 30) or (date.month, date.day) <= (1, 4)


def window(now):
    """Whether the window is open, and its next closing."""
    day, of_day = divmod(now + 9 * HOUR, DAY)
    holiday = is_holiday(day)
    is_open = holiday or of_day < 9 * HOUR or of_day >= 17 * HOUR
    following = day if not holiday and of_day < 9 * HOUR else day + 1
    while is_holiday(following):
        following += 1
    return is_open, following * DAY


class Number:
    __slots__ = ("holder", "last_end")

    def __init__(self):
        self.holder = None
        self.last_end = 0


class Incident:
    __slots__ = ("key", "name", "summary", "opened", "heard", "recovered", "ended")

    def __init__(self, key, name, summary, now):
        self.key, self.name, self.summary = key, name, summary
        self.opened = self.heard = now
        self.recovered, self.ended = 0, None


class World:
    """All contracts: the table of dedup keys, the table of numbers, the events counted."""

    def __init__(self, live, seed):
        self.env = simpy.Environment(initial_time=START)
        self.keys, self.numbers = {}, {}
        self.events, self.outcomes, self.ends = Counter(), Counter(), Counter()
        for index in range(live):
            self.env.process(Contract(self, index, seed + index).live())


class Contract:
    def __init__(self, world, index, seed):
        self.world, self.env = world, world.env
        self.id = f"contract-{index:06d}"
        self.phones = [f"+8190{CONTACTS * index + k:08d}" for k in range(CONTACTS)]
        self.chance, self.alerts, self.starts, self.gathering = seed & MASK, 0, [], 0

    def draw(self):  # SplitMix64
        self.chance = (self.chance + 0x9E3779B97F4A7C15) & MASK
        z = self.chance
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def live(self):
        yield self.env.timeout(self.draw() % MINUTE)
        while True:
            incident = self.open()
            if self.env.now < self.gathering:
                yield self.env.timeout(self.gathering - self.env.now)
            ended_at = yield from self.escalate(incident)
            # The next trouble comes three seconds after the end; goodbye takes less.
            yield self.env.timeout(ended_at + 3 * SECOND - self.env.now)

    def open(self):
        key = (self.id, "prom", f"{self.id}/HostDown/{self.alerts}")
        self.alerts += 1
        is_open, _ = window(self.env.now)
        if key in self.world.keys or not is_open:
            raise SystemExit("the model never comes here")
        summary = f"host of {self.id} does not answer for five minutes"
        incident = Incident(key, "HostDown", summary, self.env.now)
        self.world.keys[key] = incident
        self.world.events["incident opened"] += 1
        return incident

    def escalate(self, incident):
        """Walks the tree; returns when the incident ended, once its last call is over."""
        env, events = self.env, self.world.events
        is_open, closing = window(env.now)
        self.starts = [start for start in self.starts if start + HOUR > env.now]
        if not is_open or len(self.starts) >= 1000:
            raise SystemExit("the model never comes here")
        self.starts.append(env.now)
        events["escalation started"] += 1
        for used in range(CONTACTS * ROUNDS):
            phone = self.phones[used % CONTACTS]
            number = self.world.numbers.get(phone)
            if number is None:
                number = self.world.numbers[phone] = Number()
            free = number.last_end + 20 * SECOND if number.last_end else 0
            if env.now < free:
                events["attempt waits"] += 1
                yield env.timeout(free - env.now)
            if env.now >= closing:
                raise SystemExit("the model never comes here")
            number.holder = self
            events["try placed"] += 1
            outcome, ended_at = yield from self.call(incident)
            number.holder, number.last_end = None, env.now
            events["attempt ended"] += 1
            self.world.outcomes[outcome] += 1
            if outcome == "acknowledged":
                env.process(self.leave(incident, ended_at))
                return ended_at
        self.end(incident, "exhausted", 5 * MINUTE)
        events["mail owed"] += 1
        events["mail delivered"] += 1
        env.process(self.leave(incident, env.now))
        return env.now

    def call(self, incident):
        """One call from the dial request to the line's report of the end: its outcome, and when the incident ended."""
        env, events = self.env, self.world.events
        chance = self.draw() % 100
        limit = env.timeout(32 * SECOND)
        if 85 <= chance < 95:
            yield env.timeout(3 * SECOND) | limit
            return "busy", None
        yield env.timeout(2 * SECOND) | limit
        events["rang"] += 1
        limit = env.timeout(29 * SECOND)
        if 40 <= chance < 75:
            yield limit
            yield from self.hang_up()
            return "no-answer", None
        machine = 75 <= chance < 85
        yield env.timeout((15 if machine else 6) * SECOND) | limit
        events["answered"] += 1
        limit = env.timeout(120 * SECOND)
        if machine:
            yield env.timeout(20 * SECOND) | limit
            return "voicemail", None
        yield env.timeout(4 * SECOND) | limit
        events["key pressed"] += 1
        events["outcome decided"] += 1
        ended_at = None
        if chance < 40:
            ended_at = env.now
            self.end(incident, "acknowledged", MINUTE)
        yield env.timeout(2 * SECOND) | limit
        yield from self.hang_up()
        return ("acknowledged" if chance < 40 else "passed"), ended_at

    def hang_up(self):
        self.world.events["hang-up asked"] += 1
        yield self.env.timeout(SECOND // 5) | self.env.timeout(30 * SECOND)

    def end(self, incident, end, gathering):
        self.gathering = self.env.now + gathering
        incident.ended = end
        self.world.events["incident ended"] += 1
        self.world.events["escalation ended"] += 1
        self.world.ends[end] += 1
        self.env.process(self.resolve(incident.key))

    def resolve(self, key):
        yield self.env.timeout(30 * SECOND)
        found = self.world.keys.get(key)
        if found is not None and not found.recovered:
            found.recovered = found.heard = self.env.now
            self.world.events["alert recovered"] += 1

    def leave(self, incident, ended_at):
        # An hour after its last call ended, which is now.
        at = max(ended_at + 5 * MINUTE, self.gathering, self.env.now + HOUR)
        yield self.env.timeout(at - self.env.now)
        self.world.events["escalation forgotten"] += 1
        self.world.events["incident forgotten"] += 1
        del self.world.keys[incident.key]


def processor_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main():
    live, minutes, repeats = (int(word) for word in sys.argv[1:4])
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    events, outcomes, ends, seconds = Counter(), Counter(), Counter(), 0.0
    gc.freeze()
    for repeat in range(repeats):
        world = World(live, seed + repeat * 1_000_003)
        began = processor_seconds()
        world.env.run(until=START + minutes * MINUTE)
        seconds += processor_seconds() - began
        events, outcomes, ends = events + world.events, outcomes + world.outcomes, ends + world.ends
    print(json.dumps({
        "who": "simpy", "live": live, "incidents": events["incident ended"], "events": sum(events.values()),
        "acknowledged": ends["acknowledged"], "exhausted": ends["exhausted"],
        "attempts": [outcomes[outcome] for outcome in OUTCOMES], "cpu_s": round(seconds, 6)}))


main()
