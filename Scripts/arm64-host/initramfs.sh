#!/bin/sh
# Packs the emulated host's root file system from what was built: initramfs.sh command|tests|bench
#
#   command   busybox, our init, the C and C++ libraries, vmm, Firmware/; the host boots from it
#   tests     Swift's shared libraries, this tree, the test bundle, the guest tests; goes behind it
#   bench     the benchmark runner; goes behind it too
#
# Prints the path inside the root.

set -eu
. "$(dirname "$0")/host.sh"

part=$1
built=$("$here/build.sh" "$part")
archive=$tree/.build/$part.cpio
folder=$tree/.build/initramfs-$part
cp "$here/init" "$copy/.build/init"

in_root sh -euc '
    part=$1 built=$2 folder=$3 store=$4 tree=$5
    rm -rf "$folder"
    mkdir -p "$folder"
    cd "$folder"
    cross=/usr/aarch64-linux-gnu/lib
    case $part in
    command)
        mkdir bin lib proc sys dev tmp results etc
        cp "$store/busybox/usr/bin/busybox" bin/busybox
        ln -s busybox bin/sh
        cp "$tree/.build/init" init
        chmod 755 init
        echo "root:x:0:0:root:/:/bin/sh" >etc/passwd
        echo "nobody:x:65534:65534:nobody:/:/bin/sh" >>etc/passwd
        for library in ld-linux-aarch64.so.1 libc.so.6 libm.so.6 libgcc_s.so.1 libstdc++.so.6; do
            cp -L $cross/$library lib/$library
        done
        aarch64-linux-gnu-strip -o bin/vmm "$built/vmm"
        cp -r "$tree/Firmware" firmware
        ;;
    tests)
        mkdir -p lib tests/guests ".$tree"
        for library in libBlocksRuntime libFoundation libFoundationEssentials \
            libFoundationInternationalization libTesting libXCTest lib_FoundationICU libdispatch \
            libswiftCore libswiftDispatch libswiftGlibc libswiftSynchronization \
            libswift_Concurrency libswift_RegexParser libswift_StringProcessing; do
            cp "$store/swift/swift/linux/$library.so" lib/
        done
        cp "$built/vmm" "$built/SwiftVMMPackageTests.xctest" tests/
        aarch64-linux-gnu-strip --strip-debug tests/vmm tests/*.xctest lib/*
        tools=/usr/libexec/swift/bin
        "$tree/Tests/GuestTests/build.sh" $tools/clang $tools/ld.lld tests/guests \
            "$tree"/Tests/GuestTests/*.S
        # Tests read the tree at the path where it was compiled.
        find "$tree" -mindepth 1 -maxdepth 1 ! -name .build -exec cp -r {} ".$tree" ";"
        ;;
    bench)
        mkdir bin
        aarch64-linux-gnu-strip -o bin/bench "$built/bench"
        ;;
    esac
    find . | LC_ALL=C sort | cpio --create --format=newc --owner=0:0 --quiet >"$6.new"
    mv "$6.new" "$6"
    rm -rf "$folder"
    ' sh "$part" "$built" "$folder" "$store" "$tree" "$archive"
echo "$archive"
