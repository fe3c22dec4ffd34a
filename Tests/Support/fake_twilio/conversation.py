"""What happens on an answered call: documents are fetched and performed, the callee hears, and presses keys.

<Gather> by https://www.twilio.com/docs/voice/twiml/gather: what is nested is said until the first key; `timeout` counts
from its end, and anew from each key. Keys outside a <Gather> are lost. FinishedOnKey and msg are not published, but
Twilio sends them, and the signature covers them.
"""

import asyncio
import re
import unicodedata
from dataclasses import dataclass, field
from urllib.parse import urljoin

from .twiml import DocumentFailed, document_of, verbs_of

KEY_GAP_SECONDS = 0.3
DOCUMENT_LIMIT = 500


@dataclass
class Fetch:
    """The next document, to be asked for."""

    event: str
    url: str
    method: str = "POST"
    extra: dict = field(default_factory=dict)


@dataclass
class Gathering:
    most: int | None
    finish: str
    said: str
    digits: str = ""
    finished_on: str = ""
    done: bool = False
    key: asyncio.Event = field(default_factory=asyncio.Event)

    def take(self, key):
        if key == self.finish:
            self.finished_on, self.done = key, True
        else:
            self.digits += key
            self.done = self.most is not None and len(self.digits) >= self.most
        self.key.set()


class Conversation:
    def __init__(self, line, call):
        self.line, self.call, self.clock = line, call, line.clock
        self.gathering, self.gathers = None, 0
        self._performing, self._asked = None, asyncio.Event()

    # How it begins

    def begin(self):
        url, twiml = self.call.parameter("Url"), self.call.parameter("Twiml")
        method = self.call.parameter("Method", "POST")
        self._perform(self._after_detection(url, method, twiml))
        for press in self.call.behaviour.press:
            if press.at is not None:
                self.line.start(self.call, self._press_later(press, press.at))

    def redirect(self, url, method, twiml):
        """Url wins over Twiml, as at the creation of a call."""
        if self._performing:
            self._performing.cancel()
        self.gathering = None
        self._perform(self._documents(Fetch("redirect", url, method) if url else twiml))

    def _perform(self, work):
        self._performing = self.line.start(self.call, work)

    async def _after_detection(self, url, method, twiml):
        extra = {}
        callback = self.call.parameter("AsyncAmdStatusCallback")
        if self.call.parameter("MachineDetection") in ("Enable", "DetectMessageEnd"):
            if self.call.parameter("AsyncAmd") == "true":
                self.line.start(self.call, self._detect(callback))
            else:
                await self._detect(None)
                extra = {"MachineDetectionDuration": str(self.call.detection_milliseconds)}
        await self._documents(Fetch("document", url, method, extra) if url else twiml)

    async def _detect(self, callback):
        after = self.call.behaviour.amd_after
        await self.clock.sleep(after)
        self.call.answered_by = self.call.behaviour.answered_by
        self.call.detection_milliseconds = round(after * 1000)
        if callback:
            self.line.callbacks.machine_detection(self.call, callback)

    # Documents, one after the other, until one ends the call

    async def _documents(self, source):
        try:
            for _ in range(DOCUMENT_LIMIT):
                source = await self._document(source)
                if source is None:
                    return self.line.finish(self.call, "completed", "document", 200)
            raise DocumentFailed(12400, "too many documents")
        except DocumentFailed as problem:
            self.call.errors.append({"code": problem.code, "message": problem.message})
            self.line.finish(self.call, "completed", "provider", 200)

    async def _document(self, source):
        if not isinstance(source, Fetch):
            return await self._verbs(verbs_of(source), None)
        try:
            verbs = document_of(await self._fetch(source))
        except DocumentFailed as problem:
            fallback = self.call.parameter("FallbackUrl")
            if not fallback or source.url == fallback:
                raise
            self.call.errors.append({"code": problem.code, "message": problem.message})
            about = {"ErrorCode": str(problem.code), "ErrorUrl": source.url}
            return Fetch("document", fallback, self.call.parameter("FallbackMethod", "POST"), about)
        return await self._verbs(verbs, source.url)

    async def _fetch(self, fetch):
        asking = self.line.callbacks.document(self.call, fetch.event, fetch.url, fetch.method, fetch.extra)
        self._asked.set()
        reply = await asyncio.shield(asking)
        self.call.documents.append({
            "at": round(self.clock.now(), 3),
            "event": fetch.event,
            "url": fetch.url,
            "status": reply and reply.status,
            "digits": fetch.extra.get("Digits"),
        })
        return reply

    async def _verbs(self, verbs, base):
        for verb in verbs:
            match verb.name:
                case "Say" | "Play" | "Pause":
                    await self._utter(verb, None)
                case "Gather":
                    if (following := await self._gather(verb, base)) is not None:
                        return following
                case "Redirect":
                    return Fetch("redirect", self._resolve(base, verb.text), verb.attributes.get("method", "POST"))
                case "Hangup":
                    return None
        return None

    def _resolve(self, base, url):
        resolved = urljoin(base or "", url)
        if not resolved.startswith(("http://", "https://")):
            raise DocumentFailed(11100, f"Invalid URL format: {url!r} in a document without a URL of its own")
        return resolved

    # Saying and listening

    async def _utter(self, verb, until):
        """True when a key cut it short. What was said is on record from its first word."""
        settings = self.line.settings
        match verb.name:
            case "Pause":
                return await self._wait(verb.number("length", 1), until)
            case "Play":
                seconds = settings.play_seconds
            case _:
                seconds = len(verb.text) * settings.speech_seconds_per_character
        said = {"at": round(self.clock.now(), 3), "verb": verb.name, "text": verb.text, **verb.attributes, "cut": True}
        self.call.spoken.append(said)
        self.line.changed()
        for _ in range(int(verb.number("loop", 1)) or 1000):
            if await self._wait(seconds, until):
                return True
        said["cut"] = False
        return False

    async def _wait(self, seconds, until):
        if until is None:
            await self.clock.sleep(seconds)
            return False
        waits = [asyncio.ensure_future(self.clock.sleep(seconds)), asyncio.ensure_future(until.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            return until.is_set()
        finally:
            for each in waits:
                each.cancel()

    async def _gather(self, verb, base):
        if "dtmf" not in verb.attributes.get("input", "dtmf").split():
            raise DocumentFailed(13331, "only dtmf is heard here")
        most = verb.attributes.get("numDigits")
        said = " ".join(each.text for each in verb.nested)
        gathering = Gathering(int(most) if most else None, verb.attributes.get("finishOnKey", "#"), said)
        self.gathering, self.gathers = gathering, self.gathers + 1
        self._asked.clear()
        for press in self.call.behaviour.press:
            if press.at is None and press.gather == self.gathers:
                self.line.start(self.call, self._press_later(press, press.after, gathering))
        for each in verb.nested:
            if await self._utter(each, gathering.key):
                break
        while not gathering.done:
            gathering.key.clear()
            if not await self._wait(verb.number("timeout", 5), gathering.key):
                break
        self.gathering = None
        if not gathering.digits and verb.attributes.get("actionOnEmptyResult", "false").lower() != "true":
            return None
        extra = {"Digits": gathering.digits, "FinishedOnKey": gathering.finished_on, "msg": "Gather End"}
        action = self._resolve(base, verb.attributes.get("action", base or ""))
        return Fetch("gather", action, verb.attributes.get("method", "POST"), extra)

    # The callee's fingers

    async def _press_later(self, press, seconds, gathering=None):
        await self.clock.sleep(seconds)
        keys = press.keys
        if keys is None:
            found = re.search(press.spoken, unicodedata.normalize("NFKC", gathering.said))
            if not found:
                self.call.warnings.append(f"no key was heard by {press.spoken!r} in {gathering.said!r}")
                return
            keys = found.group(1)
        await self.press(keys)
        if self.call.behaviour.hang_up_after_keys is not None:
            if gathering and gathering.done and gathering.digits:
                await self._asked.wait()
            await self.clock.sleep(self.call.behaviour.hang_up_after_keys)
            self.line.finish(self.call, "completed", "callee", 200)

    async def press(self, keys):
        for index, key in enumerate(keys):
            if index:
                await self.clock.sleep(KEY_GAP_SECONDS)
            taken = self.gathering is not None and not self.gathering.done
            self.call.keys.append({"key": key, "at": round(self.clock.now(), 3), "taken": taken})
            self.line.changed()
            if taken:
                self.gathering.take(key)
