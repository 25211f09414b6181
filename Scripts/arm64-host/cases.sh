# What each kind of host must do, one boot for each. Read by test.sh.
#
# neoverse-v1 stands for the hosts that offer EL2. KVM answers a guest's TLBI ALLE1 by a walk of
# the whole address space that stage 2 could have, 1 GiB a step. Where the processor has
# FEAT_TLBIRANGE each step invalidates a range, which the emulator is slow at: hyp-init then takes
# a minute. neoverse-v1 has not, and there it takes seconds.
nested_cpu=neoverse-v1,pauth-impdef=on

# Every image on the software backend, here and there; hyp-init needs its second CPU.
images="hyp-stub hyp-init legacy el1-hello bench-startup bench-integer"
cpus() { case $1 in hyp-init) echo 2 ;; *) echo 1 ;; esac; }
mkdir "$work/here"
for image in $images; do
    status=0
    (cd "$project/Firmware" && "$vmm" run --backend software --format json \
        --cpus "$(cpus "$image")" "arm64/$image.bin") \
        >"$work/here/$image.out" 2>/dev/null || status=$?
    echo $status >"$work/here/$image.status"
done
software=$(for image in $images; do
    echo "try $image vmm run --backend software --format json --cpus $(cpus "$image") \
        arm64/$image.bin"
done)

# In every host: what doctor says, to the superuser and to others; guests at EL1 and at EL2 where
# the command chooses the backend, and on KVM; and the tests of a real KVM and of stopping in time.
bundle="/tests/SwiftVMMPackageTests.xctest --testing-library swift-testing"
everywhere="
    try doctor vmm doctor
    try doctor-json vmm doctor --format json
    try nobody as_nobody vmm doctor
    try nobody-auto as_nobody vmm run --el 1 arm64/el1-hello.bin
    try nobody-kvm as_nobody vmm run --backend kvm --el 1 arm64/el1-hello.bin
    try el1 vmm run --el 1 arm64/el1-hello.bin
    try el2 vmm run arm64/hyp-stub.bin
    try el2-kvm vmm run --backend kvm arm64/hyp-stub.bin
    try registers vmm doctor --registers
    try compare-el1 vmm compare --backends kvm,software --el 1 arm64/el1-hello.bin
    try stopping $bundle --filter StopTests
    try on-kvm $bundle --filter KVMHostTests"

# held EL1 EL2: what `everywhere` left, where these are the reasons for the backends taken.
held() {
    expect el1 0 "$1"
    expect el2 0 "$2"
    expect el2 0 'the guest exited with code 0'
    expect nobody-auto 0 'backend software: '
    tests stopping
    tests on-kvm
}

# In hosts with KVM: others than the superuser hear what is missing, and EL1 runs on it.
with_kvm() {
    expect nobody 0 'no permission to open /dev/kvm'
    expect nobody-auto 0 'backend software: no permission to open /dev/kvm'
    expect nobody-kvm 77 'no permission to open /dev/kvm'
    expect compare-el1 0 ' 0 suspect'
}

# Hosts whose KVM has no EL2 for guests: EL1 on KVM, EL2 on the software CPU, and why.
without_el2() {
    held 'backend kvm: the image is entered at EL1' "backend software: $1"
    with_kvm
    expect doctor 0 'kvm backend, EL1  *yes'
    expect doctor 0 'kvm backend, EL2  *no'
    expect doctor-json 0 '"KVM_CAP_ARM_EL2": 0'
    expect el2-kvm 69 "$1"
    expect registers 0 'guests at EL1 only'
}

# Both kinds of virtual EL2: the verdict of each image, and every register on the way.
judged="hyp-stub hyp-init legacy el1-hello"
both_kinds=$(for e2h in none res1; do
    for image in $judged; do
        options="--e2h $e2h --cpus $(cpus $image) --timeout 60s arm64/$image.bin"
        echo "try $image-$e2h vmm run --backend kvm $options"
        echo "try compare-$image-$e2h vmm compare --backends kvm,software $options"
    done
    echo "try registers-$e2h vmm doctor --registers --e2h $e2h"
done)

first=${kernels%% *}
for kernel in $kernels; do
    # Guests at EL2 from 6.16 on.
    oldest=$(printf '%s\n' 6.16 "$kernel" | sort -V | sed -n 1p)
    if [ "$oldest" = 6.16 ] || [ "$kernel" = newest ]; then
        boot "nested-$kernel" --kernel "$kernel" --cpu $nested_cpu --tests <<SCRIPT
$everywhere
$software
$both_kinds
try writable vmm run --e2h writable arm64/hyp-stub.bin
try json vmm compare --backends kvm,software --format json arm64/el1-hello.bin
SCRIPT
        held 'backend kvm: the image is entered at EL1' \
            'backend kvm: the host offers guests EL2 without VHE'
        with_kvm
        expect doctor 0 'kvm backend, EL2  *yes'
        expect doctor-json 0 '"KVM_CAP_ARM_EL2": 1'
        expect doctor-json 0 '"KVM_CAP_ARM_EL2_E2H0": 1'
        expect el2-kvm 0 'the guest exited with code 0'
        for e2h in none res1; do
            for image in $judged; do
                expect "$image-$e2h" 0 'the guest exited with code 0'
                expect "compare-$image-$e2h" 0 ' 0 suspect'
            done
        done
        expect hyp-stub-none 0 'no VHE, kernel stays at EL1'
        expect hyp-stub-res1 0 'kernel moved to EL2 with its MMU on'
        expect registers-none 0 'VBAR_EL2 *0x7ff'
        expect registers-res1 0 'with VHE (E2H is RES1), as was asked for'
        expect writable 0 'backend software: KVM fixes HCR_EL2.E2H'
        expect json 0 '"suspect": 0'
    else
        boot "kvm-$kernel" --kernel "$kernel" --mode kvm --tests <<SCRIPT
$everywhere
$software
SCRIPT
        without_el2 'the kernel .* has no nested EL2'
    fi
    for image in $images; do same "$image"; done
done

boot not-asked-for --kernel "$first" --mode kvm --tests <<SCRIPT
$everywhere
SCRIPT
without_el2 'nested EL2 is off .* started without kvm-arm.mode=nested'

boot no-vhe --kernel "$first" --cpu cortex-a57 --tests <<SCRIPT
$everywhere
SCRIPT
without_el2 'nested EL2 cannot be had .* although kvm-arm.mode=nested is given'

boot no-kvm --kernel "$first" --mode none --tests <<SCRIPT
$everywhere
SCRIPT
held 'backend software: /dev/kvm does not exist' 'backend software: /dev/kvm does not exist'
expect doctor 0 '/dev/kvm does not exist'
expect doctor-json 0 '"available": false'
expect el2-kvm 69 '/dev/kvm does not exist'
expect nobody-kvm 69 '/dev/kvm does not exist'
expect registers 69 '/dev/kvm does not exist'

# The project's tests; what other boots run alone is left out.
boot tests --kernel "$first" --cpu $nested_cpu --tests --timeout 1800 <<SCRIPT
export TEST_EFFORT=${TEST_EFFORT:-5} GUEST_TEST_IMAGES=/tests/guests
try suite $bundle --skip KVMHostTests --skip StopTests
SCRIPT
tests suite

# Since 6.18 the kernel ends a machine with EL2 by a walk of all that its empty stage 2 tables could
# map, 1 GiB a step: 0.3 s here. So a share of the machines is made on the newer kernel, and all on
# 6.16, where Debian still has that.
cycles=${LEAK_CYCLES:-10000}
share=$((cycles / 50 + 1))
leak_kernel=${LEAK_KERNEL:-6.16}
REASON=$work/no-leak-kernel
if "$here/kernel.sh" "$leak_kernel" >/dev/null; then
    boot leaks --kernel "$leak_kernel" --cpu $nested_cpu --tests --timeout 1800 <<SCRIPT
export LEAK_CYCLES=$cycles LEAK_WORKERS=4
try leaks $bundle --filter LeakTests
SCRIPT
    tests leaks
else
    omit "$cycles machines on kernel $leak_kernel" "$(sed -n 1p "$REASON")"
fi
boot "leaks-$first" --kernel "$first" --cpu $nested_cpu --tests --timeout 1800 <<SCRIPT
export LEAK_CYCLES=$share LEAK_WORKERS=4
try leaks $bundle --filter LeakTests
SCRIPT
tests leaks
