"""One page of figures of a `make soak`, as text and as HTML: what ran, what was survived, and how long it took.

    $ python3 Tests/Support/campaign/report.py .build-long/campaign

Reads results.jsonl in that folder, one line a step, and writes report.txt and report.html beside it. The page needs nothing
from elsewhere.
"""

import html
import json
import sys
from pathlib import Path

TITLES = {
    "long": "Long forms of the tests: seeds, walks, mutations, a tree by the real clock",
    "kills": "Killed at every sync, every request to the provider and at random",
    "storms": "Storms, while it is killed every few seconds",
    "provider": "A failing provider and reloads, while it is killed every few seconds",
    "thread": "Thread sanitizer", "address": "Address sanitizer",
}
# The figures of a step in the order in which they are shown: name in the result, and in words.
FIGURES = [
    ("tests", "tests"), ("states", "states walked"), ("kills", "times killed"), ("ends_in_order", "times ended in order"),
    ("alerts", "troubles reported"), ("messages", "messages taken"), ("refused", "messages refused, to be sent again"),
    ("incidents", "incidents"), ("lost", "alerts lost"), ("open", "incidents without an end"),
    ("dial_requests", "dial requests"), ("calls", "calls that the provider made"), ("turns", "turns of contacts"),
    ("doubled", "calls doubled"), ("crashes", "ends of the server by itself"), ("overlaps", "two calls to one number at once"), ("mails", "mails"),
    ("events", "rows of the journal"), ("ready_ms_median", "ms until ready after a start, median"),
    ("ready_ms_p99", "ms until ready, p99"), ("ready_ms_longest", "ms until ready, longest"),
    ("searched_bytes", "bytes searched for secrets and numbers"), ("reports", "reports of the sanitizer"),
]
# What must be 0.
FAULTS = {"lost", "open", "doubled", "overlaps", "crashes", "reports"}


def read(folder):
    lines = (Path(folder) / "results.jsonl").read_text(encoding="utf-8").splitlines()
    results = [json.loads(line) for line in lines if line.strip()]
    return [result for result in results if result["step"] != "run"], next(
        (result for result in results if result["step"] == "run"), {})


def title(result):
    return TITLES.get(result["step"], result["step"])


def shown(value):
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    return f"{value:,.1f}" if isinstance(value, float) and value % 1 else f"{int(value):,}"


def duration(seconds):
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min" if minutes else f"{seconds:.0f} s"


def verdict(results):
    failed = [result["step"] for result in results if not result["passed"]]
    if not results:
        return "Nothing ran."
    if failed:
        return f"{len(failed)} of {len(results)} steps failed: {', '.join(failed)}."
    return f"All {len(results)} steps passed."


def text(results, run):
    lines = ["NightCall: what was survived", "", verdict(results)]
    lines += [f"{name}: {value}" for name, value in facts(run)]
    for result in results:
        standing = "passed" if result["passed"] else "FAILED"
        lines += ["", f"{title(result)} ({result['step']}): {standing}, {duration(result.get('seconds', 0))}"]
        if "seed" in result:
            lines.append(f"  seed {result['seed']}")
        lines += [f"  {shown(result[name]):>14}  {words}" for name, words in FIGURES if name in result]
        if result.get("ends"):
            lines.append("  ends: " + ", ".join(f"{end} {shown(count)}" for end, count in sorted(result["ends"].items())))
        lines += [f"  FOUND {found}" for found in result.get("found", [])]
    return "\n".join(lines) + "\n"


def facts(run):
    names = [("commit", "commit"), ("began", "began"), ("machine", "machine"), ("repeat", "to repeat it")]
    return [(words, run[name]) for name, words in names if name in run]


def page(results, run):
    failed = any(not result["passed"] for result in results) or not results
    rows = "".join(f"<tr><th>{html.escape(words)}</th><td>{html.escape(str(value))}</td></tr>" for words, value in facts(run))
    parts = "".join(section(result) for result in results)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>NightCall: what was survived</title><style>{STYLE}</style></head><body>
<h1>NightCall: what was survived</h1>
<p class="{'bad' if failed else 'good'} verdict">{html.escape(verdict(results))}</p>
<table class="facts">{rows}</table>
{parts}</body></html>
"""


def section(result):
    standing = '<span class="good">passed</span>' if result["passed"] else '<span class="bad">failed</span>'
    seed = f" · seed {result['seed']}" if "seed" in result else ""
    rows = "".join(
        f"<tr><td class=\"figure{' bad' if name in FAULTS and result[name] else ''}\">{shown(result[name])}</td>"
        f"<td>{html.escape(words)}</td></tr>"
        for name, words in FIGURES if name in result)
    found = "".join(f"<li>{html.escape(str(each))}</li>" for each in result.get("found", []))
    ends = "".join(f"<li>{html.escape(end)} {shown(count)}</li>" for end, count in sorted(result.get("ends", {}).items()))
    return (
        f"<section><h2>{html.escape(title(result))}</h2>"
        f"<p>{standing} · {html.escape(result['step'])} · {duration(result.get('seconds', 0))}{seed}</p>"
        + (f"<ul class=\"found\">{found}</ul>" if found else "") + f"<table>{rows}</table>"
        + (f"<p>How the incidents ended</p><ul class=\"ends\">{ends}</ul>" if ends else "")
        + course(result.get("over_time", [])) + spread(result.get("ready_ms", [])) + "</section>")


def course(points):
    """Messages, calls and kills over the minutes, each on its own scale, named at its end."""
    if len(points) < 2:
        return ""
    width, height, last = 640, 180, points[-1]["minute"]
    drawn = ""
    for place, (name, words) in enumerate((("messages", "messages"), ("calls", "calls"), ("kills", "kills"))):
        most = max(point[name] for point in points) or 1
        line = " ".join(f"{40 + point['minute'] / last * (width - 200):.1f},{height - 30 - point[name] / most * (height - 50):.1f}"
                        for point in points)
        drawn += (f'<polyline class="line{place}" points="{line}"/><text class="text{place}" x="{width - 150}" '
                  f'y="{30 + 24 * place}">{words}: {shown(points[-1][name])}</text>')
    axis = f'<text x="40" y="{height - 8}">minute 0</text><text x="{width - 200}" y="{height - 8}">{last}</text>'
    return (f'<figure><svg viewBox="0 0 {width} {height}" role="img" aria-label="over the minutes">'
            f'<line x1="40" y1="{height - 30}" x2="{width - 160}" y2="{height - 30}"/>{drawn}{axis}</svg>'
            "<figcaption>Over the minutes, each line on its own scale</figcaption></figure>")


def spread(milliseconds):
    """How often a start took how long until the server listened."""
    if len(milliseconds) < 10:
        return ""
    ordered = sorted(milliseconds)
    most = ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
    step = max(1, most / 20)
    counts = [0] * 21
    for each in ordered:
        counts[min(20, int(each // step))] += 1
    width, height, tallest = 640, 150, max(counts)
    bars = "".join(
        f'<rect x="{40 + place * 27}" y="{height - 30 - count / tallest * (height - 45):.1f}" width="24" '
        f'height="{count / tallest * (height - 45):.1f}"><title>{place * step:.0f} ms: {count}</title></rect>'
        for place, count in enumerate(counts))
    axis = (f'<text x="40" y="{height - 8}">0 ms</text><text x="{width}" y="{height - 8}" text-anchor="end">{20 * step:.0f} ms and more</text>')
    return (f'<figure><svg viewBox="0 0 {width} {height}" role="img" aria-label="time until ready">{bars}{axis}</svg>'
            "<figcaption>From the start of the process until it listens</figcaption></figure>")


STYLE = """
:root { color-scheme: light dark; --text: #1b1f24; --back: #fff; --soft: #5a6470; --rule: #d5dae0; --good: #12703a; --bad: #b3261e;
  --one: #0b5cad; --two: #a35200; --three: #7a1fa2; }
@media (prefers-color-scheme: dark) { :root { --text: #e6e9ed; --back: #14171b; --soft: #a3adb8; --rule: #363d45; --good: #5fd38d;
  --bad: #ff8a80; --one: #6cb2ff; --two: #ffb35c; --three: #d79bf0; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); max-width: 46rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; margin-bottom: .25rem; } h2 { font-size: 1.1rem; margin: 0; }
section { border-top: 1px solid var(--rule); padding: 1rem 0; } section > p { margin: .25rem 0; color: var(--soft); }
.verdict { font-size: 1.15rem; } .good { color: var(--good); font-weight: 600; } .bad { color: var(--bad); font-weight: 600; }
table { border-collapse: collapse; } th { text-align: left; font-weight: 400; color: var(--soft); padding-right: 1rem; vertical-align: top; }
td { overflow-wrap: anywhere; } td.figure { text-align: right; padding-right: .75rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
ul.ends { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; padding: 0; margin: 0; } ul.found { color: var(--bad); }
figure { margin: 1rem 0 0; } figcaption { color: var(--soft); font-size: .85rem; } svg { width: 100%; height: auto; }
svg text { fill: var(--soft); font-size: 17px; } svg line { stroke: var(--rule); } svg polyline { fill: none; stroke-width: 2; }
svg rect { fill: var(--one); } .line0 { stroke: var(--one); } .line1 { stroke: var(--two); stroke-dasharray: 7 4; }
.line2 { stroke: var(--three); stroke-dasharray: 2 3; } svg .text0 { fill: var(--one); } svg .text1 { fill: var(--two); }
svg .text2 { fill: var(--three); }
"""


def main():
    if len(sys.argv) != 2:
        sys.exit("report.py FOLDER: the folder that holds results.jsonl")
    folder = Path(sys.argv[1])
    results, run = read(folder)
    (folder / "report.txt").write_text(text(results, run), encoding="utf-8")
    (folder / "report.html").write_text(page(results, run), encoding="utf-8")
    print(text(results, run), end="")
    print(f"\nthe same as a page: {folder / 'report.html'}")


if __name__ == "__main__":
    main()
