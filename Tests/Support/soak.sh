#!/usr/bin/env bash
# The long forms of the tests, and the same tests under sanitizers. Called by `make soak`; an hour or more on two cores,
# most of it three builds.
# NIGHTCALL_SOAK=1 makes the tests take their long forms: all seeds, the larger walks, a thousand kills, a tree by the
# real clock, mutations by the million.
set -euo pipefail
cd "$(dirname "$0")/../.."
export NIGHTCALL_SOAK=1

step() { printf '\n== %s (%s)\n' "$1" "$(date +%H:%M:%S)"; }

# The walks and the nights go through hundreds of millions of steps: optimised, with overflow and bounds still checked.
step "long forms, optimised"
long=(-c release -Xswiftc -enable-testing --scratch-path .build-long)
swift build --build-tests "${long[@]}"
swift test --skip-build --disable-xctest "${long[@]}" --skip '^(CommandTests|OperatorConsoleTests)'
swift test --skip-build --disable-xctest "${long[@]}" --filter '^OperatorConsoleTests'
swift test --skip-build --disable-xctest "${long[@]}" --filter '^CommandTests'

unset NIGHTCALL_SOAK
export SWIFT_BACKTRACE=enable=no
for sanitizer in thread address; do
    step "$sanitizer sanitizer"
    swift build --build-tests --sanitize="$sanitizer" --scratch-path ".build-$sanitizer"
    swift test --skip-build --disable-xctest --sanitize="$sanitizer" --scratch-path ".build-$sanitizer" \
        --filter 'NightEngineTests|EventJournalTests|TelephonyTests|OperatorConsoleTests|AlertSourcesTests'
done
step "done"
