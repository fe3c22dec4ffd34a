#!/usr/bin/env bash
# demo.sh NIGHTCALL: serves the demo site at ten times speed and lets a real web server die: health check, plan, the call
# tree and the recovery beside it, the report. Leaves the page open. With SECONDS_TO_RUN it ends by itself, at the earliest
# after that many seconds. Called by `make run`.
set -euo pipefail
cd "$(dirname "$0")/../.."
nightcall=$1
limit=${SECONDS_TO_RUN:-}
# Not SECONDS: `make run SECONDS=30` hands that name on, and a shell would count from there.
began=$EPOCHSECONDS

mkdir -p .work
site=$(mktemp -d)
cp -r Fixtures/Site/nightcall.yaml Fixtures/Site/contracts "$site"
export NIGHTCALL_TOKEN=demo-operator NIGHTCALL_SOURCE_TOKEN=demo-source

server=
follower=
finish() {
    trap - EXIT INT TERM
    [ -z "$follower" ] || kill "$follower" 2>/dev/null || true
    [ -z "$server" ] || { kill "$server" 2>/dev/null && wait "$server" 2>/dev/null; } || true
    stop_shop
    rm -rf "$site"
}
# The shop's web server: nginx on the loopback, started by the command that the demo contract allows.
stop_shop() { [ ! -f "$site/shop.pid" ] || { kill -9 -- "$(cat "$site/shop.pid")" 2>/dev/null && rm -f "$site/shop.pid"; } || true; }
trap finish EXIT
trap 'exit 0' INT TERM

# A port of the loopback that nobody listens on, from the one given on.
free_port() {
    local port=$1
    while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
    echo "$port"
}
# The port of the site, unless another program has it.
port=$(free_port 8024)
shop=$(free_port $((port + 1)))

mkdir -p "$site/shop" "$site/temp"
echo '<h1>店舗サイト</h1>' >"$site/shop/index.html"
temporary=$(for kind in client_body proxy fastcgi uwsgi scgi; do echo "${kind}_temp_path $site/temp;"; done)
# One process, so that it dies at once.
cat >"$site/shop.conf" <<END
master_process off; pid $site/shop.pid; error_log $site/shop.log;
events { worker_connections 64; }
http { $temporary access_log off; server { listen 127.0.0.1:$shop; root $site/shop; } }
END
printf '#!/bin/sh\nexec /usr/sbin/nginx -p %s -e %s -c %s\n' "$site" "$site/shop.log" "$site/shop.conf" >"$site/start-shop"
chmod +x "$site/start-shop"
cat >>"$site/contracts/always.yaml" <<END

targets:
  - id: shop
    kind: site
    title: 店舗サイト
    alerts: {source: hand}
    parameters: {url: "http://127.0.0.1:$shop/", text: 店舗サイト, process: $site/shop.conf, start: $site/start-shop, reference: 127.0.0.1, referencePort: "$port"}
consents: [{action: command, target: shop, by: 株式会社オールウェイズ 伊藤, from: 2026-04-01, through: 2099-03-31}]
agreedOptions: [19]
allowed: {plugins: [/usr/lib/nagios/plugins/check_procs], commands: [[$site/start-shop]]}
standing: [{runbook: command-recovery, target: shop, when: {source: hand}}]
END
sed -i "s|^runbooks:.*|runbooks: $PWD/Runbooks|" "$site/nightcall.yaml"

"$site/start-shop"
"$nightcall" serve --site "$site" --speed 10 --port "$port" >"$site/serve.out" 2>"$site/serve.err" &
server=$!
until address=$(sed -n 's/^listening //p' "$site/serve.out") && [ -n "$address" ]; do
    kill -0 "$server" 2>/dev/null || {
        cat "$site/serve.err" >&2
        exit 1
    }
    sleep 0.1
done

# run EXTENT NUMBER: orders a run, and tells it until it has ended.
run() {
    "$nightcall" runbook run command-recovery --contract always --target shop --url "$address" --extent "$1" >/dev/null
    "$nightcall" report follow --site "$site" --until-run-ended "$2"
}

echo "page      $address/   (sign in with: $NIGHTCALL_TOKEN)"
echo "shop      http://127.0.0.1:$shop/"
echo
echo "a health check of the shop:"
run check 1
echo
echo "the shop's web server dies (kill -9), and somebody asks what would be done:"
stop_shop
run plan 2 | tail -n +2 | grep 'R-2'
"$nightcall" report show --site "$site" R-2 | sed -n '/^■ 判断/,/^■ 処置後/p' | sed '$d'
echo "an alert is posted to $address/alerts/always/hand: people are called, at ten times speed, and beside it the agreed recovery runs:"
echo '{"dedupKey": "shop", "status": "firing", "severity": "critical", "summary": "店舗サイトが表示されません"}' >"$site/alert.json"
"$nightcall" alerts send --to "$address/alerts/always/hand" --token-env NIGHTCALL_SOURCE_TOKEN "$site/alert.json" >/dev/null
"$nightcall" report follow --site "$site" --until-run-ended 3 | grep -v 'R-[12] '
"$nightcall" report show --site "$site" --format html R-3 >.work/report.html
echo
"$nightcall" report show --site "$site" R-3 | sed -n '/^■ 結論/,/^■ 対象/p' | sed '$d'
echo "the report: $PWD/.work/report.html"
[ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || xdg-open .work/report.html >/dev/null 2>&1 || true

if [ -n "$limit" ]; then
    rest=$((began + limit - EPOCHSECONDS))
    [ "$rest" -le 0 ] || sleep "$rest"
    exit 0
fi
echo "(the page stays open; end with Ctrl-C)"
"$nightcall" report follow --site "$site" >/dev/null &
follower=$!
wait "$server"
