"""The REST interface: creating, changing, fetching and listing calls, and Twilio's error bodies.

Messages are those that Twilio's own answers show; codes from https://www.twilio.com/docs/api/errors. Undocumented, and
decided here: 20001 for a parameter of the wrong kind; a queued call, which has no start time yet, is found by StartTime
through its creation.
"""

import base64
import hmac
import re
from datetime import datetime, timezone
from urllib.parse import urlencode, urlsplit

from .calls import ENDED
from .http_server import Answer

E164 = re.compile(r"\+[1-9][0-9]{6,14}")
STATUSES = ("queued", "ringing", "in-progress", *ENDED)
CREATE_PARAMETERS = (
    "To From Method FallbackUrl FallbackMethod StatusCallback StatusCallbackEvent StatusCallbackMethod Timeout "
    "MachineDetection MachineDetectionTimeout MachineDetectionSpeechThreshold MachineDetectionSpeechEndThreshold "
    "MachineDetectionSilenceTimeout AsyncAmd AsyncAmdStatusCallback AsyncAmdStatusCallbackMethod CallReason TimeLimit "
    "Url Twiml"
).split()
FILTERS = (
    "To From ParentCallSid Status StartTime StartTime< StartTime> EndTime EndTime< EndTime> PageSize Page PageToken"
).split()
EVENTS = {"initiated", "ringing", "answered", "completed"}


class Refusal(Exception):
    def __init__(self, status, code, message):
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


def error(status, code, message, headers=None):
    more_info = f"https://www.twilio.com/docs/errors/{code}"
    return Answer(status, {"code": code, "message": message, "more_info": more_info, "status": status}, headers or {})


def kind_of(method, path):
    """create, update, fetch or list; None for what is no request about calls."""
    match = re.fullmatch(r"/2010-04-01/Accounts/[^/]+/Calls(/[^/]+)?\.json", path)
    if not match:
        return None
    of_one = match.group(1) is not None
    return {"POST": "update" if of_one else "create", "GET": "fetch" if of_one else "list"}.get(method)


class API:
    def __init__(self, settings, line):
        self.settings, self.line = settings, line

    def answer(self, request, kind):
        """The answer, and the call that it is about. What is refused changes nothing."""
        try:
            self._authenticate(request)
            _, _, _, account, *rest = request.path.split("/")
            own = self._own(request) if kind is None else None
            if own is not None:
                return own, None
            if account != self.settings.account or kind is None:
                raise Refusal(404, 20404, f"The requested resource {request.path} was not found")
            match kind:
                case "create":
                    call = self._create(request.form)
                    return Answer(201, call.resource(self.settings.dates_in_create)), call
                case "list":
                    return self._list(request), None
                case "fetch":
                    call = self._call(request, rest[-1])
                    return Answer(200, call.resource()), call
                case _:
                    call = self._call(request, rest[-1])
                    self._update(call, dict(request.form))
                    return Answer(200, call.resource()), call
        except Refusal as refusal:
            headers = {"WWW-Authenticate": 'Basic realm="Twilio API"'} if refusal.status == 401 else {}
            return error(refusal.status, refusal.code, refusal.message, headers), None

    def _authenticate(self, request):
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        wanted = base64.b64encode(f"{self.settings.account}:{self.settings.token}".encode()).decode()
        if scheme.lower() != "basic" or not hmac.compare_digest(given.strip(), wanted):
            raise Refusal(401, 20003, "Authenticate")

    def _call(self, request, name):
        call = self.line.calls.get(name.removesuffix(".json"))
        if call is None:
            raise Refusal(404, 20404, f"The requested resource {request.path} was not found")
        return call

    def _own(self, request):
        """The account itself, and the numbers that it may call from; None for what is neither."""
        root = f"/2010-04-01/Accounts/{self.settings.account}"
        if request.method != "GET" or not request.path.startswith(root):
            return None
        status = self.settings.account_status
        match request.path.removeprefix(root):
            case ".json":
                return Answer(200, {"sid": self.settings.account, "status": status, "type": "Full"})
            case "/IncomingPhoneNumbers.json":
                wanted = dict(request.query).get("PhoneNumber")
                owned = [wanted] if self.settings.from_numbers is None else self.settings.from_numbers
                return Answer(200, {"incoming_phone_numbers": [{"phone_number": n} for n in owned if n == wanted]})
            case "/OutgoingCallerIds.json":
                wanted = dict(request.query).get("PhoneNumber")
                verified = [{"phone_number": n} for n in self.settings.verified_numbers if n == wanted]
                return Answer(200, {"outgoing_caller_ids": verified})
        return None

    # Create

    def _create(self, parameters):
        form = dict(parameters)
        self._check_numbers(form)
        if not form.get("Url") and not form.get("Twiml"):
            raise Refusal(400, 21205, "Url parameter is required.")
        if form.get("Url"):
            self._check_url(form["Url"], 21205, "Url")
        elif len(form["Twiml"]) > 4000:
            raise Refusal(400, 32018, "Twiml size exceeded maximum allowed value of 4000 characters")
        for name in ("StatusCallback", "AsyncAmdStatusCallback"):
            if form.get(name):
                self._check_url(form[name], 21609, name)
        for name in ("Timeout", "TimeLimit"):
            self._check_integer(form, name)
        call = self.line.place(parameters)
        unknown = sorted({name for name, _ in parameters} - set(CREATE_PARAMETERS))
        if unknown:
            call.warnings.append(f"parameters without effect here: {', '.join(unknown)}")
        for name, value in parameters:
            if name == "StatusCallbackEvent" and set(value.split()) - EVENTS:
                call.warnings.append(f"21626: invalid StatusCallbackEvent {value!r}")
        return call

    def _check_numbers(self, form):
        to, sender = form.get("To", ""), form.get("From", "")
        if not to:
            raise Refusal(400, 21201, "No 'To' number is specified")
        if not sender:
            raise Refusal(400, 21213, "No 'From' number is specified")
        if not E164.fullmatch(sender):
            raise Refusal(400, 21212, f"Invalid From Number (caller ID): {sender}")
        if self.settings.from_numbers is not None and sender not in self.settings.from_numbers:
            raise Refusal(
                400,
                21210,
                f"The source phone number provided, {sender}, is not yet verified for your account. You may only make "
                "calls from phone numbers that you've verified or purchased from Twilio.",
            )
        if not E164.fullmatch(to):
            raise Refusal(400, 21211, f"The phone number you are attempting to call, {to}, is not valid.")
        if not to.startswith(tuple(self.settings.allowed_prefixes)):
            raise Refusal(400, 21215, f"Account not authorized to call {to}.")

    def _check_url(self, url, code, name):
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or "_" in parts.hostname:
            if name == "Url":
                raise Refusal(400, code, f"Url is not a valid URL: {url}")
            raise Refusal(400, code, f"The '{name}' URL {url} is not a valid URL.")

    def _check_integer(self, form, name):
        if name in form and not re.fullmatch(r"[1-9][0-9]{0,5}", form[name]):
            raise Refusal(400, 20001, f"{name} must be a positive integer: {form[name]}")

    # Update

    def _update(self, call, form):
        status = form.get("Status")
        if status not in (None, "canceled", "completed"):
            raise Refusal(400, 20001, f"Status must be canceled or completed: {status}")
        for name in ("Url", "StatusCallback"):
            if form.get(name):
                self._check_url(form[name], 21205 if name == "Url" else 21609, name)
        self._check_integer(form, "TimeLimit")
        redirects = bool(form.get("Url") or form.get("Twiml"))
        if call.over or (redirects and call.status != "in-progress"):
            raise Refusal(400, 21220, "Call is not in-progress. Cannot redirect.")
        for name in ("StatusCallback", "StatusCallbackMethod", "FallbackUrl", "FallbackMethod"):
            if name in form and redirects:
                call.parameters = [each for each in call.parameters if each[0] != name] + [(name, form[name])]
        if "TimeLimit" in form:
            self.line.limit(call, form["TimeLimit"])
        if status == "canceled":
            self.line.cancel(call)
        elif status == "completed":
            self.line.complete(call)
        elif redirects:
            self.line.redirect(call, form.get("Url"), form.get("Method", "POST"), form.get("Twiml"))

    # List

    def _list(self, request):
        query = [(name, value) for name, value in request.query if name in FILTERS]
        filters = dict(query)
        size = filters.get("PageSize", "50")
        if not size.isdigit() or not 1 <= int(size) <= 1000:
            raise Refusal(400, 20007, f"Page size must be between 1 and 1000: {size}")
        if filters.get("Status", "queued") not in STATUSES:
            raise Refusal(400, 20001, f"Status {filters['Status']} is not one of {', '.join(STATUSES)}")
        now = self.line.clock.now()
        found = [call for call in self.line.calls.values() if call.listed_from <= now and _fits(call, filters)]
        found.reverse()
        return Answer(200, _page(request.path, query, found, int(size)))


def _fits(call, filters):
    exact = {"To": call.to, "From": call.sender, "Status": call.status, "ParentCallSid": None}
    if any(filters.get(name) and filters[name] != value for name, value in exact.items()):
        return False
    moments = {"StartTime": call.dialled or call.created, "EndTime": call.ended}
    for name, moment in moments.items():
        for sign in ("", "<", ">"):
            wanted = filters.get(name + sign)
            if wanted and not _in_time(moment, wanted, sign):
                return False
    return True


def _in_time(moment, wanted, sign):
    """`<` is before this date, `>` on or after it, alone on it: dates in UTC; an instant is taken to the second."""
    if moment is None:
        return False
    try:
        limit = datetime.fromisoformat(wanted)
    except ValueError:
        raise Refusal(400, 20001, f"not a date: {wanted}") from None
    actual = datetime.fromtimestamp(int(moment.wall), timezone.utc)
    limit = limit if limit.tzinfo else limit.replace(tzinfo=timezone.utc)
    match sign:
        case "<":
            return actual < limit
        case ">":
            return actual >= limit
        case _:
            return actual.date() == limit.date()


def _page(path, query, found, size):
    """PageToken names the call before the page (PA) or after it (PB): calls that come in between do not shift pages."""
    given = dict(query)
    token, page, start = given.get("PageToken", ""), int(given.get("Page", 0) or 0), 0
    place = next((index for index, call in enumerate(found) if call.sid == token[2:]), None)
    if token and place is None:
        raise Refusal(400, 20006, f"Invalid page token: {token}")
    if token:
        start = place + 1 if token.startswith("PA") else max(0, place - size)
    shown = found[start : start + size]

    def uri(number, token=None):
        kept = [each for each in query if each[0] not in ("Page", "PageToken", "PageSize")]
        pages = [("PageSize", size), ("Page", number)] + ([("PageToken", token)] if token else [])
        return f"{path}?{urlencode(kept + pages)}"

    more = start + size < len(found)
    return {
        "first_page_uri": uri(0),
        "end": page * size + max(0, len(shown) - 1),
        "previous_page_uri": uri(page - 1, "PB" + shown[0].sid) if start > 0 and shown and page > 0 else None,
        "calls": [call.resource() for call in shown],
        "uri": path + (f"?{urlencode(query)}" if query else ""),
        "page_size": size,
        "start": page * size,
        "next_page_uri": uri(page + 1, "PA" + shown[-1].sid) if more else None,
        "page": page,
    }
