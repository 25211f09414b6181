#!/bin/sh
# Runs a command in the emulated arm64 host and ends with its exit status.
#
#   run.sh [OPTION...] -- COMMAND [ARGUMENT...]
#   run.sh [OPTION...] --script FILE      runs a shell script there
#   run.sh [OPTION...] --shell            a shell on the console
#
#   --kernel VERSION   Debian kernel, as 6.12 or 7.2 (default 7.2)
#   --mode MODE        nested: KVM with EL2 for guests (default); kvm: KVM without; none: no KVM,
#                      because the kernel runs at EL1; or any other value of kvm-arm.mode
#   --cpu MODEL        a CPU of QEMU (default max); cortex-a57 has no VHE
#   --tests            with the test bundle in /tests
#   --bench            with the benchmark runner in the PATH
#   --results FOLDER   what the command leaves in /results
#   --timeout SECONDS  (default 120); the exit status is then 124
#   --console FILE     what the kernel says; without it, only shown if the host does not end well
#
# In the host are busybox, vmm in the PATH and this tree's Firmware/ in /firmware. Uses what
# root.sh, kernel.sh and initramfs.sh made.

set -eu
. "$(dirname "$0")/host.sh"

kernel=7.2 mode=nested cpu=max parts=command results= limit=120 console= script= shell=
while [ $# -gt 0 ]; do
    case $1 in
    --kernel) kernel=$2; shift 2 ;;
    --mode) mode=$2; shift 2 ;;
    --cpu) cpu=$2; shift 2 ;;
    --tests) parts="$parts tests"; shift ;;
    --bench) parts="$parts bench"; shift ;;
    --results) results=$2; shift 2 ;;
    --timeout) limit=$2; shift 2 ;;
    --console) console=$2; shift 2 ;;
    --script) script=$2; shift 2 ;;
    --shell) shell=yes; shift ;;
    --) shift; break ;;
    *) say "unknown option $1"; exit 64 ;;
    esac
done
if [ $# = 0 ] && [ -z "$script$shell" ]; then say "no command"; exit 64; fi

case $mode in
none) virtualization=off parameters= ;;
kvm) virtualization=on parameters= ;;
*) virtualization=on parameters=kvm-arm.mode=$mode ;;
esac

need_root
image=$("$here/kernel.sh" "$kernel")
work=$(mktemp -d)
emulator=
# shellcheck disable=SC2317
leave() {
    if [ -n "$emulator" ]; then kill "$emulator" 2>/dev/null || true; fi
    rm -rf "$work"
}
trap leave EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The job, as a small archive behind the others.
mkdir "$work/job"
: >"$work/stdout"
: >"$work/stderr"
: >"$work/results.tar"
: >"$work/console"
if [ -n "$script" ]; then
    cp "$script" "$work/job/run"
elif [ $# -gt 0 ]; then
    for word in "$@"; do
        printf "'%s' " "$(printf '%s' "$word" | sed "s/'/'\\\\''/g")"
    done >"$work/job/run"
fi
archives=
for part in $parts; do
    if [ ! -s "$copy/.build/$part.cpio" ]; then "$here/initramfs.sh" "$part" >/dev/null; fi
    archives="$archives $tree/.build/$part.cpio"
done
# shellcheck disable=SC2016
in_root --bind "$work" sh -euc '
    cd /mnt
    find job | cpio --create --format=newc --owner=0:0 --quiet >job.cpio
    cat "$@" job.cpio >initramfs' sh $archives

# As many CPUs as this machine has, from 2 to 4.
processors=$(nproc)
if [ "$processors" -gt 4 ]; then processors=4; fi
if [ "$processors" -lt 2 ]; then processors=2; fi

# Should this script be killed, the emulator still ends; a shell may last.
end=$((limit + 10))
if [ -n "$shell" ]; then end=0; fi
set -- --bind "$work" timeout --foreground $end qemu-system-aarch64 \
    -M "virt,virtualization=$virtualization,gic-version=3" -cpu "$cpu" -smp $processors -m 4G \
    -net none -no-reboot -kernel "$image" -initrd /mnt/initramfs \
    -append "console=ttyAMA0 panic=-1 loglevel=4 $parameters"

if [ -n "$shell" ]; then
    in_root "$@" -nographic
    exit
fi
"$here/enter.sh" "$@" -display none -monitor none -serial file:/mnt/console \
    -device virtio-serial-pci \
    -chardev file,id=stdout,path=/mnt/stdout -device virtserialport,chardev=stdout,nr=1 \
    -chardev file,id=stderr,path=/mnt/stderr -device virtserialport,chardev=stderr,nr=2 \
    -chardev file,id=results,path=/mnt/results.tar -device virtserialport,chardev=results,nr=3 \
    </dev/null 2>"$work/emulator" &
emulator=$!
# What the command writes is shown while it runs.
tail -f -n +1 -s 0.1 --pid=$emulator "$work/stdout" &
out=$!
tail -f -n +1 -s 0.1 --pid=$emulator "$work/stderr" >&2 &
error=$!
waited=0
while kill -0 $emulator 2>/dev/null && [ $waited -lt $((limit * 10)) ]; do
    sleep 0.1
    waited=$((waited + 1))
done
expired=
if kill -0 $emulator 2>/dev/null; then
    expired=yes
    kill $emulator
fi
wait $emulator || true
emulator=
wait $out $error || true

if [ -n "$console" ]; then cp "$work/console" "$console"; fi
if [ -n "$results" ]; then
    mkdir -p "$results"
    tar -C "$results" -x -f "$work/results.tar" 2>/dev/null || true
fi
if [ -n "$expired" ]; then
    say "the emulated host did not end within $limit s; its console:"
    tail -n 20 "$work/console" >&2
    exit 124
fi
status=$(tar -x -O -f "$work/results.tar" ./status 2>/dev/null || true)
if [ -z "$status" ]; then
    say "the emulated host ended without a result; QEMU and its console:"
    tail -n 20 "$work/emulator" "$work/console" >&2
    exit 71
fi
exit "$status"
