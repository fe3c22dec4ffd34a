"""Runs every measurement of nightcall-bench, in turn with what it is held against, and prints one table of medians.

Called by run.sh. The raw figures go to results.jsonl in the work folder, one line a run.
"""
import argparse
import json
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

import checks_beside
import clouds
import over_http
import talking

ROUNDS = 3


class Bench:
    def __init__(self, bench, work, quick):
        self.bench, self.work, self.quick = bench, Path(work), quick
        self.rounds = 1 if quick else ROUNDS
        self.results = open(self.work / "results.jsonl", "w", encoding="utf-8")
        self.rows = []

    def size(self, full):
        return max(1, full // 10) if self.quick else full

    def run(self, *command):
        """One run of a program that prints one line of JSON."""
        done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True, check=True)
        found = json.loads(done.stdout)
        self.note(found)
        return found

    def note(self, found):
        self.results.write(json.dumps(found) + "\n")
        self.results.flush()

    def ours(self, measure, *words, folder=True):
        """One measurement of ours, with a journal in a folder of its own."""
        place = self.work / "journal"
        shutil.rmtree(place, ignore_errors=True)
        try:
            return self.run(self.bench, measure, *([place] if folder else []), *words)
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def add(self, what, figure, unit, wanted="", met=None):
        self.rows.append((what, figure, unit, wanted, {None: "", True: "yes", False: "NO"}[met]))

    def say(self, text):
        print(text, file=sys.stderr, flush=True)


def median(found, name):
    return statistics.median(one[name] for one in found)


def dial_latency(bench):
    for name, rate in (("idle", 0), ("50/s", 50), ("200/s", 200)):
        found = [bench.ours("dial-latency", bench.size(1_000), rate) for _ in range(bench.rounds)]
        p50, p99 = median(found, "p50_ms"), median(found, "p99_ms")
        bench.add(f"alert → dial request, {name}: p50", p50, "ms")
        wanted = ("≤ 10", p99 <= 10) if rate == 0 else ("", None)
        bench.add(f"alert → dial request, {name}: p99", p99, "ms", *wanted)
        lost = sum(one["lost"] for one in found)
        bench.add(f"alert → dial request, {name}: lost", lost, "alerts", "0", lost == 0)
    found = [bench.ours("next-dial", bench.size(100)) for _ in range(bench.rounds)]
    p50 = median(found, "p50_ms")
    bench.add("no answer → next dial: p50", p50, "ms", "≤ 1", p50 <= 1)
    bench.add("no answer → next dial: p99", median(found, "p99_ms"), "ms")


def bursts(bench):
    alerts = bench.size(10_000)
    shapes = (
        ("over 10,000 contracts, 1 a body", alerts, 1),
        ("over 100 contracts, 100 a body", 100, 100),
        ("in one contract, 100 a body", 1, 100),
    )
    for name, contracts, per_body in shapes:
        found = [bench.ours("burst", alerts, contracts, per_body) for _ in range(bench.rounds)]
        what = f"burst of {alerts:,} {name}:"
        bench.add(f"{what} accepted", median(found, "accepted_per_s"), "/s")
        lost = sum(one["lost"] for one in found)
        bench.add(f"{what} lost", lost, "alerts", "0", lost == 0)
        bench.add(f"{what} dial requests", median(found, "dials"), "", f"{contracts}",
                  all(one["dials"] == contracts for one in found))
        cost = median(found, "cpu_ms_per_alert")
        wanted = ("≤ 0.1", cost <= 0.1) if per_body == 100 else ("", None)
        bench.add(f"{what} CPU to the sync", cost, "ms/alert", *wanted)
        bench.add(f"{what} peak memory", median(found, "peak_bytes") / 2**20, "MiB")


def beside_alertmanager(bench):
    """The same work over HTTP in turn: ours, Alertmanager's, and again."""
    peers = (over_http.NightCall(bench.bench, bench.work), over_http.Alertmanager(bench.work))
    in_memory = over_http.NightCallInMemory(bench.bench)

    def in_turn(measure, *words, peers=peers):
        found = []
        for _ in range(bench.rounds):
            bench.say(f"  {measure.__name__} {words}")
            found.append([measure(peer, *words) for peer in peers])
            for one in found[-1]:
                bench.note(one)
        return found

    for name, rate in (("idle", 0), ("50/s", 50), ("200/s", 200)):
        found = in_turn(over_http.latency, bench.size(1_000), rate, peers=(*peers, in_memory))
        what = f"over HTTP, alert → request out, {name}:"
        for place, peer in enumerate((*peers, in_memory)):
            for figure in ("p50_ms", "p99_ms"):
                bench.add(f"{what} {peer.name} {figure[:3]}", median([each[place] for each in found], figure), "ms")
        ratio = statistics.median(ours["p50_ms"] / theirs["p50_ms"] for ours, theirs, _ in found)
        bench.add(f"{what} p50 beside Alertmanager", ratio, "times", "≤ 1", ratio <= 1)
        ratio = statistics.median(bare["p50_ms"] / theirs["p50_ms"] for _, theirs, bare in found)
        bench.add(f"{what} p50 without a disk beside Alertmanager", ratio, "times")
        lost = sum(ours["lost"] + ours["refused"] for ours, _, _ in found)
        bench.add(f"{what} lost", lost, "alerts", "0", lost == 0)
    alerts = bench.size(10_000)
    shapes = ((f"{alerts:,} contracts or groups, 1 a body", alerts, 1), ("one contract or group, 100 a body", 1, 100))
    for name, groups, per_body in shapes:
        found = in_turn(over_http.burst, alerts, groups, per_body)
        what = f"over HTTP, burst of {alerts:,}, {name}:"
        for place, peer in enumerate(peers):
            own = [pair[place] for pair in found]
            bench.add(f"{what} {peer.name} accepted", median(own, "accepted_per_s"), "/s")
            cost = median(own, "cpu_ms_per_alert")
            is_ours = place == 0 and per_body == 100
            wanted = ("≤ 0.1", cost <= 0.1) if is_ours else ("", None)
            bench.add(f"{what} {peer.name} CPU, body and webhook included", cost, "ms/alert", *wanted)
            bench.add(f"{what} {peer.name} peak memory", median(own, "peak_bytes") / 2**20, "MiB")
        lost = sum(alerts - ours["accepted"] + groups - ours["told"] for ours, _ in found)
        bench.add(f"{what} NightCall lost or not called", lost, "alerts", "0", lost == 0)


def over_twilio(bench):
    """Alerts that are called over Twilio's protocol, with a provider that is quick, slow or failing."""
    providers = (("quick", 0.0, False), ("takes 2 s", 2.0, False), ("refuses every second call", 0.0, True))
    baseline = None
    for name, seconds, fails in providers:
        found = []
        for _ in range(bench.rounds):
            bench.say(f"  over Twilio, a provider that is {name}")
            peer = over_http.NightCallOverTwilio(bench.bench, bench.work, seconds, fails)
            found.append(over_http.latency(peer, bench.size(1_000), 50))
            bench.note(found[-1])
        what = f"over Twilio at 50/s, provider: {name}:"
        lost = sum(one["lost"] + one["refused"] for one in found)
        bench.add(f"{what} alert → request to place a call, p50", median(found, "p50_ms"), "ms")
        bench.add(f"{what} intake p99", median(found, "intake_p99_ms"), "ms")
        intake = median(found, "intake_p50_ms")
        baseline = baseline or intake
        bench.add(f"{what} intake p50 beside the quick one", intake / baseline, "times", "≤ 1.2", intake / baseline <= 1.2)
        bench.add(f"{what} lost", lost, "alerts", "0", lost == 0)
        bench.add(f"{what} CPU a call", median(found, "cpu_ms_per_alert"), "ms")
    found = []
    for _ in range(bench.rounds):
        bench.say("  over Twilio, callbacks and keys")
        peer = over_http.NightCallOverTwilio(bench.bench, bench.work)
        found.append(over_http.callbacks(peer, bench.size(2_000)))
        bench.note(found[-1])
    what = f"over Twilio, {bench.size(2_000):,} calls at once:"
    bench.add(f"{what} callbacks taken, each durable", median(found, "callbacks_per_s"), "/s")
    bench.add(f"{what} keys taken and confirmed, each durable", median(found, "keys_per_s"), "/s")
    bench.add(f"{what} key → confirmation, p50", median(found, "key_p50_ms"), "ms")
    bench.add(f"{what} key → confirmation, p99", median(found, "key_p99_ms"), "ms")
    bench.add(f"{what} CPU of the conversation", median(found, "cpu_ms_per_call"), "ms a call")
    lost = sum(one["lost"] for one in found)
    bench.add(f"{what} lost or refused", lost, "", "0", lost == 0)


def restart(bench):
    folder = bench.work / "long-past"
    shutil.rmtree(folder, ignore_errors=True)
    made = bench.run(bench.bench, "prepare-restart", folder, bench.size(1_000_000), bench.size(100_000))
    found = []
    for _ in range(bench.rounds):
        copy = bench.work / "restart"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(folder, copy)
        found.append(bench.run(bench.bench, "restart", copy))
        shutil.rmtree(copy)
    shutil.rmtree(folder)
    ready = median(found, "ready_s")
    what = f"restart, {made['open']:,} open and {bench.size(1_000_000):,} ended ({made['rows']:,} rows):"
    bench.add(f"{what} ready", ready, "s", "≤ 10", ready <= 10)
    bench.add(f"{what} of it the chain since the last checkpoint", median(found, "verify_s"), "s")
    bench.add(f"{what} memory", median(found, "resident_bytes") / 2**20, "MiB")


def waiting(bench):
    found = [bench.ours("waiting", bench.size(100_000)) for _ in range(bench.rounds)]
    each = median(found, "bytes_each")
    bench.add("memory an incident waiting for the opening", each, "bytes", "≤ 2,048", each <= 2_048)
    bench.add("  with the record of its contract", median(found, "bytes_each_with_contract"), "bytes")


def trees(bench):
    """The same model in turn: ours, C, SimPy, and again."""
    calltree, simpy = bench.work / "calltree", Path(__file__).with_name("calltree_simpy.py")
    for live, minutes, repeats in ((1, 9_000, bench.size(20)), (bench.size(100_000), 4, 1)):
        words = (live, minutes, repeats)
        rounds = []
        for _ in range(bench.rounds):
            bench.say(f"  trees, {live} live")
            rounds.append((
                bench.ours("trees", *words, folder=False), bench.run(calltree, *words),
                bench.run(sys.executable, simpy, *words)))
            same = ("incidents", "events", "acknowledged", "exhausted", "attempts")
            if any(one[name] != rounds[-1][0][name] for one in rounds[-1] for name in same):
                raise SystemExit(f"bench: the three models of {live} live incidents do not agree: see results.jsonl")
        rates = [[one["incidents"] / max(one["cpu_s"], 1e-9) for one in found] for found in rounds]
        what = f"simulated incidents, {live:,} live:"
        bench.add(f"{what} NightCall", statistics.median(ours for ours, _, _ in rates), "/s of CPU")
        bench.add(f"{what} plain C", statistics.median(c for _, c, _ in rates), "/s of CPU")
        bench.add(f"{what} SimPy", statistics.median(simpy for _, _, simpy in rates), "/s of CPU")
        of_c = statistics.median(100 * ours / c for ours, c, _ in rates)
        of_simpy = statistics.median(ours / simpy for ours, _, simpy in rates)
        wanted = ("≥ 25", of_c >= 25) if live > 1 else ("", None)
        bench.add(f"{what} NightCall beside C", of_c, "%", *wanted)
        bench.add(f"{what} NightCall beside SimPy", of_simpy, "times", "≥ 10", of_simpy >= 10)


def table(rows):
    def shown(figure):
        if isinstance(figure, int) or abs(figure) >= 1_000:
            return f"{figure:,.0f}"
        return f"{figure:.3g}" if abs(figure) < 100 else f"{figure:.0f}"

    lines = [("what", "figure", "unit", "wanted", "met")]
    lines += [(what, shown(figure), unit, wanted, met) for what, figure, unit, wanted, met in rows]
    widths = [max(len(line[column]) for line in lines) for column in range(5)]
    for line in lines:
        what, figure, *rest = (
            cell.rjust(width) if column == 1 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths)))
        print("  ".join([what, figure, *rest]).rstrip())


def main():
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--bench", required=True, help="the program nightcall-bench")
    words.add_argument("--work", required=True, help="the folder for journals and results")
    words.add_argument("--quick", action="store_true", help="a tenth of the size, one round")
    words.add_argument("--only", default="", help="names of measurements, with commas between")
    given = words.parse_args()
    bench = Bench(given.bench, given.work, given.quick)
    every = {
        "latency": dial_latency, "bursts": bursts, "alertmanager": beside_alertmanager, "twilio": over_twilio,
        "waiting": waiting,
        "restart": restart, "trees": trees, "checks": checks_beside.measure, "clouds": clouds.measure, "talking": talking.measure}
    for name, measure in every.items():
        if not given.only or name in given.only.split(","):
            bench.say(f"bench: {name}")
            measure(bench)
    table(bench.rows)


main()
