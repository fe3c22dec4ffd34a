"""The fake provider breaks answers and callbacks as it is told, and as its seed draws."""

import base64
import http.client
import json
import socket
import sys
import unittest
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent))

from fake_twilio_harness import (  # noqa: E402
    ACCOUNT, CALLS, FROM, MISTER_A, MISTER_B, TOKEN, FakeTwilioTests,
)


class BrokenAnswers(FakeTwilioTests):
    def fail(self, **rule):
        self.fake.command("faults", requests=[{"on": "create", **rule}])

    def test_the_answer_is_lost_and_the_call_is_placed(self):
        self.fail(kind="lose", times=1)
        with self.assertRaises(http.client.RemoteDisconnected):
            self.fake.create(self.receiver)
        self.assertEqual(self.fake.create(self.receiver)[0], 201)
        self.assertEqual([call["answer_delivered"] for call in self.fake.calls()["calls"]], [False, True])
        self.assertEqual(self.fake.ask("GET", "/_fake/requests")[1]["faulted"], {"lose": 1})

    def raw_create(self, close=True):
        form = urlencode({"To": MISTER_A, "From": FROM, "Url": f"{self.receiver.url}/voice"})
        credentials = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        connection = "Connection: close\r\n" if close else ""
        return (
            f"POST {CALLS}.json HTTP/1.1\r\nHost: fake\r\nAuthorization: Basic {credentials}\r\n{connection}"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n\r\n{form}"
        ).encode()

    def test_the_connection_is_cut_after_every_number_of_bytes_in_turn(self):
        self.fail(kind="cut", bytes="sweep", times=12)
        for count in range(12):
            got, _ = self.fake.bare(self.raw_create(close=False))
            self.assertEqual(len(got), count)
        whole, _ = self.fake.bare(self.raw_create())
        self.fail(kind="cut", bytes=len(whole) - 1)
        self.assertEqual(len(self.fake.bare(self.raw_create())[0]), len(whole) - 1)
        self.assertEqual(len(self.fake.calls()["calls"]), 14)

    def test_the_connection_is_closed_before_the_request_is_read(self):
        self.fail(kind="unread", times=2, reset=True)
        self.assertEqual(self.fake.bare(self.raw_create()), (b"", "reset"))
        self.assertEqual(self.fake.bare(self.raw_create()), (b"", "reset"))
        self.assertEqual(self.fake.calls()["calls"], [])
        self.assertEqual(self.fake.create(self.receiver)[0], 201)

    def test_errors_with_and_without_a_placed_call(self):
        for status, code in ((429, 20429), (500, 20500), (503, 20503)):
            with self.subTest(status):
                self.fail(kind="status", status=status, retry_after=2, times=1)
                got, error, headers = self.fake.create(self.receiver)
                self.assertEqual((got, error["code"], headers["Retry-After"]), (status, code, "2"))
        self.assertEqual(self.fake.calls()["calls"], [])
        self.fail(kind="status", status=500, place=True)
        self.assertEqual(self.fake.create(self.receiver)[0], 500)
        self.assertEqual(len(self.fake.calls()["calls"]), 1)

    def test_answers_may_be_slow_or_never_come(self):
        self.fail(kind="slow", seconds=10, per_byte=0.01, times=1)
        before = self.fake.calls()["now"]
        self.assertEqual(self.fake.create(self.receiver)[0], 201)
        self.assertGreaterEqual(self.fake.calls()["now"] - before, 10)
        self.fail(kind="hang")
        with socket.create_connection((self.fake.address.hostname, self.fake.address.port), timeout=0.2) as connection:
            connection.sendall(self.raw_create())
            self.assertRaises(TimeoutError, connection.recv, 1)
        self.assertEqual(len(self.fake.calls()["calls"]), 2)

    def test_an_answer_may_lack_the_sid_or_carry_anothers(self):
        first = self.fake.create(self.receiver)[1]["sid"]
        self.fail(kind="body", sid="none", times=1)
        self.assertNotIn("sid", self.fake.create(self.receiver)[1])
        self.fail(kind="body", sid="previous")
        self.assertNotEqual(self.fake.create(self.receiver)[1]["sid"], first)
        self.assertEqual(self.fake.create(self.receiver)[1]["sid"], self.fake.calls()["calls"][2]["sid"])
        self.fail(kind="body", sid="html")
        self.assertRaises(json.JSONDecodeError, self.fake.create, self.receiver)

    def test_a_kept_connection_is_closed_without_notice(self):
        self.fail(kind="drop-idle", times=1)
        got, end = self.fake.bare(self.raw_create(close=False))
        self.assertEqual((got.startswith(b"HTTP/1.1 201"), end), (True, "closed"))

    def test_a_rule_may_skip_be_limited_and_name_a_number(self):
        self.fail(kind="status", status=503, after=1, times=1, to=MISTER_A)
        got = [self.fake.create(self.receiver, to=to)[0] for to in (MISTER_A, MISTER_B, MISTER_A, MISTER_A)]
        self.assertEqual(got, [201, 201, 503, 201])

    def test_probability_is_drawn_by_the_seed(self):
        runs = []
        for seed in (5, 5, 6):
            self.fake.command("reset")
            self.fake.command("settings", seed=seed)
            self.fail(kind="status", status=503, probability=0.5)
            runs.append([self.fake.create(self.receiver)[0] for _ in range(12)])
        self.assertEqual(runs[0], runs[1])
        self.assertNotEqual(runs[0], runs[2])
        self.assertEqual(set(runs[0]), {201, 503})


class BrokenCallbacks(FakeTwilioTests):
    def run_call(self, *rules, behaviour=None):
        self.fake.command("faults", callbacks=list(rules))
        self.behave(behaviour or {"answer": "person", "press": ["1"]})
        self.fake.create(self.receiver)
        return self.fake.ended()[0]

    def test_dropped(self):
        self.run_call({"event": ["ringing", "completed"], "kind": "drop"})
        self.assertEqual(self.receiver.statuses_seen(), ["initiated", "in-progress"])

    def test_repeated_with_the_same_token_of_identity(self):
        self.run_call({"event": "completed", "kind": "repeat", "copies": 2}, {"event": "gather", "kind": "repeat"})
        tokens = [each["headers"]["I-Twilio-Idempotency-Token"] for each in self.receiver.at("/status")[3:]]
        self.assertEqual((len(tokens), len(set(tokens))), (3, 1))
        self.assertEqual([each["params"]["Digits"] for each in self.receiver.at("/key")], ["1", "1"])

    def test_delayed_past_the_end(self):
        call = self.run_call({"event": "ringing", "kind": "delay", "seconds": 120})
        self.assertEqual(self.receiver.statuses_seen(), ["initiated", "in-progress", "completed", "ringing"])
        self.assertGreater(self.fake.calls()["now"], call["ended"])

    def test_swapped_with_the_next(self):
        self.run_call({"event": "ringing", "kind": "swap"})
        self.assertEqual(self.receiver.statuses_seen(), ["initiated", "in-progress", "ringing", "completed"])

    def test_reordered_as_told_or_as_drawn(self):
        order = ["completed", "answered", "ringing", "initiated"]
        self.run_call({"event": "status", "kind": "reorder", "order": order})
        self.assertEqual([each["params"]["SequenceNumber"] for each in self.receiver.at("/status")], list("3210"))
        self.setUp()
        self.run_call({"event": "status", "kind": "reorder"})
        self.assertEqual(sorted(each["params"]["SequenceNumber"] for each in self.receiver.at("/status")), list("0123"))

    def test_forged_unsigned_and_from_another_account(self):
        self.run_call({"event": "answered", "kind": "forge", "extra": True}, {"event": "ringing", "kind": "unsigned"})
        self.assertEqual([each["genuine"] for each in self.receiver.at("/status")], [True, False, False, True, True])
        self.assertEqual([each["signed"] for each in self.receiver.at("/status")], [True, False, True, True, True])
        self.setUp()
        self.run_call({"event": "completed", "kind": "account"})
        last = self.receiver.at("/status")[-1]
        self.assertTrue(last["genuine"])
        self.assertNotEqual(last["params"]["AccountSid"], ACCOUNT)

    def test_a_callback_by_hand(self):
        url, parameters = f"{self.receiver.url}/status?try=9", {"CallSid": "CA1", "CallStatus": "completed"}
        self.receiver.statuses["/status"] = [403]
        self.assertEqual(self.fake.command("forge", url=url, params=parameters, token="wrong")["status"], 403)
        self.fake.command("forge", url=url, params=parameters, token=None)
        self.fake.command("forge", url=url, params=parameters)
        self.assertEqual([each["genuine"] for each in self.receiver.seen], [False, False, True])

    def test_a_refused_callback_is_repeated_only_where_the_url_asks_for_it(self):
        self.receiver.statuses["/status"] = [503]
        self.run_call(behaviour={"answer": "busy"})
        self.assertEqual(len(self.receiver.at("/status")), 2)
        self.setUp()
        self.receiver.statuses["/status"] = [503, 503, 200]
        self.behave({"answer": "busy"})
        url = f"{self.receiver.url}/status?try=7#rc=3&rp=5xx,ct"
        self.fake.create(self.receiver, StatusCallback=url, StatusCallbackEvent="completed")
        self.fake.ended()
        self.assertEqual([each["genuine"] for each in self.receiver.at("/status")], [True] * 3)

    def test_a_public_url_is_signed_as_public_and_sent_to_its_route(self):
        self.receiver.public = "https://desk.example.jp"
        self.fake.command("settings", routes={self.receiver.public: self.receiver.url})
        self.run_call()
        self.assertTrue(self.receiver.seen and all(each["genuine"] for each in self.receiver.seen))
        self.assertEqual(self.receiver.seen[0]["headers"]["Host"], "desk.example.jp")

    def test_nobody_listens(self):
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            self.receiver.public = f"http://127.0.0.1:{unused.getsockname()[1]}"
            call = self.run_call()
        self.assertEqual((call["status"], call["errors"][0]["code"]), ("completed", 11200))
        log = self.fake.ask("GET", "/_fake/callbacks")[1]["log"]
        self.assertEqual([len(each["sent"]) for each in log], [2] * 5, "once more after a connection that failed")


if __name__ == "__main__":
    unittest.main()
