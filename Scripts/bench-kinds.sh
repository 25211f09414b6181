#!/bin/sh
# Each kind of work beside QEMU: builds the runner and its guests, and runs both engines in turn.
# Run by `make bench`; RUNS=9 for more repetitions, QEMU=path for another QEMU, ROWS=svc,hvc for
# some rows, OUTPUT=folder to write the table, the JSON and the plot there.

set -eu
vmm=$1
swift=${SWIFT:-swift}
qemu=${QEMU:-qemu-system-aarch64}

"$swift" build --package-path Benchmarks -c release -Xswiftc -warnings-as-errors >&2
runner=$("$swift" build --package-path Benchmarks -c release --show-bin-path)/kinds

folder=$(dirname "$(readlink -f "$(command -v swiftc)")")
PATH=$folder:$PATH
guests=$(mktemp -d)
trap 'rm -rf "$guests"' EXIT
"$runner" --list | while read -r name rounds; do
    object=$guests/$name-$rounds
    clang --target=aarch64-none-elf -march=armv8-a -c -x assembler-with-cpp \
        "-DROUNDS=$rounds" "Benchmarks/Guests/$name.S" -o "$object.o"
    ld.lld -T Benchmarks/Guests/guest.ld "$object.o" -o "$object.elf"
done

set -- "$runner" --vmm "$vmm" --guests "$guests" --runs "${RUNS:-5}"
host=$(uname -m)
if [ -r /proc/cpuinfo ]; then
    model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
    host="$host, $model"
fi
environment="$(date -u +%Y-%m-%d), $host"
if command -v "$qemu" >/dev/null 2>&1; then
    environment="$environment, $("$qemu" --version | head -n 1)"
    set -- "$@" --qemu "$qemu"
fi
cache=${SWIFTVMM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/swiftvmm}
kernel=${KERNEL:-$cache/trixie-root/opt/arm64-host/kernels/6.12/Image}
if [ -r "$kernel" ]; then
    Scripts/initramfs.sh Firmware/arm64/linux-init.bin >"$guests/initrd.cpio"
    set -- "$@" --kernel "$kernel" --initrd "$guests/initrd.cpio"
fi
[ -z "${ROWS:-}" ] || set -- "$@" --rows "$ROWS"
[ -z "${OUTPUT:-}" ] || set -- "$@" --output "$OUTPUT"
"$@" --environment "$environment"
