#!/usr/bin/env bash
# side_by_side.sh PROGRAM FILTER SKIP [FILTER SKIP …]: runs tests in processes of their own, side by side. The skip `^-` skips none.
#
# The tests of one process share its few threads, one for each core, and whoever waits for a server in one holds it: tests that
# wait for minutes keep others from going on. In processes of their own they do not. What each printed comes when it has ended.
set -uo pipefail
program=$1
shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
processes=()
while [ $# -gt 0 ]; do
    echo "beside one another: $1"
    "$program" --testing-library swift-testing --filter "$1" --skip "$2" >"$folder/${#processes[@]}" 2>&1 &
    processes+=($!)
    shift 2
done
code=0
for number in "${!processes[@]}"; do
    wait "${processes[$number]}" || code=1
    cat "$folder/$number"
done
exit $code
