"""What a campaign found: read from the journal's export, from the provider's own list and from all that was written."""

import json
import random
from collections import Counter

from .book import Book
from .ledger import Ledger
from .site import PAUSE_SECONDS
from .traces import Traces

REPORTS = 12


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
        night, figures = self.night, self.verdict.figures
        figures["verified"] = self.run("journal", "verify", "--calls").strip().splitlines()[-3:]
        exported = self.run("journal", "export")
        (night.folder / "export.jsonl").write_text(exported, encoding="utf-8")
        events = [json.loads(line) for line in exported.splitlines()]

        book = Book(self.expect, night.site.rounds, night.site.by_night).read(events)
        self.expect(book.dial_requests > 0, "nobody was called at all")
        self.alerts(book)
        self.operators(book)
        figures |= {"events": len(events), "dial_requests": book.dial_requests}
        figures |= Ledger(self.expect, events, night.truth, PAUSE_SECONDS).judge()

        traces = Traces(self.expect, night.telephones)
        traces.search_folder(night.folder)
        for place, page in enumerate(night.pages):
            traces.search(f"page {place}", page)
        self.reports(book, traces)
        figures["searched_bytes"] = traces.searched_bytes
        self.expect(night.server.crashes == 0, f"the server ended {night.server.crashes} times by itself")
        figures["crashes"] = night.server.crashes
        self.expect(night.late_ends == 0, f"{night.late_ends} times SIGTERM did not end the server within 10 s")
        return self.verdict

    def run(self, *words):
        code, said, errors = self.night.server.run(*words, "--site", str(self.night.site.folder))
        self.expect(code == 0, f"{' '.join(words)}: exit code {code}: {(said + errors)[-500:]}")
        return said

    def alerts(self, book):
        """Everything that got a 2xx is in the journal as often as it was taken, and every incident has an end."""
        heard = Counter()
        for incident in book.incidents.values():
            heard[incident.contract, incident.key] += incident.firings
        lost = Counter({
            f"{contract}/{key}": times - heard[contract, key]
            for contract, keys in self.night.taken.items() for key, times in keys.items()}) + Counter()
        open_still = [number for number, incident in book.incidents.items() if incident.end is None]
        self.expect(not lost, f"{lost.total()} alerts were taken and are not in the journal: {sorted(lost)[:5]}")
        self.expect(not open_still, f"{len(open_still)} incidents have no end: {open_still[:5]}")
        self.verdict.figures |= {
            "incidents": len(book.incidents), "lost": lost.total(), "open": len(open_still),
            "ends": dict(Counter(incident.end for incident in book.incidents.values() if incident.end))}

    def operators(self, book):
        """An operator who was told that the incident is theirs is named so in the journal."""
        taken_over = {number for number, incident in book.incidents.items() if "acknowledged" in incident.ends}
        missing = [number for number in self.night.acknowledged if number not in taken_over]
        self.expect(not missing, f"operators' acknowledgements were lost: {missing[:5]}")

    def reports(self, book, traces):
        """Some reports in every form; each tells of its own trouble."""
        for number in random.Random(self.night.seed).sample(sorted(book.incidents), min(REPORTS, len(book.incidents))):
            for form in ("text", "html", "json"):
                told = self.run("report", "show", str(number), "--format", form)
                self.expect(book.incidents[number].key in told, f"the report of incident {number} does not name its trouble")
                traces.search(f"the report of incident {number} as {form}", told)
