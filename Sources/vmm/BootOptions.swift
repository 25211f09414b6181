// The options that say what is booted: shared by the commands that boot something.

import ArgumentParser
import SwiftVMM

struct BootOptions: ParsableArguments {
    @Argument(help: "The image to run.", completion: .file())
    var image: String?

    @Option(
        name: .customLong("kernel"), help: "The image to run, by another name.",
        completion: .file())
    var kernel: String?

    @Option(help: "An initial RAM disk for the kernel.", completion: .file())
    var initrd: String?

    @Option(help: ArgumentHelp("The kernel's command line.", valueName: "text"))
    var append: String?

    @Option(
        help: "A device tree instead of the machine's own; RAM and /chosen are filled in.",
        completion: .file())
    var dtb: String?

    @Flag(
        help: """
            Tell a 32-bit kernel by ATAGs; the device tree goes behind its zImage, where the \
            decompressor looks for one.
            """)
    var atags = false

    @Option(
        help: "Write the device tree the guest would get to a file, and do nothing else.",
        completion: .file())
    var dumpDtb: String?

    func validate() throws {
        if image != nil && kernel != nil {
            throw ValidationError("IMAGE and --kernel both name the image to run; give one.")
        }
    }

    /// The image to run; nil with --dump-dtb or --flash.
    var path: String? { image ?? kernel }

    /// Whether there is more to hand over than an image.
    private var handsOver: Bool { initrd != nil || append != nil || dtb != nil || atags }

    func files(_ board: Board, seed: UInt64) throws(VMMError) -> BootFiles {
        var tree: DeviceTree?
        if let dtb { tree = try DeviceTree(blob: try FileContents.read(dtb), name: dtb) }
        var disk: NamedBytes?
        if let initrd { disk = NamedBytes(try FileContents.read(initrd), name: initrd) }
        return board.bootFiles(deviceTree: tree, commandLine: append, initrd: disk, seed: seed)
    }

    /// The kernel for firmware in flash to start; nil without one.
    func firmwareKernel() throws(VMMError) -> DeviceConfiguration.FirmwareKernel? {
        guard let path else { return nil }
        var boot = DeviceConfiguration.FirmwareKernel(
            kernel: NamedBytes(try FileContents.read(path), name: path),
            commandLine: append ?? "")
        if let initrd {
            boot.initrd = NamedBytes(try FileContents.read(initrd), name: initrd)
        }
        return boot
    }

    /// Puts the image into the machine: a Linux kernel always with a device tree, anything else
    /// when there is something to hand over.
    func load(_ image: Image, into machine: VirtualMachine) throws(VMMError) {
        let isKernel = image.format == .linux || image.format == .linux32
        guard isKernel || image.format == .flash || handsOver else {
            return try machine.load(image)
        }
        var files = try files(machine.board, seed: machine.configuration.seed)
        if atags, !image.isAArch32 {
            throw VMMError(.usage, "--atags: \(image.name) is not a 32-bit image")
        }
        files.usesTags = atags
        // Firmware fetches these itself, from fw_cfg.
        if image.format == .flash { files.initrd = nil }
        try machine.load(image, files)
    }
}
