#!/bin/sh
# Writes a RAM disk with one program to stdout: initramfs.sh PROGRAM [FILE...] >initrd.cpio
#
# The program becomes /init; files go beside it under their own names. The form is cpio's "newc",
# which takes nothing but a shell to write.
# Source: Linux Documentation/driver-api/early-userspace/buffer-format.rst.

set -eu

# entry NAME MODE BYTES MAJOR MINOR: a header, padded to four bytes.
entry() {
    printf '070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%s\0' \
        0 "$2" 0 0 1 0 "$3" 0 0 "$4" "$5" $((${#1} + 1)) 0 "$1"
    pad $((110 + ${#1} + 1))
}

pad() { head -c $(((4 - $1 % 4) % 4)) /dev/zero; }

# file NAME MODE PATH
file() {
    length=$(($(wc -c <"$3")))
    entry "$1" "$2" "$length" 0 0
    cat -- "$3"
    pad "$length"
}

entry dev $((0040755)) 0 0 0
entry dev/console $((0020600)) 0 5 1
file init $((0100755)) "$1"
shift
for path; do file "${path##*/}" $((0100644)) "$path"; done
entry 'TRAILER!!!' 0 0 0 0
