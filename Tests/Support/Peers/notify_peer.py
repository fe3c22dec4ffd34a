#!/usr/bin/env python3
"""notify_peer.py SOCKET: what a service manager hears of a service (sd_notify(3)).

SOCKET is a path, or `@` and a name without a file. Says `listening SOCKET`, then a line for each message: the seconds
since the one before, and its lines joined with a space. Ends when its standard input does, so that it never outlives a
test.
"""

import os
import socket
import sys
import threading
import time


def end_with_input():
    while sys.stdin.readline():
        pass
    os._exit(0)


name = sys.argv[1]
receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
receiver.bind("\0" + name[1:] if name.startswith("@") else name)
threading.Thread(target=end_with_input, daemon=True).start()
print("listening", name, flush=True)
before = time.monotonic()
while True:
    message = receiver.recv(4096).decode()
    now = time.monotonic()
    print(f"{now - before:.3f}", *message.split("\n"), flush=True)
    before = now
