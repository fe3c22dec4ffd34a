"""The fake provider answers, rings and talks as its documentation says.

`python3 -m unittest discover -s Tests/Support -p 'test_fake_twilio*.py'` runs these tests and those of its faults. The
fake's clock runs a hundred times faster, so a bound from below is exact and one from above leaves room for a busy
machine. Signatures are checked by code of the tests' own, and by Twilio's where its package is installed.
"""

import json
import signal
import sys
import unittest
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent))

from fake_twilio.signature import sign  # noqa: E402
from fake_twilio_harness import (  # noqa: E402
    CALLS, FROM, MENU, MISTER_A, MISTER_B, RESOURCE, THANKS, TOKEN, Fake, FakeTwilioTests, signature_of,
)


class Signatures(unittest.TestCase):
    def test_published_vectors_come_out(self):
        url = "https://mycompany.com/myapp.php?foo=1&bar=2"
        common = {"CallSid": "CA1234567890ABCDE", "Digits": "1234", "To": "+18005551212"}
        for number, wanted in {
            "+12349013030": "0/KCTR6DLpKmkAf8muzZqo1nDgQ=",
            "+14158675309": "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
        }.items():
            parameters = common | {"Caller": number, "From": number}
            self.assertEqual(sign("12345", url, parameters), wanted)
            self.assertEqual(signature_of("12345", url, parameters), wanted)

    def test_connection_overrides_are_not_signed(self):
        plain = "https://desk.example.jp/a"
        self.assertEqual(sign("12345", plain + "#rc=2&rp=all", {}), sign("12345", plain, {}))


class Interface(FakeTwilioTests):
    def test_it_says_where_it_listens_and_ends_on_sigterm(self):
        other = Fake()
        self.assertRegex(other.first_line, r"^listening http://127\.0\.0\.1:[0-9]+\n$")
        other.process.send_signal(signal.SIGTERM)
        self.assertEqual(other.process.wait(5), 0)
        other.close()

    def test_a_create_answers_201_with_the_published_fields_and_none_of_ours(self):
        status, call, _ = self.fake.create(self.receiver)
        self.assertEqual(status, 201)
        self.assertEqual(set(call), RESOURCE)
        self.assertRegex(call["sid"], "^CA[0-9a-f]{32}$")
        self.assertEqual((call["status"], call["start_time"], call["direction"]), ("queued", None, "outbound-api"))
        self.assertNotIn("try=7", json.dumps(call))
        age = datetime.now(timezone.utc) - parsedate_to_datetime(call["date_created"])
        self.assertLess(abs(age.total_seconds()), 5)
        fetched = self.fake.ask("GET", f"{CALLS}/{call['sid']}.json")
        self.assertEqual((fetched[0], set(fetched[1])), (200, RESOURCE))

    def test_what_is_missing_or_wrong_is_told_with_twilios_code(self):
        for change, status, code in [
            ({"To": None}, 400, 21201),
            ({"From": None}, 400, 21213),
            ({"Url": None}, 400, 21205),
            ({"Url": "file:///etc/passwd"}, 400, 21205),
            ({"Url": None, "Twiml": "x" * 4001}, 400, 32018),
            ({"StatusCallback": "http://under_score.example/"}, 400, 21609),
            ({"To": "09012345678"}, 400, 21211),
            ({"To": "+12125550123"}, 400, 21215),
            ({"From": "desk"}, 400, 21212),
            ({"Timeout": "soon"}, 400, 20001),
        ]:
            with self.subTest(change):
                got, error, _ = self.fake.create(self.receiver, **change)
                self.assertEqual((got, error["code"], error["status"]), (status, code, status))
                self.assertEqual(error["more_info"], f"https://www.twilio.com/docs/errors/{code}")
        self.fake.command("settings", from_numbers=["+81398765432"])
        self.assertEqual(self.fake.create(self.receiver)[1]["code"], 21210)
        self.assertEqual(self.fake.ask("GET", f"{CALLS}.json", token="wrong")[1]["code"], 20003)
        self.assertEqual(self.fake.ask("GET", f"{CALLS}/CA{'0' * 32}.json")[1]["code"], 20404)
        self.assertEqual(self.fake.calls()["calls"], [])

    def test_a_repeated_create_makes_a_second_call(self):
        sids = {self.fake.create(self.receiver)[1]["sid"] for _ in range(2)}
        self.assertEqual(len(sids), 2)
        self.assertEqual(len(self.fake.calls()["calls"]), 2)

    def test_an_unknown_command_key_is_refused(self):
        status, error, _ = self.fake.ask("POST", "/_fake/behaviours", command={"default": {"answers": "person"}})
        self.assertEqual(status, 400)
        self.assertIn("answers", error["message"])

    def test_calls_beyond_one_a_second_wait_and_are_told_how_long(self):
        self.fake.command("settings", calls_per_second=1, speed=20)
        waits = [int(self.fake.create(self.receiver, to=to)[1]["queue_time"]) for to in (MISTER_A, MISTER_B, MISTER_A)]
        self.assertEqual(waits[0], 0)
        self.assertGreater(waits[2], waits[1])
        for call, wait in zip(self.fake.calls(dialled=3)["calls"], waits):
            self.assertGreaterEqual(call["dialled"] - call["created"], wait / 1000 - 0.01)


class Listing(FakeTwilioTests):
    def list(self, query):
        return self.fake.ask("GET", f"{CALLS}.json?{urlencode(query)}")[1]

    def test_filters_and_pages(self):
        for index in range(5):
            self.fake.create(self.receiver, to=MISTER_A)
        self.fake.create(self.receiver, to=MISTER_B)
        sids = [call["sid"] for call in reversed(self.fake.calls()["calls"])]
        first = self.list({"To": MISTER_A, "PageSize": 2})
        self.assertEqual(
            set(first),
            set("first_page_uri end previous_page_uri calls uri page_size start next_page_uri page".split()),
        )
        self.assertIsNone(first["previous_page_uri"])
        self.fake.create(self.receiver, to=MISTER_A)
        seen, page = first["calls"], first
        while page["next_page_uri"]:
            page = self.fake.ask("GET", page["next_page_uri"])[1]
            seen += page["calls"]
        self.assertEqual([call["sid"] for call in seen], sids[1:], "a call in between shifts no page")
        self.assertEqual(self.fake.ask("GET", page["previous_page_uri"])[1]["calls"][0]["sid"], sids[3])
        today = datetime.now(timezone.utc).date().isoformat()
        for query, count in [
            ({"StartTime": today}, 7), ({"StartTime": "2020-01-01"}, 0), ({"StartTime<": "2020-01-01"}, 0),
            ({"StartTime>": today}, 7), ({"StartTime>": "2020-01-01T00:00:00Z"}, 7), ({"To": MISTER_B}, 1),
            ({"From": FROM}, 7), ({"From": "+81300000000"}, 0), ({"Status": "canceled"}, 0),
        ]:
            with self.subTest(query):
                self.assertEqual(len(self.list(query)["calls"]), count)
        self.assertEqual(self.list({"PageSize": 1001})["code"], 20007)

    def test_a_call_is_listed_only_after_the_lag_and_fetched_at_once(self):
        self.fake.command("settings", listing_lag_seconds=45, speed=40)
        call = self.fake.create(self.receiver)[1]
        self.assertEqual(self.list({"To": MISTER_A})["calls"], [])
        self.assertEqual(self.fake.ask("GET", f"{CALLS}/{call['sid']}.json")[0], 200)
        truth = self.fake.calls()["calls"][0]
        self.assertAlmostEqual(truth["listed_from"] - truth["created"], 45, places=2)
        self.assertTrue(self.fake.calls(at=truth["listed_from"])["reached"])
        self.assertEqual(self.list({"To": MISTER_A})["calls"][0]["sid"], call["sid"])

    def test_the_lag_is_drawn_by_the_seed(self):
        lags = []
        for seed in (3, 3, 4):
            self.fake.command("reset")
            self.fake.command("settings", listing_lag_seconds=[0, 45], seed=seed)
            for _ in range(3):
                self.fake.create(self.receiver)
            lags.append([round(call["listed_from"] - call["created"], 1) for call in self.fake.calls()["calls"]])
        self.assertEqual(lags[0], lags[1])
        self.assertNotEqual(lags[0], lags[2])
        self.assertTrue(all(0 <= lag <= 45 for lag in sum(lags, [])))


class Conversations(FakeTwilioTests):
    def test_a_person_answers_presses_a_key_and_every_callback_is_signed(self):
        self.behave({"answer": "person", "ring": 6, "press": ["1"]})
        sid = self.fake.create(self.receiver)[1]["sid"]
        call = self.fake.ended()[0]
        self.assertEqual((call["status"], call["ended_by"]), ("completed", "document"))
        self.assertGreaterEqual(call["rang_seconds"], 6)
        self.assertEqual([each["key"] for each in call["keys"]], ["1"])
        self.assertEqual([each["text"][:3] for each in call["spoken"]], ["障害の", "受け付"])
        self.assertEqual([each["cut"] for each in call["spoken"]], [True, False], "the key cuts the prompt")
        self.assertEqual(self.receiver.statuses_seen(), ["initiated", "ringing", "in-progress", "completed"])
        self.assertEqual([each["params"]["SequenceNumber"] for each in self.receiver.at("/status")], list("0123"))
        self.assertTrue(all(each["genuine"] for each in self.receiver.seen))
        self.assertEqual(len({each["headers"]["I-Twilio-Idempotency-Token"] for each in self.receiver.seen}), 6)
        key = self.receiver.at("/key")[0]["params"]
        self.assertEqual((key["Digits"], key["CallSid"], key["CallStatus"]), ("1", sid, "in-progress"))
        last = self.receiver.at("/status")[-1]["params"]
        self.assertEqual(last["CallbackSource"], "call-progress-events")
        self.assertEqual(last["SipResponseCode"], "200")
        self.assertEqual(last["Duration"], "1")
        self.assertGreater(int(last["CallDuration"]), 0)
        self.assertEqual(parsedate_to_datetime(last["Timestamp"]).utcoffset().total_seconds(), 0)
        self.assertNotIn("CallDuration", self.receiver.at("/status")[1]["params"])
        voice = self.receiver.at("/voice")[0]["params"]
        for name in "CallSid AccountSid From To Caller Called CallStatus ApiVersion Direction ToCountry".split():
            self.assertTrue(voice[name], name)
        fetched = self.fake.ask("GET", f"{CALLS}/{sid}.json")[1]
        self.assertEqual((fetched["status"], fetched["duration"]), ("completed", last["CallDuration"]))

    def test_twilios_own_validator_accepts_every_callback(self):
        from twilio.request_validator import RequestValidator

        self.behave({"answer": "person", "press": ["1"]})
        self.fake.create(self.receiver)
        self.fake.ended()
        for each in self.receiver.seen:
            signature = each["headers"]["X-Twilio-Signature"]
            self.assertTrue(RequestValidator(TOKEN).validate(each["url"], each["params"], signature))

    def test_without_events_only_completed_is_told(self):
        self.behave({"answer": "busy"})
        self.fake.create(self.receiver, StatusCallbackEvent=None)
        self.fake.ended()
        self.assertEqual(self.receiver.statuses_seen(), ["busy"])
        self.assertEqual(self.receiver.at("/status")[0]["params"]["SequenceNumber"], "1")

    def test_each_end_has_its_status_and_sip_code(self):
        for behaviour, status, sip, by in [
            ({"answer": "busy"}, "busy", 486, "callee"),
            ({"answer": "rejected", "ring": 4}, "busy", 603, "callee"),
            ({"answer": "failed", "sip": 404}, "failed", 404, "provider"),
            ({"answer": "failed"}, "failed", 503, "provider"),
            ({"answer": "no-answer"}, "no-answer", 487, "timeout"),
            ({"answer": "no-answer", "ring": 20, "sip": 480}, "no-answer", 480, "callee"),
            ({"answer": "never-rings"}, "no-answer", 487, "timeout"),
        ]:
            with self.subTest(behaviour):
                self.setUp()
                self.behave(behaviour)
                self.fake.create(self.receiver, Timeout=30)
                call = self.fake.ended()[0]
                self.assertEqual((call["status"], call["sip"], call["ended_by"]), (status, sip, by))
                self.assertEqual(self.receiver.statuses_seen()[-1], status)
                self.assertEqual(self.receiver.at("/status")[-1]["params"]["SipResponseCode"], str(sip))
                self.assertEqual(self.receiver.at("/voice"), [])
                self.assertEqual("ringing" in self.receiver.statuses_seen(), call["rang_seconds"] is not None)
                if by == "timeout":
                    self.assertGreaterEqual(call["ended"] - call["dialled"], 35, "Timeout and the buffer of 5 s")

    def test_an_accepted_call_may_ring_nobody(self):
        self.behave({"answer": "silent"})
        sid = self.fake.create(self.receiver)[1]["sid"]
        self.assertFalse(self.fake.calls(dialled=1, wait=0.2)["reached"])
        self.assertEqual(self.fake.ask("GET", f"{CALLS}/{sid}.json")[1]["status"], "queued")
        self.assertEqual(self.receiver.seen, [])

    def test_behaviours_are_used_one_a_call_and_the_last_repeats(self):
        self.behave({"answer": "busy"}, {"answer": "failed"})
        for _ in range(3):
            self.fake.create(self.receiver)
        self.assertEqual([call["status"] for call in self.fake.ended(3)], ["busy", "failed", "failed"])

    def test_silence_runs_on_to_the_next_verb(self):
        self.behave({"answer": "person"})
        self.fake.create(self.receiver)
        call = self.fake.ended()[0]
        self.assertEqual([each["text"][:5] for each in call["spoken"]], ["障害のお知", "入力があり"])
        prompt, after = call["spoken"]
        self.assertGreaterEqual(after["at"] - prompt["at"], 8 + len(prompt["text"]) * 0.15)
        self.assertEqual(self.receiver.at("/key"), [])

    def test_silence_is_told_where_the_document_asks_for_it(self):
        self.receiver.documents["/voice"] = MENU.replace("<Gather", '<Gather actionOnEmptyResult="true"')
        self.behave({"answer": "person"})
        self.fake.create(self.receiver)
        self.fake.ended()
        self.assertEqual(self.receiver.at("/key")[0]["params"]["Digits"], "")

    def test_several_digits_end_at_the_number_the_finish_key_or_the_timeout(self):
        for attributes, keys, digits, finished in [
            ('numDigits="2"', "123", "12", ""),
            ('finishOnKey="#"', "12#", "12", "#"),
            ('finishOnKey=""', "1#", "1#", ""),
            ('finishOnKey="*"', "1#*", "1#", "*"),
            ("", "7", "7", ""),
        ]:
            with self.subTest(attributes, keys=keys):
                self.setUp()
                gather = f'<Gather {attributes} timeout="20" action="key"/>'
                self.receiver.documents["/voice"] = f"<Response>{gather}</Response>"
                self.behave({"answer": "person", "press": [keys]})
                self.fake.create(self.receiver)
                self.fake.ended()
                key = self.receiver.at("/key")[0]["params"]
                self.assertEqual((key["Digits"], key["FinishedOnKey"]), (digits, finished))

    def test_a_key_outside_a_gather_is_lost(self):
        self.receiver.documents["/voice"] = "<Response><Pause length='9'/><Hangup/></Response>"
        self.behave({"answer": "person", "press": [{"keys": "1", "at": 3}]})
        self.fake.create(self.receiver)
        self.assertEqual([(each["key"], each["taken"]) for each in self.fake.ended()[0]["keys"]], [("1", False)])

    def test_the_digit_just_spoken_is_pressed_and_relative_urls_follow_the_document(self):
        self.behave({"answer": "person", "press": [{"spoken": "([4-9])番"}]})
        self.fake.create(self.receiver)
        self.fake.ended()
        self.assertEqual(self.receiver.at("/key")[0]["params"]["Digits"], "4")
        self.assertEqual(self.receiver.at("/key")[0]["target"], "/key?try=7")

    def test_inline_twiml_redirect_play_and_pause(self):
        self.receiver.documents["/next"] = "<Response><Play>/a.wav</Play><Say>次</Say></Response>"
        self.behave({"answer": "person"})
        redirect = f'<Redirect method="GET">{self.receiver.url}/next?a=1</Redirect>'
        twiml = f'<Response><Pause length="2"/><Say>先</Say>{redirect}</Response>'
        self.fake.create(self.receiver, Url=None, Twiml=twiml)
        call = self.fake.ended()[0]
        self.assertEqual([each["text"] for each in call["spoken"]], ["先", "/a.wav", "次"])
        fetch = self.receiver.at("/next")[0]
        self.assertEqual((fetch["method"], fetch["genuine"]), ("GET", True))
        self.assertIn("CallSid=", fetch["target"])

    def test_a_broken_document_ends_the_call_with_an_error(self):
        for path, status, body, code in [
            ("/voice", 500, MENU, 11200), ("/voice", 200, "<Response><Say>", 12100), ("/key", 404, THANKS, 11200),
            ("/voice", 200, "<Response><Dial>+1</Dial></Response>", 12200),
        ]:
            with self.subTest(path, status=status, code=code):
                self.setUp()
                self.receiver.statuses[path], self.receiver.documents[path] = [status], body
                self.behave({"answer": "person", "press": ["1"]})
                self.fake.create(self.receiver)
                call = self.fake.ended()[0]
                self.assertEqual((call["status"], call["ended_by"]), ("completed", "provider"))
                self.assertEqual([each["code"] for each in call["errors"]], [code])

    def test_the_callee_hangs_up(self):
        # In the midst of the message also where the answer with the document is slow.
        self.fake.command("settings", speed=10)
        self.behave({"answer": "person", "hang_up": 3})
        self.fake.create(self.receiver)
        call = self.fake.ended()[0]
        self.assertEqual((call["status"], call["ended_by"]), ("completed", "callee"))
        self.assertTrue(call["spoken"][0]["cut"])

    def test_a_key_pressed_just_before_hanging_up_still_arrives(self):
        self.behave({"answer": "person", "press": ["1"], "hang_up_after_keys": 0})
        self.fake.create(self.receiver)
        self.assertEqual(self.fake.ended()[0]["ended_by"], "callee")
        self.assertEqual(self.receiver.at("/key")[0]["params"]["Digits"], "1")

    def test_time_limit_ends_the_call(self):
        self.receiver.documents["/voice"] = "<Response><Pause length='900'/></Response>"
        self.behave({"answer": "person"})
        self.fake.create(self.receiver, TimeLimit=40)
        call = self.fake.ended()[0]
        self.assertEqual((call["status"], call["ended_by"]), ("completed", "time-limit"))
        self.assertGreaterEqual(call["ended"] - call["answered"], 40)

    def test_voicemail_is_heard_by_asynchronous_detection(self):
        self.behave({"answer": "voicemail", "amd_after": 4})
        self.fake.create(
            self.receiver,
            MachineDetection="Enable",
            AsyncAmd="true",
            AsyncAmdStatusCallback=f"{self.receiver.url}/amd?try=7",
        )
        call = self.fake.ended()[0]
        self.assertGreaterEqual(call["rang_seconds"], 15)
        amd = self.receiver.at("/amd")[0]
        self.assertTrue(amd["genuine"])
        self.assertEqual(set(amd["params"]), {"CallSid", "AccountSid", "AnsweredBy", "MachineDetectionDuration"})
        self.assertEqual(amd["params"]["AnsweredBy"], "machine_start")
        self.assertEqual(amd["params"]["MachineDetectionDuration"], "4000")
        self.assertNotIn("AnsweredBy", self.receiver.at("/voice")[0]["params"], "the document does not wait")
        self.assertEqual(self.receiver.at("/status")[-1]["params"]["AnsweredBy"], "machine_start")
        self.assertEqual(self.fake.ask("GET", f"{CALLS}/{call['sid']}.json")[1]["answered_by"], "machine_start")

    def test_detection_that_waits_holds_the_document_back_and_may_be_wrong(self):
        self.behave({"answer": "person", "answered_by": "fax", "amd_after": 3})
        self.fake.create(self.receiver, MachineDetection="Enable")
        call = self.fake.ended()[0]
        self.assertEqual(self.receiver.at("/voice")[0]["params"]["AnsweredBy"], "fax")
        self.assertGreaterEqual(call["documents"][0]["at"] - call["answered"], 3)


class Changes(FakeTwilioTests):
    def update(self, sid, **form):
        return self.fake.ask("POST", f"{CALLS}/{sid}.json", form=form)

    def test_a_ringing_call_is_cancelled_and_the_truth_knows_how_long_it_rang(self):
        self.behave({"answer": "manual"})
        sid = self.fake.create(self.receiver)[1]["sid"]
        self.fake.calls(ringing=1)
        status, call, _ = self.update(sid, Status="canceled")
        self.assertEqual((status, call["status"]), (200, "canceled"))
        truth = self.fake.ended()[0]
        self.assertEqual((truth["ended_by"], truth["answered"]), ("caller", None))
        self.assertEqual(self.receiver.statuses_seen(), ["initiated", "ringing", "canceled"])
        self.assertEqual(self.update(sid, Status="canceled")[1]["code"], 21220)

    def test_a_cancellation_does_not_affect_a_call_in_progress_and_completed_does(self):
        self.receiver.documents["/voice"] = "<Response><Pause length='900'/></Response>"
        self.behave({"answer": "manual"})
        sid = self.fake.create(self.receiver)[1]["sid"]
        self.fake.calls(ringing=1)
        self.fake.command(f"calls/{sid}", do="answer")
        self.assertEqual(self.update(sid, Status="canceled")[1]["status"], "in-progress")
        self.assertEqual(self.update(sid, Status="completed")[1]["status"], "completed")
        self.assertEqual(self.fake.ended()[0]["ended_by"], "caller")

    def test_an_answer_may_cross_the_cancellation(self):
        self.behave({"answer": "no-answer", "glare": True, "press": ["1"]})
        sid = self.fake.create(self.receiver)[1]["sid"]
        self.fake.calls(ringing=1)
        self.assertEqual(self.update(sid, Status="canceled")[1]["status"], "in-progress")
        self.fake.ended()
        self.assertEqual(self.receiver.at("/key")[0]["params"]["Digits"], "1")

    def test_a_call_in_progress_is_given_another_document(self):
        self.receiver.documents["/voice"] = "<Response><Pause length='900'/></Response>"
        self.behave({"answer": "manual"})
        sid = self.fake.create(self.receiver)[1]["sid"]
        self.fake.calls(ringing=1)
        self.assertEqual(self.update(sid, Url=f"{self.receiver.url}/key")[1]["code"], 21220)
        self.fake.command(f"calls/{sid}", do="answer")
        self.assertEqual(self.update(sid, Twiml=THANKS)[0], 200)
        self.assertEqual([each["text"] for each in self.fake.ended()[0]["spoken"]], ["受け付けました。"])

    def test_the_callee_is_played_by_hand(self):
        self.behave({"answer": "manual"})
        sid = self.fake.create(self.receiver)[1]["sid"]
        self.fake.calls(ringing=1)
        self.fake.command(f"calls/{sid}", do="answer")
        self.fake.calls(spoken=1)
        self.fake.command(f"calls/{sid}", do="press", keys="2")
        self.fake.ended()
        self.assertEqual(self.receiver.at("/key")[0]["params"]["Digits"], "2")


class Truth(FakeTwilioTests):
    def test_two_calls_to_one_number_overlap_and_a_pause_is_measured(self):
        self.behave({"answer": "busy", "ring": 20})
        self.fake.create(self.receiver)
        self.fake.create(self.receiver)
        self.fake.create(self.receiver, to=MISTER_B)
        self.fake.ended(3)
        numbers = self.fake.calls()["numbers"]
        self.assertEqual(len(numbers[MISTER_A]["overlaps"]), 1)
        self.assertGreater(numbers[MISTER_A]["overlaps"][0]["seconds"], 0)
        self.assertEqual((numbers[MISTER_B]["calls"], numbers[MISTER_B]["overlaps"]), (1, []))
        self.fake.create(self.receiver, to=MISTER_B)
        self.fake.ended(4)
        self.assertGreater(self.fake.calls()["numbers"][MISTER_B]["shortest_pause_seconds"], 0)

    def test_requests_are_counted(self):
        sid = self.fake.create(self.receiver)[1]["sid"]
        self.fake.ask("GET", f"{CALLS}.json")
        self.fake.ask("GET", f"{CALLS}/{sid}.json")
        self.assertEqual(self.fake.ask("GET", "/_fake/requests")[1]["counts"], {"create": 1, "list": 1, "fetch": 1})

    def test_dates_follow_the_fakes_own_clock_when_asked(self):
        self.fake.command("settings", now="2026-01-05T08:00:00Z")
        call = self.fake.create(self.receiver)[1]
        self.assertEqual(parsedate_to_datetime(call["date_created"]).date().isoformat(), "2026-01-05")


if __name__ == "__main__":
    unittest.main()
