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
    "helper": "Calls over SIP, their helper under the address sanitizer and under valgrind",
    "speech": "The shipped speech over a telephone, taken down by a recogniser",
}
# The figures of a step in the order in which they are shown: name in the result, and in words.
FIGURES = [
    ("tests", "tests"), ("states", "states walked"), ("kills", "times killed"),
    ("at_moment", "of them at the moment chosen"), ("ends_in_order", "times ended in order"),
    ("alerts", "troubles reported"), ("messages", "messages taken"), ("refused", "messages refused, to be sent again"),
    ("incidents", "incidents"), ("lost", "alerts lost"), ("open", "incidents without an end"),
    ("dial_requests", "dial requests"), ("calls", "calls that the provider made"), ("turns", "turns of contacts"),
    ("doubled", "calls doubled"), ("crashes", "ends of the server by itself"),
    ("overlaps", "two calls to one number at once"), ("mails", "mails"),
    ("events", "rows of the journal"), ("ready_ms_median", "ms until ready after a start, median"),
    ("ready_ms_p99", "ms until ready, p99"), ("ready_ms_longest", "ms until ready, longest"),
    ("texts", "Japanese texts listened to"), ("median", "of their kana misheard, median"),
    ("worst", "of the kana of the worst misheard"), ("sanitized", "helpers that ended under the address sanitizer"),
    ("checked", "helpers that ended under valgrind"), ("searched_bytes", "bytes searched for secrets and numbers"),
    ("reports", "reports of wrong memory or races"),
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
<table class="steps">{"".join(map(step, results))}</table>
{parts}</body></html>
"""


def standing_of(result):
    return '<span class="good">passed</span>' if result["passed"] else '<span class="bad">failed</span>'


def step(result):
    name = html.escape(result["step"])
    cells = f'<a href="#{name}">{name}</a>', standing_of(result), duration(result.get("seconds", 0))
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def section(result):
    seed = f" · seed {result['seed']}" if "seed" in result else ""
    rows = "".join(
        f"<tr><td class=\"figure{' bad' if name in FAULTS and result[name] else ''}\">{shown(result[name])}</td>"
        f"<td>{html.escape(words)}</td></tr>"
        for name, words in FIGURES if name in result)
    found = "".join(f"<li>{html.escape(str(each))}</li>" for each in result.get("found", []))
    ends = "".join(f"<li>{html.escape(end)} {shown(count)}</li>" for end, count in sorted(result.get("ends", {}).items()))
    return (
        f"<section id=\"{html.escape(result['step'])}\"><h2>{html.escape(title(result))}</h2>"
        f"<p>{standing_of(result)} · {html.escape(result['step'])} · {duration(result.get('seconds', 0))}{seed}</p>"
        + (f"<ul class=\"found\">{found}</ul>" if found else "") + f"<table>{rows}</table>"
        + (f"<p>How the incidents ended</p><ul class=\"ends\">{ends}</ul>" if ends else "")
        + course(result.get("over_time", [])) + spread(result.get("ready_ms", [])) + "</section>")


# Small enough that its letters are read on a telephone.
WIDTH, HEIGHT, EDGE = 480, 170, 26


def course(points):
    """Messages, calls and kills over the minutes, each on its own scale, named with what it came to."""
    if len(points) < 2:
        return ""
    lines, names, last = "", [], points[-1]["minute"]
    for place, name in enumerate(("messages", "calls", "kills")):
        most = max(point[name] for point in points) or 1
        path = " ".join(
            f"{point['minute'] / last * WIDTH:.1f},{HEIGHT - EDGE - point[name] / most * (HEIGHT - EDGE - 10):.1f}"
            for point in points)
        lines += f'<polyline class="line{place}" points="{path}"/>'
        names.append(f'<span class="line{place}">{shown(points[-1][name])} {name}</span>')
    return figure(lines, "0 min", f"{last} min", f"Over the minutes, each on its own scale: {', '.join(names)}")


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
    tallest, wide = max(counts), WIDTH / len(counts)
    bars = ""
    for place, count in enumerate(counts):
        height = count / tallest * (HEIGHT - EDGE - 10)
        bars += (
            f'<rect x="{place * wide + 1:.1f}" y="{HEIGHT - EDGE - height:.1f}" width="{wide - 2:.1f}" height="{height:.1f}">'
            f"<title>from {place * step:.0f} ms: {count}</title></rect>")
    return figure(
        bars, "0 ms", f"{20 * step:,.0f} ms and more", f"{len(ordered)} starts: from the start of the process until it listens")


def figure(drawn, least, most, caption):
    return (
        f'<figure><svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{html.escape(caption.partition(":")[0])}">{drawn}'
        f'<line x1="0" y1="{HEIGHT - EDGE}" x2="{WIDTH}" y2="{HEIGHT - EDGE}"/><text x="0" y="{HEIGHT - 6}">{least}</text>'
        f'<text x="{WIDTH}" y="{HEIGHT - 6}" text-anchor="end">{most}</text></svg><figcaption>{caption}</figcaption></figure>')


STYLE = """
:root { color-scheme: light dark; --text: #1b1f24; --back: #fff; --soft: #5a6470; --rule: #d5dae0; --good: #12703a; --bad: #b3261e;
  --one: #0b5cad; --two: #a35200; --three: #7a1fa2; }
@media (prefers-color-scheme: dark) { :root { --text: #e6e9ed; --back: #14171b; --soft: #a3adb8; --rule: #363d45; --good: #5fd38d;
  --bad: #ff8a80; --one: #6cb2ff; --two: #ffb35c; --three: #d79bf0; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); max-width: 46rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; margin-bottom: .25rem; } h2 { font-size: 1.1rem; margin: 0; }
section { border-top: 1px solid var(--rule); padding: 1rem 0; } section > p { margin: .25rem 0; color: var(--soft); }
.verdict { font-size: 1.15rem; } .good { color: var(--good); font-weight: 600; } .bad { color: var(--bad); font-weight: 600; }
table { border-collapse: collapse; } th { text-align: left; font-weight: 400; color: var(--soft); padding-right: 1rem; vertical-align: top;
  white-space: nowrap; } a { color: var(--one); } .facts, .steps { margin-bottom: 1rem; } .steps td { padding-right: 1.5rem; }
td { overflow-wrap: anywhere; } td.figure { text-align: right; padding-right: .75rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
ul.ends { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; padding: 0; margin: 0; } ul.found { color: var(--bad); }
figure { margin: 1rem 0 0; max-width: 30rem; } figcaption { color: var(--soft); font-size: .85rem; } svg { width: 100%; height: auto; }
svg text { fill: var(--soft); font-size: 15px; } svg line { stroke: var(--rule); } svg rect { fill: var(--one); }
polyline { fill: none; stroke-width: 2; } polyline.line0 { stroke: var(--one); } polyline.line1 { stroke: var(--two); stroke-dasharray: 7 4; }
polyline.line2 { stroke: var(--three); stroke-dasharray: 2 3; } span.line0 { color: var(--one); } span.line1 { color: var(--two); }
span.line2 { color: var(--three); } figcaption span { white-space: nowrap; }
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
