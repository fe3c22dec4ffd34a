"""Runs one loop; see the package's documentation."""

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from campaign import failing, storms  # noqa: E402
from campaign.judge import Judge  # noqa: E402
from campaign.night import Night  # noqa: E402

LOOPS = {"storms": storms.Storms, "provider": failing.Failing}


def main():
    words = argparse.ArgumentParser(prog="campaign", description="Kill the server while it calls, and judge by the book.")
    words.add_argument("loop", choices=LOOPS)
    words.add_argument("--nightcall", required=True, help="the program under test")
    words.add_argument("--minutes", type=float, default=60, help="how long it is killed; it then comes to its end (60)")
    words.add_argument("--seed", type=int, default=None, help="of all chances (default: drawn and printed)")
    words.add_argument("--contracts", type=int, default=40)
    words.add_argument("--folder", help="where the site and all that is written lie; kept")
    words.add_argument("--result", help="a file for the figures, in JSON")
    given = words.parse_args()
    seed = random.SystemRandom().randrange(1_000_000) if given.seed is None else given.seed
    folder = Path(given.folder or tempfile.mkdtemp(prefix="nightcall-campaign-"))
    folder.mkdir(parents=True, exist_ok=True)
    print(f"{given.loop}: seed {seed}, {given.minutes:g} minutes, {folder}", flush=True)

    began = time.monotonic()
    night = Night(given.nightcall, folder, given.contracts, seed)
    try:
        loop = LOOPS[given.loop](night, random.Random(seed))
        loop.run(began + 60 * given.minutes)
        night.come_to_an_end()
        verdict = Judge(night).judge()
    finally:
        night.close()
    result = {
        "step": given.loop, "seed": seed, "minutes": round((time.monotonic() - began) / 60, 1),
        "passed": not verdict.found, **night.figures(), **verdict.figures, "found": verdict.found[:50]}
    if given.result:
        Path(given.result).write_text(json.dumps(result, ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps({key: value for key, value in result.items() if key not in ("over_time", "ready_ms")}))
    for line in verdict.found[:50]:
        print(f"FOUND: {line}")
    if verdict.found:
        print(f"{len(verdict.found)} found; everything lies in {folder}; seed {seed}")
        return 1
    if not given.folder:
        shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
