#!/usr/bin/env bash
# The long forms of the tests, and the same tests under sanitizers. Hours rather than minutes; called by `make soak`.
# NIGHTCALL_SOAK=1 makes the tests take their long forms: all seeds, the larger walks, a thousand kills, a tree by the
# real clock, mutations by the million.
set -euo pipefail
cd "$(dirname "$0")/../.."
export NIGHTCALL_SOAK=1

step() { printf '\n== %s (%s)\n' "$1" "$(date +%H:%M:%S)"; }

step "long forms"
swift build --build-tests
swift test --skip-build --disable-xctest --no-parallel

unset NIGHTCALL_SOAK
export SWIFT_BACKTRACE=enable=no
for sanitizer in thread address; do
    step "$sanitizer sanitizer"
    swift build --build-tests --sanitize="$sanitizer" --scratch-path ".build-$sanitizer"
    swift test --skip-build --disable-xctest --sanitize="$sanitizer" --scratch-path ".build-$sanitizer" \
        --filter 'NightEngineTests|EventJournalTests|TelephonyTests|OperatorConsoleTests|AlertSourcesTests'
done
step "done"
