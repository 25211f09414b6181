#!/bin/sh
# Says whether this host can build the project, and what to do if not.
#
#   toolchain.sh check     is there Swift 6.0 or newer?
#   toolchain.sh explain   after a failed build: is it the network?
#   toolchain.sh static    prints the options with which a program needs no shared library, if this
#                          host has what that takes: nothing is relocated at the start then, which
#                          is a quarter of the time a short run takes

set -eu
swift=${SWIFT:-swift}

case ${1:-check} in
check)
    if ! command -v "$swift" >/dev/null 2>&1; then
        echo "error: no swift in PATH; this needs Swift 6.0 or newer" >&2
        echo "hint: https://www.swift.org/install/linux" >&2
        exit 69
    fi
    version=$("$swift" --version 2>&1 |
        sed -n 's/.*Swift version \([0-9][0-9]*\).*/\1/p' | head -n 1)
    if [ "${version:-0}" -lt 6 ]; then
        echo "error: this needs Swift 6.0 or newer, and $swift is:" >&2
        "$swift" --version 2>&1 | sed -n 1p >&2
        exit 69
    fi
    ;;
explain)
    if [ ! -d .build/checkouts/swift-argument-parser ]; then
        echo "error: swift-argument-parser, the one dependency, could not be fetched" >&2
        echo "hint: see the messages above; the first build needs the network" >&2
    fi
    ;;
static)
    for library in libc.a libm.a libstdc++.a; do
        # The name alone if there is no such file.
        case $("${CC:-cc}" -print-file-name="$library" 2>/dev/null) in
        /*) ;;
        *) exit 0 ;;
        esac
    done
    echo "-Xswiftc -Xclang-linker -Xswiftc -static"
    ;;
*) echo "usage: toolchain.sh check|explain|static" >&2; exit 64 ;;
esac
