#!/bin/sh
# apt in the root, quietly unless it fails.
#
#   apt.sh update
#   apt.sh install ARGUMENT...
#   apt.sh download FOLDER PACKAGE      FOLDER is a path inside the root

set -eu
. "$(dirname "$0")/host.sh"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
quietly() {
    if ! in_root "$@" >"$log" 2>&1; then
        cat "$log" >&2
        exit 71
    fi
}

cp /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
case $1 in
update) quietly apt-get update ;;
install) quietly apt-get "$@" ;;
download) quietly sh -c 'cd "$1" && exec apt-get download "$2"' sh "$2" "$3" ;;
*) say "usage: apt.sh update|install|download" && exit 64 ;;
esac
