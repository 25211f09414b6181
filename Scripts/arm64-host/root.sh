#!/bin/sh
# Makes the Debian 13 root that cross-builds for arm64 and holds QEMU, or completes one.
#
# Debian's packages are verified by Debian's own signatures: debootstrap checks the release file
# with the archive keyring, apt inside the root does from then on. The mirror is the one that this
# system's apt uses. About 0.9 GB are downloaded and 5 GB kept; later runs only look. What was
# interrupted is completed by the next run.

set -eu
. "$(dirname "$0")/host.sh"

packages="swiftlang git make g++ g++-aarch64-linux-gnu cpio qemu-system-arm"
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

need_superuser() {
    if [ "$(id -u)" = 0 ]; then return; fi
    unavailable "making the root for arm64 needs the superuser: it installs Debian packages" \
        "in a folder that it makes the root folder. Once it is made, anybody can use it." \
        "Run this, which changes nothing outside $cache:" \
        "    sudo SWIFTVMM_CACHE=$cache $here/root.sh"
}

# The mirror of Debian itself that this system uses; nothing if it is not a Debian.
mirror() {
    apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' 'Label: Debian' \
        'Component: main' 2>/dev/null | sed -n 1p
}

bootstrap() {
    if [ -d "$root" ]; then return; fi
    need_superuser
    if ! command -v debootstrap >/dev/null 2>&1 || [ ! -s "$keyring" ]; then
        if ! command -v apt-get >/dev/null 2>&1; then
            unavailable "debootstrap and the Debian archive keyring are missing"
        fi
        say "Installing debootstrap and the Debian archive keyring on this system"
        { apt-get update -qq && apt-get install -y -qq debootstrap debian-archive-keyring; } \
            >"$root.log" 2>&1 || {
            tail -n 20 "$root.log" >&2
            unavailable "debootstrap cannot be installed; is there a network?"
        }
    fi
    free=$(df -Pk "$cache" | awk 'NR == 2 { print int($4 / 1048576) }')
    if [ "$free" -lt 8 ]; then
        unavailable "the root needs 8 GB while it is made, and $cache has $free GB free"
    fi
    say "Making a Debian 13 root, about a minute: $root"
    rm -rf --one-file-system "$root.partial"
    # A mount namespace, because debootstrap mounts things in the new root.
    # shellcheck disable=SC2046
    unshare --mount debootstrap --variant=minbase --arch=amd64 --force-check-gpg \
        --keyring="$keyring" trixie "$root.partial" $(mirror) >"$root.log" 2>&1 || {
        tail -n 20 "$root.log" >&2
        if grep -Eq "Failed getting release file|Couldn't download" "$root.log"; then
            unavailable "Debian cannot be fetched; is there a network?"
        fi
        exit 71
    }
    mv "$root.partial" "$root"
}

missing_packages() {
    # shellcheck disable=SC2016
    for package in $packages; do
        in_root dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null |
            grep -qx installed || echo "$package"
    done
}

# Both architectures of Debian 13, and the backports for their kernels.
sources() {
    list=$root/etc/apt/sources.list.d/arm64-host.list
    uri=$(sed -n 's/^deb \([^ ]*\) trixie main.*/\1/p' "$root/etc/apt/sources.list" | sed -n 1p)
    wanted="deb [arch=arm64] $uri trixie-backports main"
    if [ "$(cat "$list" 2>/dev/null)" = "$wanted" ]; then return; fi
    need_superuser
    echo "$wanted" >"$list"
    in_root dpkg --add-architecture arm64
    "$here/apt.sh" update
}

install_packages() {
    missing=$(missing_packages)
    if [ -z "$missing" ]; then return; fi
    need_superuser
    say "Installing in the root, a few minutes:" $missing
    "$here/apt.sh" update
    # shellcheck disable=SC2086
    "$here/apt.sh" install -y --no-install-recommends $missing
    in_root apt-get clean
}

# Swift's runtime and modules for arm64, from the arm64 packages of the same version; only what
# the compiler reads when it builds for arm64, and the shared libraries that tests need there.
runtime() {
    # shellcheck disable=SC2016
    version=$(in_root dpkg-query -W -f '${Version}' swiftlang)
    if [ "$(cat "$root$store/swift/version" 2>/dev/null)" = "$version" ]; then return; fi
    need_superuser
    say "Fetching Swift's runtime for arm64 (0.4 GB): swiftlang:arm64 $version"
    rm -rf "$root$store/swift" "$root$store/swift.partial"
    mkdir -p "$root$store/swift.partial"
    for package in libswiftlang swiftlang; do
        "$here/apt.sh" download "$store/swift.partial" "$package:arm64=$version"
    done
    in_root sh -ec '
        cd "$1"
        for package in *.deb; do
            dpkg-deb --fsys-tarfile "$package" | tar -x --strip-components=5 --wildcards \
                --exclude "*/lib/swift/host" \
                "./usr/libexec/swift/lib/swift/*" \
                $(case $package in swiftlang_*) echo "./usr/libexec/swift/lib/swift_static/*" ;; esac)
        done
        rm -- *.deb
        # The headers of the compiler itself are the same for every target.
        ln -s /usr/libexec/swift/lib/clang clang
        ' sh "$store/swift.partial"
    echo "$version" >"$root$store/swift.partial/version"
    mv "$root$store/swift.partial" "$root$store/swift"
}

# The cross packages as clang expects a system: usr/include, usr/lib/aarch64-linux-gnu, and GCC's
# folder. The linker scripts of libc and libm name /usr/aarch64-linux-gnu.
sysroot() {
    if [ -s "$root$store/sysroot/SDKSettings.json" ]; then return; fi
    need_superuser
    cross=/usr/aarch64-linux-gnu
    mkdir -p "$root$store/sysroot/usr/lib"
    ln -sfn $cross "$root$store/sysroot$cross"
    ln -sfn $cross/include "$root$store/sysroot/usr/include"
    ln -sfn $cross/lib "$root$store/sysroot/lib"
    ln -sfn $cross/lib "$root$store/sysroot/usr/lib/aarch64-linux-gnu"
    ln -sfn /usr/lib/gcc-cross "$root$store/sysroot/usr/lib/gcc-cross"
    # Only so that the compiler does not warn of its absence.
    echo '{ "CanonicalName": "linux", "Version": "13.0", "VersionMap": {} }' \
        >"$root$store/sysroot/SDKSettings.json"
}

# What `swift build --destination` takes: static.json for the command, shared.json for tests.
destinations() {
    for kind in static shared; do
        file=$root$store/$kind.json
        resources=$store/swift/$(case $kind in static) echo swift_static ;; *) echo swift ;; esac)
        if [ -s "$file" ]; then continue; fi
        need_superuser
        cat >"$file" <<JSON
{
    "version": 1,
    "target": "aarch64-unknown-linux-gnu",
    "sdk": "$store/sysroot",
    "toolchain-bin-dir": "/usr/libexec/swift/bin",
    "dynamic-library-extension": "so",
    "extra-cc-flags": [],
    "extra-cpp-flags": [],
    "extra-swiftc-flags": [
        "-use-ld=lld", "-sdk", "$store/sysroot", "-resource-dir", "$resources"
    ]
}
JSON
    done
}

# busybox as shell and init of the emulated host.
busybox() {
    if [ -x "$root$store/busybox/usr/bin/busybox" ]; then return; fi
    need_superuser
    say "Fetching busybox-static:arm64"
    rm -rf "$root$store/busybox" "$root$store/busybox.partial"
    mkdir -p "$root$store/busybox.partial"
    "$here/apt.sh" download "$store/busybox.partial" busybox-static:arm64
    in_root sh -ec 'cd "$1" && dpkg-deb -x busybox*.deb . && rm -- *.deb' sh \
        "$store/busybox.partial"
    mv "$root$store/busybox.partial" "$root$store/busybox"
}

if [ "$(uname -m)" != x86_64 ]; then
    unavailable "the emulated host is for x86-64 machines; this one is $(uname -m)"
fi
if ! unshare --mount true 2>/dev/null && ! unshare --map-root-user --mount true 2>/dev/null; then
    unavailable "unshare fails: this user may not mount things, not even in a namespace" \
        "Run it as the superuser; in a container, give that the capability CAP_SYS_ADMIN."
fi

if [ "$(id -u)" = 0 ]; then lock_root; else need_root; fi
bootstrap
mkdir -p "$root/trees" 2>/dev/null || true
install_packages
sources
runtime
sysroot
destinations
busybox
touch "$root$store/ready" 2>/dev/null || true
