#!/bin/sh
# Writes the images of the laboratory into the library, so that the command needs no files:
# arm64/lab*.bin and some of arm, packed with gzip, in base64, one string each.
#
#   Firmware/embed.sh > Sources/SwiftVMM/Lab/LabImages+Bytes.swift

set -eu
LC_ALL=C
export LC_ALL
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
cat <<'HEAD'
// Made by Firmware/embed.sh from the images of Firmware; not to be edited.

extension LabImages {
    /// Flat images, packed with gzip, in base64.
    static let packed: [(name: String, text: StaticString)] = [
HEAD
for name in arm64/lab arm64/lab-legacy arm64/lab-vhe \
    arm/stub-be8 arm/stub-mixed arm/stub-numbered-t2 arm/faults/b41-endian-bit-9 \
    arm/faults/b55-mode-word-missed arm/faults/b61-no-thumb-bit \
    arm/init-numbered-t2 arm/faults/b34-arm-payload; do
    image=$here/$name.bin
    printf '        (\n            "%s",\n            """\n' "${name#arm64/}"
    gzip -9n <"$image" | base64 -w 72 | sed 's/^/            /; s/$/\\/; $ s/\\$//'
    printf '            """\n        ),\n'
done
cat <<'TAIL'
    ]
}
TAIL
