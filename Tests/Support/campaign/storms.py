"""Storms, resends, recoveries, operators and people of every kind, while the server is killed every few seconds."""

import threading
import time

PEOPLE = [
    {"answer": "person", "ring": 2, "press": ["1"]},
    {"answer": "person", "ring": 1, "press": [{"keys": "5", "after": 1}, {"keys": "1", "gather": 1, "after": 3}]},
    {"answer": "person", "ring": 3, "press": ["2"]},
    {"answer": "person", "ring": 2, "hang_up": 2},
    {"answer": "busy"}, {"answer": "rejected"}, {"answer": "no-answer"},
    {"answer": "voicemail", "ring": 3},
]


class Storms:
    def __init__(self, night, chance):
        self.night, self.chance = night, chance
        self.sent, self.unanswered, self.count = [], [], 0

    def run(self, until):
        self.people()
        while time.monotonic() < until:
            self.live(time.monotonic() + self.chance.uniform(1, 9))
            self.die()
            if self.chance.random() < 0.2:
                self.night.server.die_starting(self.chance.uniform(0, 0.5))
            self.night.start()
            self.night.tell_progress()
        self.live(until)

    def people(self):
        """Everybody answers in an order of their own, which repeats from call to call."""
        self.night.provider.tell(
            "behaviours", default=PEOPLE[0],
            numbers={number: [self.chance.choice(PEOPLE) for _ in range(40)] for number in self.night.telephones})

    def live(self, until):
        """Begins with what has had no 2xx."""
        unanswered, self.unanswered = self.unanswered, []
        for contract, keys in unanswered:
            self.send(contract, keys)
        while time.monotonic() < until:
            self.happen()
            time.sleep(self.chance.uniform(0.05, 0.6))

    def die(self):
        """Mostly in the midst of a storm, by another hand than the one that posts; else while it only calls."""
        gently, in_a_storm = self.chance.random() < 0.1, self.chance.random() < 0.7
        death = threading.Timer(self.chance.uniform(0, 0.15) if in_a_storm else 0, self.night.end, [gently])
        death.start()
        if in_a_storm:
            self.storm_over_all()
        death.join()

    def happen(self):
        deed = self.chance.random()
        if deed < 0.06:
            self.storm_in_one()
        elif deed < 0.10:
            self.storm_over_all()
        elif deed < 0.50:
            self.fire(self.chance.randrange(self.night.contracts), 1)
        elif deed < 0.65:
            self.resend()
        elif deed < 0.80:
            self.recover()
        elif deed < 0.88:
            self.operate()
        else:
            self.night.read_page()

    def fire(self, contract, how_many):
        keys = [f"host-{contract}-{self.count + place}" for place in range(how_many)]
        self.count += how_many
        self.send(contract, keys)

    def send(self, contract, keys):
        """Until there is a 2xx: what got none may be in the journal or not."""
        if self.night.post(contract, keys):
            self.sent = self.sent[-500:] + [(contract, key) for key in keys]
        else:
            self.unanswered.append((contract, keys))

    def storm_over_all(self):
        for contract in range(self.night.contracts):
            self.fire(contract, 1)

    def storm_in_one(self):
        contract = self.chance.randrange(self.night.contracts)
        for _ in range(self.chance.randrange(1, 5)):
            self.fire(contract, self.chance.choice([50, 100]))

    def resend(self):
        if self.sent:
            contract, key = self.chance.choice(self.sent)
            self.night.post(contract, [key])

    def recover(self):
        if self.sent:
            contract, key = self.chance.choice(self.sent)
            self.night.post(contract, [key], "resolved")

    def operate(self):
        rows = self.night.open_incidents()
        if rows:
            self.night.acknowledge(self.chance.choice(rows)["incident"])
