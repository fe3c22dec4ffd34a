#!/usr/bin/python3
"""smtp_peer.py [--certificate FILE --key FILE] [--implicit] [--user NAME --password TEXT]: aiosmtpd on the loopback.

Debian's package python3-aiosmtpd, hence Debian's Python. Says on standard output `listening PORT`, then one JSON object
a line for what happens: a session begun or ended, a message with its envelope and its bytes in hexadecimal. Recipients
named after what is to happen (refused, later, unwelcome, cut, silent) make it happen. Ends when its standard input does.
"""

import argparse
import asyncio
import json
import os
import ssl
import sys
import threading

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


def say(**facts):
    print(json.dumps(facts), flush=True)


class Handler:
    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        say(event="greeted", name=hostname, encrypted=session.ssl is not None)
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused@"):
            return "550 5.1.1 no such person"
        if address.startswith("later@"):
            return "451 4.7.1 greylisted, come back in five minutes"
        envelope.rcpt_tos.append(address)
        return "250 recipient taken"

    async def handle_DATA(self, server, session, envelope):
        say(
            event="message", sender=envelope.mail_from, recipients=envelope.rcpt_tos, bytes=envelope.content.hex(),
            encrypted=session.ssl is not None, authenticated=session.authenticated,
        )
        first = envelope.rcpt_tos[0].split("@")[0]
        if first == "unwelcome":
            return "554-5.7.1 we do not like\r\n554 5.7.1 what it says"
        if first == "full":
            return "452 4.3.1 the disk is full"
        if first == "cut":
            server.transport.abort()
        if first == "silent":
            await asyncio.Event().wait()
        return "250 2.0.0 kept as 4711"


class Watched(SMTP):
    async def smtp_QUIT(self, argument):
        say(event="quit")
        if self.envelope is not None and self.session.host_name == "no-goodbye.example.jp":
            await asyncio.Event().wait()
        await super().smtp_QUIT(argument)

    def connection_lost(self, error):
        say(event="closed")
        super().connection_lost(error)


def main():
    parser = argparse.ArgumentParser()
    for name in ["certificate", "key", "user", "password"]:
        parser.add_argument("--" + name)
    parser.add_argument("--implicit", action="store_true")
    chosen = parser.parse_args()

    context = None
    if chosen.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chosen.certificate, chosen.key)

    def check(server, session, envelope, mechanism, data):
        good = isinstance(data, LoginPassword) and (data.login, data.password) == (
            chosen.user.encode(), chosen.password.encode())
        return AuthResult(success=good, handled=False)

    settings = {"hostname": "peer.example.jp"}
    if chosen.user:
        settings |= {"authenticator": check, "auth_required": True, "auth_require_tls": not chosen.implicit}
    if context and not chosen.implicit:
        settings |= {"tls_context": context, "require_starttls": True}

    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(
        loop.create_server(
            lambda: Watched(Handler(), loop=loop, **settings), "127.0.0.1", 0,
            ssl=context if chosen.implicit else None))
    print("listening", server.sockets[0].getsockname()[1], flush=True)
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    loop.run_forever()


main()
