#!/bin/sh
# Writes the images of the laboratory into the library, so that the command needs no files:
# arm64/NAME.bin, packed with gzip, in base64, one string each.
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
for image in "$here"/arm64/lab*.bin "$here"/arm/lab*.bin; do
    [ -r "$image" ] || continue
    printf '        (\n            "%s",\n            """\n' "$(basename -- "$image" .bin)"
    gzip -9n <"$image" | base64 -w 72 | sed 's/^/            /; s/$/\\/; $ s/\\$//'
    printf '            """\n        ),\n'
done
cat <<'TAIL'
    ]
}
TAIL
