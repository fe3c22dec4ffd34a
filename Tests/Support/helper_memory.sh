#!/usr/bin/env bash
# Runs the tests' calls over SIP with the helper nightcall-sip under the address sanitizer, which looks for leaks too, and
# under valgrind, and counts what they report. Calls of the tests' own, in real time: a quarter of an hour.
#
#   Tests/Support/helper_memory.sh [FOLDER]       the reports stay there (.build/helper-memory)
set -euo pipefail
cd "$(dirname "$0")/../.."
out=${1:-$PWD/.build/helper-memory}
rm -rf "$out" && mkdir -p "$out"

swift build --build-tests
swift build --sanitize=address --product nightcall-sip --scratch-path .build-address
debug=$(swift build --show-bin-path)
sanitized=$(swift build --sanitize=address --scratch-path .build-address --show-bin-path)
# This valgrind cannot read what Swift says of its types.
strip --strip-debug -o "$out/nightcall-sip" "$debug/nightcall-sip"

# A folder of programs for the tests. The helper is given no environment, so that its options are in a program of their own.
programs() { # programs NAME LINE …
    mkdir "$out/$1"
    cp "$debug/nightcall" "$out/$1/"
    ln -s "$debug"/*.resources "$out/$1/"
    printf '%s\n' '#!/bin/sh' "${@:2}" >"$out/$1/nightcall-sip"
    chmod +x "$out/$1/nightcall-sip"
}
programs address "export ASAN_OPTIONS=log_path=$out/address/report:detect_leaks=1:verbosity=1" \
    "exec $sanitized/nightcall-sip \"\$@\""
programs valgrind "exec valgrind --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite \
--log-file=$out/valgrind/report.%p $out/nightcall-sip \"\$@\""

code=0
calls() { # calls NAME SUITE …: one after the other, for each is slow enough
    local suite
    for suite in "${@:2}"; do
        NIGHTCALL_TEST_PROGRAMS=$out/$1 "$debug/nightcallPackageTests.xctest" --testing-library swift-testing \
            --filter "$suite" || code=1
    done
}
calls address SIPAnswerTests SIPCallTests SIPLoadTests SIPPeerTests SIPProxyTests 'SIPNightTests.*(helper|both)' SIPKillTests
# A telephone that listens hears gaps, so slow it is: what is said is not judged here, and who wants a key made for TLS
# waits for longer than a call does: there it comes from a file.
calls valgrind SIPAnswerTests SIPLoadTests 'SIPCallTests.*key' 'SIPProxyTests.*(wrong|certificate|regist)'

# A helper whose test is over ends by itself, within 90 s and those of its last farewells.
for _ in {1..150}; do
    pgrep -f "$out/nightcall-sip |$sanitized/nightcall-sip " >/dev/null || break
    sleep 1
done
count() { cat "$out/$1"/report.[0-9]* 2>/dev/null | grep -acE "$2" || true; }
ended=$(count address 'LeakSanitizer: checking for leaks')
checked=$(count valgrind 'ERROR SUMMARY:')
reports=$(($(count address 'ERROR: (Address|Leak)Sanitizer') + $(count valgrind 'ERROR SUMMARY: [1-9]')))
echo "helper: $ended ends under the address sanitizer, $checked under valgrind, $reports reports"
[ "$ended" -gt 0 ] && [ "$checked" -gt 0 ] && [ "$reports" -eq 0 ] || code=1
exit $code
