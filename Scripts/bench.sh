#!/bin/sh
# Speed beside QEMU: builds the benchmark runner and the ELF files that QEMU takes, and runs both in
# turn. Run by `make bench`; RUNS=9 for more repetitions, QEMU=path for another QEMU, KERNEL=path
# for another arm64 kernel than what Scripts/arm64-host/kernel.sh 6.12 puts into the cache. A 32-bit
# kernel is what Scripts/armhf-kernel.sh fetches, or KERNEL32=path.

set -eu
vmm=$1
swift=${SWIFT:-swift}
qemu=${QEMU:-qemu-system-aarch64}

"$swift" build --package-path Benchmarks -c release -Xswiftc -warnings-as-errors >&2
runner=$("$swift" build --package-path Benchmarks -c release --show-bin-path)/bench
set -- "$runner" --vmm "$vmm" --images Firmware/arm64 --runs "${RUNS:-5}"

temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT

if command -v "$qemu" >/dev/null 2>&1; then
    Firmware/build.sh --elf --output "$temporary" >/dev/null
    set -- "$@" --qemu "$qemu" --elves "$temporary"
fi

cache=${SWIFTVMM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/swiftvmm}
kernel=${KERNEL:-$cache/trixie-root/opt/arm64-host/kernels/6.12/Image}
if [ -r "$kernel" ]; then
    Scripts/initramfs.sh Firmware/arm64/linux-init.bin >"$temporary/initrd.cpio"
    set -- "$@" --kernel "$kernel" --initrd "$temporary/initrd.cpio"
fi
kernel32=${KERNEL32:-$(Scripts/armhf-kernel.sh || true)}
if [ -r "$kernel32" ]; then
    Scripts/initramfs.sh Firmware/arm/linux-init32.bin >"$temporary/initrd32.cpio"
    set -- "$@" --kernel32 "$kernel32" --initrd32 "$temporary/initrd32.cpio"
    if command -v qemu-system-arm >/dev/null 2>&1; then set -- "$@" --qemu32 qemu-system-arm; fi
fi
"$@"
