"""A provider that fails in every way that the fake knows, and a site that is reloaded, well and badly."""

import time

from .storms import Storms

REQUESTS = [
    {"on": "create", "kind": "status", "status": 429}, {"on": "create", "kind": "status", "status": 500},
    {"on": "any", "kind": "status", "status": 503}, {"on": "create", "kind": "status", "status": 500, "place": True},
    {"on": "create", "kind": "lose"}, {"on": "create", "kind": "cut", "bytes": "sweep"}, {"on": "any", "kind": "unread"},
    {"on": "any", "kind": "slow", "seconds": 2}, {"on": "create", "kind": "hang"},
    {"on": "create", "kind": "body", "sid": "none"}, {"on": "create", "kind": "body", "sid": "html"},
    {"on": "create", "kind": "body", "sid": "previous"}, {"on": "any", "kind": "drop-idle"},
]
CALLBACKS = [
    {"event": "any", "kind": "drop"}, {"event": "status", "kind": "delay", "seconds": 4},
    {"event": "any", "kind": "repeat", "copies": 2}, {"event": "status", "kind": "swap"},
    {"event": "status", "kind": "reorder"}, {"event": "any", "kind": "forge", "extra": True},
    {"event": "any", "kind": "unsigned", "extra": True},
]


class Failing(Storms):
    def live(self, until):
        """Between two kills one mood of the provider, and often an edit of the site."""
        chance, provider = self.chance, self.night.provider
        moods = chance.sample(REQUESTS, chance.randrange(0, 3)), chance.sample(CALLBACKS, chance.randrange(0, 3))
        requests, callbacks = ([{**rule, "probability": 0.3} for rule in rules] for rules in moods)
        provider.tell("faults", requests=requests, callbacks=callbacks)
        if chance.random() < 0.5:
            self.reload()
        super().live(until)

    def reload(self):
        """A good edit changes how many rounds a contract wants; a spoiled one is refused, and the old one stays."""
        contract = self.chance.randrange(self.night.contracts)
        spoiled = self.chance.random() < 0.5
        self.night.site.write_contract(contract, rounds=self.chance.randrange(1, 4), spoiled=spoiled)
        self.night.server.reload()
        if spoiled:
            # It is mended before the next start, which would refuse the whole site.
            time.sleep(0.3)
            self.night.site.write_contract(contract)
            self.night.server.reload()
