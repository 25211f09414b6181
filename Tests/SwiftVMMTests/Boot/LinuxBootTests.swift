import Testing

@testable import SwiftVMM

/// An arm64 Image header and as many bytes of nothing.
private func kernel(
    bytes count: Int = 4096, textOffset: UInt64 = 0, imageBytes: UInt64? = nil, flags: UInt64 = 0xa
) -> [UInt8] {
    let head =
        le32(0xd503_201f) + le32(0x1400_0000) + le64(textOffset)
        + le64(imageBytes ?? UInt64(count)) + le64(flags) + le64(0) + le64(0) + le64(0)
        + Array("ARM\u{64}".utf8) + le32(0)
    return head + [UInt8](repeating: 0, count: count - head.count)
}

@Suite struct LinuxImageTests {
    private func failure(_ bytes: [UInt8]) -> String {
        do {
            _ = try Image(bytes, name: "Image")
            return "no error"
        } catch {
            #expect(error.code == .badData)
            return error.message
        }
    }

    @Test func loadsAboveTheRoomForTheDeviceTree() throws {
        let image = try Image(kernel(imageBytes: 0x10000), name: "Image")
        #expect(image.format == .linux)
        #expect(image.entry.value == 0x4020_0000)
        #expect(image.segments.map(\.address.value) == [0x4020_0000])
        #expect(image.segments[0].lengthBytes == 0x10000)
    }

    @Test func theHeaderIsObeyed() throws {
        let old = try Image(kernel(textOffset: 0x8_0000, imageBytes: 0), name: "Image")
        #expect(old.entry.value == 0x4028_0000)
        #expect(failure(kernel(textOffset: 0x123)).contains("text_offset at offset 0x8 is 0x123"))
        #expect(failure(kernel(imageBytes: 100)).contains("image_size at offset 0x10 is 0x64"))
        #expect(failure(kernel(flags: 1)).contains("big-endian kernel"))
        #expect(failure(Array(kernel().prefix(62))).contains("res5 at offset 0x3c"))
    }

    @Test func aFileThatWasCutOffIsRefused() throws {
        var bytes = kernel(imageBytes: 0x10000)
        // A PE header at 64 with one section of 0x1000 bytes at 0x800.
        let portable =
            Array("PE\0\0".utf8) + [0x64, 0xaa, 1, 0] + [UInt8](repeating: 0, count: 16)
            + [UInt8](repeating: 0, count: 16) + le32(0x1000) + le32(0x800)
        bytes.replaceSubrange(60..<64, with: le32(64))
        bytes.replaceSubrange(64..<(64 + portable.count), with: portable)
        #expect(failure(bytes).contains("truncated arm64 Linux Image: section 0 at offset 0x800"))
        #expect(failure(bytes + [UInt8](repeating: 0, count: 0x800)) == "no error")
    }

    @Test func compressedKernelsAreUnpacked() throws {
        let bytes = kernel(bytes: 256)
        // A stored block.
        let packed =
            [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 0, 1, 0xff, 0xfe] + bytes
            + le32(GzipChecksum.of(bytes)) + le32(256)
        #expect(try Image(packed, name: "Image.gz").format == .linux)
    }

    @Test func anyBytesBehindTheMagicAreAnImageOrAnError() {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<4000 {
            var bytes = kernel(bytes: 512)
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                bytes[Int.random(in: 0..<128, using: &random)] =
                    [0, 1, 0x40, 0x7f, 0xff].randomElement(using: &random)!
            }
            #expect(!failure(bytes).isEmpty)
        }
    }
}

@Suite struct BootFilesTests {
    private func place(
        _ image: Image, ramBytes: UInt64 = 64 << 20, _ change: (inout BootFiles) -> Void = { _ in }
    ) throws -> (Image, DeviceTree) {
        var configuration = MachineConfiguration()
        configuration.memoryBytes = ramBytes
        var files = Board(configuration).bootFiles(commandLine: "quiet")
        change(&files)
        var image = image
        try files.place(in: &image, ramBytes: ramBytes)
        let tree = image.segments.first { $0.address.value == image.entryArgument }
        return (image, try DeviceTree(blob: tree!.bytes, name: "made here"))
    }

    @Test func theTreeLiesBelowAKernelAndTheDiskBehindIt() throws {
        let disk = CpioArchive.entry("init", [1, 2, 3]) + CpioArchive.entry("TRAILER!!!")
        let (image, tree) = try place(try Image(kernel(imageBytes: 3 << 20), name: "Image")) {
            $0.initrd = NamedBytes(disk, name: "initrd")
        }
        #expect(image.entryArgument == 0x4000_0000)
        let chosen = try #require(tree.root.node("/chosen"))
        #expect(chosen["bootargs"] == Array("quiet\0".utf8))
        #expect(chosen["stdout-path"] == Array("/pl011@9000000\0".utf8))
        #expect(chosen["rng-seed"]?.count == 64)
        // The kernel ends at 0x4050_0000; the next multiple of 2 MiB is the disk's.
        #expect(chosen["linux,initrd-start"] == DeviceTree.bytes(UInt64(0x4060_0000)))
        #expect(
            chosen["linux,initrd-end"] == DeviceTree.bytes(0x4060_0000 + UInt64(disk.count)))
        #expect(image.segments.contains { $0.address.value == 0x4060_0000 && $0.bytes == disk })
    }

    @Test func theTreeLiesBehindAnImageAtTheStartOfRAM() throws {
        let (image, _) = try place(try Image(le32(0x1400_0000), name: "flat"))
        #expect(image.entryArgument == 0x4020_0000)
        #expect(image.entry == MemoryMap.ram)
    }

    @Test func partsThatDoNotFitSayWhich() throws {
        let image = try Image(kernel(imageBytes: 3 << 20), name: "Image")
        #expect {
            _ = try place(image, ramBytes: 4 << 20)
        } throws: {
            ($0 as? VMMError)?.message.contains("does not fit into RAM") == true
        }
        #expect {
            _ = try place(image, ramBytes: 7 << 20) {
                $0.initrd = NamedBytes([UInt8](repeating: 1, count: 2 << 20), name: "big")
            }
        } throws: {
            ($0 as? VMMError)?.message.hasPrefix("big: an initial RAM disk of 2097152") == true
        }
        #expect {
            _ = try place(image) { $0.commandLine = String(repeating: "x", count: 3 << 20) }
        } throws: {
            ($0 as? VMMError)?.message.contains("the device tree has") == true
        }
    }

    @Test func aTreeOfTheUsersGetsThisMachinesRAM() throws {
        var configuration = MachineConfiguration()
        configuration.memoryBytes = 64 << 20
        let board = Board(configuration)
        var users = board.deviceTree()
        users.root.withChild("memory@40000000") { $0["reg"] = [1] }
        users.root.withChild("soc") { $0["mine"] = [] }
        users.root.withChild("chosen") { $0["bootargs"] = [66, 0] }
        let files = board.bootFiles(deviceTree: users)
        var image = try Image(kernel(), name: "Image")
        try files.place(in: &image, ramBytes: configuration.memoryBytes)
        let blob = try #require(image.segments.first { $0.address.value == 0x4000_0000 })
        let tree = try DeviceTree(blob: blob.bytes, name: "placed")
        #expect(tree.root.node("/soc")?["mine"] == [])
        #expect(tree.root.node("/chosen")?["bootargs"] == [66, 0])
        #expect(
            tree.root.node("/memory@40000000")?["reg"]
                == DeviceTree.bytes(UInt64(0x4000_0000)) + DeviceTree.bytes(UInt64(64 << 20)))
    }
}

@Suite struct InitialRAMDiskTests {
    private func failure(_ bytes: [UInt8]) -> String {
        do {
            try InitialRAMDisk.check(bytes, name: "initrd")
            return "no error"
        } catch {
            #expect(error.code == .badData)
            return error.message
        }
    }

    @Test func archivesAndUnknownBytesPass() {
        let archive = CpioArchive.entry("init", [1]) + CpioArchive.entry("TRAILER!!!")
        #expect(failure(archive) == "no error")
        #expect(failure(archive + [0, 0, 0, 0] + archive) == "no error")
        #expect(failure(archive + [0x28, 0xb5, 0x2f, 0xfd]) == "no error")
        #expect(failure(Array("NR_CPUS=4\n".utf8)) == "no error")
    }

    @Test func archivesThatWereCutOffSayWhere() {
        let archive = CpioArchive.entry("init", [1, 2, 3, 4, 5]) + CpioArchive.entry("TRAILER!!!")
        #expect(failure([]).contains("it is empty"))
        #expect(failure(Array(archive.prefix(60))).contains("ends within the header"))
        #expect(failure(Array(archive.prefix(118))).contains("truncated: 118 bytes in all"))
        #expect(failure(Array(archive.prefix(130))).contains("ends within the header"))
        #expect(failure(CpioArchive.entry("init")).contains("no TRAILER!!!"))
        var wrong = archive
        wrong[60] = 0x78
        #expect(failure(wrong).contains("not hexadecimal"))
        #expect(failure([0x1f, 0x8b, 8]).contains("broken gzip file"))
    }

    @Test func anyBytesAreADiskOrAnError() {
        var random = SeededGenerator(seed: 9)
        let archive =
            CpioArchive.entry("a", [1, 2]) + CpioArchive.entry("bb", [3])
            + CpioArchive.entry("TRAILER!!!")
        for _ in 0..<4000 {
            var bytes = archive
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] =
                    Array("0f7\0x".utf8).randomElement(using: &random)!
            }
            bytes.removeLast(Int.random(in: 0..<bytes.count / 2, using: &random))
            #expect(!failure(bytes).isEmpty)
        }
    }
}
