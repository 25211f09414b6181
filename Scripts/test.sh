#!/bin/sh
# Everything that must hold, in the order that fails fastest. Run by `make test`.

set -eu
cd "$(dirname "$0")/.."
swift=${SWIFT:-swift}

say() { printf '\n== %s\n' "$1"; }

# The wheel of Unicorn is fetched with pip; everything else is in the Swift toolchain.
need() {
    if python3 -m pip --version >/dev/null 2>&1; then return; fi
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        apt-get update -qq && apt-get install -y -qq python3 python3-pip && return
    fi
    echo "python3 with pip is missing: sudo apt-get install python3 python3-pip" >&2
}

say "Formatting"
"$swift" format lint --strict --recursive Package.swift Sources Tests Examples Benchmarks

say "Unicorn, for the differential tests"
need
UNICORN_LIBRARY=$(Scripts/unicorn.sh)
if [ -n "$UNICORN_LIBRARY" ]; then
    export UNICORN_LIBRARY
    echo "$UNICORN_LIBRARY"
else
    unset UNICORN_LIBRARY
    echo "NOT AVAILABLE: the differential tests will be SKIPPED" >&2
fi

say "Debian's 32-bit kernels, for the tests that boot them"
for flavour in armmp-lpae armmp; do
    Scripts/armhf-kernel.sh "$flavour" || echo "NOT AVAILABLE: boots of it will be SKIPPED" >&2
done

# Optimised, because the tests execute millions of guest instructions; testable, because they look
# inside the modules.
options="-c release --scratch-path .build/test -Xswiftc -enable-testing"
options="$options -Xswiftc -warnings-as-errors"

say "Build"
# shellcheck disable=SC2086
"$swift" build --build-tests $options || { Scripts/toolchain.sh explain; exit 1; }

say "Tests"
# LEAK_CYCLES is for the tests below, which run alone.
# shellcheck disable=SC2086
env -u LEAK_CYCLES "$swift" test --skip-build --quiet $options

say "Ten thousand machines leave nothing behind"
# shellcheck disable=SC2086
LEAK_CYCLES=10000 "$swift" test --skip-build --quiet $options --filter LeakTests

say "Examples"
"$swift" run --package-path Examples -c release -Xswiftc -warnings-as-errors \
    StubTest Firmware/arm64/hyp-stub.bin

say "An emulated arm64 host with KVM"
missing=$(mktemp)
trap 'rm -f "$missing"' EXIT
if [ "${ARM64_HOST:-yes}" = no ]; then
    echo "ARM64_HOST=no was set" >"$missing"
    echo "SKIPPED: ARM64_HOST=no was set" >&2
else
    make --no-print-directory SWIFT="$swift" build
    # Ten thousand take minutes there; `make test-arm64-host` makes as many.
    LEAK_CYCLES="${LEAK_CYCLES:-1000}" Scripts/arm64-host/test.sh --or-skip "$missing" .build/release/vmm
fi

say "All held: formatting, build without warnings, tests, examples, arm64 host"
if [ -z "${UNICORN_LIBRARY:-}" ]; then
    echo "but the differential tests were SKIPPED: no Unicorn on this host"
fi
if [ -s "$missing" ]; then
    echo "but nothing was tested on arm64 and with KVM (SKIPPED): $(cat "$missing")"
    echo "    to do it, see the lines above and run: make test-arm64-host"
fi
