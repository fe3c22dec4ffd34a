"""The judges of the campaign find what is wrong, and its report says it."""

import sys
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).resolve().parent))

from campaign import report  # noqa: E402
from campaign.judge import Book, Judge  # noqa: E402

PEOPLE = [{"id": "a", "phone": "…0000"}, {"id": "b", "phone": "…0001"}]


def story(*told):
    """Events as the export gives them, from short words."""
    return [{"sequence": place + 1, **event} for place, event in enumerate(told)]


def opened(incident, key):
    return {"event": "incidentOpened", "incident": incident, "contract": "c0", "dedupKey": key}


def started(escalation, *incidents):
    return {"event": "escalationStarted", "escalation": escalation, "incidents": list(incidents), "contacts": PEOPLE}


def placed(name):
    return {"event": "tryPlaced", "try": name}


def ended(name, outcome="busy"):
    return {"event": "attemptEnded", "attempt": name, "outcome": outcome}


def closed(incident, end="acknowledged"):
    return {"event": "incidentEnded", "incident": incident, "end": end}


GOOD = story(
    opened(1, "disk"), started(1, 1), placed("1.1.1"), ended("1.1"), placed("1.2.1"), closed(1), ended("1.2", "acknowledged"),
    {"event": "escalationEnded", "escalation": 1, "end": "acknowledged"})


class BookTests(unittest.TestCase):
    def found(self, events):
        found = []
        Book(lambda holds, sentence: holds or found.append(sentence)).read(events)
        return found

    def test_a_night_by_the_book_is_not_found_fault_with(self):
        self.assertEqual(self.found(GOOD), [])

    def test_a_turn_left_out_is_found(self):
        self.assertIn("attempt 2 after 0", self.found(story(started(1, 1), placed("1.2.1"), ended("1.2")))[0])

    def test_two_calls_at_once_are_found(self):
        events = story(started(1, 1), placed("1.1.1"), started(2, 2), placed("2.1.1"), ended("1.1"), ended("2.1"))
        self.assertTrue(any("two calls to …0000 at once" in each for each in self.found(events)))

    def test_a_call_after_the_end_of_the_tree_is_found(self):
        events = GOOD + story(placed("1.3.1"), ended("1.3"))
        self.assertTrue(any("which is over" in each for each in self.found(events)))

    def test_a_call_without_an_end_is_found(self):
        self.assertTrue(any("have no end" in each for each in self.found(GOOD[:3])))


class JudgeTests(unittest.TestCase):
    def judge(self, events, taken, calls):
        truth = {"calls": [{"to": f"+81901000{number}"} for number in calls], "numbers": {}}
        judge = Judge(SimpleNamespace(taken={"c0": set(taken)}, truth=truth))
        judge.alerts(events)
        judge.turns(events)
        return judge.verdict

    def test_a_good_night_has_nothing_lost_and_nothing_doubled(self):
        self.assertEqual(self.judge(GOOD, ["disk"], ["0000", "0001"]).found, [])

    def test_an_alert_that_was_taken_and_opened_nothing_is_lost(self):
        verdict = self.judge(GOOD, ["disk", "memory"], ["0000", "0001"])
        self.assertEqual(verdict.figures["lost"], 1)
        self.assertEqual(len(verdict.found), 1)

    def test_an_incident_without_an_end_is_found(self):
        self.assertEqual(self.judge(GOOD[:5], ["disk"], ["0000"]).figures["open"], 1)

    def test_a_call_more_than_turns_is_doubled_even_if_the_journal_asked_for_it(self):
        again = story(*GOOD[:3], {"event": "tryLost", "try": "1.1.1"}, placed("1.1.2"), *GOOD[3:])
        self.assertEqual(self.judge(again, ["disk"], ["0000", "0000", "0001"]).figures["doubled"], 1)

    def test_a_try_that_the_line_failed_excuses_a_call(self):
        again = story(*GOOD[:3], {"event": "tryFailed", "try": "1.1.1"}, placed("1.1.2"), *GOOD[3:])
        self.assertEqual(self.judge(again, ["disk"], ["0000", "0000", "0001"]).figures["doubled"], 0)

    def test_a_whole_number_in_what_was_written_is_found(self):
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "server-errors.txt").write_text("called 09010000000\n", encoding="utf-8")
            night = SimpleNamespace(folder=folder, telephones=["+819010000000"], pages=["<p>…0000</p>"])
            judge = Judge(night)
            judge.traces()
            self.assertEqual(len(judge.verdict.found), 1)
            self.assertNotIn("09010000000", judge.verdict.found[0])


class ReportTests(unittest.TestCase):
    LOOP = {
        "step": "storms", "passed": True, "seconds": 3900, "seed": 7, "kills": 700, "lost": 0, "doubled": 0, "alerts": 5000,
        "ends": {"acknowledged": 4000, "recovered": 1000}, "ready_ms": [100 + place for place in range(50)],
        "over_time": [{"minute": minute, "kills": 11 * minute, "messages": 90 * minute, "calls": 40 * minute}
                      for minute in range(1, 61)]}
    RUN = {"commit": "0123456789", "machine": "2 cores"}

    def test_what_passed_is_said_with_its_figures(self):
        text = report.text([self.LOOP], self.RUN)
        self.assertIn("All 1 steps passed.", text)
        self.assertIn("700  times killed", text)
        self.assertIn("1 h 05 min", text)

    def test_what_failed_is_said_first_and_nothing_is_no_success(self):
        failed = self.LOOP | {"passed": False, "lost": 2, "found": ["2 alerts <lost>"]}
        page = report.page([failed], self.RUN)
        self.assertIn("1 of 1 steps failed: storms.", page)
        self.assertIn("2 alerts &lt;lost&gt;", page)
        self.assertIn('class="figure bad">2<', page)
        self.assertIn("Nothing ran.", report.text([], {}))

    def test_the_page_needs_nothing_from_elsewhere(self):
        page = report.page([self.LOOP], self.RUN)
        self.assertEqual(page.count("<svg"), 2)
        for word in ("http://", "https://", "<script", "<link", "@import"):
            self.assertNotIn(word, page)


if __name__ == "__main__":
    unittest.main()
