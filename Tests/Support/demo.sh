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

# The port of the site, or any free one when another program has it.
port=8024
if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then port=0; fi
"$nightcall" serve --site "$site" --speed 10 --port "$port" >"$site/serve.out" 2>"$site/serve.err" &
server=$!
address=
while [ -z "$address" ]; do
    kill -0 "$server" 2>/dev/null || { cat "$site/serve.err" >&2; exit 1; }
    address=$(sed -n 's/^listening //p' "$site/serve.out")
    [ -n "$address" ] || sleep 0.1
done

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
