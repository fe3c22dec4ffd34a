#!/usr/bin/env python3
"""http_peer.py [CERTIFICATE KEY]: Python's own web server on a free port of the loopback, with paths that misbehave.

Says on standard output `listening PORT`, then one line for what happens: `connected N`, `request N METHOD PATH`,
`closed N`. A line on standard input lets answers go that are held back. Ends when its standard input does, so that it
never outlives a test.
"""

import http.server
import os
import select
import socket
import ssl
import struct
import sys
import threading
import urllib.parse

saying = threading.Lock()
released = threading.Event()


def say(line):
    with saying:
        print(line, flush=True)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    connections = 0

    def setup(self):
        with saying:
            Handler.connections += 1
            self.number = Handler.connections
        self.closes_without_answer = False
        say(f"connected {self.number}")
        super().setup()

    def finish(self):
        try:
            super().finish()
        except OSError:
            pass
        say(f"closed {self.number}")

    def log_message(self, *arguments):
        pass

    def answer(self, status, body=b"", fields=()):
        self.send_response(status)
        for name, value in fields:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def wait_for_close(self):
        """Until the other side has closed."""
        self.close_connection = True
        try:
            while self.connection.recv(1 << 16):
                pass
        except OSError:
            pass

    def handle_any(self):
        length = int(self.headers.get("Content-Length", "0"))
        body = self.rfile.read(length)
        say(f"request {self.number} {self.command} {self.path}")
        url = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(url.query))
        if self.closes_without_answer:
            self.close_connection = True
            return
        getattr(self, "on_" + url.path.strip("/").replace("-", "_"), self.on_unknown)(body, query)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any

    def on_unknown(self, body, query):
        self.answer(404)

    def on_hello(self, body, query):
        self.answer(200, "こんばんは\n".encode(), [("Content-Type", "text/plain; charset=utf-8")])

    def on_echo(self, body, query):
        self.answer(201, body, [("X-Method", self.command), ("X-Type", self.headers.get("Content-Type", "none"))])

    def on_fields(self, body, query):
        self.answer(200, "".join(f"{name}: {value}\n" for name, value in self.headers.items()).encode())

    def on_repeated(self, body, query):
        self.answer(200, b"", [("Set-Cookie", "a=1"), ("set-cookie", "b=2"), ("X-Empty", "")])

    def on_status(self, body, query):
        self.answer(int(query["code"]), b"", [("Retry-After", "7")])

    def on_redirect(self, body, query):
        self.answer(302, b"", [("Location", "/hello")])

    def on_big(self, body, query):
        self.answer(200, b"x" * int(query["bytes"]))

    def on_chunked(self, body, query):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            for _ in range(int(query["chunks"])):
                self.wfile.write(b"400\r\n" + b"y" * 0x400 + b"\r\n")
            self.wfile.write(b"0\r\nX-Trailer: late\r\n\r\n")
        except OSError:
            self.close_connection = True

    def on_long_head(self, body, query):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        try:
            for index in range(10_000):
                self.wfile.write(b"X-%d: %s\r\n" % (index, b"z" * 100))
        except OSError:
            pass
        self.close_connection = True

    def on_interim(self, body, query):
        self.wfile.write(b"HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n")
        self.answer(200, b"final")

    def on_held(self, body, query):
        released.wait()
        self.answer(200, b"released")

    def on_cut_after(self, body, query):
        """The first bytes of an answer of 74 bytes."""
        whole = b"HTTP/1.1 201 Created\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nabcde"
        self.wfile.write(whole[: int(query["bytes"])])
        self.close_connection = True

    def on_slow(self, body, query):
        self.wait_for_close()

    def on_drip(self, body, query):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        # A byte every tenth of a second, until the other side closes.
        while not select.select([self.connection], [], [], 0.1)[0]:
            self.wfile.write(b".")
        self.close_connection = True

    def on_cut(self, body, query):
        self.close_connection = True

    def on_reset(self, body, query):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def on_cut_in_head(self, body, query):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Le")
        self.close_connection = True

    def on_cut_in_body(self, body, query):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nten bytes.")
        self.close_connection = True

    def on_cut_in_chunk(self, body, query):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n400\r\nten bytes.")
        self.close_connection = True

    def on_gibberish(self, body, query):
        self.wfile.write(b"\x00\x01not a web server\r\n\r\n")
        self.close_connection = True

    def on_last(self, body, query):
        """A proper answer; the next request on this connection is read and not answered."""
        self.closes_without_answer = True
        self.answer(200, b"kept open")


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 1024

    def handle_error(self, request, client_address):
        pass


def main():
    server = Server(("127.0.0.1", 0), Handler)
    if len(sys.argv) > 2:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1], sys.argv[2])
        # The handshake belongs to the thread of the connection, not to the one that accepts.
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    say(f"listening {server.server_address[1]}")
    for _ in sys.stdin:
        released.set()
    os._exit(0)


main()
