#!/bin/sh
# Builds in the Debian root with Swift 6.0, warnings being errors; prints the folder of the results.
#
#   build.sh command     vmm for arm64, with Swift's runtime in it
#   build.sh tests       the test bundle for arm64, and vmm beside it
#   build.sh bench       the benchmark runner for arm64
#   build.sh native      the test bundle for x86-64

set -eu
. "$(dirname "$0")/host.sh"

"$here/tree.sh" >/dev/null
testable="--build-tests -Xswiftc -enable-testing"
case ${1:-} in
command) options="--destination $store/static.json --static-swift-stdlib --product vmm" ;;
bench)
    options="--destination $store/static.json --static-swift-stdlib --package-path Benchmarks" ;;
tests) options="--destination $store/shared.json $testable" ;;
native) options=$testable ;;
*) say "usage: build.sh command|tests|bench|native" && exit 64 ;;
esac

# shellcheck disable=SC2086
swift_in_root build -c release --scratch-path "$tree/.build/$1" $options \
    -Xswiftc -warnings-as-errors >&2
# A link to the folder of the target.
echo "$tree/.build/$1/release"
