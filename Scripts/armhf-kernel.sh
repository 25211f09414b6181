#!/bin/sh
# Prints the path of one of Debian's 32-bit kernels, which it fetches once:
#
#   armhf-kernel.sh [FLAVOUR]
#
# The flavour is armmp-lpae, unless armmp is asked for, which has short descriptors.
# apt fetches the package into folders of its own, from the mirror that this system uses, and
# verifies it by Debian's signatures; it installs nothing and needs no superuser. Exit 69: it cannot
# be had here.

set -eu
cache=${SWIFTVMM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/swiftvmm}
flavour=${1:-armmp-lpae}
folder=$cache/armhf
case $flavour in
armmp-lpae) kept=unpacked ;;
armmp) kept=armmp ;;
*) echo "usage: armhf-kernel.sh [armmp-lpae|armmp]" >&2 && exit 64 ;;
esac
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
# One that knows the keys of Debian 13 for sure, if the root for arm64 is there.
if [ -s "$cache/trixie-root$keyring" ]; then keyring=$cache/trixie-root$keyring; fi

unavailable() {
    echo "not available: Debian's armhf kernel: $1" >&2
    exit 69
}

image() {
    for path in "$folder/$kept"/boot/vmlinuz-*-"$flavour"; do
        if [ -s "$path" ]; then echo "$path"; fi
    done | sort -V | tail -n 1
}

found=$(image)
if [ -n "$found" ]; then
    echo "$found"
    exit
fi
for program in apt-get apt-cache dpkg-deb; do
    command -v "$program" >/dev/null 2>&1 || unavailable "there is no $program on this system"
done
[ -s "$keyring" ] || unavailable "the Debian archive keyring is missing"

mkdir -p "$folder"
work=$(mktemp -d "$folder/fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' 'Label: Debian' \
    'Component: main' 2>/dev/null | sed -n 1p)
echo "deb [signed-by=$keyring] ${mirror:-http://deb.debian.org/debian} trixie main" \
    >"$work/sources.list"
mkdir -p "$work/state/lists/partial" "$work/cache/archives/partial" "$work/unpacked"
: >"$work/status"

# apt TOOL ARGUMENT...: of the folders here, for armhf.
apt() {
    tool=$1
    shift
    "$tool" -o Dir::State="$work/state" -o Dir::State::status="$work/status" \
        -o Dir::Cache="$work/cache" -o Dir::Etc::sourcelist="$work/sources.list" \
        -o Dir::Etc::sourceparts=/dev/null -o APT::Architecture=armhf \
        -o APT::Architectures=armhf -o APT::Sandbox::User= -o Acquire::Retries=3 \
        -o Acquire::Languages=none "$@"
}

apt apt-get -qq -o APT::Update::Error-Mode=any update >"$work/log" 2>&1 || {
    tail -n 20 "$work/log" >&2
    unavailable "its list cannot be fetched; is there a network?"
}
package=$(apt apt-cache search --names-only "^linux-image-6\.12[0-9.+a-z]*-$flavour\$" |
    cut -d ' ' -f 1 | sort -V | tail -n 1)
[ -n "$package" ] || unavailable "Debian 13 has no linux-image-6.12-$flavour any more"
echo "Fetching $package" >&2
(cd "$work" && apt apt-get -qq download "$package") >"$work/log" 2>&1 || {
    tail -n 20 "$work/log" >&2
    unavailable "$package cannot be fetched; is there a network?"
}
dpkg-deb --fsys-tarfile "$work"/*.deb | tar -x -C "$work/unpacked" --wildcards './boot/*'
rm -rf "${folder:?}/$kept"
mv "$work/unpacked" "$folder/$kept"
found=$(image)
[ -n "$found" ] || unavailable "no kernel image in $package"
echo "$found"
