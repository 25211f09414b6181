#!/bin/sh
# Tests the command and the test bundle in the emulated arm64 host. Run by `make test-arm64-host`.
#
#   test.sh [--if-ready] VMM      VMM is this machine's own command, whose reports must be the same
#
# --if-ready: only if the root is there already, or this is the superuser, who can make it.
# KERNELS="7.2 6.12" names the kernels; the first is the one where everything runs.

set -eu
. "$(dirname "$0")/host.sh"

skip() {
    printf '\nSKIPPED: no test of arm64 and KVM was run: %s\n\n' "$1" >&2
    exit 0
}

if [ "$1" = --if-ready ]; then
    shift
    if [ ! -d "$root" ] && [ "$(id -u)" != 0 ]; then
        skip "run 'sudo -E make test-arm64-host' once to make the emulated host"
    fi
fi
vmm=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
kernels=${KERNELS:-7.2 6.12}
limit=600

# What cannot be had skips; what breaks fails.
prepare() {
    status=0
    "$@" >"$work/prepared" || status=$?
    case $status in
    0) ;;
    69) skip "see above" ;;
    *) exit $status ;;
    esac
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0 skipped=0
pass() { passed=$((passed + 1)); echo "ok    $1"; }
omit() { skipped=$((skipped + 1)); echo "SKIP  $1: $2"; }
fail() {
    failed=$((failed + 1))
    echo "FAIL  $1: $2"
    if [ -s "${3:-}" ]; then tail -n 40 "$3" | sed 's/^/      /'; fi
}

# boot NAME OPTION...: runs standard input as a script there; its results go to $work/NAME.
boot() {
    name=$1
    shift
    { cat "$here/guest.sh"; cat; } >"$work/$name.sh"
    status=0
    "$here/run.sh" "$@" --timeout $limit --results "$work/$name" --script "$work/$name.sh" \
        >"$work/$name.log" 2>&1 || status=$?
    if [ $status = 0 ]; then pass "$name: the host ran to its end"
    else fail "$name: the host ran to its end" "status $status" "$work/$name.log"; fi
}

# expect BOOT CASE STATUS [TEXT]: the case ended so, and wrote a line that matches.
expect() {
    found=$(cat "$work/$1/$2.status" 2>/dev/null || echo none)
    cat "$work/$1/$2.out" "$work/$1/$2.err" >"$work/seen" 2>/dev/null || true
    if [ "$found" != "$3" ]; then fail "$1: $2" "exit status $found, not $3" "$work/seen"
    elif ! grep -q -- "${4:-}" "$work/seen"; then fail "$1: $2" "no line with: $4" "$work/seen"
    else pass "$1: $2${4:+: $4}"; fi
}

# same BOOT CASE: the report is the one that this machine gave.
same() {
    if cmp -s "$work/here/$2.out" "$work/$1/$2.out" &&
        cmp -s "$work/here/$2.status" "$work/$1/$2.status"; then
        pass "$1: $2 gives the same report as here"
    else
        diff "$work/here/$2.out" "$work/$1/$2.out" >"$work/seen" 2>&1 || true
        fail "$1: $2 gives the same report as here" "they differ" "$work/seen"
    fi
}

prepare "$here/root.sh"
for kernel in $kernels; do prepare "$here/kernel.sh" "$kernel"; done
say "Building for arm64"
prepare "$here/initramfs.sh" command
prepare "$here/initramfs.sh" tests

# Every image on the software backend; hyp-init needs its second CPU.
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

# What every boot asks.
everywhere='
    try doctor vmm doctor --format json
    try auto vmm run arm64/el1-hello.bin
    try kvm vmm run --backend kvm arm64/el1-hello.bin
    try nobody as_nobody vmm doctor
    try nobody-kvm as_nobody vmm run --backend kvm arm64/el1-hello.bin'
software=$(for image in $images; do
    echo "try $image vmm run --backend software --format json --cpus $(cpus "$image") \
        arm64/$image.bin"
done)

first=${kernels%% *}
for kernel in $kernels; do
    echo
    # Guests at EL2 from 6.16 on.
    nested=$(printf '%s\n' 6.16 "$kernel" | sort -V | sed -n 1p)
    if [ "$nested" = 6.16 ] || [ "$kernel" = newest ]; then
        boot "$kernel-nested" --kernel "$kernel" --mode nested <<SCRIPT
$everywhere
$software
SCRIPT
        expect "$kernel-nested" doctor 0 '"KVM_CAP_ARM_EL2": 1'
        expect "$kernel-nested" doctor 0 '"KVM_CAP_ARM_EL2_E2H0": 1'
    else
        boot "$kernel-kvm" --kernel "$kernel" --mode kvm <<SCRIPT
$everywhere
$software
SCRIPT
        expect "$kernel-kvm" doctor 0 '"KVM_CAP_ARM_EL2": 0'
    fi
    for image in $images; do same "$name" "$image"; done
    expect "$name" auto 0 'the guest exited with code 0'
    expect "$name" nobody 0 'no permission to open /dev/kvm'
done

echo
boot none --kernel "$first" --mode none <<SCRIPT
$everywhere
SCRIPT
expect none doctor 0 '"available": false'
expect none doctor 0 '/dev/kvm does not exist'
expect none auto 0 'the guest exited with code 0'
expect none kvm 69

boot not-nested --kernel "$first" --mode kvm <<SCRIPT
$everywhere
SCRIPT
expect not-nested doctor 0 '"KVM_CAP_ARM_EL2": 0'

boot no-vhe --kernel "$first" --mode kvm --cpu cortex-a57 <<SCRIPT
$everywhere
SCRIPT
expect no-vhe doctor 0 '"KVM_CAP_ARM_EL2": 0'
expect no-vhe auto 0 'the guest exited with code 0'

echo
boot tests --kernel "$first" --mode nested --tests <<SCRIPT
try swift-testing /tests/SwiftVMMPackageTests.xctest --testing-library swift-testing
SCRIPT
expect tests swift-testing 0 'Test run with [0-9]* tests passed'
sed -n 's/^.*\(Test run with.*\)/      \1/p' "$work/tests/swift-testing.out" \
    "$work/tests/swift-testing.err" 2>/dev/null || true
grep -h 'skipped' "$work/tests/swift-testing.out" "$work/tests/swift-testing.err" |
    sed 's/^/      /' || true

printf '\n%d passed, %d failed, %d skipped\n' $passed $failed $skipped
[ $failed = 0 ]
