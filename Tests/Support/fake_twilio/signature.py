"""X-Twilio-Signature, and the chance that the fake draws from its seed.

https://www.twilio.com/docs/usage/webhooks/webhooks-security: HMAC-SHA1 with the auth token over the full URL, followed
by each POST parameter's name and value, sorted by name; base64. A fragment (connection overrides) is not part of it.
"""

import base64
import hashlib
import hmac
import random


def sign(token, url, parameters):
    text = url.split("#", 1)[0] + "".join(name + parameters[name] for name in sorted(parameters))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


def draw(seed, *what):
    """A generator for one purpose: it gives the same numbers whatever else was drawn before."""
    return random.Random(":".join(str(part) for part in (seed, *what)))


def sid(prefix, seed, *what):
    return prefix + hashlib.md5(":".join(str(part) for part in (seed, *what)).encode()).hexdigest()
