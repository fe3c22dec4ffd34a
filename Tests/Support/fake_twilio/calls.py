"""One call: what the test may know of it, and the part of that which Twilio's Call resource shows."""

import math
from dataclasses import dataclass, field

from .clock import Instant

ENDED = ("completed", "busy", "failed", "no-answer", "canceled")
SUBRESOURCES = {
    "notifications": "Notifications",
    "recordings": "Recordings",
    "payments": "Payments",
    "events": "Events",
    "siprec": "Siprec",
    "streams": "Streams",
    "transcriptions": "Transcriptions",
    "user_defined_message_subscriptions": "UserDefinedMessageSubscriptions",
    "user_defined_messages": "UserDefinedMessages",
}
MOMENTS = ("created", "dialled", "ring_started", "ring_ended", "answered", "ended")


@dataclass
class Call:
    sid: str
    number: int
    account: str
    to: str
    sender: str
    phone_number_sid: str
    parameters: list
    behaviour: object
    created: Instant
    updated: Instant
    listed_from: float
    slot: float
    queue_milliseconds: int
    status: str = "queued"
    dialled: Instant | None = None
    ring_started: Instant | None = None
    ring_ended: Instant | None = None
    answered: Instant | None = None
    ended: Instant | None = None
    ended_by: str | None = None
    sip: int | None = None
    answered_by: str | None = None
    detection_milliseconds: int | None = None
    time_limit: float = 14400
    sequence: int = 0
    answer_delivered: bool = False
    keys: list = field(default_factory=list)
    spoken: list = field(default_factory=list)
    documents: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    errors: list = field(default_factory=list)

    def parameter(self, name, default=None):
        return next((value for key, value in self.parameters if key == name), default)

    @property
    def over(self):
        return self.ended is not None

    @property
    def duration_seconds(self):
        return 0 if self.answered is None or self.ended is None else round(self.ended.seconds - self.answered.seconds)

    @property
    def duration_minutes(self):
        """Calls are billed by the minute, and begun ones count."""
        return math.ceil(self.duration_seconds / 60)

    def resource(self, with_dates=True):
        """`api.v2010.account.call`: these fields and no others. What Twilio leaves empty is null here."""
        uri = f"/2010-04-01/Accounts/{self.account}/Calls/{self.sid}"
        return {
            "account_sid": self.account,
            "answered_by": self.answered_by,
            "api_version": "2010-04-01",
            "caller_name": None,
            "date_created": self.created.rfc2822 if with_dates else None,
            "date_updated": self.updated.rfc2822 if with_dates else None,
            "direction": "outbound-api",
            "duration": str(self.duration_seconds) if self.status == "completed" else None,
            "end_time": self.ended.rfc2822 if self.ended else None,
            "forwarded_from": None,
            "from": self.sender,
            "from_formatted": self.sender,
            "group_sid": None,
            "parent_call_sid": None,
            "phone_number_sid": self.phone_number_sid,
            "price": None,
            "price_unit": "USD",
            "sid": self.sid,
            "start_time": self.dialled.rfc2822 if self.dialled else None,
            "status": self.status,
            "subresource_uris": {name: f"{uri}/{part}.json" for name, part in SUBRESOURCES.items()},
            "to": self.to,
            "to_formatted": self.to,
            "trunk_sid": None,
            "uri": f"{uri}.json",
            "queue_time": str(self.queue_milliseconds),
        }

    def truth(self, now):
        moments = {name: getattr(self, name) for name in MOMENTS}
        rang = None
        if self.ring_started:
            rang = round((self.ring_ended.seconds if self.ring_ended else now) - self.ring_started.seconds, 3)
        return {
            "sid": self.sid,
            "number": self.number,
            "to": self.to,
            "from": self.sender,
            "status": self.status,
            "ended_by": self.ended_by,
            "sip": self.sip,
            **{name: moment and round(moment.seconds, 3) for name, moment in moments.items()},
            "wall": {name: moment and round(moment.wall, 3) for name, moment in moments.items()},
            "listed_from": round(self.listed_from, 3),
            "rang_seconds": rang,
            "answered_by": self.answered_by,
            "keys": self.keys,
            "spoken": self.spoken,
            "documents": self.documents,
            "answer_delivered": self.answer_delivered,
            "parameters": self.parameters,
            "warnings": self.warnings,
            "errors": self.errors,
        }


def by_number(calls, now):
    """For each number: calls that went on at one time, and the shortest pause from one's end to the next dialling."""
    numbers = {}
    for call in sorted((each for each in calls if each.dialled), key=lambda each: each.dialled.seconds):
        numbers.setdefault(call.to, []).append(call)
    return {number: _line_use(dialled, now) for number, dialled in sorted(numbers.items())}


def _line_use(calls, now):
    overlaps, pauses, last = [], [], None
    for call in calls:
        if last is not None:
            pause = call.dialled.seconds - (last.ended.seconds if last.ended else now)
            if pause < 0:
                overlaps.append({"sids": [last.sid, call.sid], "seconds": round(min(-pause, _end(call, now)), 3)})
            else:
                pauses.append(pause)
        if last is None or last.ended and (not call.ended or call.ended.seconds > last.ended.seconds):
            last = call
    shortest = round(min(pauses), 3) if pauses else None
    return {"calls": len(calls), "overlaps": overlaps, "shortest_pause_seconds": shortest}


def _end(call, now):
    return (call.ended.seconds if call.ended else now) - call.dialled.seconds
