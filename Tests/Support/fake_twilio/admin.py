"""The commands under /_fake/. They are described in the package's documentation."""

import json
from dataclasses import asdict

from .api import error
from .calls import by_number
from .http_server import Answer
from .settings import CommandRefused, check_keys

REACHED = {
    "created": "created",
    "dialled": "dialled",
    "ringing": "ring_started",
    "answered": "answered",
    "spoken": "spoken",
    "ended": "ended",
}


async def obey(service, request):
    try:
        command = json.loads(request.body or b"{}")
        check_keys("command", command, command if isinstance(command, dict) else ())
        parts = request.path.split("/")[2:]
        match request.method, parts:
            case "GET", ["settings"]:
                return Answer(200, asdict(service.settings))
            case "POST", ["settings"]:
                return Answer(200, service.settings.change(command, service.clock))
            case "POST", ["behaviours"]:
                service.telephones.change(command)
                return Answer(200, {})
            case "POST", ["faults"]:
                service.faults.change(command)
                return Answer(200, {})
            case "POST", ["reset"]:
                service.reset()
                return Answer(200, {})
            case "POST", ["forge"]:
                return Answer(200, await _forge(service, command))
            case "POST", ["calls", sid]:
                return Answer(200, _play(service, sid, command))
            case "GET", ["calls"]:
                return Answer(200, await _calls(service, dict(request.query)))
            case "GET", ["requests"]:
                return Answer(200, _with_log(service.counts, service.log) | {"faulted": service.faulted})
            case "GET", ["callbacks"]:
                return Answer(200, _with_log(service.callbacks.counts, service.callbacks.log))
        return error(404, 20404, f"no command {request.method} {request.path}")
    except (CommandRefused, ValueError, TypeError, AttributeError) as problem:
        return error(400, 20001, str(problem))


def _with_log(counts, log):
    return {"counts": counts, "log": list(log)}


async def _forge(service, command):
    check_keys("forge", command, ["url", "params", "token"])
    token = command.get("token", service.settings.token)
    return await service.callbacks.by_hand(command["url"], command.get("params", {}), token)


def _play(service, sid, command):
    check_keys("call", command, ["do", "keys"])
    call = service.line.calls.get(sid)
    if call is None or call.over:
        raise CommandRefused(f"no live call {sid}")
    match command.get("do"):
        case "answer" if call.status == "ringing":
            service.line.answer(call)
        case "press" if call.status == "in-progress":
            service.line.press(call, command["keys"])
        case "hang_up" if call.status == "in-progress":
            service.line.finish(call, "completed", "callee", 200)
        case "hang_up" if call.status == "ringing":
            service.line.finish(call, "busy", "callee", 603)
        case other:
            raise CommandRefused(f"cannot {other} a call that is {call.status}")
    return call.truth(service.clock.now())


async def _calls(service, query):
    check_keys("calls", query, [*REACHED, "at", "wait", "to", "since", "idle"])
    line = service.line

    def reached():
        if "idle" in query and (service.callbacks.under_way or not all(call.over for call in line.calls.values())):
            return False
        if service.clock.now() < float(query.get("at", 0)):
            return False
        return all(
            sum(bool(getattr(call, REACHED[name])) for call in line.calls.values()) >= int(count)
            for name, count in query.items()
            if name in REACHED
        )

    held = await service.wait_until(reached, float(query.get("wait", 0)))
    now = service.clock.now()
    calls = [call for call in line.calls.values() if query.get("to", call.to) == call.to]
    calls = [call for call in calls if call.number > int(query.get("since", 0))]
    truths = [call.truth(now) for call in calls]
    return {"now": round(now, 3), "reached": held, "calls": truths, "numbers": by_number(calls, now)}
