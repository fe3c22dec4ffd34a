"""A telephone provider that is not one: Twilio's published HTTP interface, with invented telephones behind it.

The driver for Twilio and the kill tests run against it. It is a process of its own, so that it goes on ringing and
remembering while the engine is killed, and its own list of calls (`/_fake/calls`) is what a test judges by. It keeps
nothing on disk and imports nothing but the standard library of Python 3.11.

    $ python3 Tests/Support/fake_twilio --seed 7 --speed 20
    listening http://127.0.0.1:40417

It ends on SIGTERM, on SIGINT and when its standard input closes (`--stay` ignores standard input). Further options:
`--account AC…`, `--token …` (defaults: ACCOUNT and TOKEN below), `--port N` (default 0: a free one).

What it answers
---------------
    POST /2010-04-01/Accounts/{AC}/Calls.json           place a call            201, a Call resource
    POST /2010-04-01/Accounts/{AC}/Calls/{CA}.json      Status, Url, Twiml      200
    GET  /2010-04-01/Accounts/{AC}/Calls/{CA}.json      at once, whatever the listing lag
    GET  /2010-04-01/Accounts/{AC}/Calls.json           To, From, Status, StartTime[<>], EndTime[<>], PageSize

Fields, parameters and error bodies are those of twilio/twilio-oai `spec/json/twilio_api_v2010.json` (2026-04-14) and
of the pages of twilio.com/docs on the Call resource, <Gather> and answering machine detection. As at Twilio, the Call
resource holds neither the callback URLs nor an id of the caller's, and a repeated create makes a second call. What
those texts leave open is decided here, and said at the place with the word "undocumented".

Time
----
`speed` k makes rings, talk, pacing and the listing lag run k times faster; all seconds in commands and reports are
seconds of the fake's clock, counted from its start. Time limits of its own HTTP requests are real seconds. Dates in
resources and callbacks are the wall clock's, or the fake's own with {"dates": "virtual"}.

Chance
------
Every draw comes from the seed and from what is drawn for (the call's number, the event, the rule), so that it does not
depend on who was faster. Call sids come from the seed too.

Commands
--------
All under `/_fake/`, JSON in and out, no credentials. A key that a command does not know is refused with 400.

POST /_fake/settings      any of the following; the answer is what now holds. GET reads.
    {"speed": 20, "seed": 7, "calls_per_second": 1, "listing_lag_seconds": [0, 45]}
    speed                       1     k times faster
    dates                       wall  or virtual; with {"now": "2026-01-05T08:00:00Z"} virtual time starts there
    seed                        1
    account, token              credentials; a second account does not exist
    calls_per_second            1     pacing of POST Calls; null for none. The wait is told as queue_time
    listing_lag_seconds         0     a number, or [least, most] drawn for each call
    timeout_extra_seconds       5     the buffer that Twilio may add to Timeout
    speech_seconds_per_character 0.15
    play_seconds                3     how long a <Play> lasts
    webhook_seconds             15    real seconds that a callback may take
    from_numbers                null  or the list of numbers that From may be (else 21210)
    allowed_prefixes            ["+81"]   other numbers are refused with 21215
    dates_in_create             true  false: date_created is null in the answer to a create
    routes                      {}    {"https://desk.example.jp": "http://127.0.0.1:8080"}: callbacks to the public
                                      URL are signed for it and sent to the other, as a reverse proxy would

POST /_fake/behaviours    who answers, how; one entry for each call to the number, the last one repeats
    {"numbers": {"+819012345678": [{"answer": "no-answer"}, {"answer": "person", "ring": 6, "press": ["1"]}]},
     "default": {"answer": "person", "press": [{"keys": "1", "gather": 1, "after": 2}]}}
    A number named anew starts its list anew. Keys of a behaviour, with their defaults:
    answer       person     or voicemail, fax, busy, rejected, failed, no-answer, never-rings, silent, manual
                            (rejected: reported as busy with SIP 603; never-rings: dialled, no 180, till Timeout;
                            silent: accepted, never dialled; manual: rings till told by /_fake/calls/{sid})
    ring_delay   2          from dialling to the first ring
    ring         6          seconds of ringing before the outcome (voicemail, fax 15; busy, rejected, failed 0: no ring)
    press        []         "1", or {"keys": "1", "after": 1.5, "gather": 2} (seconds after the second <Gather> began;
                            gather 1 and after 1 by default), or {"keys": "1", "at": 3} (after the answer), or
                            {"spoken": "([0-9])番"}: the key that the pattern finds in what this <Gather> says
    hang_up      null       seconds after the answer
    hang_up_after_keys null seconds after the first key
    answered_by  by answer  what machine detection says: human, machine_start, fax, unknown, machine_end_beep …
    amd_after    3          when it says so
    sip          by answer  the SipResponseCode of the end
    glare        false      answers in the very moment in which it is cancelled; the cancellation then has no effect

POST /_fake/faults        replaces the lists that it names
    {"requests": [{"on": "create", "kind": "cut", "bytes": "sweep"}],
     "callbacks": [{"event": "completed", "kind": "drop", "probability": 0.1}]}
    Of a list the first rule that fits counts. Common keys: `times` (how often; null for ever), `after` (lets so many
    pass first), `probability`, `to` (a number), and what is fitted: `on` create, update, fetch, list or any; `event`
    initiated, ringing, answered, completed, status (the four), amd, document, gather, redirect or any, or a list.
    requests     unread      the connection is closed before the request is read; nothing is placed
                 lose        acted on; closed without a byte
                 cut         acted on; closed after `bytes` of the answer: a number, or "sweep": 0, 1, 2 … in turn
                 status      `status` 429, 500, 503 …; `place` true acts on it all the same; `code`, `retry_after`
                 slow        `seconds` before the answer, and `per_byte` seconds between bytes
                 hang        acted on; never answered
                 body        acted on; 2xx with `sid` "none", "previous" (the sid of the call before), one given, or
                             "html" (no JSON at all)
                 drop-idle   answered; the connection is closed afterwards without notice
                 `place` false keeps lose, cut, slow, hang, body from acting; `reset` true closes with RST
    callbacks    drop, delay (`seconds`), repeat (`copies` 1, `seconds` 0 between), swap (sent after the call's next
                 one), reorder (the call's status callbacks wait for its end; `order` list of events, or drawn),
                 forge (signed with another token), unsigned, account (AccountSid of somebody else)
                 `extra` true sends the genuine one besides a forged one

POST /_fake/calls/{CA…}   {"do": "answer"} | {"do": "press", "keys": "1"} | {"do": "hang_up"}: plays the callee by hand
POST /_fake/forge         {"url": "…", "params": {"CallSid": "CA…"}, "token": "wrong" | null}: one callback by hand;
                          without "token" it is signed properly, null sends no signature. Answers {"status": 403}
POST /_fake/reset         forgets calls, behaviours, faults and counts; settings stay

GET  /_fake/calls         the truth: {"now", "calls": […], "numbers": {…}, "reached"}. Each call: sid, number (its place
                          in the order), to, from, created, dialled, ring_started, ring_ended, answered, ended, their
                          wall-clock twins in "wall", rang_seconds, status, ended_by (caller, callee, document,
                          timeout, time-limit, provider), keys, spoken, documents, answer_delivered, warnings, errors.
                          For each telephone number: overlaps (two calls at one time) and shortest_pause_seconds (from
                          an end to the next dialling). `?to=` and `?since=N` (calls after the N-th) choose calls.
                          `?ended=3&wait=5` answers once three calls have ended, or after 5 real seconds with
                          "reached": false; so do created, dialled, ringing, answered, spoken. `at=60` waits for a
                          moment of the fake's clock, `idle=1` till no call lives and no callback is under way
GET  /_fake/requests      {"counts": {"create": 3, "update": 1, …}, "faulted": {…}, "log": […]}
GET  /_fake/callbacks     {"counts": {…}, "log": [each callback with event, url, params, fault, answers]}

What it does not do: <Dial>, <Record>, <Enqueue> and other verbs (the call ends with an error in its record), inbound
calls, subaccounts, API keys, recordings, SendDigits, ApplicationSid, prices, XML and CSV answers, DELETE, callbacks in
JSON, fetching what <Play> names, credentials in callback URLs, HTTP redirects of documents.
"""

ACCOUNT = "AC00000000000000000000000000000fa6"
TOKEN = "fa6e0000000000000000000000000001"
