#!/bin/sh
# Writes a RAM disk with one program to stdout: initramfs.sh PROGRAM >initrd.cpio
#
# The program becomes /init. The form is cpio's "newc", which takes nothing but a shell to write.
# Source: Linux Documentation/driver-api/early-userspace/buffer-format.rst.

set -eu

# entry NAME MODE BYTES MAJOR MINOR: a header, padded to four bytes.
entry() {
    printf '070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%s\0' \
        0 "$2" 0 0 1 0 "$3" 0 0 "$4" "$5" $((${#1} + 1)) 0 "$1"
    pad $((110 + ${#1} + 1))
}

pad() { head -c $(((4 - $1 % 4) % 4)) /dev/zero; }

program=$1
length=$(($(wc -c <"$program")))
entry dev $((0040755)) 0 0 0
entry dev/console $((0020600)) 0 5 1
entry init $((0100755)) "$length" 0 0
cat -- "$program"
pad "$length"
entry 'TRAILER!!!' 0 0 0 0
