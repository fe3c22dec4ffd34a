#!/usr/bin/env bash
# side_by_side.sh PROGRAM TARGET SKIP SUITE …: runs a target's tests, each suite that is named in a process of its own, and
# beside them all others but those that SKIP matches.
#
# The tests of one process share its few threads, one for each core, and whoever waits for a server in one holds it: tests that
# wait for minutes keep others from going on. In processes of their own they do not. What each printed comes when it has ended.
set -uo pipefail
program=$1 target=$2 skip=$3
shift 3
folder=$(mktemp -d)
processes=()
trap 'kill "${processes[@]}" 2>/dev/null; rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM
run() { # run NAME OPTION …
    echo "side by side: $1"
    "$program" --testing-library swift-testing "${@:2}" >"$folder/${#processes[@]}" 2>&1 &
    processes+=($!)
}
for suite in "$@"; do
    run "$suite" --filter "^$target.$suite"
    skip+="|^$target.$suite"
done
run "the others" --filter "^$target" --skip "$skip"
code=0
for number in "${!processes[@]}"; do
    wait "${processes[$number]}" || code=1
    cat "$folder/$number"
done
exit $code
