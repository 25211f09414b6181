// What a kernel is handed besides itself, and where in RAM each part goes.
//
// Source: Linux Documentation/arch/arm64/booting.rst; Devicetree Specification 0.4, "/chosen node";
// Linux Documentation/devicetree/chosen.rst.

/// A named file, for messages about it.
public struct NamedBytes: Sendable {
    public var name: String
    public var bytes: [UInt8]

    public init(_ bytes: [UInt8], name: String) {
        self.name = name
        self.bytes = bytes
    }
}

/// The parts of a boot that are not the kernel.
public struct BootFiles: Sendable {
    /// An initial RAM file system or disk.
    public var initrd: NamedBytes?
    /// /chosen bootargs; nil leaves what the tree has.
    public var commandLine: String?
    /// The machine's tree; /chosen is filled in here.
    public var deviceTree: DeviceTree
    /// Path of the console's node for /chosen stdout-path.
    public var consolePath: String?
    /// Seed of the kernel's random number generator; the same one gives the same run.
    public var randomSeed: [UInt8] = []
    /// A 32-bit kernel is told by ATAGs; the tree goes behind its zImage, where the decompressor
    /// looks for one (CONFIG_ARM_APPENDED_DTB).
    public var usesTags = false

    public init(deviceTree: DeviceTree) { self.deviceTree = deviceTree }

    /// Room for the tree: the most that the protocol allows, so that its size moves nothing.
    private static let treeRoom = UInt64(DeviceTree.limitBytes)

    /// Adds the device tree and the initial RAM disk to an image, and points x0 to the tree.
    ///
    /// The tree goes to the start of RAM where that is free, else behind the image; the RAM disk
    /// follows the kernel. ATAGs take the place of the tree.
    ///
    /// - Throws: `badData` for a broken RAM disk, or for parts that do not fit into RAM.
    public func place(in image: inout Image, ramBytes: UInt64) throws(VMMError) {
        if usesTags, image.format == .linux32 {
            var tree = deviceTree
            var files = self
            files.commandLine = nil
            files.fillChosen(&tree.root, nil)
            try LinuxImage32.append(tree.encoded(), to: &image)
        }
        try image.validate(base: MemoryMap.ram, ramBytes: ramBytes)
        let ram = MemoryMap.ram.value
        let top = image.segments.map { $0.address.value + $0.lengthBytes }.max() ?? ram
        var next = (top + LinuxImage.alignment - 1).alignedDown(to: LinuxImage.alignment)
        var treeAddress = ram
        // A 32-bit kernel unpacks itself to the start of RAM.
        let isStartFree =
            image.format != .linux32
            && image.segments.allSatisfy {
                $0.lengthBytes == 0 || $0.address.value >= ram + Self.treeRoom
            }
        if !isStartFree {
            treeAddress = next
            next += Self.treeRoom
        }
        var tree = deviceTree
        var disk: Range<UInt64>?
        if let initrd {
            try InitialRAMDisk.check(initrd.bytes, name: initrd.name)
            let length = UInt64(initrd.bytes.count)
            guard next - ram < ramBytes, length <= ramBytes - (next - ram) else {
                throw VMMError(
                    .badData,
                    "\(initrd.name): an initial RAM disk of \(length) bytes does not fit behind "
                        + "the kernel at \(next.hex()) into \(ramBytes >> 20) MiB of RAM",
                    hint: "more memory: --memory")
            }
            disk = next..<(next + length)
            image.segments.append(.init(address: .init(next), bytes: initrd.bytes))
        }
        if usesTags {
            // The start of RAM is the decompressor's only from 32 KiB up.
            let isFree = isStartFree || image.format == .linux32
            let address = isFree ? ram + TagList.offset : treeAddress
            var tags = TagList(memoryStart: ram, memoryBytes: ramBytes)
            tags.initrd = disk
            tags.commandLine = commandLine
            image.segments.append(.init(address: .init(address), bytes: tags.encoded()))
            image.entryArgument = address
            return
        }
        fillChosen(&tree.root, disk)
        let blob = tree.encoded()
        guard blob.count <= DeviceTree.limitBytes else {
            throw VMMError(
                .badData,
                "the device tree has \(blob.count) bytes; a kernel accepts "
                    + "\(DeviceTree.limitBytes)",
                hint: "a shorter --append")
        }
        image.segments.append(.init(address: .init(treeAddress), bytes: blob))
        image.entryArgument = treeAddress
    }

    /// The tree as a kernel without an initial RAM disk would get it.
    public var describedTree: DeviceTree {
        var tree = deviceTree
        fillChosen(&tree.root, nil)
        return tree
    }

    private func fillChosen(_ root: inout DeviceTree.Node, _ disk: Range<UInt64>?) {
        root.withChild("chosen") { chosen in
            if let commandLine { chosen["bootargs"] = Array(commandLine.utf8) + [0] }
            if let consolePath, chosen["stdout-path"] == nil {
                chosen["stdout-path"] = Array(consolePath.utf8) + [0]
            }
            if let disk {
                chosen["linux,initrd-start"] = DeviceTree.bytes(disk.lowerBound)
                chosen["linux,initrd-end"] = DeviceTree.bytes(disk.upperBound)
            } else {
                chosen["linux,initrd-start"] = nil
                chosen["linux,initrd-end"] = nil
            }
            if !randomSeed.isEmpty, chosen["rng-seed"] == nil { chosen["rng-seed"] = randomSeed }
        }
    }
}
