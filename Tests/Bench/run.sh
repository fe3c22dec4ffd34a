#!/usr/bin/env bash
# Measures NightCall in one run, beside the programs it is held against, and prints one table: `make bench`.
#
#   Tests/Bench/run.sh [--quick]     --quick: a tenth of the size, one round; the figures mean little
#
# Takes some 40 minutes on two quiet cores, and the build. Installs what is missing; everything else lies in .build/bench, where the
# raw figures stay as results.jsonl.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$PWD/.build/bench
mkdir -p "$work"

Tests/Support/needs.sh bench
[[ -x $work/venv/bin/python ]] || python3 -m venv "$work/venv"
"$work/venv/bin/python" -c 'import simpy' 2>/dev/null || "$work/venv/bin/pip" install -q simpy >&2

cc -O2 -Wall -Wextra -o "$work/calltree" Tests/Bench/calltree.c
if [[ -z ${NIGHTCALL_BENCH:-} ]]; then
    swift build -c release --product nightcall-bench >&2
    swift build -c release --product nightcall-sip >&2
    NIGHTCALL_BENCH=$(swift build -c release --show-bin-path)/nightcall-bench
fi
exec "$work/venv/bin/python" Tests/Bench/bench.py --bench "$NIGHTCALL_BENCH" --work "$work" "$@"
