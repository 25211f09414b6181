#!/bin/sh
# Copies the project into the Debian root and prints where: files that did not change keep their
# identity, so that builds there are incremental. The dependency goes along as a repository of its
# own with one tag, because nothing is fetched in the root.

set -eu
. "$(dirname "$0")/host.sh"

need_root
if ! mkdir -p "$copy/.build" 2>/dev/null || [ ! -w "$copy" ]; then
    unavailable "building for arm64 writes into $copy, which belongs to another user" \
        "Build as that user, as sudo does:  sudo -E make test-arm64-host"
fi
# Two builds of one tree may begin at once.
exec 8>"$copy/.build/copy.lock"
flock 8
mine="-name .build -o -name .git -o -name Package.resolved -o -name .swiftpm"

# shellcheck disable=SC2086
files() { (cd "$1" && find . \( $mine \) -prune -o -type f -print | LC_ALL=C sort); }
there=$(mktemp)
trap 'rm -f "$there"' EXIT
files "$project" >"$there"
files "$copy" | LC_ALL=C comm -13 "$there" - |
    while IFS= read -r gone; do rm -- "$copy/$gone"; done
tar -C "$project" -c -T "$there" | tar -C "$copy" -x --overwrite --no-same-owner

# The version that this tree itself was built with.
dependency=swift-argument-parser
for folder in .build .build/test; do
    checkout=$project/$folder/checkouts/$dependency
    if [ -d "$checkout" ]; then break; fi
done
if [ ! -d "$checkout" ]; then
    "${SWIFT:-swift}" package --package-path "$project" resolve >&2
    checkout=$project/.build/checkouts/$dependency
fi
version=$(git -C "$checkout" describe --tags --exact-match)
packages=$copy/.build/packages
if [ "$(git -C "$packages/apple/$dependency" tag 2>/dev/null)" != "$version" ]; then
    rm -rf "$packages"
    mkdir -p "$packages/apple"
    git clone --quiet --bare --depth 1 --branch "$version" "file://$checkout" \
        "$packages/apple/$dependency" 2>/dev/null
    rm -f "$copy/Package.resolved"
fi
echo "$tree"
