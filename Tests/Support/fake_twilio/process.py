"""The process: its options, its first line, and its end."""

import argparse
import asyncio
import os
import signal
import threading

from . import ACCOUNT, TOKEN
from .http_server import Server
from .service import Service
from .settings import Settings


def main():
    parser = argparse.ArgumentParser(prog="fake_twilio", description="A telephone provider that is not one.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--speed", type=float, default=1.0)
    parser.add_argument("--account", default=ACCOUNT)
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--stay", action="store_true", help="do not end when standard input closes")
    asyncio.run(serve(parser.parse_args()))


async def serve(options):
    loop, ending = asyncio.get_running_loop(), asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, ending.set)
    settings = Settings(speed=options.speed, seed=options.seed, account=options.account, token=options.token)
    service = Service(settings)
    server = Server(service, service.clock)
    port = await server.listen(options.port)
    print(f"listening http://127.0.0.1:{port}", flush=True)
    if not options.stay:
        threading.Thread(target=_await_end_of_input, args=(loop, ending), daemon=True).start()
    await ending.wait()


def _await_end_of_input(loop, ending):
    """A thread, because standard input may be what an event loop cannot watch, such as /dev/null."""
    try:
        while os.read(0, 4096):
            pass
    except OSError:
        pass
    try:
        loop.call_soon_threadsafe(ending.set)
    except RuntimeError:
        pass
