#!/usr/bin/env bash
# needs.sh build|run|test|bench|install: installs the Debian packages and Python tools that are missing, and nothing else.
set -euo pipefail
cd "$(dirname "$0")/../.."

packages=(libsqlite3-dev zlib1g-dev tzdata libcurl4-openssl-dev libxml2-dev pkgconf ca-certificates)
case "${1:-build}" in
build) ;;
run) packages+=(nginx-light monitoring-plugins-basic) ;;
install) packages+=(chrpath binutils) ;;
test) packages+=(prometheus prometheus-node-exporter monitoring-plugins-basic openssh-server openssh-client postgresql iputils-ping iproute2 knot-dnsutils dnsmasq-base python3-jsonschema python3-yaml chromium prometheus-alertmanager strace python3 python3-aiosmtpd python3-twilio openssl systemd nginx-light curl chrpath binutils) ;;
bench) packages+=(prometheus-alertmanager gcc libc6-dev python3-venv nginx-light monitoring-plugins-basic ansible-core) ;;
*)
    echo "needs.sh: say build, run, test, bench or install" >&2
    exit 64
    ;;
esac

missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

echo "installing ${missing[*]}" >&2
sudo=()
[ "$(id -u)" -eq 0 ] || sudo=(sudo)
export DEBIAN_FRONTEND=noninteractive
# Another package manager may hold the lock for a while; policy-rc.d keeps new packages from starting services.
"${sudo[@]}" apt-get -o DPkg::Lock::Timeout=300 update -qq
"${sudo[@]}" apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
