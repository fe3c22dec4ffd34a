#!/usr/bin/env bash
# side_by_side.sh PROGRAM "OPTION …" …: runs tests in processes of their own, one for each quoted list of options, side by side.
#
# The tests of one process share its few threads, one for each core, and whoever waits for a server in one holds it: tests that
# wait for minutes keep others from going on. In processes of their own they do not. What each printed comes when it has ended.
set -uo pipefail
program=$1
shift
folder=$(mktemp -d)
processes=()
trap 'kill "${processes[@]}" 2>/dev/null; rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM
for options in "$@"; do
    read -ra words <<<"$options"
    echo "side by side: $options"
    "$program" --testing-library swift-testing "${words[@]}" >"$folder/${#processes[@]}" 2>&1 &
    processes+=($!)
done
code=0
for number in "${!processes[@]}"; do
    wait "${processes[$number]}" || code=1
    cat "$folder/$number"
done
exit $code
