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

as_nobody() {
    program=$(which "$1")
    shift
    start-stop-daemon -S -q -c 65534:65534 -x "$program" -- "$@"
}

set -e
cd /firmware
