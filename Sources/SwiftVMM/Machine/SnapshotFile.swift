// A moment of a run as a small file. A run depends on nothing but the image and the configuration,
// so these and a number of instructions are all there is to keep; going back to the moment is
// going there again, which the file's digest of the state then proves.

/// A moment of a run: what ran, how long, and what the CPUs held then.
public struct SnapshotFile: Sendable, Equatable {
    /// What decides a run, by the names of the options.
    public var settings: [Setting]
    /// "hyp-init.bin", and a digest of everything that was loaded.
    public var image: String
    public var imageDigest: UInt64
    /// Instructions executed until then.
    public var instructions: UInt64
    /// Of the registers of every vCPU and of virtual time.
    public var stateDigest: UInt64
    /// The moment as the user named it.
    public var moment: String

    public struct Setting: Sendable, Equatable {
        public var name: String
        public var value: String
    }

    private static let format = "swiftvmm-snapshot"
    private static let version = 1

    /// The moment where a machine stands now.
    ///
    /// - Throws: `VMMError` for an engine that does not count instructions.
    public init(_ machine: VirtualMachine, moment: String) throws(VMMError) {
        guard machine.engine is SoftwareEngine else {
            throw VMMError(
                .usage, "the \(machine.backend.backend.rawValue) backend takes no snapshots",
                hint: "use --backend software")
        }
        settings = Self.settings(of: machine.configuration)
        image = machine.image?.name ?? ""
        imageDigest = Self.digest(machine.image)
        instructions = machine.instructionCount
        stateDigest = Self.digest(machine)
        self.moment = moment
    }

    private static func settings(of configuration: MachineConfiguration) -> [Setting] {
        [
            Setting(name: "--cpus", value: "\(configuration.cpuCount)"),
            Setting(name: "--memory", value: "\(configuration.memoryBytes)"),
            Setting(name: "--cpu", value: configuration.cpuModel.name),
            Setting(name: "--e2h", value: configuration.e2h?.rawValue ?? "the model's"),
            Setting(name: "--el", value: "\(configuration.entryLevel)"),
            Setting(name: "--gic", value: "\(configuration.gicVersion)"),
            Setting(name: "--seed", value: "\(configuration.seed)"),
            Setting(name: "--reset", value: configuration.resetPolicy.rawValue),
        ]
    }

    /// Checks that a machine, before its first instruction, will do what the file's machine did.
    ///
    /// - Throws: `VMMError` (`usage`) that names the first option that differs.
    public func check(_ machine: VirtualMachine) throws(VMMError) {
        for (kept, own) in zip(settings, Self.settings(of: machine.configuration))
        where kept != own {
            throw VMMError(
                .usage, "the snapshot was taken with \(kept.name) \(kept.value), not \(own.value)",
                hint: "give the options of the run that took it")
        }
        guard Self.digest(machine.image) == imageDigest else {
            throw VMMError(
                .badData, "the snapshot is of another image than \(machine.image?.name ?? "this")",
                hint: "it was taken of \(image)")
        }
    }

    /// Takes a machine from its first instruction to the moment.
    ///
    /// - Throws: `VMMError` if it is of another run, or does not arrive where the file says.
    public func restore(_ machine: VirtualMachine, shouldStop: (() -> Bool)? = nil) throws(VMMError)
    {
        try check(machine)
        let outcome = machine.run(
            RunLimits(instructions: instructions, shouldStop: shouldStop))
        if outcome == .stopped { return }
        guard outcome == .instructionLimit, Self.digest(machine) == stateDigest else {
            throw VMMError(
                .badData, "the run does not come to the snapshot's state",
                hint: "it was taken by another version of vmm, or with other input")
        }
    }

    // MARK: Digests

    /// FNV-1a, 64 bits, over words. Source: draft-eastlake-fnv.
    private struct Digest {
        var value: UInt64 = 0xcbf2_9ce4_8422_2325
        mutating func add(_ word: UInt64) { value = (value ^ word) &* 0x100_0000_01b3 }
    }

    private static func digest(_ image: Image?) -> UInt64 {
        var digest = Digest()
        guard let image else { return digest.value }
        digest.add(image.entry.value)
        digest.add(image.entryArgument)
        for segment in image.segments {
            digest.add(segment.address.value)
            digest.add(segment.lengthBytes)
            for byte in segment.bytes { digest.add(UInt64(byte)) }
        }
        return digest.value
    }

    private static func digest(_ machine: VirtualMachine) -> UInt64 {
        var digest = Digest()
        digest.add(machine.engine.now)
        for vcpu in machine.vcpus {
            let registers = vcpu.snapshot()
            for value in registers.x + [registers.sp, registers.pc, registers.pstate] {
                digest.add(value)
            }
            for value in registers.system { digest.add(value ?? 0) }
        }
        return digest.value
    }

    // MARK: The file

    public var json: JSONValue {
        .object([
            ("format", .string(Self.format)),
            ("version", .number(Self.version)),
            ("moment", .string(moment)),
            ("image", .string(image)),
            ("imageDigest", .hex(imageDigest)),
            ("settings", .object(settings.map { ($0.name, .string($0.value)) })),
            ("instructions", .hex(instructions)),
            ("stateDigest", .hex(stateDigest)),
        ])
    }

    /// Reads what `json` wrote.
    ///
    /// - Throws: `VMMError` (`badData`) for anything else.
    public init(_ value: JSONValue, name: String) throws(VMMError) {
        guard value["format"]?.text == Self.format else {
            throw VMMError(.badData, "\(name) is no snapshot of vmm")
        }
        guard value["version"]?.integer == Self.version else {
            throw VMMError(
                .badData, "\(name) has a version of the format that is not known here",
                hint: "take the snapshot again with this vmm")
        }
        guard case .object(let members)? = value["settings"], let image = value["image"]?.text,
            let imageDigest = value["imageDigest"]?.address,
            let instructions = value["instructions"]?.address,
            let stateDigest = value["stateDigest"]?.address, let moment = value["moment"]?.text
        else { throw VMMError(.badData, "\(name): a part of the snapshot is missing or damaged") }
        self.image = image
        self.imageDigest = imageDigest
        self.instructions = instructions
        self.stateDigest = stateDigest
        self.moment = moment
        settings = members.map { Setting(name: $0.0, value: $0.1.text ?? "") }
    }
}
