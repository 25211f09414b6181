#!/bin/sh
# Runs a command in the Debian root: enter.sh [--bind FOLDER] COMMAND [ARGUMENT...]
#
# The command sees /proc and /dev, the copies of trees as /trees, and FOLDER as /mnt. They are
# mounted in a mount namespace of its own, so nothing stays mounted whatever happens. Users other
# than root get a user namespace, where the root can be read but not changed.

set -eu
. "$(dirname "$0")/host.sh"

bind=
if [ "$1" = --bind ]; then
    bind=$(cd "$2" && pwd)
    shift 2
fi
user=--map-root-user
if [ "$(id -u)" = 0 ]; then user=; fi

# shellcheck disable=SC2086
exec unshare $user --mount sh -c '
    set -e
    root=$1 trees=$2 bind=$3
    shift 3
    mount --rbind /proc "$root/proc"
    mount --rbind /dev "$root/dev"
    if [ -d "$trees" ]; then mount --bind "$trees" "$root/trees"; fi
    if [ -n "$bind" ]; then mount --bind "$bind" "$root/mnt"; fi
    exec chroot "$root" "$@"
' enter "$root" "$trees" "$bind" \
    /usr/bin/env -i HOME=/root LANG=C.UTF-8 TERM="${TERM:-dumb}" DEBIAN_FRONTEND=noninteractive \
    PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} "$@"
