"""Requests to the engine: status callbacks, machine detection, and the fetching of TwiML documents.

https://www.twilio.com/docs/voice/api/call-resource#statuscallback and …/twiml#request-parameters for the parameters,
https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides for `#rc=` and `#rp=`. City, state and zip are
sent empty, as Twilio does for numbers that it cannot place.
"""

import asyncio
from collections import Counter, deque
from urllib.parse import urlencode, urlsplit, parse_qsl

from .http_client import ConnectFailed, ReadFailed, send
from .signature import draw, sid, sign

ATTESTED = "B"
WRONG_TOKEN = "0" * 32


class Callbacks:
    def __init__(self, settings, faults, clock, changed):
        self.settings, self.faults, self.clock, self.changed = settings, faults, clock, changed
        self.counts, self.log = Counter(), deque(maxlen=20000)
        self.under_way = set()
        self._turns, self._held, self._count = {}, {}, Counter()

    def reset(self):
        self.counts.clear()
        self.log.clear()
        self._turns.clear()
        self._held.clear()
        self._count.clear()
        for task in self.under_way:
            task.cancel()

    # What is sent

    def status(self, call, event):
        """Events are numbered as they happen, asked for or not; the wild shows `completed` as 3 without `initiated`."""
        number, call.sequence = call.sequence, call.sequence + 1
        url = call.parameter("StatusCallback")
        wanted = [each for name, value in call.parameters if name == "StatusCallbackEvent" for each in value.split()]
        if not url or event not in (wanted or ["completed"]):
            self._release(call, event)
            return
        parameters = self.common(call) | {
            "CallStatus": "initiated" if event == "initiated" else call.status,
            "Timestamp": self.clock.instant().rfc2822,
            "CallbackSource": "call-progress-events",
            "SequenceNumber": str(number),
        }
        if event in ("ringing", "answered"):
            parameters["StirStatus"] = ATTESTED
        if event == "completed":
            parameters["CallDuration"] = str(call.duration_seconds)
            if call.status == "completed":
                parameters["Duration"] = str(call.duration_minutes)
            if call.sip is not None:
                parameters["SipResponseCode"] = str(call.sip)
        self._start(self._status(call, event, url, call.parameter("StatusCallbackMethod", "POST"), parameters))

    def machine_detection(self, call, url):
        parameters = {
            "CallSid": call.sid,
            "AccountSid": call.account,
            "AnsweredBy": call.answered_by,
            "MachineDetectionDuration": str(call.detection_milliseconds),
        }
        self._start(self._faulty(call, "amd", url, call.parameter("AsyncAmdStatusCallbackMethod", "POST"), parameters))

    def document(self, call, event, url, method, extra):
        """A task whose result is the engine's reply, or None. It is not the call's: a hang-up does not end it."""
        return self._start(self._faulty(call, event, url, method, self.common(call) | extra))

    async def by_hand(self, url, parameters, token):
        record = self._record("forge", None, url, parameters, None)
        reply = await self._deliver(record, "POST", url, parameters, token)
        return {"status": reply and reply.status, "failure": record["failure"]}

    def common(self, call):
        place = {
            f"{who}{what}": ("JP" if what == "Country" else "")
            for who in ("Called", "Caller", "To", "From")
            for what in ("City", "State", "Zip", "Country")
        }
        detected = {"AnsweredBy": call.answered_by} if call.answered_by else {}
        return place | detected | {
            "CallSid": call.sid,
            "AccountSid": call.account,
            "From": call.sender,
            "To": call.to,
            "Caller": call.sender,
            "Called": call.to,
            "CallStatus": call.status,
            "ApiVersion": "2010-04-01",
            "Direction": "outbound-api",
        }

    # In which order, and what goes wrong

    def _start(self, sending):
        task = asyncio.ensure_future(sending)
        self.under_way.add(task)

        def ended(task):
            self.under_way.discard(task)
            self.changed()
            if not task.cancelled():
                task.result()

        task.add_done_callback(ended)
        return task

    def _fault(self, call, event):
        self._count[call.sid, event] += 1
        return self.faults.of_callback(event, call, self.settings.seed, self._count[call.sid, event])

    async def _status(self, call, event, url, method, parameters):
        """Undisturbed callbacks of a call go one after the other, so that only a fault changes their order."""
        fault = self._fault(call, event)
        kind = fault.kind if fault else None
        arguments = (call, event, url, method, parameters)
        if kind in ("swap", "reorder"):
            self._held.setdefault(call.sid, []).append((fault, arguments))
            if call.over:
                self._release(call, event)
            return
        if kind == "delay":
            return await self._send(fault, *arguments)
        async with self._turns.setdefault(call.sid, asyncio.Lock()):
            await self._send(fault, *arguments)
        self._release(call, event)

    def _release(self, call, event):
        held = self._held.pop(call.sid, [])
        if event != "completed" and any(fault.kind == "reorder" for fault, _ in held):
            self._held[call.sid] = held
            return
        order = next((fault.get("order") for fault, _ in held if fault.kind == "reorder" and fault.get("order")), None)
        if order:
            held.sort(key=lambda each: order.index(each[1][1]) if each[1][1] in order else len(order))
        elif any(fault.kind == "reorder" for fault, _ in held):
            draw(self.settings.seed, "reorder", call.number).shuffle(held)
        if held:
            self._start(self._send_all(held))

    async def _send_all(self, held):
        for fault, arguments in held:
            await self._send(fault, *arguments)

    async def _faulty(self, call, event, url, method, parameters):
        return await self._send(self._fault(call, event), call, event, url, method, parameters)

    async def _send(self, fault, call, event, url, method, parameters):
        kind = fault.kind if fault else None
        record = self._record(event, call.sid, url, parameters, kind)
        self.counts[f"fault {kind}" if kind else "plain"] += 1
        token = self.settings.token
        if kind == "drop":
            return None
        if kind == "delay":
            await self.clock.sleep(fault.get("seconds", 30))
        if kind in ("forge", "unsigned", "account"):
            wrong = {"forge": WRONG_TOKEN, "unsigned": None, "account": token}[kind]
            others = parameters | ({"AccountSid": sid("AC", "another account")} if kind == "account" else {})
            forged = await self._deliver(record, method, url, others, wrong)
            if not fault.get("extra"):
                return forged
        reply = await self._deliver(record, method, url, parameters, token)
        for _ in range(fault.get("copies", 1) if kind == "repeat" else 0):
            await self.clock.sleep(fault.get("seconds", 0))
            await self._deliver(record, method, url, parameters, token)
        return reply

    def _record(self, event, call_sid, url, parameters, fault):
        record = {
            "at": round(self.clock.now(), 3),
            "event": event,
            "sid": call_sid,
            "url": url,
            "params": parameters,
            "fault": fault,
            "sent": [],
            "answers": [],
            "failure": None,
        }
        self.log.append(record)
        return record

    async def _deliver(self, record, method, url, parameters, token):
        """One callback with its retries. They carry the same token of identity, as one callback does at Twilio."""
        plain, _, fragment = url.partition("#")
        overrides = dict(parse_qsl(fragment))
        retries = int(overrides.get("rc", 1))
        policy = set(overrides.get("rp", "ct").split(","))
        body = b""
        if method == "GET":
            plain += ("&" if urlsplit(plain).query else "?") + urlencode(parameters)
            signature = token and sign(token, plain, {})
        else:
            body = urlencode(parameters).encode()
            signature = token and sign(token, plain, parameters)
        number = parameters.get("SequenceNumber", record["at"])
        identity = f"{record['sid']}-{record['event']}-{number}"
        headers = {"User-Agent": "TwilioProxy/1.1", "Accept": "*/*", "I-Twilio-Idempotency-Token": sid("", identity)}
        if signature is not None:
            headers["X-Twilio-Signature"] = signature
        for attempt in range(1 + retries):
            self.counts["sent"] += 1
            record["sent"].append(round(self.clock.now(), 3))
            try:
                limit = self.settings.webhook_seconds
                reply = await send(method, plain, headers, body, self.settings.routes, limit)
            except (ConnectFailed, ReadFailed) as problem:
                failure = "ct" if isinstance(problem, ConnectFailed) else "rt"
                record["failure"] = f"{failure}: {problem}"
                record["answers"].append(None)
                reply = None
            else:
                failure = {4: "4xx", 5: "5xx"}.get(reply.status // 100)
                record["failure"] = None
                record["answers"].append(reply.status)
            self.changed()
            if failure is None or not policy & {failure, "all"}:
                break
        return reply
