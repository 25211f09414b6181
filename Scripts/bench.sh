#!/bin/sh
# Speed: instructions per second of the engine, and the time from start to end of a short run;
# beside qemu-system-aarch64 on the same images where it is installed. Run by `make bench`.

set -eu
vmm=$1
images=Firmware/arm64

now() { date +%s%N; }

# Milliseconds that a command takes: the best of five.
best() {
    best=
    for _ in 1 2 3 4 5; do
        start=$(now)
        "$@" >/dev/null 2>&1 || true
        took=$(( ($(now) - start) / 10000 ))
        if [ -z "$best" ] || [ "$took" -lt "$best" ]; then best=$took; fi
    done
    printf '%d.%02d' $(( best / 100 )) $(( best % 100 ))
}

row() { printf '%-34s %12s %s\n' "$1" "$2" "$3"; }

count=$("$vmm" run --no-check --format json $images/bench-integer.bin 2>/dev/null |
    sed -n 's/.*"instructions": *\([0-9]*\).*/\1/p')
integer=$(best "$vmm" run --no-check $images/bench-integer.bin)
row "vmm, bench-integer" "$integer" "ms"
row "  instructions" "${count:-?}" ""
row "  speed" "$(awk "BEGIN { printf \"%.1f\", ${count:-0} / ($integer * 1000) }")" "MIPS"
row "vmm, bench-startup" "$(best "$vmm" run --no-check $images/bench-startup.bin)" "ms"
row "vmm, hyp-stub, judged" "$(best "$vmm" run $images/hyp-stub.bin)" "ms"

if command -v qemu-system-aarch64 >/dev/null 2>&1; then
    qemu() {
        best timeout 60 qemu-system-aarch64 -machine virt,virtualization=on,gic-version=3 \
            -cpu max -m 512 -display none -serial null -monitor none -net none -kernel "$1"
    }
    # QEMU takes the linked file: a flat one it would load elsewhere.
    elf=$(mktemp -d)
    trap 'rm -rf "$elf"' EXIT
    Firmware/build.sh --elf --output "$elf" bench-integer bench-startup >/dev/null
    row "qemu-system-aarch64, bench-integer" "$(qemu "$elf/bench-integer.elf")" "ms"
    row "qemu-system-aarch64, bench-startup" "$(qemu "$elf/bench-startup.elf")" "ms"
else
    echo "qemu-system-aarch64 is not installed; nothing to compare with"
fi
