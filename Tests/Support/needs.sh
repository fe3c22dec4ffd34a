#!/usr/bin/env bash
# needs.sh build|run|test|bench|install: installs the Debian packages and Python tools that are missing, and nothing else.
set -euo pipefail
cd "$(dirname "$0")/../.."

packages=(libsqlite3-dev zlib1g-dev tzdata libcurl4-openssl-dev libxml2-dev libre-dev librem-dev pkgconf ca-certificates)
case "${1:-build}" in
build) ;;
run) packages+=(nginx-light monitoring-plugins-basic) ;;
install) packages+=(chrpath binutils) ;;
test) packages+=(prometheus prometheus-node-exporter monitoring-plugins-basic openssh-server openssh-client postgresql iputils-ping iproute2 knot-dnsutils dnsmasq-base python3-jsonschema python3-yaml chromium prometheus-alertmanager strace python3 python3-aiosmtpd python3-aiohttp python3-twilio openssl systemd nginx-light curl chrpath binutils python3-venv sip-tester kamailio kamailio-tls-modules open-jtalk open-jtalk-mecab-naist-jdic espeak-ng sox baresip-core linphone-cli tshark valgrind) ;;
bench) packages+=(prometheus-alertmanager python3 python3-aiohttp gcc libc6-dev python3-venv nginx-light monitoring-plugins-basic ansible-core sip-tester) ;;
*)
    echo "needs.sh: say build, run, test, bench or install" >&2
    exit 64
    ;;
esac

missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done

if [ ${#missing[@]} -gt 0 ]; then
    echo "installing ${missing[*]}" >&2
    sudo=()
    [ "$(id -u)" -eq 0 ] || sudo=(sudo)
    export DEBIAN_FRONTEND=noninteractive
    # Another package manager may hold the lock for a while; policy-rc.d keeps new packages from starting services.
    "${sudo[@]}" apt-get -o DPkg::Lock::Timeout=300 update -qq
    "${sudo[@]}" apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

case "${1:-build}" in test | bench) ;; *) exit 0 ;; esac
peer() { # peer FOLDER MODULE PACKAGE …
    local python=$1/bin/python
    [ -x "$python" ] && "$python" -c "import $2" 2>/dev/null && return
    echo "installing ${*:3} into $1" >&2
    rm -rf "$1"
    /usr/bin/python3 -m venv "$1"
    "$1/bin/pip" install --quiet --disable-pip-version-check "${@:3}"
}
# Microsoft's own client, which judges our fake of Azure and is measured beside ours.
peer .work/azure azure.mgmt.compute azure-mgmt-compute==39.0.0
[ "$1" = test ] || exit 0
Tests/Support/voice.sh
# The softphone wants Debian's Python: there are no wheels of it for every other one.
peer .work/softphone pjsua2 pjsua2-python==2.15.1.post1
# Amazon's services.
peer .work/moto moto.server 'moto[server]==5.2.1'
