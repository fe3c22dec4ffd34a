#!/usr/bin/env bash
# The long forms of the tests, and one page that says what was survived: `make soak`, or some steps of it.
#
#   Tests/Support/soak.sh [STEP …]       or: make soak STEPS="storms provider"
#
#   long       all seeds, the larger walks, mutations by the million, a thousand kills, a tree by the real clock    1 h
#   kills      10,000 kills at every sync, at every request to the provider and at random                         1 h
#   storms     the server killed every few seconds through storms (NIGHTCALL_MINUTES, 60)               1 h and its end
#   provider   the same with a failing provider and reloads                                             1 h and its end
#   thread     the tests of engine, journal, lines and console under the thread sanitizer                          30 min
#   address    the same under the address sanitizer                                                                 20 min
#   helper     calls over SIP, their helper under the address sanitizer and under valgrind                          15 min
#   speech     a recogniser takes down the shipped speech over a telephone: how much of it is understood             5 min
#
# On two cores. Without a step all of them; storms and provider go side by side. A step that fails stops no other; the exit
# code is 1 then. The report lies in .build-long/campaign: report.txt and report.html, and what each step printed.
set -uo pipefail
cd "$(dirname "$0")/../.."
steps=${*:-long kills storms provider thread address helper speech}
for step in $steps; do
    case $step in
    long | kills | storms | provider | thread | address | helper | speech) ;;
    *)
        sed -n '2,17s/^# \{0,1\}//p' "$0" >&2
        exit 64
        ;;
    esac
done

out=$PWD/.build-long/campaign
rm -rf "$out" && mkdir -p "$out"
long=(-c release -Xswiftc -enable-testing --scratch-path .build-long)
sanitized='^(NightEngineTests|EventJournalTests|TelephonyTests|AlertSourcesTests|MarkupTests)'

result() { # result STEP PASSED SECONDS [NAME VALUE …]: one line for the report
    /usr/bin/python3 - "$@" >>"$out/results.jsonl" <<'PYTHON'
import json, sys
step, passed, seconds, *more = sys.argv[1:]
facts = {name: int(value) if value.isdigit() else value for name, value in zip(more[::2], more[1::2])}
print(json.dumps({"step": step, "passed": passed == "0", "seconds": int(seconds), **facts}))
PYTHON
}

say() { printf '\n== %s (%s)\n' "$1" "$(date +%H:%M:%S)"; }

build() { swift build --build-tests "${long[@]}"; }

run_long() {
    export NIGHTCALL_SOAK=1
    local code=0
    local reckoning='^(ServiceHours|CallTree|DrillSimulator|RunbookModel|Reports|JSONText|Markup|SiteSettings|AlertSources|HouseRules)Tests'
    local sip='(SIP(Answer|Away|Call|Peer|Proxy|Load)|Asterisk|Voicevox)Tests'
    for part in "--filter $reckoning" "--skip $reckoning|^(CommandTests|OperatorConsoleTests)" "--filter ^OperatorConsoleTests" \
        "--no-parallel --filter ^CommandTests.$sip" "--filter ^CommandTests.SIPKillTests"; do
        # shellcheck disable=SC2086
        swift test --skip-build --disable-xctest "${long[@]}" ${part% *} "${part##* }" || code=1
    done
    Tests/Support/side_by_side.sh "$(swift build "${long[@]}" --show-bin-path)/nightcallPackageTests.xctest" \
        "--filter ^CommandTests.TwilioKillTests" "--filter ^CommandTests.SIPNightTests" \
        "--filter ^CommandTests.(AzureRun|Notice|Watch)Tests" \
        "--filter ^CommandTests --skip ^CommandTests.($sip|(SIPKill|TwilioKill|SIPNight|AzureRun|Notice|Watch)Tests)" || code=1
    return $code
}

# Eight at a time, because a kill is mostly waiting; the tests' own program, because only one `swift test` runs in a folder.
# Ten sites for each, one after the other: a site of a thousand contracts would mostly be read again at every start.
run_kills() {
    local code=0 each=$(((${NIGHTCALL_ALL_KILLS:-10000} + 79) / 80)) processes=()
    local program
    program=$(swift build "${long[@]}" --show-bin-path)/nightcallPackageTests.xctest || return 1
    for lane in 1 2 3 4 5 6 7 8; do
        (
            code=0
            for site in 1 2 3 4 5 6 7 8 9 10; do
                NIGHTCALL_KILLS=$each "$program" --testing-library swift-testing --filter TwilioKillTests || code=1
            done
            exit $code
        ) >"$out/kills-$lane.txt" 2>&1 &
        processes+=($!)
    done
    for process in "${processes[@]}"; do wait "$process" || code=1; done
    cat "$out"/kills-*.txt
    return $code
}

sum() { grep -oaE "$1" "$2" | grep -oE '[0-9]+' | awk '{sum += $1} END {print sum + 0}'; }

run_sanitizer() {
    export SWIFT_BACKTRACE=enable=no
    export TSAN_OPTIONS="suppressions=$PWD/Tests/Support/thread_sanitizer.txt"
    # What still lives when a test process ends is no leak: servers and sleeping tasks are not waited for.
    export ASAN_OPTIONS=detect_leaks=0
    local tests=(swift test --skip-build --disable-xctest --sanitize="$1" --scratch-path ".build-$1")
    swift build --build-tests --sanitize="$1" --scratch-path ".build-$1" || return 1
    local code=0
    "${tests[@]}" --filter "$sanitized" || code=1
    # One after the other: everything is a hundred times slower, and the limits of connections are in seconds.
    "${tests[@]}" --no-parallel --filter '^OperatorConsoleTests' || code=1
    return $code
}

run_speech() {
    Tests/Support/recogniser.sh || return 1
    swift build --product nightcall || return 1
    .build/debug/nightcall voice list >"$out/speech.jsonl" || return 1
    .work/recogniser/bin/python Tests/Support/understood.py "$out/speech.jsonl"
}

# Runs a step, keeps what it prints, and writes its line.
take() {
    local step=$1 began=$SECONDS code=0
    shift
    say "$step"
    (set -e; "$@") >"$out/$step.txt" 2>&1 || code=$?
    local log=$out/$step.txt
    local more=(tests "$(sum 'Test run with [0-9]+ tests' "$log")")
    case $step in
    long) more+=(states "$(sum ': [0-9]+ states' "$log")") ;;
    kills)
        more=(kills "$(sum 'killed [0-9]+ times' "$log")" at_moment "$(sum '[0-9]+ at their moment' "$log")"
            calls "$(sum '[0-9]+ calls for' "$log")"
            turns "$(sum 'for [0-9]+ turns' "$log")" doubled "$(sum '[0-9]+ doubled' "$log")"
            lost "$(sum '[0-9]+ lost' "$log")" seed "$(grep -aoE ', seed [0-9]+' "$log" | cut -c8- | paste -sd ' ')")
        ;;
    helper)
        more+=(sanitized "$(sum '[0-9]+ ends under' "$log")" checked "$(sum '[0-9]+ under valgrind' "$log")"
            reports "$(sum '[0-9]+ reports$' "$log")")
        ;;
    speech)
        more=(texts "$(sum 'kana misheard: [0-9]+ texts' "$log")"
            median "$(grep -aoE 'kana misheard: .*' "$log" | grep -oE 'median [0-9.]+ %' | cut -c8-)"
            worst "$(grep -aoE 'kana misheard: .*' "$log" | grep -oE 'worst [0-9.]+ %' | cut -c7-)")
        ;;
    thread | address)
        local reports
        reports=$(grep -acE 'WARNING: ThreadSanitizer|ERROR: AddressSanitizer' "$log")
        more+=(reports "$reports")
        [ "$reports" -eq 0 ] || code=1
        ;;
    esac
    result "$step" "$code" $((SECONDS - began)) "${more[@]}"
    [ "$code" -eq 0 ] && echo "$step passed" || { echo "$step FAILED; the end of $log:"; tail -5 "$log"; }
}

loop() {
    local began=$SECONDS code=0
    /usr/bin/python3 Tests/Support/campaign "$1" --nightcall .build-long/release/nightcall --minutes "${NIGHTCALL_MINUTES:-60}" \
        --result "$out/$1.json" >"$out/$1.txt" 2>&1 || code=1
    if [ -s "$out/$1.json" ]; then
        /usr/bin/python3 - "$out/$1.json" $((SECONDS - began)) >>"$out/results.jsonl" <<'PYTHON'
import json, sys
print(json.dumps(json.load(open(sys.argv[1], encoding="utf-8")) | {"seconds": int(sys.argv[2])}, ensure_ascii=False))
PYTHON
    else
        result "$1" 1 $((SECONDS - began))
    fi
    sed "s/^/$1: /" "$out/$1.txt" | tail -4 | cut -c1-300
    return $code
}

/usr/bin/python3 - "$steps" >"$out/results.jsonl" <<'PYTHON'
import json, os, platform, subprocess, sys, datetime
commit = subprocess.run(["git", "rev-parse", "--short=10", "HEAD"], capture_output=True, text=True).stdout.strip()
model = next((line.partition(":")[2].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
print(json.dumps({
    "step": "run", "commit": commit or "none", "began": datetime.datetime.now().astimezone().isoformat(timespec="minutes"),
    "machine": f"{os.cpu_count()} cores of {model}", "repeat": f"make soak STEPS=\"{sys.argv[1]}\""}))
PYTHON

case " $steps " in
*" long "* | *" kills "* | *" storms "* | *" provider "*)
    say "build"
    if ! build; then
        # The sanitizers build for themselves; the others have nothing to run.
        for step in $steps; do
            case $step in
            thread | address | helper | speech) ;;
            *) result "$step" 1 0 ;;
            esac
        done
        ran=$steps steps=$(printf '%s\n' $steps | grep -E '^(thread|address|helper|speech)$')
    fi
    ;;
esac
loops=()
for step in $steps; do
    case $step in
    long) take long run_long ;;
    kills) take kills run_kills ;;
    thread | address) take "$step" run_sanitizer "$step" ;;
    helper) take helper Tests/Support/helper_memory.sh "$out/helper" ;;
    speech) take speech run_speech ;;
    storms | provider)
        [ ${#loops[@]} -eq 0 ] && say "${steps//[^a-z ]/}: loops of ${NIGHTCALL_MINUTES:-60} minutes"
        loop "$step" &
        loops+=($!)
        ;;
    esac
    # The sanitizers build, which would starve the loops.
    case " $steps " in
    *" $step storms "* | *" $step provider "*) ;;
    *) [ ${#loops[@]} -eq 0 ] || wait "${loops[@]}" ;;
    esac
done
wait
say "report"
/usr/bin/python3 Tests/Support/campaign/report.py "$out"
# Good is what says so, step by step: a step without a line has not passed.
[ "$(grep -c '"passed": true' "$out/results.jsonl")" -eq "$(wc -w <<<"${ran:-$steps}")" ]
