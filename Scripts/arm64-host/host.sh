# Names and functions that the scripts of this folder share; they read it with `.`.
#
# Everything lies in a Debian root in the user's cache. SWIFTVMM_CACHE names another cache.

here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../.." && pwd)
cache=${SWIFTVMM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/swiftvmm}
root=$cache/trixie-root
# Inside the root: what is not Debian's own, and the copy of this tree. Several trees can use one
# root, so each has a copy by its own name.
store=/opt/arm64-host
tree=/trees/$(basename "$project")-$(printf '%s' "$project" | cksum | cut -d ' ' -f 1)

say() { printf '%s\n' "$*" >&2; }

# What cannot be had here: the caller may skip what needs it.
unavailable() {
    say "not available: $1"
    shift
    for line in "$@"; do say "    $line"; done
    exit 69
}

in_root() { "$here/enter.sh" "$@"; }

# Builds take the lock that BUILD_LOCK names, if any: for machines where several trees build. Git
# asks the copy of the dependency, and nobody else.
swift_in_root() {
    printf '[safe]\n\tdirectory = *\n[url "file://%s/"]\n\tinsteadOf = %s\n' \
        "$tree/.build/packages" https://github.com/ >"$root$tree/.build/gitconfig"
    ${BUILD_LOCK:+flock "$BUILD_LOCK"} "$here/enter.sh" sh -c '
        cd "$1"
        export GIT_CONFIG_GLOBAL="$1/.build/gitconfig"
        action=$2
        shift 2
        exec swift "$action" --cache-path .build/cache "$@"' swift "$tree" "$@"
}
