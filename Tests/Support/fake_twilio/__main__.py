"""`python3 Tests/Support/fake_twilio`, or `python3 -m fake_twilio` beside the folder."""

import sys
from pathlib import Path

if not __package__:
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from fake_twilio.process import main  # noqa: E402

main()
