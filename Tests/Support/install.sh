#!/usr/bin/env bash
# install.sh PROGRAM DESTDIR PREFIX: puts the built program, what stands beside it (its helper for SIP, the speech that is
# shipped) and the libraries of Swift that they need, into DESTDIR/PREFIX/lib/nightcall, with a link to it in bin. It then needs no Swift on the machine, only Debian's packages,
# which are named at the end.
set -euo pipefail

program=$1
destination=$2
prefix=$3
folder="$destination$prefix/lib/nightcall"

install -d "$folder" "$destination$prefix/bin"
helper="$(dirname "$program")/nightcall-sip"
for file in "$program" "$helper"; do
    name=$(basename "$file")
    # Beside and renamed: a running server keeps the file that it was started from.
    install -m 0755 "$file" "$folder/$name.new"
    strip --strip-debug "$folder/$name.new"
    # The libraries beside the program alone, not those of whatever Swift comes to be installed where this one was.
    chrpath --replace '$ORIGIN' "$folder/$name.new" >/dev/null
    mv "$folder/$name.new" "$folder/$name"
done
speech=nightcall_Telephony.resources/Shipped
install -d "$folder/$speech"
install -m 0644 "$(dirname "$program")/$speech"/*.wav "$folder/$speech"

libraries=$(ldd "$program" "$helper" | awk '/=> \//{print $3}' | sort -u)
for library in $libraries; do
    case "$library" in
    */swift/linux/*)
        install -m 0644 "$library" "$folder/$(basename "$library").new"
        mv "$folder/$(basename "$library").new" "$folder/$(basename "$library")"
        ;;
    esac
done
ln -sfn ../lib/nightcall/nightcall "$destination$prefix/bin/nightcall"

# Those that the program itself asks for; theirs come with their packages.
needed=$(objdump -p "$program" "$helper" | awk '$1 == "NEEDED"{print $2}')
packages=$(
    for library in $libraries; do
        grep -qxF "$(basename "$library")" <<<"$needed" || continue
        case "$library" in */swift/linux/*) continue ;; esac
        dpkg-query -S "*/$(basename "$library")" 2>/dev/null | head -n 1 | cut -d: -f1
    done | sort -u | tr '\n' ' '
)
cat <<EOF
installed $folder/nightcall
Debian packages that it needs: ${packages}tzdata ca-certificates
For lines over SIP also: sox open-jtalk open-jtalk-mecab-naist-jdic espeak-ng, and hts-voice-nitech-jp-atr503-m001 from contrib
Next:
  copy Fixtures/Site to a folder such as /srv/nightcall and make it yours; nightcall check --site /srv/nightcall
  nightcall service unit --site /srv/nightcall --user nightcall > /etc/systemd/system/nightcall.service
  nightcall service proxy --site /srv/nightcall > /etc/nginx/sites-available/nightcall
EOF
