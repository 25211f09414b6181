#!/bin/sh
# The benchmarks in the emulated arm64 host, with KVM and with the software CPU. Run by
# `make bench-arm64-host`; RUNS=5 for more repetitions, KERNEL=7.2 for another kernel.
#
# The host's CPU is itself emulated, so the figures say how the two backends compare and how a
# change compares with what was before; they say nothing of silicon.

set -eu
. "$(dirname "$0")/host.sh"

"$here/root.sh"
kernel=${KERNEL:-7.2}
"$here/kernel.sh" "$kernel" >/dev/null
"$here/initramfs.sh" command >/dev/null
"$here/initramfs.sh" bench >/dev/null
script=$(mktemp)
trap 'rm -f "$script"' EXIT
cat >"$script" <<SCRIPT
for backend in kvm software; do
    bench --vmm /bin/vmm --images /firmware/arm64 --backend \$backend --runs ${RUNS:-3}
    echo
done
SCRIPT
echo "Linux $kernel on an emulated CPU, nested KVM"
# The processor of the tests (cases.sh).
"$here/run.sh" --bench --kernel "$kernel" --cpu neoverse-v1,pauth-impdef=on --timeout 1200 \
    --script "$script"
