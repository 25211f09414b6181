#!/bin/sh
# Prints the path, inside the root, of a Debian arm64 kernel: kernel.sh VERSION
#
# VERSION is the beginning of a version, as 6.12 or 7.2.12, or "newest". The newest package that
# fits is fetched once; apt verifies it. Beside the image go the modules for virtio, compressed as
# Debian has them.

set -eu
. "$(dirname "$0")/host.sh"

version=$1
folder=$store/kernels/$version
need_root

# An image without modules is of an older form of this script.
fetch() {
    if [ "$(id -u)" != 0 ]; then
        unavailable "kernel $version is not in the cache, and fetching it needs the superuser" \
            "    sudo SWIFTVMM_CACHE=$cache $here/kernel.sh $version"
    fi
    lock_root
    pattern=$(printf '%s' "$version" | sed 's/\./\\./g')
    if [ "$version" = newest ]; then pattern='[0-9]*'; fi
    # Packages by version, newest last; the image is in "linux-binary" from 6.19 on.
    all() {
        in_root apt-cache search --names-only '^linux-(image|binary)-[0-9].*-cloud-arm64$' |
            cut -d ' ' -f 1 | sort -t - -k 3V
    }
    "$here/apt.sh" update
    found=
    for package in $(all | grep -E "^linux-[a-z]*-$pattern[.+]" || true); do found="$found $package"; done
    if [ -z "$found" ]; then
        unavailable "no arm64 kernel $version; Debian has: $(all | cut -d - -f 3 | sort -uV | tr '\n' ' ')"
    fi
    rm -rf "$root$folder.partial"
    mkdir -p "$root$folder.partial"
    # The newest first, and of one version the package that has the image in it.
    for package in $(printf '%s\n' $found | sort -t - -k 3,3rV -k 2,2); do
        say "Fetching $package"
        "$here/apt.sh" download "$folder.partial" "$package:arm64"
        in_root sh -ec '
            cd "$1"
            dpkg-deb -x ./*.deb unpacked && rm -- *.deb
            image=$(find unpacked -name "vmlinuz*" -type f)
            [ -z "$image" ] || mv "$image" Image
            mkdir -p modules
            find unpacked -name "virtio*.ko*" -type f -exec mv {} modules \;
            rm -r unpacked
            echo "$2" >package' sh "$folder.partial" "$package"
        if [ -s "$root$folder.partial/Image" ]; then break; fi
    done
    if [ ! -s "$root$folder.partial/Image" ]; then unavailable "no kernel image in$found"; fi
    rm -rf "$root$folder.old"
    if [ -d "$root$folder" ]; then mv "$root$folder" "$root$folder.old"; fi
    mv "$root$folder.partial" "$root$folder"
    rm -rf "$root$folder.old"
}

if [ ! -s "$root$folder/Image" ]; then
    fetch
elif [ ! -d "$root$folder/modules" ]; then
    # It does without where there is no network.
    (REASON=/dev/null && fetch) || true
fi
echo "$folder/Image"
