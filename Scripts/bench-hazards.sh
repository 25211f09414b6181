#!/bin/sh
# What watching for hazards costs, and that it costs nothing where nobody asked for it: the same
# guest in a machine that never watched, in one that stopped watching after a thousand instructions,
# and in one that watches to the end. The guest is 300 million instructions of a kernel's boot where
# the cache has one, and a loop over integers otherwise. Run by `make bench`; RUNS=9 for more
# repetitions, KERNEL=path for another arm64 kernel.

set -eu
vmm=$1
runs=${RUNS:-5}
cache=${SWIFTVMM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/swiftvmm}
guest=${KERNEL:-$cache/trixie-root/opt/arm64-host/kernels/6.12/Image}
[ -r "$guest" ] || guest=Firmware/arm64/bench-integer.bin

# row NAME OPTION...: the shortest of the runs.
row() {
    name=$1
    shift
    best=
    count=$runs
    while [ "$count" -gt 0 ]; do
        line=$("$vmm" run --no-check --max-instructions 300000000 "$@" "$guest" 2>&1 >/dev/null |
            sed -n 's/.*(\([0-9]*\) instructions, \([0-9]*\) ms).*/\1 \2/p')
        if [ -z "$best" ] || [ "${line#* }" -lt "${best#* }" ]; then best=$line; fi
        count=$((count - 1))
    done
    printf 'hazards: %-18s %6s ms for %s instructions\n' "$name" "${best#* }" "${best% *}"
}

row "never watched"
row "watched until 1000" --hazards all --hazards-from start --hazards-to instructions:1000
row "watched to the end" --hazards tlb,cache,sync,bbm
