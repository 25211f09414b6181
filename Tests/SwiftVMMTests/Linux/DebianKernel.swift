// Debian's arm64 kernel, as the tests boot it.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

@testable import SwiftVMM

/// A kernel that Scripts/arm64-host/kernel.sh fetched, and a boot of it.
struct DebianKernel {
    static let release = "6.12"

    /// Where the script keeps it. Source: Scripts/arm64-host/host.sh.
    static let path = folder + "/Image"

    private static let folder: String = {
        func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
        let home = variable("XDG_CACHE_HOME") ?? (variable("HOME") ?? "") + "/.cache"
        let cache = variable("SWIFTVMM_CACHE") ?? home + "/swiftvmm"
        return cache + "/trixie-root/opt/arm64-host/kernels/\(release)"
    }()

    /// Drivers that the kernel does not have built in, in the order of their loading.
    private static let modules = ["virtio_mmio.ko.xz", "virtio_blk.ko.xz", "virtio-rng.ko.xz"]

    /// Why the kernel cannot have them; nil if it can.
    static let lackOfModules: String? =
        lack
        ?? (modules.allSatisfy { access(folder + "/modules/" + $0, R_OK) == 0 }
            ? nil : "no modules in the cache: Scripts/arm64-host/kernel.sh \(release) fetches them")

    /// Why no kernel can be booted; nil if one can.
    static let lack: String? = {
        #if DEBUG
            return "a boot takes minutes in a debug build; make test runs it"
        #else
            if access(path, R_OK) == 0 { return nil }
            return "no kernel in the cache: Scripts/arm64-host/kernel.sh \(release) fetches it"
        #endif
    }()

    var model = CPUModel.max
    var cpuCount = 1
    var memoryBytes: UInt64 = 512 << 20
    var entryLevel = ExceptionLevel.el2
    /// Words for the kernel.
    var commandLine = ""
    /// Words for linux-init (Firmware/arm64/linux-init.S).
    var words = ""
    /// Puts the kernel into the RAM disk, for kexec.
    var carriesItself = false
    /// Puts drivers for virtio into the RAM disk.
    var carriesModules = false
    var devices = DeviceConfiguration()
    /// How often SYSTEM_RESET starts the machine again.
    var resets = 0
    var engine = ExecutionEngine.auto
    /// The end, if linux-init makes none: a generous budget.
    var instructionLimit: UInt64 = 6_000_000_000

    /// What a boot left.
    struct Result: Equatable {
        var outcome: RunOutcome
        var console: String
        var instructions: UInt64
        var registers: [RegisterSnapshot]
        var memoryHash: UInt64

        var lines: [Substring] { console.split(separator: "\r\n") }

        /// How often a line holds the text.
        func count(_ text: String) -> Int { lines.count { $0.contains(text) } }
    }

    private static let image = Swift.Result { try Image(contentsOf: path) }

    static func disk(carrying kernel: Bool, modules: Bool = false) throws -> [UInt8] {
        var archive = CpioArchive()
        archive.addFolder("dev")
        archive.addCharacterDevice("dev/console", major: 5, minor: 1)
        let program = try FileContents.read(FirmwareImages.folder + "/linux-init.bin")
        archive.addFile("init", program, mode: 0o755)
        let guest = try FileContents.read(Firmware32Images.folder + "/kvm-guest32.bin")
        archive.addFile("guest32", guest)
        if modules {
            for name in Self.modules {
                archive.addFile(name, try FileContents.read(folder + "/modules/" + name))
            }
        }
        if kernel {
            archive.addFile("initrd", try disk(carrying: false))
            archive.addFile("Image", try FileContents.read(path))
        }
        return archive.bytes
    }

    /// Boots to the end that linux-init makes, or to a generous budget.
    func boot(_ prepare: (VirtualMachine) throws -> Void = { _ in }) throws -> Result {
        var configuration = MachineConfiguration()
        configuration.backend = .software
        configuration.cpuModel = model
        configuration.cpuCount = cpuCount
        configuration.memoryBytes = memoryBytes
        configuration.entryLevel = entryLevel
        configuration.devices = devices
        configuration.engine = engine
        let machine = try VirtualMachine(configuration)
        let line = "console=ttyAMA0 \(commandLine) -- \(words)"
        let disk = NamedBytes(
            try Self.disk(carrying: carriesItself, modules: carriesModules), name: "disk")
        try machine.load(
            Self.image.get(), machine.board.bootFiles(commandLine: line, initrd: disk))
        var console: [UInt8] = []
        machine.console.output = { console.append($0) }
        try prepare(machine)
        let limits = RunLimits(instructions: instructionLimit)
        var outcome = machine.run(limits)
        for _ in 0..<resets {
            guard case .reset(let kind) = outcome else { break }
            try machine.restart(kind)
            outcome = machine.run(limits)
        }
        return Result(
            outcome: outcome, console: String(decoding: console, as: UTF8.self),
            instructions: machine.instructionCount,
            registers: machine.vcpus.map { $0.snapshot() }, memoryHash: machine.memory.hash)
    }
}
