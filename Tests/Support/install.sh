#!/usr/bin/env bash
# install.sh PROGRAM DESTDIR PREFIX: puts the built program, and the libraries of Swift that it needs, into
# DESTDIR/PREFIX/lib/nightcall, with a link to it in bin. It then needs no Swift on the machine, only Debian's packages,
# which are named at the end.
set -euo pipefail

program=$1
destination=$2
prefix=$3
folder="$destination$prefix/lib/nightcall"

install -d "$folder" "$destination$prefix/bin"
# Beside and renamed: a running server keeps the file that it was started from.
install -m 0755 "$program" "$folder/nightcall.new"
strip --strip-debug "$folder/nightcall.new"
# The libraries beside the program alone, not those of whatever Swift comes to be installed where this one was.
chrpath --replace '$ORIGIN' "$folder/nightcall.new" >/dev/null
mv "$folder/nightcall.new" "$folder/nightcall"

libraries=$(ldd "$program" | awk '/=> \//{print $3}')
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
needed=$(objdump -p "$program" | awk '$1 == "NEEDED"{print $2}')
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
Next:
  copy Fixtures/Site to a folder such as /srv/nightcall and make it yours; nightcall check --site /srv/nightcall
  nightcall service unit --site /srv/nightcall --user nightcall > /etc/systemd/system/nightcall.service
  nightcall service proxy --site /srv/nightcall > /etc/nginx/sites-available/nightcall
EOF
