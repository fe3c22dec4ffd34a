"""The mailbox of Tests/Support/Peers as a process of its own; what it takes is kept, for the search for secrets."""

import subprocess
import threading
from pathlib import Path

PEER = Path(__file__).resolve().parent.parent / "Peers" / "mailbox.py"


class Mailbox:
    def __init__(self, kept):
        # Debian's Python, for whom Debian packs aiosmtpd.
        self.process = subprocess.Popen(
            ["/usr/bin/python3", str(PEER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().split()[1])
        self.kept, self.count = Path(kept), 0
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        with self.kept.open("w", encoding="utf-8") as kept:
            for line in self.process.stdout:
                kept.write(line)
                kept.flush()
                self.count += 1

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)
        self.reader.join(10)
