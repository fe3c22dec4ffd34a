"""The judges of the campaign find what is wrong, and its report says it."""

import sys
import tempfile
import unittest
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).resolve().parent))

from campaign import report  # noqa: E402
from campaign.book import Book  # noqa: E402
from campaign.judge import Judge  # noqa: E402
from campaign.ledger import CONFIRMATION, Ledger  # noqa: E402
from campaign.server import Server  # noqa: E402
from campaign.traces import Traces  # noqa: E402

PEOPLE = [{"id": "a", "phone": "…0000"}, {"id": "b", "phone": "…0001"}]


def story(*told):
    """Events as the export gives them, from short words: one a second, from 22:00:00 on."""
    return [
        {"sequence": place + 1, "instant": f"2026-11-26T22:00:{place:02}.5+09:00", **event}
        for place, event in enumerate(told)]


def opened(incident, key):
    return {"event": "incidentOpened", "incident": incident, "contract": "c0", "dedupKey": key}


def started(escalation, *incidents, contract="c0", closing=None):
    return {
        "event": "escalationStarted", "escalation": escalation, "contract": contract, "incidents": list(incidents),
        "contacts": PEOPLE, "closing": closing}


def placed(name):
    return {"event": "tryPlaced", "try": name}


def ended(name, outcome="busy"):
    return {"event": "attemptEnded", "attempt": name, "outcome": outcome}


def closed(incident, end="acknowledged"):
    return {"event": "incidentEnded", "incident": incident, "end": end}


def decided(name, outcome="acknowledged"):
    return {"event": "outcomeDecided", "try": name, "outcome": outcome}


TOLD = [
    opened(1, "disk"), started(1, 1), placed("1.1.1"), ended("1.1"), placed("1.2.1"), decided("1.2.1"), closed(1),
    ended("1.2", "acknowledged"), {"event": "escalationEnded", "escalation": 1, "end": "acknowledged"}]
GOOD = story(*TOLD)


def spoiled(place, *others, instead=False):
    """The good night with something put in at a place, or in place of what is there."""
    return story(*TOLD[:place], *others, *TOLD[place + instead:])


def call(name, number, dialled, keys="", heard=(), ended=None):
    """As the provider lists it."""
    return {
        "to": f"+81901000{number}", "dialled": dialled, "ended": dialled + 3 if ended is None else ended,
        "parameters": [["StatusCallback", f"https://desk.example.jp/lines/twilio/calls/{name}/status"]],
        "keys": [{"key": key} for key in keys], "spoken": [{"text": text} for text in heard]}


CALLS = [call("1.1.1", "0000", 1), call("1.2.1", "0001", 10, keys="1", heard=["…", CONFIRMATION + "。"])]


class BookTests(unittest.TestCase):
    def found(self, events, **choices):
        found = []
        Book(lambda holds, sentence: holds or found.append(sentence), **choices).read(events)
        return found

    def expect_found(self, words, events, **choices):
        found = self.found(events, **choices)
        self.assertTrue(any(words in each for each in found), found)

    def test_a_night_by_the_book_is_not_found_fault_with(self):
        self.assertEqual(self.found(GOOD, rounds={"c0": 1}, by_night={"c0"}), [])

    def test_a_turn_left_out_is_found(self):
        self.expect_found("attempt 2 after 0", story(*TOLD[:2], *TOLD[4:]))

    def test_a_try_left_out_is_found(self):
        self.expect_found("try 1.1.2 after 0", spoiled(2, placed("1.1.2"), instead=True))

    def test_more_rounds_than_agreed_are_found(self):
        again = [placed("1.2.1"), ended("1.2"), placed("1.3.1"), ended("1.3")]
        self.assertEqual(self.found(story(*TOLD[:4], *again), rounds={"c0": 2}), [])
        self.expect_found("attempt 3 where 2 are agreed", story(*TOLD[:4], *again), rounds={"c0": 1})

    def test_two_calls_at_once_are_found(self):
        self.expect_found("two calls to …0000 at once", spoiled(3, opened(2, "memory"), started(2, 2), placed("2.1.1")))
        self.expect_found("two calls of escalation 1 at once", spoiled(3, placed("1.1.2")))

    def test_a_call_after_the_end_of_the_tree_is_found(self):
        self.expect_found("which is over", story(*TOLD, placed("1.3.1"), ended("1.3")))

    def test_a_call_after_the_acknowledgement_of_all_is_found_though_the_tree_has_not_ended(self):
        self.expect_found("whose incidents have all ended", story(*TOLD[:8], placed("1.3.1"), ended("1.3")))
        joined = opened(2, "memory"), {"event": "incidentJoined", "escalation": 1, "incident": 2}
        self.assertEqual(self.found(story(*TOLD[:3], *joined, *TOLD[3:8], placed("1.3.1"), ended("1.3"))), [])

    def test_a_call_at_or_after_the_closing_is_found(self):
        for closing, words in (("04.5", True), ("03", True), ("05", False)):
            events = story(TOLD[0], started(1, 1, closing=f"2026-11-26T22:00:{closing}+09:00"), *TOLD[2:])
            self.assertEqual(any("after the closing" in each for each in self.found(events)), words, closing)

    def test_a_call_by_day_is_found_whatever_the_journal_says_of_the_closing(self):
        for hour, by_day in (("08", False), ("09", True), ("16", True), ("17", False)):
            events = [event | {"instant": event["instant"].replace("T22", f"T{hour}")} for event in GOOD]
            self.assertEqual(bool(self.found(events, by_night={"c0"})), by_day, hour)
            self.assertEqual(self.found(events), [])

    def test_a_call_without_an_end_and_an_end_without_a_call_are_found(self):
        self.expect_found("have no end", GOOD[:3])
        self.expect_found("ends busy without a call", spoiled(2, instead=True))
        self.expect_found("1.1.2 ends while 1.1.1 is under way", spoiled(3, {"event": "tryLost", "try": "1.1.2"}))

    def test_a_second_end_of_an_incident_is_found(self):
        self.expect_found("ends exhausted after it ended acknowledged", spoiled(7, closed(1, "exhausted")))


class LedgerTests(unittest.TestCase):
    def judge(self, events, calls, overlaps=()):
        found = []
        truth = {"calls": calls, "numbers": {"+819010000000": {"overlaps": list(overlaps)}}}
        ledger = Ledger(lambda holds, sentence: holds or found.append(sentence), events, truth, pause_seconds=5)
        return ledger.judge(), found

    def test_a_good_night_has_nothing_doubled(self):
        figures, found = self.judge(GOOD, CALLS)
        self.assertEqual(found, [])
        self.assertEqual((figures["calls"], figures["turns"], figures["doubled"]), (2, 2, 0))

    def test_two_calls_for_one_try_are_doubled(self):
        figures, found = self.judge(GOOD, CALLS + [call("1.1.1", "0000", 20)])
        self.assertEqual(figures["doubled"], 1)
        self.assertIn("1 calls doubled, of attempts ['1.1']", found)

    def test_a_call_of_a_try_that_was_thought_lost_is_doubled_even_if_the_journal_asked_for_the_next(self):
        again = spoiled(3, {"event": "tryLost", "try": "1.1.1"}, placed("1.1.2"))
        calls = [CALLS[0], call("1.1.2", "0000", 20), CALLS[1]]
        self.assertEqual(self.judge(again, calls)[0]["doubled"], 1)
        self.assertEqual(self.judge(again, calls[1:])[0]["doubled"], 0)

    def test_a_try_that_the_line_failed_excuses_its_own_call_and_no_other(self):
        again = spoiled(3, {"event": "tryFailed", "try": "1.1.1"}, placed("1.1.2"))
        calls = [CALLS[0], call("1.1.2", "0000", 20), CALLS[1]]
        self.assertEqual(self.judge(again, calls)[0]["doubled"], 0)
        self.assertEqual(self.judge(again, calls[1:] + [call("1.2.1", "0001", 40)])[0]["doubled"], 1)

    def test_a_call_before_it_was_written_down_is_found(self):
        found = self.judge(GOOD, CALLS + [call("1.3.1", "0000", 20)])[1]
        self.assertIn("a call for try 1.3.1, which the journal does not know", found)

    def test_a_call_to_another_than_whose_turn_it_was_is_found(self):
        found = self.judge(GOOD, [CALLS[0], call("1.2.1", "0000", 20, keys="1")])[1]
        self.assertIn("try 1.2.1 rang …0000, and it was the turn of …0001", found)

    def test_a_turn_used_up_without_a_call_is_found(self):
        self.assertIn("1 turns were used up without a call: ['1.1']", self.judge(GOOD, CALLS[1:])[1])
        failed = spoiled(3, {"event": "tryFailed", "try": "1.1.1"}, ended("1.1", "line-failure"), instead=True)
        self.assertEqual(self.judge(failed, CALLS[1:])[1], [])

    def test_a_confirmation_that_the_journal_does_not_know_is_found(self):
        forgotten = spoiled(5, instead=True)
        self.assertIn("try 1.2.1 was confirmed, and the journal does not know of it", self.judge(forgotten, CALLS)[1])

    def test_an_acknowledgement_that_nobody_gave_is_found(self):
        found = self.judge(GOOD, [CALLS[0], call("1.2.1", "0001", 10, keys="5")])[1]
        self.assertIn("try 1.2.1 was acknowledged, and nobody pressed 1", found)

    def test_calls_too_soon_or_at_once_are_found(self):
        again = story(*TOLD[:4], placed("1.2.1"), ended("1.2"), placed("1.3.1"), ended("1.3"))
        calls = [CALLS[0], call("1.2.1", "0001", 1), call("1.3.1", "0000", 8)]
        self.assertIn("…0000 was dialled for 1.3.1 4.0 s after the end of 1.1.1", self.judge(again, calls)[1])
        self.assertEqual(self.judge(again, calls[:2] + [call("1.3.1", "0000", 9.1)])[1], [])
        self.assertIn("1 times two calls to one number at once", self.judge(GOOD, CALLS, overlaps=[{}])[1])


class JudgeTests(unittest.TestCase):
    def judge(self, events, taken, acknowledged=()):
        judge = Judge(SimpleNamespace(taken={"c0": Counter(taken)}, acknowledged=acknowledged))
        book = Book(lambda holds, sentence: None).read(events)
        judge.alerts(book)
        judge.operators(book)
        return judge.verdict

    def test_a_good_night_has_nothing_lost(self):
        self.assertEqual(self.judge(GOOD, ["disk"], acknowledged=[1]).found, [])

    def test_an_alert_that_was_taken_and_opened_nothing_is_lost(self):
        verdict = self.judge(GOOD, ["disk", "memory"])
        self.assertEqual(verdict.figures["lost"], 1)
        self.assertEqual(len(verdict.found), 1)

    def test_a_repetition_that_was_taken_and_not_written_down_is_lost(self):
        self.assertEqual(self.judge(GOOD, ["disk", "disk"]).figures["lost"], 1)
        self.assertEqual(self.judge(spoiled(4, {"event": "alertHeard", "incident": 1}), ["disk", "disk"]).figures["lost"], 0)

    def test_an_incident_without_an_end_is_found(self):
        verdict = self.judge(GOOD[:5], ["disk"])
        self.assertEqual(verdict.figures["open"], 1)
        self.assertIn("1 incidents have no end: [1]", verdict.found)

    def test_an_operators_acknowledgement_that_is_not_in_the_journal_is_found(self):
        recovered = spoiled(6, closed(1, "recovered"), instead=True)
        self.assertEqual(self.judge(recovered, ["disk"], acknowledged=[1]).found, ["operators' acknowledgements were lost: [1]"])


class TracesTests(unittest.TestCase):
    def found(self, text):
        found = []
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "server-errors.txt").write_text(text, encoding="utf-8")
            Traces(lambda holds, sentence: holds or found.append(sentence), ["+819010000000"]).search_folder(folder)
        return found

    def test_secrets_and_whole_numbers_are_found_however_they_are_written_and_not_repeated(self):
        for text in ("called 09010000000", "to +819010000000", "090-1000-0000", "090 1000 0000", "campaign-operator-secret"):
            found = self.found(f"{text}\n")
            self.assertEqual(len(found), 1, text)
            self.assertNotIn("0901000", found[0])

    def test_the_last_digits_are_no_trace(self):
        self.assertEqual(self.found("…0000 answered at 2026-11-26T22:00:00\n"), [])


class ServerTests(unittest.TestCase):
    def crashes(self, script):
        with tempfile.TemporaryDirectory() as folder:
            program = Path(folder, "program")
            program.write_text(f"#!/bin/sh\necho listening http://127.0.0.1:1/\n{script}\n", encoding="utf-8")
            program.chmod(0o755)
            server = Server(program, Path(folder, "site"))
            server.start()
            if not script:
                server.process.wait()
            server.kill()
            server.close()
            return server.crashes

    def test_a_server_that_has_ended_by_itself_is_counted_and_one_that_is_killed_is_not(self):
        self.assertEqual(self.crashes(""), 1)
        self.assertEqual(self.crashes("exec sleep 60"), 0)


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
        self.assertIn('<a href="#storms">storms</a></td><td><span class="bad">failed', page)
        self.assertIn("Nothing ran.", report.text([], {}))

    def test_the_page_needs_nothing_from_elsewhere(self):
        page = report.page([self.LOOP], self.RUN)
        self.assertEqual(page.count("<svg"), 2)
        for word in ("http://", "https://", "<script", "<link", "@import"):
            self.assertNotIn(word, page)


if __name__ == "__main__":
    unittest.main()
