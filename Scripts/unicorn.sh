#!/bin/sh
# Prints the path of libunicorn, the other opinion of the differential tests, or nothing.
#
# It comes from the `unicorn` wheel, which pip fetches once into the user's cache; nothing is
# installed. UNICORN_LIBRARY, if set, is taken as it is.

set -eu
version=2.1.4

if [ -n "${UNICORN_LIBRARY:-}" ]; then echo "$UNICORN_LIBRARY"; exit; fi

cache=${XDG_CACHE_HOME:-$HOME/.cache}/swiftvmm/unicorn-$version
library=$cache/libunicorn.so.2

if [ ! -s "$library" ]; then
    mkdir -p "$cache"
    python3 -m pip download --quiet --disable-pip-version-check --no-deps \
        --only-binary :all: --dest "$cache" "unicorn==$version" >&2 || exit 0
    # Written beside its place and moved, so that a broken run leaves no half a library.
    python3 - "$cache" "$library.new" <<'PYTHON' >&2 || exit 0
import glob, shutil, sys, zipfile

wheel = glob.glob(sys.argv[1] + "/*.whl")[0]
with zipfile.ZipFile(wheel) as archive:
    name = next(n for n in archive.namelist() if n.endswith("libunicorn.so.2"))
    with archive.open(name) as source, open(sys.argv[2], "wb") as target:
        shutil.copyfileobj(source, target)
PYTHON
    mv "$library.new" "$library"
    rm -f "$cache"/*.whl
fi
echo "$library"
