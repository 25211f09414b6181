#!/bin/sh
# Runs a second on one core over a window of the firmware, and the time of going back to a snapshot
# of a guest with 64 MiB. Run by `make bench`; RUNS=9 for more repetitions.

set -eu
vmm=$1
count=${RUNS:-5}
while [ "$count" -gt 0 ]; do
    "$vmm" explore Firmware/arm64/hyp-init.bin --from mark:2 --to mark:3 --inject irq,fiq,serror \
        --patience 1000 --memory 64M --threads 1 --measure >/dev/null
    count=$((count - 1))
done
