#!/bin/sh
# Speed beside QEMU: builds the benchmark runner and the ELF files that QEMU takes, and runs both in
# turn. Run by `make bench`; RUNS=9 for more repetitions, QEMU=path for another QEMU.

set -eu
vmm=$1
swift=${SWIFT:-swift}
qemu=${QEMU:-qemu-system-aarch64}

"$swift" build --package-path Benchmarks -c release -Xswiftc -warnings-as-errors >&2
runner=$("$swift" build --package-path Benchmarks -c release --show-bin-path)/bench
set -- "$runner" --vmm "$vmm" --images Firmware/arm64 --runs "${RUNS:-5}"

if command -v "$qemu" >/dev/null 2>&1; then
    elves=$(mktemp -d)
    trap 'rm -rf "$elves"' EXIT
    Firmware/build.sh --elf --output "$elves" >/dev/null
    set -- "$@" --qemu "$qemu" --elves "$elves"
fi
"$@"
