"""Reading TwiML: a document into verbs, and what in it a call cannot survive."""

from dataclasses import dataclass, field
from xml.etree import ElementTree

KNOWN = ("Say", "Play", "Pause", "Gather", "Redirect", "Hangup")
NESTED = ("Say", "Play", "Pause")
LIMIT_BYTES = 64 * 1024


class DocumentFailed(Exception):
    """Twilio would say that an application error has occurred, and hang up. `code` is its error code."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code, self.message = code, message


@dataclass(frozen=True)
class Verb:
    name: str
    attributes: dict
    text: str
    nested: list = field(default_factory=list)

    def number(self, name, default):
        value = self.attributes.get(name)
        return default if value is None else float(value)


def document_of(reply):
    """The verbs in the engine's reply to a request for a document."""
    if reply is None or not 200 <= reply.status < 300:
        raise DocumentFailed(11200, f"HTTP retrieval failure: {reply.status if reply else 'no answer'}")
    if len(reply.body) > LIMIT_BYTES:
        raise DocumentFailed(11750, "TwiML response body too large")
    kind = reply.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in ("text/xml", "application/xml", "text/html"):
        raise DocumentFailed(12300, f"Invalid Content-Type: {kind or 'none'}")
    return verbs_of(reply.body)


def verbs_of(source):
    """`source` as bytes obeys the encoding it declares; as text it is the Twiml parameter."""
    try:
        root = ElementTree.fromstring(source)
    except (ElementTree.ParseError, ValueError, LookupError) as problem:
        raise DocumentFailed(12100, f"Document parse failure: {problem}") from problem
    if root.tag != "Response":
        raise DocumentFailed(12100, f"Document parse failure: root element {root.tag}")
    return [_verb(each, KNOWN) for each in root]


def _verb(element, known):
    if element.tag not in known:
        raise DocumentFailed(12200, f"Schema validation: <{element.tag}> is not known here")
    nested = [_verb(each, NESTED) for each in element] if element.tag == "Gather" else []
    text = (element.text or "") if element.tag == "Gather" else "".join(element.itertext())
    return Verb(element.tag, dict(element.attrib), " ".join(text.split()), nested)
