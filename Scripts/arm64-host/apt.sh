#!/bin/sh
# apt in the root, quietly unless it fails; 69 if that is the network's fault.
#
#   apt.sh update
#   apt.sh install ARGUMENT...
#   apt.sh download FOLDER PACKAGE      FOLDER is a path inside the root

set -eu
. "$(dirname "$0")/host.sh"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
network='Failed to fetch|Could not (resolve|connect)|Connection (failed|refused|timed out)'
network="$network|Temporary failure|Network is unreachable|Unable to connect"
quietly() {
    if in_root "$@" >"$log" 2>&1; then return; fi
    tail -n 30 "$log" >&2
    if grep -Eq "$network" "$log"; then
        unavailable "packages cannot be fetched; is there a network?" \
            "Later runs go on where this one ended."
    fi
    exit 71
}

cp /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
retries="-o Acquire::Retries=3"
# shellcheck disable=SC2086
case $1 in
update) quietly apt-get $retries -o APT::Update::Error-Mode=any update ;;
install)
    # What an interrupted run left half done.
    quietly dpkg --configure -a
    quietly apt-get $retries "$@"
    ;;
download)
    quietly sh -c 'cd "$1" && exec apt-get -o Acquire::Retries=3 download "$2"' sh "$2" "$3" ;;
*) say "usage: apt.sh update|install|download" && exit 64 ;;
esac
