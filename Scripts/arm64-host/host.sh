# Names and functions that the scripts of this folder share; they read it with `.`.
#
# Everything lies in the user's cache: a Debian root, and beside it a copy of each tree that was
# built there. SWIFTVMM_CACHE names another cache.

here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../.." && pwd)
cache=${SWIFTVMM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/swiftvmm}
root=$cache/trixie-root
# Inside the root: what is not Debian's own.
store=/opt/arm64-host
# The copy of this tree, as the root sees it and as this system does. Several trees can use one
# root, so each has a copy by its own name.
trees=$cache/trees
name=$(basename "$project")-$(printf '%s' "$project" | cksum | cut -d ' ' -f 1)
tree=/trees/$name
copy=$trees/$name

say() { printf '%s\n' "$*" >&2; }

# What cannot be had here: the caller may skip what needs it. The file that REASON names, if any,
# gets the reason and what to do.
unavailable() {
    printf '%s\n' "$@" >"${REASON:-/dev/null}"
    say "not available: $1"
    shift
    for line in "$@"; do say "    $line"; done
    exit 69
}

in_root() { "$here/enter.sh" "$@"; }

# One at a time changes the root; the others wait, and say so.
lock_root() {
    mkdir -p "$cache"
    exec 9>"$root.lock"
    if flock --nonblock 9; then return; fi
    say "Waiting for another process that prepares $root"
    flock 9
}

need_root() {
    if [ -e "$root$store/ready" ]; then return; fi
    unavailable "there is no root for arm64 in $cache" \
        "Make it as the superuser, which takes some minutes:  sudo SWIFTVMM_CACHE=$cache $here/root.sh"
}

# Builds take the lock that BUILD_LOCK names, if any: for machines where several trees build. Git
# asks the copy of the dependency, and nobody else.
swift_in_root() {
    printf '[safe]\n\tdirectory = *\n[url "file://%s/"]\n\tinsteadOf = %s\n' \
        "$tree/.build/packages" https://github.com/ >"$copy/.build/gitconfig"
    ${BUILD_LOCK:+flock "$BUILD_LOCK"} "$here/enter.sh" sh -c '
        cd "$1"
        export GIT_CONFIG_GLOBAL="$1/.build/gitconfig" HOME="$1/.build/home"
        mkdir -p "$HOME"
        action=$2
        shift 2
        exec swift "$action" --cache-path .build/cache "$@"' swift "$tree" "$@"
}
