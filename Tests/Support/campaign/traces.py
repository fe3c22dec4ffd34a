"""Whether a secret or a whole telephone number stands in anything that was written for people or machines to read."""

import re
from pathlib import Path

from .server import SECRETS

# Between digits, as people write telephone numbers.
HYPHEN = re.compile(r"(?<=\d)[- ](?=\d)")


class Traces:
    def __init__(self, expect, telephones):
        self.expect = expect
        self.forbidden = set(SECRETS.values()) | set(telephones) | {"0" + number[3:] for number in telephones}
        self.searched_bytes = 0

    def search(self, name, text):
        self.searched_bytes += len(text)
        plain = HYPHEN.sub("", text)
        hits = sorted(word for word in self.forbidden if word in text or word in plain)
        self.expect(not hits, f"{name} holds {len(hits)} secrets or whole numbers, such as …{hits[0][-4:] if hits else ''}")

    def search_folder(self, folder):
        """Logs, exports and mails. The journal itself holds the numbers, beside the chain, so that they can be erased."""
        folder = Path(folder)
        for path in [*folder.glob("*.txt"), *folder.glob("*.jsonl"), *(folder / "site" / "var" / "outbox").rglob("*.eml")]:
            self.search(str(path), path.read_text(encoding="utf-8", errors="replace"))
