"""Every request's way: a fault before it is read, the interface or a command, and a fault in the answer."""

import asyncio
from collections import Counter, deque
from urllib.parse import unquote, urlsplit

from . import admin
from .api import API, error, kind_of
from .behaviour import Telephones
from .callbacks import Callbacks
from .clock import Clock
from .faults import Faults
from .http_server import Answer, Manner
from .line import Line

MESSAGES = {429: (20429, "Too Many Requests"), 401: (20003, "Authenticate"), 503: (20503, "Service Unavailable")}


class Service:
    def __init__(self, settings):
        self.settings = settings
        self.clock = Clock(settings.speed)
        self.telephones, self.faults = Telephones(), Faults()
        self._changed = asyncio.Event()
        self.callbacks = Callbacks(settings, self.faults, self.clock, self.changed)
        self.line = Line(settings, self.telephones, self.callbacks, self.clock, self.changed)
        self.api = API(settings, self.line)
        self.counts, self.faulted, self.log = Counter(), Counter(), deque(maxlen=20000)

    def reset(self):
        self.line.reset()
        self.callbacks.reset()
        self.telephones.__init__()
        self.faults.__init__()
        for each in (self.counts, self.faulted, self.log):
            each.clear()

    def changed(self):
        self._changed.set()

    async def wait_until(self, condition, seconds):
        """Real seconds: a test waits for the process, not for the play. True when the condition held in time."""
        deadline = asyncio.get_running_loop().time() + seconds
        while not condition():
            self._changed.clear()
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                return False
            try:
                await asyncio.wait_for(self._changed.wait(), min(left, 0.25))
            except TimeoutError:
                pass
        return True

    # What the server asks

    def unread(self, method, target):
        kind = kind_of(method, unquote(urlsplit(target).path))
        if kind is None:
            return None
        fault = self.faults.of_unread_request(kind, self.settings.seed, self.counts["unread"] + self.counts[kind])
        if fault is None:
            return None
        self.counts["unread"] += 1
        self.faulted["unread"] += 1
        self.log.append({"at": round(self.clock.now(), 3), "kind": kind, "fault": "unread", "placed": False})
        self.changed()
        return Manner(close=True, reset=fault.get("reset", False))

    async def answer(self, request):
        if request.path.startswith("/_fake/"):
            return await admin.obey(self, request), Manner(), lambda count, whole: None
        kind = kind_of(request.method, request.path)
        self.counts[kind or "other"] += 1
        to = self._number(request, kind)
        fault = self.faults.of_request(kind, to, self.settings.seed, self.counts[kind]) if kind else None
        acts = fault is None or fault.get("place", fault.kind != "status")
        answer, call = self.api.answer(request, kind) if acts else (error(500, 20500, "Internal Server Error"), None)
        record = {
            "at": round(self.clock.now(), 3),
            "kind": kind or "other",
            "to": to,
            "sid": call.sid if call else None,
            "fault": fault.kind if fault else None,
            "placed": kind == "create" and call is not None,
            "bytes": None,
        }
        self.log.append(record)
        if fault:
            self.faulted[fault.kind] += 1
            answer = self._broken(fault, answer, call)
        manner = self._manner(fault, answer) if fault else Manner()
        record["status"] = answer.status

        def sent(count, whole):
            record["bytes"] = count
            if call and kind == "create" and whole:
                call.answer_delivered = True
            self.changed()

        self.changed()
        return answer, manner, sent

    def _number(self, request, kind):
        """The number that a request is about, for faults that name one."""
        if kind in ("update", "fetch"):
            call = self.line.calls.get(request.path.split("/")[-1].removesuffix(".json"))
            return call and call.to
        return dict(request.form if kind == "create" else request.query).get("To")

    # What a fault makes of an answer

    def _broken(self, fault, answer, call):
        if fault.kind == "status":
            status = fault.get("status", 503)
            code, message = MESSAGES.get(status, (20500, "Internal Server Error"))
            wait = fault.get("retry_after")
            headers = {"Retry-After": str(wait)} if wait is not None else {}
            return error(status, fault.get("code", code), message, headers)
        if fault.kind == "body" and call is not None:
            match fault.get("sid", "none"):
                case "html":
                    return Answer(answer.status, html=True)
                case "none":
                    return Answer(answer.status, {name: each for name, each in answer.value.items() if name != "sid"})
                case "previous":
                    before = [each for each in self.line.calls.values() if each.number < call.number]
                    return Answer(answer.status, before[-1].resource() if before else answer.value)
                case given:
                    return Answer(answer.status, answer.value | {"sid": given})
        return answer

    def _manner(self, fault, answer):
        reset = fault.get("reset", False)
        match fault.kind:
            case "lose":
                return Manner(bytes=0, close=True, reset=reset)
            case "cut":
                count = fault.get("bytes", 0)
                if count == "sweep":
                    count = (fault.hits - 1) % (len(answer.encoded()) + 1)
                return Manner(bytes=count, close=True, reset=reset)
            case "slow":
                return Manner(seconds=fault.get("seconds", 0), per_byte=fault.get("per_byte", 0))
            case "hang":
                return Manner(silent=True)
            case "drop-idle":
                return Manner(close=True, reset=reset)
            case _:
                return Manner()
