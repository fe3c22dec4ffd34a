"""The telephone network: dials, rings, picks up and hangs up, as each number's behaviour says."""

import asyncio

from .behaviour import PICKS_UP
from .calls import Call
from .conversation import Conversation
from .signature import draw, sid

OUTCOMES = {"busy": "busy", "rejected": "busy", "failed": "failed", "no-answer": "no-answer"}


class Line:
    def __init__(self, settings, telephones, callbacks, clock, changed):
        self.settings, self.telephones, self.callbacks = settings, telephones, callbacks
        self.clock, self.changed = clock, changed
        self.calls = {}
        self._tasks, self._conversations = {}, {}
        self._next_slot = 0.0

    def reset(self):
        for call in self.calls.values():
            self._stop(call)
        self.calls.clear()
        self._tasks.clear()
        self._conversations.clear()
        self._next_slot = 0.0

    def place(self, parameters):
        """The account's calls per second are kept here: a call beyond them waits, and is told how long."""
        form, now, number = dict(parameters), self.clock.instant(), len(self.calls) + 1
        slot = now.seconds
        if self.settings.calls_per_second:
            slot = max(slot, self._next_slot)
            self._next_slot = slot + 1 / self.settings.calls_per_second
        lag = self.settings.listing_lag_seconds
        if isinstance(lag, list):
            lag = draw(self.settings.seed, "lag", number).uniform(*lag)
        call = Call(
            sid=sid("CA", self.settings.seed, "call", number),
            number=number,
            account=self.settings.account,
            to=form["To"],
            sender=form["From"],
            phone_number_sid=sid("PN", form["From"]),
            parameters=parameters,
            behaviour=self.telephones.next(form["To"]),
            created=now,
            updated=now,
            listed_from=now.seconds + lag,
            slot=slot,
            queue_milliseconds=round((slot - now.seconds) * 1000),
            time_limit=float(form.get("TimeLimit", 14400)),
        )
        self.calls[call.sid] = call
        self.start(call, self._dial(call))
        self.changed()
        return call

    # Before the answer

    async def _dial(self, call):
        behaviour = call.behaviour
        await self.clock.sleep_until(call.slot)
        if behaviour.answer == "silent":
            return
        call.dialled = call.updated = self.clock.instant()
        self.callbacks.status(call, "initiated")
        self.changed()
        self.start(call, self._give_up(call))
        await self.clock.sleep(behaviour.ring_delay)
        if behaviour.answer == "never-rings":
            return
        if behaviour.ring != 0 or behaviour.answer not in OUTCOMES:
            self._ring(call)
            if behaviour.ring is None or behaviour.answer == "manual":
                return
            await self.clock.sleep(behaviour.ring)
        if behaviour.answer in PICKS_UP:
            self.answer(call)
        else:
            by = "provider" if behaviour.answer == "failed" else "callee"
            self.finish(call, OUTCOMES[behaviour.answer], by, behaviour.sip)

    def _ring(self, call):
        call.status = "ringing"
        call.ring_started = call.updated = self.clock.instant()
        self.callbacks.status(call, "ringing")
        self.changed()

    async def _give_up(self, call):
        timeout = min(int(call.parameter("Timeout", 60)), 600)
        await self.clock.sleep(timeout + self.settings.timeout_extra_seconds)
        self.finish(call, "no-answer", "timeout", 487)

    # From the answer to the end

    def answer(self, call):
        self._stop(call)
        call.status = "in-progress"
        call.answered = call.updated = self.clock.instant()
        if call.ring_started:
            call.ring_ended = call.answered
        self.callbacks.status(call, "answered")
        self.changed()
        conversation = self._conversations[call.sid] = Conversation(self, call)
        conversation.begin()
        self.start(call, self._limit(call))
        if call.behaviour.hang_up is not None:
            self.start(call, self._hang_up(call))

    async def _limit(self, call):
        await self.clock.sleep_until(call.answered.seconds + call.time_limit)
        self.finish(call, "completed", "time-limit", 200)

    async def _hang_up(self, call):
        await self.clock.sleep(call.behaviour.hang_up)
        self.finish(call, "completed", "callee", 200)

    def finish(self, call, status, by, sip):
        if call.over:
            return
        call.status, call.ended_by, call.sip = status, by, sip
        call.ended = call.updated = self.clock.instant()
        if call.ring_started and not call.ring_ended:
            call.ring_ended = call.ended
        self._stop(call)
        self.callbacks.status(call, "completed")
        self.changed()

    # What the caller, through the interface, and a test by hand may do

    def cancel(self, call):
        """`canceled` hangs up calls that are queued or ringing; calls in progress are not affected (call-resource)."""
        if call.status == "ringing" and call.behaviour.glare:
            self.answer(call)
        elif call.answered is None:
            self.finish(call, "canceled", "caller", 487)

    def complete(self, call):
        """Undocumented: the status of a call that is completed before its answer. The text on `canceled` fits it."""
        if call.answered is None:
            self.finish(call, "canceled", "caller", 487)
        else:
            self.finish(call, "completed", "caller", 200)

    def redirect(self, call, url, method, twiml):
        self._conversations[call.sid].redirect(url, method, twiml)

    def limit(self, call, seconds):
        call.time_limit = float(seconds)
        if call.answered and not call.over:
            self.start(call, self._limit(call))

    def press(self, call, keys):
        if conversation := self._conversations.get(call.sid):
            self.start(call, conversation.press(keys))

    # The tasks of a call

    def start(self, call, work):
        task = asyncio.ensure_future(work)
        tasks = self._tasks.setdefault(call.sid, set())
        tasks.add(task)

        def ended(task):
            tasks.discard(task)
            if not task.cancelled() and task.exception():
                call.errors.append({"code": None, "message": f"the fake failed: {task.exception()!r}"})

        task.add_done_callback(ended)
        return task

    def _stop(self, call):
        for task in self._tasks.get(call.sid, ()):
            if task is not asyncio.current_task():
                task.cancel()
