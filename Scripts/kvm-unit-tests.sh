#!/bin/sh
# kvm-unit-tests on vmm and on QEMU, as the tables that Documentation/KVMUnitTests.md shows: for
# arm64 at EL1 and EL2, for 32-bit Arm, which never uses Hyp mode, in Supervisor mode.
#
#   kvm-unit-tests.sh TESTS [FILTER]
#
# TESTS is a folder with the tests' flat files (selftest.flat, gic.flat, ...), for 32-bit Arm with
# their ELF files too, which this repository neither contains nor builds. FILTER is a regular
# expression on the names in the first column.
#
# Environment: ARCH (arm64 or arm); VMM, QEMU (the commands); CPU (QEMU's -cpu); VMM_CPU (vmm's);
# LIMIT (seconds for one run, 120); KEEP (a folder that keeps each run's output).

set -eu
tests=${1:?usage: kvm-unit-tests.sh TESTS [FILTER]}
filter=${2:-.}
vmm=${VMM:-.build/release/vmm}
arch=${ARCH:-arm64}
levels="1 2" image=flat
if [ "$arch" = arm ]; then
    # A flat file of 32-bit Arm does not say that it belongs 64 KiB into RAM.
    levels=1 image=elf
    CPU=${CPU:-cortex-a15} VMM_CPU=${VMM_CPU:-cortex-a15} QEMU=${QEMU:-qemu-system-arm}
fi
qemu=${QEMU:-qemu-system-aarch64}
limit=${LIMIT:-120}
if [ -n "${KEEP:-}" ]; then
    output=$KEEP
    mkdir -p "$output"
else
    output=$(mktemp -d)
    trap 'rm -rf "$output"' EXIT
fi

# Name, file, CPUs, GIC version, arguments.
list() {
    if [ "$arch" = arm ]; then list32; else list64; fi
}

list32() {
    cat <<'END'
selftest-setup selftest 2 2 setup smp=2 mem=256
selftest-vectors-kernel selftest 1 2 vectors-kernel
selftest-vectors-user selftest 1 2 vectors-user
selftest-smp selftest 4 2 smp
gicv2-ipi gic 4 2 ipi
gicv2-mmio gic 4 2 mmio
gicv2-mmio-up gic 1 2 mmio
gicv2-mmio-3p gic 3 2 mmio
gicv2-active gic 4 2 active
gicv3-ipi gic 4 3 ipi
gicv3-active gic 4 3 active
psci psci 4 2
pl031 pl031 1 2
pmu-cycle-counter pmu 1 2 cycle-counter 0
END
}

list64() {
    cat <<'END'
selftest-setup selftest 2 3 setup smp=2 mem=256
selftest-vectors-kernel selftest 1 3 vectors-kernel
selftest-vectors-user selftest 1 3 vectors-user
selftest-smp selftest 4 3 smp
timer timer 1 3
gicv3-ipi gic 4 3 ipi
gicv3-active gic 4 3 active
gicv2-ipi gic 4 2 ipi
gicv2-mmio gic 4 2 mmio
gicv2-mmio-up gic 1 2 mmio
gicv2-mmio-3p gic 3 2 mmio
gicv2-active gic 4 2 active
psci psci 4 3
cache cache 1 3
debug-bp debug 1 3 bp
debug-wp debug 1 3 wp
debug-sstep debug 1 3 ss
fpu-context fpu 2 3
pmu-cycle-counter pmu 1 3 cycle-counter 0
pmu-event-introspection pmu 1 3 pmu-event-introspection
pmu-event-counter-config pmu 1 3 pmu-event-counter-config
pmu-basic-event-count pmu 1 3 pmu-basic-event-count
pmu-mem-access pmu 1 3 pmu-mem-access
pmu-mem-access-reliability pmu 1 3 pmu-mem-access-reliability
pmu-sw-incr pmu 1 3 pmu-sw-incr
pmu-chained-counters pmu 1 3 pmu-chained-counters
pmu-chained-sw-incr pmu 1 3 pmu-chained-sw-incr
pmu-chain-promotion pmu 1 3 pmu-chain-promotion
pmu-overflow-interrupt pmu 1 3 pmu-overflow-interrupt
micro-bench micro-bench 2 3
micro-bench-gicv2 micro-bench 2 2
pl031 pl031 1 3
END
}

run_vmm() {
    timeout "$limit" "$vmm" run --backend software --no-check ${VMM_CPU:+--cpu "$VMM_CPU"} \
        --el "$1" --gic "$2" --cpus "$3" --memory 256M --append "$4" --kernel "$5.$image"
}

run_qemu() {
    virtualization=off
    [ "$1" = 2 ] && virtualization=on
    # An empty command line is none.
    set -- "$@" "${4:+-append}"
    timeout "$limit" "$qemu" -nodefaults -cpu "${CPU:-max}" -m 256 -smp "$3" -display none \
        -M "virt,gic-version=$2,virtualization=$virtualization" -serial stdio \
        -device virtio-serial-device -device virtconsole,chardev=ctd -chardev testdev,id=ctd \
        -kernel "$5.flat" ${6:+"$6" "$4"}
}

# "18 pass", with failures and skips where there are some. micro-bench counts nothing and ends
# with EXIT: STATUS=1, success, or with another status.
verdict() {
    awk '
        /^PASS: / { pass++ } /^FAIL: / { fail++ } /^SKIP: / { skip++ }
        /^EXIT: STATUS=/ { split($0, part, "="); status = part[2] }
        END {
            if (status == "") text = "no end"
            else if (!(pass + fail + skip)) text = status == 1 ? "done" : "ended with " status
            if (pass) text = pass " pass"
            if (fail) text = text (text == "" ? "" : ", ") "**" fail " fail**"
            if (skip) text = text (text == "" ? "" : ", ") skip " skip"
            print text
        }' "$1"
}

echo '| Test | Entry | vmm | QEMU |'
echo '|---|---|---|---|'
list | grep -E "^[^ ]*($filter)" | while read -r name file cpus gic arguments; do
    for level in $levels; do
        for machine in vmm qemu; do
            "run_$machine" "$level" "$gic" "$cpus" "$arguments" "$tests/$file" \
                >"$output/$machine-$level-$name.txt" 2>&1 </dev/null || :
        done
        printf '| %s | EL%s | %s | %s |\n' "$name" "$level" \
            "$(verdict "$output/vmm-$level-$name.txt")" \
            "$(verdict "$output/qemu-$level-$name.txt")"
    done
done
