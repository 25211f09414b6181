#!/bin/sh
# Assembles and links guest tests: build.sh CLANG LINKER FOLDER SOURCE.S...
#
# Leaves FOLDER/NAME.elf for each. Called by the runner, and by Scripts/arm64-host, where the tests
# run on a machine without these tools.

set -eu
include=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)/include
clang=$1 linker=$2 folder=$3
shift 3
for source in "$@"; do
    elf=$folder/$(basename -- "$source" .S).elf
    "$clang" --target=aarch64-none-elf -march=armv8.1-a+crc -c -x assembler-with-cpp \
        -I "$include" -o "$elf.o" "$source"
    "$linker" --build-id=none -z norelro -z max-page-size=4096 -T "$include/guest.ld" \
        -o "$elf" "$elf.o"
    rm -- "$elf.o"
done
