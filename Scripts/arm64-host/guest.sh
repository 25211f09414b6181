# What the test scripts of the emulated host begin with.

# try NAME COMMAND...: runs the command and leaves NAME.out, NAME.err and NAME.status.
try() {
    name=$1
    shift
    set +e
    "$@" >"/results/$name.out" 2>"/results/$name.err"
    echo $? >"/results/$name.status"
    set -e
}

as_nobody() { start-stop-daemon -S -q -c 65534:65534 -x "$(which "$1")" -- "$@"; }

set -e
cd /firmware
