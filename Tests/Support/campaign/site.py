"""The site of a campaign: contracts with two contacts each over the fake provider.

The window of most never closes, so that a campaign calls at any hour; two are called by night alone, on every day. Every
fifth contract shares its second contact with the one before it.
"""

from pathlib import Path

from fake_twilio import ACCOUNT

from .provider import PUBLIC


PAUSE_SECONDS = 5


def number(contract, contact):
    """A telephone of nobody: contact 0 or 1 of the n-th contract."""
    if contact == 1 and contract % 5 == 4:
        contract -= 1
    return f"+8190{10_000_000 + 10 * contract + contact}"


def numbers(contracts):
    return sorted({number(contract, contact) for contract in range(contracts) for contact in (0, 1)})


class Site:
    def __init__(self, folder, contracts, provider, mailbox):
        self.folder, self.contracts = Path(folder), contracts
        self.provider, self.mailbox = provider, mailbox
        # The most rounds that each contract ever asked for: a tree goes on with what it began with.
        self.rounds = {}
        self.by_night = {f"c{contract}" for contract in range(contracts) if contract % 20 == 7}
        (self.folder / "contracts").mkdir(parents=True)
        self.write_site()
        for contract in range(contracts):
            self.write_contract(contract)

    def write_site(self):
        (self.folder / "nightcall.yaml").write_text(
            f"""listen: 127.0.0.1:0
data: var/
publicURL: {PUBLIC}/
operator: {{mail: desk@example.jp, alarm: {{command: [/bin/true]}}}}
operators: [{{name: 山田, token: "${{env:NIGHTCALL_TOKEN}}"}}]
smtp: {{host: 127.0.0.1, port: {self.mailbox.port}, from: nightcall@example.jp}}
lines:
  - {{id: twilio, driver: twilio, account: {ACCOUNT}, token: "${{env:TWILIO_TOKEN}}", from: "+815012345678",
     api: "{self.provider.address}", callsPerSecond: 10, slots: 20}}
""", encoding="utf-8")

    def write_contract(self, contract, rounds=2, spoiled=False):
        """Two rounds at most, because true time is dear; a spoiled file must change nothing."""
        self.rounds[f"c{contract}"] = max(rounds, self.rounds.get(f"c{contract}", 0))
        night = f"c{contract}" in self.by_night
        hours = "weekends: false, nationalHolidays: false, yearEnd: false" if night else "always: true"
        text = f"""id: c{contract}
customer: 株式会社{contract}
contacts:
  - {{id: a, name: 佐藤, phone: "{number(contract, 0)}"}}
  - {{id: b, name: 鈴木, phone: "{number(contract, 1)}"}}
calls: {{rounds: {rounds}, numberPause: {PAUSE_SECONDS}s, outsideWindow: record-only, gatherAfterAcknowledgement: 5s, gatherAfterExhaustion: 5s,
        escalationsPerHour: 60, callsPerNumberAndDay: 1000}}
hours: {{{hours}}}
sources: [{{id: mon, kind: json, token: "${{env:NIGHTCALL_SOURCE_TOKEN}}"}}]
designated: [{{source: mon}}]
mail: [desk@c{contract}.example.jp]
"""
        if spoiled:
            text = text.replace("contacts:", "contacts: {{{")
        (self.folder / "contracts" / f"c{contract}.yaml").write_text(text, encoding="utf-8")
