#!/bin/sh
# Builds and runs the test suite with Swift 6.0 in the Debian root, on this machine's own CPU,
# warnings being errors. Run by `make test-swift-6.0`.

set -eu
. "$(dirname "$0")/host.sh"

"$here/root.sh"
echo "Building with $(in_root swift --version 2>&1 | grep -m 1 'Swift version')"
built=$("$here/build.sh" native)
library=$("$project/Scripts/unicorn.sh" || true)
if [ -n "$library" ]; then
    cp "$library" "$copy/.build/libunicorn.so.2"
    library=$tree/.build/libunicorn.so.2
else
    say "NOT AVAILABLE: the differential tests will be SKIPPED, as Unicorn cannot be had"
fi
in_root env UNICORN_LIBRARY="$library" \
    "$built/SwiftVMMPackageTests.xctest" --testing-library swift-testing |
    grep -vE '^◇|Passing [0-9]+ argument|^✔ (Test|Suite) [^r]'
