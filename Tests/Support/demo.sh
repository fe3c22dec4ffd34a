#!/usr/bin/env bash
# demo.sh NIGHTCALL: serves the demo site at ten times speed, posts a fixture alert, shows the tree being walked, and
# leaves the page open. With SECONDS_TO_RUN it ends by itself after that many seconds. Called by `make run`.
set -euo pipefail
cd "$(dirname "$0")/../.."
nightcall=$1
limit=${SECONDS_TO_RUN:-}

mkdir -p .work
site=$(mktemp -d .work/demo-XXXXXX)
cp -r Fixtures/Site/nightcall.yaml Fixtures/Site/contracts "$site"
export NIGHTCALL_TOKEN=demo-operator NIGHTCALL_SOURCE_TOKEN=demo-source

server=
follower=
finish() {
    trap - EXIT INT TERM
    [ -z "$follower" ] || kill "$follower" 2>/dev/null || true
    [ -z "$server" ] || { kill "$server" 2>/dev/null && wait "$server" 2>/dev/null; } || true
    rm -rf "$site"
}
trap finish EXIT
trap 'exit 0' INT TERM

# start PORT: serves there and learns the address; fails when the server ends before it listens.
address=
start() {
    "$nightcall" serve --site "$site" --speed 10 --port "$1" >"$site/serve.out" 2>"$site/serve.err" &
    server=$!
    until address=$(sed -n 's/^listening //p' "$site/serve.out") && [ -n "$address" ]; do
        kill -0 "$server" 2>/dev/null || return 1
        sleep 0.1
    done
}
# The port of the site, or any free one when another program has it.
start 8024 || start 0 || {
    cat "$site/serve.err" >&2
    exit 1
}

echo "page      $address/   (sign in with: $NIGHTCALL_TOKEN)"
echo "alert     Fixtures/Alerts/alertmanager/japanese.json, posted to $address/alerts/always/prom"
"$nightcall" alerts send --to "$address/alerts/always/prom" --token-env NIGHTCALL_SOURCE_TOKEN \
    Fixtures/Alerts/alertmanager/japanese.json >/dev/null
echo "the tree, at ten times speed:"
echo
"$nightcall" report follow --site "$site" &
follower=$!

if [ -n "$limit" ]; then
    sleep "$limit"
    exit 0
fi
echo "(the page stays open; end with Ctrl-C)"
wait "$server"
