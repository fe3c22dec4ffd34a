#!/usr/bin/python3
"""mailbox.py [--port N] [--certificate FILE --key FILE] [--user NAME --password TEXT] [--kills PID]: a mail server with a
mailbox that all addresses share, on the loopback (aiosmtpd; Debian's package python3-aiosmtpd, hence Debian's Python).

Says on standard output `listening PORT`, then one JSON object a line for each message that it has answered with 250,
parsed by Python's own `email` package with the strictest policy. Addresses named after what is to happen make it happen:
refused@ is unknown, later@ has to come back once for each message id.

With --kills, the first message is the last thing that the process PID sees of the world: it is stopped before the server
says 250, and killed when the 250 is on its way, so that it can never have heard it. Ends when its standard input does.
"""

import argparse
import asyncio
import email
import email.policy
import json
import os
import signal
import ssl
import sys
import threading

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


def say(**facts):
    print(json.dumps(facts, ensure_ascii=False), flush=True)


class Mailbox:
    def __init__(self, victim):
        self.victim = victim
        self.put_off = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused@"):
            return "550 5.1.1 no such person"
        if address.startswith("later@") and address not in self.put_off:
            self.put_off.add(address)
            return "451 4.7.1 greylisted, come back"
        envelope.rcpt_tos.append(address)
        return "250 recipient taken"

    async def handle_DATA(self, server, session, envelope):
        if self.victim:
            os.kill(self.victim, signal.SIGSTOP)
        message = email.message_from_bytes(envelope.content, policy=email.policy.strict)
        say(
            id=message["Message-ID"], subject=message["Subject"], sender=envelope.mail_from,
            recipients=envelope.rcpt_tos, to=message["To"], body=message.get_content().replace("\r\n", "\n"),
            encrypted=session.ssl is not None, authenticated=bool(session.authenticated),
            ascii=all(byte < 0x80 for byte in envelope.content),
        )
        return "250 2.0.0 kept"


class Server(SMTP):
    async def push(self, status):
        await super().push(status)
        mailbox = self.event_handler
        if mailbox.victim and "kept" in str(status):
            os.kill(mailbox.victim, signal.SIGKILL)
            mailbox.victim = None


def main():
    parser = argparse.ArgumentParser()
    for name in ["certificate", "key", "user", "password"]:
        parser.add_argument("--" + name)
    for name in ["port", "kills"]:
        parser.add_argument("--" + name, type=int, default=0)
    chosen = parser.parse_args()

    def check(server, session, envelope, mechanism, data):
        good = isinstance(data, LoginPassword) and (data.login, data.password) == (
            chosen.user.encode(), chosen.password.encode())
        return AuthResult(success=good, handled=False)

    settings = {"hostname": "mailbox.example.jp", "data_size_limit": 1 << 20}
    if chosen.user:
        settings |= {"authenticator": check, "auth_required": True, "auth_require_tls": True}
    if chosen.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chosen.certificate, chosen.key)
        settings |= {"tls_context": context, "require_starttls": True}

    mailbox = Mailbox(chosen.kills)
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(
        loop.create_server(lambda: Server(mailbox, loop=loop, **settings), "127.0.0.1", chosen.port))
    print("listening", server.sockets[0].getsockname()[1], flush=True)
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    loop.run_forever()


main()
