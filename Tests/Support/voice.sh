#!/usr/bin/env bash
# voice.sh: installs the Japanese voice of Debian's contrib, without adding contrib to the machine's own sources.
#
# HTS Voice "NIT ATR503 M001", Nagoya Institute of Technology, CC-BY 3.0. It stands in contrib because a program that trained
# it is not free; the voice is.
set -euo pipefail
voice=hts-voice-nitech-jp-atr503-m001
[ -e "/usr/share/hts-voice/nitech-jp-atr503-m001/nitech_jp_atr503_m001.htsvoice" ] && exit 0

sudo=()
[ "$(id -u)" -eq 0 ] || sudo=(sudo)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
mkdir -p "$work/lists/partial"
# The machine's own mirrors of Debian, with contrib in the place of main.
apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(COMPONENT)' 'Created-By: Packages' |
    awk '$3 == "main" && $2 !~ /security|updates|backports/ && $1 ~ /debian/ {
        print "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] " $1 " " $2 " contrib" }' |
    sort -u >"$work/sources.list"
if [ ! -s "$work/sources.list" ]; then
    echo "voice.sh: no mirror of Debian is among the machine's sources; install $voice by hand" >&2
    exit 1
fi
echo "installing $voice" >&2
options=(-o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$work/lists"
    -o APT::Sandbox::User=root -o DPkg::Lock::Timeout=300)
export DEBIAN_FRONTEND=noninteractive
"${sudo[@]}" apt-get "${options[@]}" update -qq
"${sudo[@]}" apt-get "${options[@]}" install -y -qq --no-install-recommends "$voice" >/dev/null
