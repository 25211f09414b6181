# The KVM engine against the software CPU, in each kind of host. Read by test.sh.
#
# neoverse-v1 stands for the hosts that offer EL2. KVM answers a guest's TLBI ALLE1 by a walk of
# the whole address space that stage 2 could have, 1 GiB a step. Where the processor has
# FEAT_TLBIRANGE each step invalidates a range, which the emulator is slow at: hyp-init then takes
# a minute. neoverse-v1 has not, and there it takes seconds.
nested_cpu=neoverse-v1,pauth-impdef=on

# In every host: a guest that never exits is stopped in time, by --timeout and by Ctrl-C. A guest is
# stopped within 100 ms; the emulated host itself needs some time to start and to end.
# shellcheck disable=SC2016
stopping='
    # add x0, x0, #1; b .-4
    printf "\000\004\000\221\377\377\377\027" >/tmp/spin.bin
    interrupt() {
        "$@" &
        sleep 1
        start=$(cut -d " " -f 1 /proc/uptime | tr -d .)
        kill -INT $!
        result=0
        wait $! || result=$?
        end=$(cut -d " " -f 1 /proc/uptime | tr -d .)
        echo "stopped after $(((end - start) * 10)) ms"
        [ $((end - start)) -lt 60 ] || return 1
        return $result
    }
    for backend in $backends; do
        for cpus in 1 4; do
            for el in $levels; do
                machine="--backend $backend --cpus $cpus --el $el --no-check"
                try "timeout-$backend-$el-$cpus" vmm run $machine --timeout 200ms /tmp/spin.bin
                try "interrupt-$backend-$el-$cpus" interrupt vmm run $machine /tmp/spin.bin
            done
        done
    done'

# stopped LEVELS: what `stopping` left.
stopped() {
    for backend in $backends; do
        for cpus in 1 4; do
            for el in $1; do
                expect "timeout-$backend-$el-$cpus" 124 '(\(2\|3\|4\)[0-9][0-9] ms)'
                expect "interrupt-$backend-$el-$cpus" 130 'interrupted'
            done
        done
    done
}

# Both kinds of virtual EL2: the verdict of each image, and every register on the way.
both_kinds=
for e2h in none res1; do
    for image in hyp-stub hyp-init legacy el1-hello; do
        options="--e2h $e2h --cpus $(cpus $image) arm64/$image.bin"
        both_kinds="$both_kinds
            try $image-$e2h vmm run --backend kvm --timeout 60s $options
            try compare-$image-$e2h vmm compare --backends kvm,software --timeout 60s $options
            try doctor-$e2h vmm doctor --registers --e2h $e2h"
    done
done

backends="kvm software"
boot kvm-nested --kernel "$first" --cpu $nested_cpu <<SCRIPT
backends="$backends" levels="1 2"
$stopping
$both_kinds
try auto-el2 vmm run arm64/el1-hello.bin
try auto-el1 vmm run --el 1 arm64/el1-hello.bin
try auto-writable vmm run --e2h writable arm64/hyp-stub.bin
try compare-el1 vmm compare --backends kvm,software --el 1 arm64/el1-hello.bin
try compare-json vmm compare --backends kvm,software --format json arm64/el1-hello.bin
try doctor vmm doctor
SCRIPT
stopped "1 2"
for e2h in none res1; do
    for image in hyp-stub hyp-init legacy el1-hello; do
        expect "$image-$e2h" 0 'the guest exited with code 0'
        expect "compare-$image-$e2h" 0 ' 0 suspect'
    done
done
expect hyp-stub-none 0 'no VHE, kernel stays at EL1'
expect hyp-stub-res1 0 'kernel moved to EL2 with its MMU on'
expect doctor-none 0 'SCTLR_EL2 .*0x10'
expect doctor-res1 0 'with VHE (E2H is RES1), as was asked for'
expect auto-el2 0 'backend kvm: the host offers guests EL2 without VHE'
expect auto-el1 0 'backend kvm: the image is entered at EL1'
expect auto-writable 0 'backend software: KVM fixes HCR_EL2.E2H'
expect compare-el1 0 ' 0 suspect'
expect compare-json 0 '"suspect": 0'
expect doctor 0 'kvm backend, EL2  *yes'

# Hosts whose KVM has no EL2 for guests: EL1 on KVM, EL2 on the software CPU, and why.
without_el2='
    try el1 vmm run --el 1 arm64/el1-hello.bin
    try compare-el1 vmm compare --backends kvm,software --el 1 arm64/el1-hello.bin
    try el2 vmm run arm64/hyp-stub.bin
    try el2-kvm vmm run --backend kvm arm64/hyp-stub.bin
    try registers vmm doctor --registers'

# fallen_back WHY: what `without_el2` left.
fallen_back() {
    stopped 1
    expect el1 0 'backend kvm: the image is entered at EL1'
    expect compare-el1 0 ' 0 suspect'
    expect el2 0 "backend software: $1"
    expect el2-kvm 69 "$1"
    expect registers 0 'guests at EL1 only'
}

for kernel in $kernels; do
    if [ "$kernel" = "$first" ]; then continue; fi
    boot "kvm-$kernel" --kernel "$kernel" --mode kvm <<SCRIPT
backends="$backends" levels=1
$stopping
$without_el2
SCRIPT
    fallen_back 'the kernel .* has no nested EL2'
done

boot kvm-not-asked-for --kernel "$first" --mode kvm <<SCRIPT
backends="$backends" levels=1
$stopping
$without_el2
SCRIPT
fallen_back 'nested EL2 is off .* started without kvm-arm.mode=nested'

boot kvm-no-vhe --kernel "$first" --mode nested --cpu cortex-a57 <<SCRIPT
backends="$backends" levels=1
$stopping
$without_el2
SCRIPT
fallen_back 'nested EL2 cannot be had .* although kvm-arm.mode=nested is given'

backends=software
boot kvm-none --kernel "$first" --mode none <<SCRIPT
backends="$backends" levels="1 2"
$stopping
try el1 vmm run --el 1 arm64/el1-hello.bin
try el2 vmm run arm64/hyp-stub.bin
try el2-kvm vmm run --backend kvm arm64/hyp-stub.bin
try registers vmm doctor --registers
SCRIPT
stopped "1 2"
expect el1 0 'backend software: /dev/kvm does not exist'
expect el2 0 'backend software: /dev/kvm does not exist'
expect el2-kvm 69 '/dev/kvm does not exist'
expect registers 69 '/dev/kvm does not exist'
