#!/bin/sh
# Tests the command and the test bundle in the emulated arm64 host. Run by `make test-arm64-host`,
# and by `make test`.
#
#   test.sh [--or-skip FILE] VMM     VMM is this machine's own command; reports must be the same
#
# --or-skip: where there can be no such host, say so, leave the reason in FILE and end well. Without
# it that is an error, 69.
#
# Environment: KERNELS="7.2 6.12" names the kernels; the first is the one where everything runs.
# LEAK_CYCLES (10000), how many machines of each kind the leak test makes, on LEAK_KERNEL (6.16).
# TEST_EFFORT (5), how much random work is done there, in percent.

set -eu
. "$(dirname "$0")/host.sh"

skipped_file=
if [ "$1" = --or-skip ]; then skipped_file=$2 && shift 2; fi
vmm=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
kernels=${KERNELS:-7.2 6.12}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
begin=$(date +%s)
step() { printf '[%3d s] %s\n' $(($(date +%s) - begin)) "$1"; }

# What cannot be had is said, loudly; what breaks fails.
export REASON="$work/reason"
prepare() {
    status=0
    "$@" >/dev/null || status=$?
    if [ $status != 69 ]; then return $status; fi
    line='************************************************************************'
    {
        printf '\n%s\nSKIPPED: nothing was tested on arm64 and with KVM\n' "$line"
        cat "$REASON"
        printf 'Then try again:  make test-arm64-host\n%s\n' "$line"
    } >&2
    if [ -z "$skipped_file" ]; then exit 69; fi
    sed -n 1p "$REASON" >"$skipped_file"
    exit 0
}

passed=0 failed=0 skipped=0
pass() { passed=$((passed + 1)); echo "ok    $1"; }
omit() { skipped=$((skipped + 1)); echo "SKIP  $1: $2"; }
fail() {
    failed=$((failed + 1))
    echo "FAIL  $1: $2"
    if [ -s "${3:-}" ]; then tail -n 60 "$3" | sed 's/^/      /'; fi
}

# boot NAME OPTION...: runs standard input as a script there; its results go to $work/NAME.
boot() {
    boot=$1
    shift
    echo
    step "Booting $boot:$(printf ' %s' "$@")"
    { cat "$here/guest.sh"; cat; } >"$work/$boot.sh"
    status=0
    "$here/run.sh" --timeout 600 "$@" --results "$work/$boot" --script "$work/$boot.sh" \
        >"$work/$boot.log" 2>&1 || status=$?
    if [ $status = 0 ]; then pass "$boot: the host ran to its end"
    else fail "$boot: the host ran to its end" "status $status" "$work/$boot.log"; fi
}

# expect CASE STATUS [TEXT]: in the last boot the case ended so, and wrote a line that matches.
expect() {
    found=$(cat "$work/$boot/$1.status" 2>/dev/null || echo none)
    cat "$work/$boot/$1.out" "$work/$boot/$1.err" >"$work/seen" 2>/dev/null || true
    if [ "$found" != "$2" ]; then fail "$boot: $1" "exit status $found, not $2" "$work/seen"
    elif ! grep -q -- "${3:-}" "$work/seen"; then fail "$boot: $1" "no line with: $3" "$work/seen"
    else pass "$boot: $1${3:+: $3}"; fi
}

# same CASE: the report is the one that this machine gave.
same() {
    if cmp -s "$work/here/$1.out" "$work/$boot/$1.out" &&
        cmp -s "$work/here/$1.status" "$work/$boot/$1.status"; then
        pass "$boot: $1 gives the same report as here"
    else
        diff "$work/here/$1.out" "$work/$boot/$1.out" >"$work/seen" 2>&1 || true
        fail "$boot: $1 gives the same report as here" "they differ" "$work/seen"
    fi
}

# tests CASE: a run of the test bundle passed; says how many, what was measured, and how many were
# skipped for which reason.
tests() {
    expect "$1" 0 'Test run with [0-9]* tests* passed'
    cat "$work/$boot/$1.out" "$work/$boot/$1.err" >"$work/seen" 2>/dev/null || true
    sed -n 's/^.*\(Test run with.*\)/      \1/p' "$work/seen"
    grep -E '✘.*(recorded an issue|failed after)|↳|: (report|stopped) after| machines in ' \
        "$work/seen" | grep -v 'Testing Library Version' | sed 's/^/      /' || true
    sed -n 's/^✘ Test .* skipped: /skipped: /p' "$work/seen" | sort | uniq -c | sed 's/^/      /'
}

step "Looking at the Debian root for arm64 (the first time: 0.9 GB to fetch, about ten minutes)"
prepare "$here/root.sh"
for kernel in $kernels; do prepare "$here/kernel.sh" "$kernel"; done
step "Building the command for arm64 with Swift 6.0 (the first time: some minutes)"
prepare "$here/initramfs.sh" command
step "Building the test bundle for arm64 (the first time: some minutes)"
prepare "$here/initramfs.sh" tests

. "$here/cases.sh"

echo
step "The emulated arm64 host: $passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
