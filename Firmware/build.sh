#!/bin/sh
# Assembles the test firmware: arm64/NAME.S -> arm64/NAME.bin and NAME.lst, and what
# arm/images.txt lists -> arm/NAME.bin and NAME.lst, arm/faults/NAME.bin.
#
#   build.sh [--output DIR] [--elf] [--tools] [NAME ...]
#
#   --output DIR   write to DIR and DIR/arm instead of beside the sources
#   --elf          keep the linked ELF files as well
#   --tools        only look for the tools; the exit status is 69 if one is missing
#   NAME           build only these images (default: all)
#
# Needs only what a Swift toolchain carries: clang, ld.lld, llvm-objcopy and
# llvm-objdump. They are looked for beside swiftc, then in the toolchain's own
# bin folder, then in PATH. The results depend on nothing else, so a second
# build compares equal byte for byte.

set -eu
LC_ALL=C
export LC_ALL

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
sources=$here/arm64
output=$sources
output32=$here/arm
keep_elf=no
only_tools=no
names=

while [ $# -gt 0 ]; do
    case $1 in
        --output) output=${2:?--output needs a folder}; output32=$output/arm; shift 2 ;;
        --output=*) output=${1#--output=}; output32=$output/arm; shift ;;
        --elf) keep_elf=yes; shift ;;
        --tools) only_tools=yes; shift ;;
        --help|-h) sed -n '2,/^$/s/^# \{0,1\}//p' "$0"; exit 0 ;;
        -*) echo "build.sh: unknown option $1" >&2; exit 2 ;;
        *) names="$names $1"; shift ;;
    esac
done

# Folders that may hold the tools, best first.
folders=
if swiftc=$(command -v swiftc); then
    folders=$(dirname -- "$swiftc")
    # A distribution's swiftc is a link into the toolchain's folder.
    if target=$(readlink -f -- "$swiftc" 2>/dev/null); then
        folders="$folders:$(dirname -- "$target")"
    fi
    resources=$(swiftc -print-target-info 2>/dev/null |
        sed -n 's/.*"runtimeResourcePath": *"\(.*\)".*/\1/p' | head -n 1)
    if [ -n "$resources" ]; then
        folders="$folders:$resources/../../bin"
    fi
fi

# tool NAME: prints the path of a tool, or of a versioned one in PATH.
tool() {
    old_ifs=$IFS
    IFS=:
    for folder in $folders $PATH; do
        if [ -x "$folder/$1" ]; then
            IFS=$old_ifs
            printf '%s\n' "$folder/$1"
            return 0
        fi
    done
    IFS=$old_ifs
    for version in 21 20 19 18 17 16 15 14; do
        if command -v "$1-$version"; then
            return 0
        fi
    done
    echo "build.sh: cannot find $1 beside swiftc or in PATH" >&2
    exit 69
}

clang=$(tool clang)
lld=$(tool ld.lld)
objcopy=$(tool llvm-objcopy)
objdump=$(tool llvm-objdump)
if [ $only_tools = yes ]; then exit 0; fi

if [ -z "$names" ]; then
    for source in "$sources"/*.S; do
        names="$names $(basename -- "$source" .S)"
    done
    names="$names $(awk '!/^#/ && NF { print $1 }' "$here/arm/images.txt" | tr '\n' ' ')"
fi

mkdir -p -- "$output" "$output32/faults"
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT INT TERM

# The listing: address, word, disassembly; routine names on lines of their own.
# objdump's header names the file and is dropped. Older versions print the four
# bytes of a word apart; both forms become one word. Comments that some versions
# add behind an operand are dropped, runs of blanks made one. Which system
# registers have names depends on the version too, so those that registers.h
# names itself are named from there, and so does the operand of ADR and ADRP,
# which is worked out here and named from the symbol table.
listing='
function hex(text,    value, i) {
    value = 0
    for (i = 1; i <= length(text); i++) {
        value = value * 16 + index("0123456789abcdef", substr(text, i, 1)) - 1
    }
    return value
}
function field(value, low, width) {
    return int(value / 2 ^ low) % 2 ^ width
}
# The generic name of the register in the word of an MRS or an MSR.
function register(word,    value) {
    value = hex(word)
    return "S" (2 + field(value, 19, 1)) "_" field(value, 16, 3) "_C" field(value, 12, 4) \
        "_C" field(value, 8, 4) "_" field(value, 5, 3)
}
# The target of an ADR or ADRP, with its name where it has one.
function target(address, word, operation,    value, offset, text) {
    value = hex(word)
    offset = field(value, 5, 19) * 4 + field(value, 29, 2)
    if (offset >= 2 ^ 20) { offset -= 2 ^ 21 }
    value = hex(address)
    if (operation == "adrp") { value = value - value % 4096; offset *= 4096 }
    text = sprintf("%x", value + offset)
    return "0x" text (text in symbols ? " <" symbols[text] ">" : "")
}
$1 == "#define" && $2 ~ /^REG_/ { names[$3] = substr($2, 5); next }
$1 == "symbol" {
    sub(/^0+/, "", $2)
    if (!($2 in symbols)) { symbols[$2] = $3 }
    next
}
/^[0-9a-f]+ <.*>:$/ {
    sub(/:$/, "")
    zeros = 0; name = $2; gsub(/[<>]/, "", name)
    printf "\n%s:\n", name
    next
}
/^ *[0-9a-f]+: / {
    line = $0
    sub(/^ */, "", line)
    colon = index(line, ":")
    address = substr(line, 1, colon - 1)
    rest = substr(line, colon + 1)
    sub(/^[ \t]+/, "", rest)
    if (rest ~ /^[0-9a-f][0-9a-f] [0-9a-f][0-9a-f] [0-9a-f][0-9a-f] [0-9a-f][0-9a-f]/) {
        word = substr(rest, 10, 2) substr(rest, 7, 2) substr(rest, 4, 2) substr(rest, 1, 2)
        rest = substr(rest, 12)
    } else {
        word = substr(rest, 1, 8)
        rest = substr(rest, 9)
    }
    sub(/[ \t]*(\/\/|;).*$/, "", rest)
    gsub(/[ \t]+/, " ", rest)
    sub(/^ /, "", rest)
    operation = rest
    sub(/ .*/, "", operation)
    operands = substr(rest, length(operation) + 2)
    if (word ~ /^d5[13]/ && (operation == "mrs" || operation == "msr") && register(word) in names) {
        split(operands, part, ", ")
        operands = operation == "mrs" ? part[1] ", " names[register(word)] \
            : names[register(word)] ", " part[2]
    }
    if (operation == "adr" || operation == "adrp") {
        sub(/,.*/, "", operands)
        operands = operands ", " target(address, word, operation)
    }
    # A word that is no instruction is shown as what it is, whatever the tool.
    if (word == "00000000") { operation = "udf"; operands = "#0" }
    line = sprintf("%s  %s  %-7s %s", address, word, operation, operands)
    sub(/ +$/, "", line)
    if (word != "00000000") { print line; zeros = 0 }
    else if (zeros++ == 0) { print line }
    else if (zeros == 2) { print "    ..." }
    next
}
'

# 32-bit images: one source makes several, by the words behind its name in
# images.txt. Listings keep address, word or halfwords, and the instruction.
listing32='
/^[0-9a-f]+ <.*>:$/ {
    sub(/:$/, ""); name = $2; gsub(/[<>]/, "", name)
    if (name ~ /^\$/) { next }
    zeros = 0
    printf "\n%s:\n", name
    next
}
/^ *[0-9a-f]+: / {
    line = $0
    sub(/^ */, "", line)
    colon = index(line, ":")
    address = substr(line, 1, colon - 1)
    rest = substr(line, colon + 1)
    sub(/^[ \t]+/, "", rest)
    tab = index(rest, "\t")
    word = tab ? substr(rest, 1, tab - 1) : rest
    rest = tab ? substr(rest, tab + 1) : ""
    sub(/ +$/, "", word)
    gsub(/ /, "", word)
    sub(/[ \t]*(@|\/\/|;).*$/, "", rest)
    gsub(/[ \t]+/, " ", rest)
    operation = rest
    sub(/ .*/, "", operation)
    operands = substr(rest, length(operation) + 2)
    line = sprintf("%s  %-8s  %-7s %s", address, word, operation, operands)
    sub(/ +$/, "", line)
    if (word !~ /^0+$/) { print line; zeros = 0 }
    else if (zeros++ == 0) { print address "  " word }
    else if (zeros == 2) { print "    ..." }
}
'

# build32 NAME SOURCE FLAG...: a flag is a macro, or THUMB2, which makes a Thumb-2 build.
build32() {
    name=$1 source=$2
    shift 2
    flags=
    folder=$output32
    for flag in "$@"; do
        case $flag in
            THUMB2) flags="$flags -mthumb -DTHUMB2" ;;
            FAULT_*) flags="$flags -D$flag"; folder=$output32/faults ;;
            *) flags="$flags -D$flag" ;;
        esac
    done
    # shellcheck disable=SC2086
    "$clang" --target=armv7a-none-eabi -mcpu=cortex-a15 $flags -c -x assembler-with-cpp \
        -I "$here/arm/include" -o "$work/$name.o" "$here/arm/$source.S"
    "$lld" --build-id=none --no-dynamic-linker -z norelro -z max-page-size=4096 \
        -T "$here/arm/image.ld" -o "$work/$name.elf" "$work/$name.o"
    "$objcopy" -O binary "$work/$name.elf" "$work/$name.bin"
    chmod 644 "$work/$name.bin"
    cp -- "$work/$name.bin" "$folder/"
    if [ "$folder" = "$output32" ]; then
        {
            printf '%s: address, word, instruction\n' "$name"
            "$objdump" -d -z --print-imm-hex "$work/$name.elf" | awk "$listing32"
        } > "$folder/$name.lst"
    fi
    if [ "$keep_elf" = yes ]; then cp -- "$work/$name.elf" "$folder/"; fi
}

for name in $names; do
    words=$(awk -v name="$name" '!/^#/ && $1 == name' "$here/arm/images.txt")
    if [ -n "$words" ]; then
        # shellcheck disable=SC2086
        build32 $words
        # linux-init is there for both.
        [ -r "$sources/$name.S" ] || continue
    fi
    "$clang" --target=aarch64-none-elf -march=armv8.1-a -c -x assembler-with-cpp \
        -I "$sources/include" -o "$work/$name.o" "$sources/$name.S"
    "$lld" --build-id=none --no-dynamic-linker -z norelro -z max-page-size=4096 \
        -T "$sources/image.ld" -o "$work/$name.elf" "$work/$name.o"
    "$objcopy" -O binary "$work/$name.elf" "$work/$name.bin"
    # Without the mapping symbols, which some versions take for routines.
    "$objcopy" --wildcard --strip-symbol='$x*' --strip-symbol='$d*' \
        "$work/$name.elf" "$work/$name.listed"
    {
        printf '%s: address, word, instruction\n' "$name"
        # Naming the features fixes which system registers have names.
        {
            cat -- "$sources/include/registers.h"
            "$objdump" -t "$work/$name.listed" | awk '/^[0-9a-f]+ /{ print "symbol", $1, $NF }'
            "$objdump" -d -z --print-imm-hex --mattr=+v8.1a "$work/$name.listed"
        } | awk "$listing"
    } > "$work/$name.lst"
    chmod 644 "$work/$name.bin"
    cp -- "$work/$name.bin" "$work/$name.lst" "$output/"
    if [ "$keep_elf" = yes ]; then
        cp -- "$work/$name.elf" "$output/"
    fi
done
