// The interpreter and host code beside each other: where they part, if they do.

/// The first instruction after which two engines do not agree, or that they agree to the end.
public struct EngineComparison {
    /// Instructions executed by each, at the end or at the difference.
    public let instructions: UInt64
    /// Nil if there is no difference.
    public let difference: Difference?

    public struct Difference {
        /// Registers by name with both values, or what else differs.
        public let what: [String]
        /// The block with the instruction.
        public let block: BlockDescription
    }

    /// Instructions that may have run as one.
    private static let longestBlock: UInt64 = 256
    /// Instructions between two looks at the registers.
    private static let stride: UInt64 = 5_000_000

    /// Runs an image on both engines until it ends or they differ.
    ///
    /// - Parameters:
    ///   - instructions: Where to stop at the latest.
    ///   - shouldStop: Asked between runs.
    /// - Throws: `VMMError` if the machine cannot be made or the image not be loaded.
    public init(
        _ image: Image, _ configuration: MachineConfiguration, instructions limit: UInt64,
        shouldStop: () -> Bool = { false }
    ) throws(VMMError) {
        var pair = try Pair(image, configuration)
        var reached: UInt64 = 0
        while true {
            let end = min(reached &+ Self.stride, limit)
            pair.run(to: end)
            if !pair.registerDifferences.isEmpty || pair.isOver || end == limit || shouldStop() {
                break
            }
            reached = end
        }
        let total = pair.plain.instructionCount
        if pair.differences.isEmpty {
            self.instructions = total
            difference = nil
            return
        }
        // They agree at `low`, and do not at `high`.
        var low: UInt64 = 0
        var high = max(total, pair.host.instructionCount)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            pair = try Pair(image, configuration)
            pair.run(to: middle)
            if pair.differences.isEmpty { low = middle } else { high = middle }
        }
        // A piece that ends inside a block is interpreted to its end, so what is wrong in a block
        // shows only where all of it runs: the last place to begin from is the instruction.
        for start in (0..<min(high, Self.longestBlock)).lazy.map({ high - 1 - $0 }) {
            pair = try Pair(image, configuration)
            pair.run(to: start)
            guard pair.differences.isEmpty else { break }
            let block = pair.describeBlock()
            pair.run(to: high)
            if !pair.differences.isEmpty {
                self.instructions = start
                difference = Difference(what: pair.differences, block: block)
                return
            }
        }
        // It takes a longer way to show; the end of that is known.
        pair = try Pair(image, configuration)
        pair.run(to: low)
        let block = pair.describeBlock()
        pair = try Pair(image, configuration)
        pair.run(to: high)
        self.instructions = low
        difference = Difference(what: pair.differences, block: block)
    }

    public var text: String {
        guard let difference else {
            return "no difference in \(instructions) instructions\n"
        }
        let lines =
            ["the engines differ after \(instructions) instructions, in the next one"]
            + difference.what.map { "  " + $0 } + difference.block.lines
        return lines.joined(separator: "\n") + "\n"
    }
}

extension EngineComparison {
    /// The same as data: `instructions`, and `difference` with what differs and the block, or null.
    public var json: JSONValue {
        let found = difference.map { difference in
            JSONValue.object([
                ("differences", .strings(difference.what)),
                ("guestCode", .strings(difference.block.guestCode)),
                ("operations", .strings(difference.block.operations)),
                ("hostCode", .strings(difference.block.hostCode)),
            ])
        }
        return .object([
            ("format", .string("swiftvmm-compare-engines")), ("version", .number(1)),
            ("instructions", .number(Int(clamping: instructions))),
            ("difference", found ?? .null),
        ])
    }
}

/// Two machines with the same image.
private struct Pair {
    let plain: VirtualMachine
    let host: VirtualMachine
    private var outcomes: (RunOutcome, RunOutcome)?

    init(_ image: Image, _ configuration: MachineConfiguration) throws(VMMError) {
        var configuration = configuration
        configuration.backend = .software
        configuration.engine = .interpreter
        plain = try VirtualMachine(configuration)
        try plain.load(image)
        configuration.engine = .translator
        configuration.hostCode.threshold = 0
        host = try VirtualMachine(configuration)
        try host.load(image)
    }

    mutating func run(to end: UInt64) {
        outcomes = (
            plain.run(RunLimits(instructions: end)), host.run(RunLimits(instructions: end))
        )
    }

    var isOver: Bool { outcomes.map { $0.0 != .instructionLimit } ?? false }

    private func vcpus(_ machine: VirtualMachine) -> [EmulatedVCPU] {
        machine.vcpus.compactMap { $0 as? EmulatedVCPU }
    }

    var registerDifferences: [String] {
        var lines: [String] = []
        if let outcomes, outcomes.0 != outcomes.1 {
            lines.append("ended with \(outcomes.0) and \(outcomes.1)")
        }
        for (a, b) in zip(vcpus(plain), vcpus(host)) {
            for slot in 0..<Int(Slot.temporaries)
            where slot != Int(Slot.discard) && a.state.slots[slot] != b.state.slots[slot] {
                lines.append(
                    "vCPU \(a.index) \(Slot.name(UInt16(slot))): "
                        + "\(hex(a.state.slots[slot])) interpreted, "
                        + "\(hex(b.state.slots[slot])) compiled")
            }
        }
        return lines
    }

    var differences: [String] {
        var lines = registerDifferences
        let count = Int(plain.memory.lengthBytes / 8)
        let a = plain.memory.host.assumingMemoryBound(to: UInt64.self)
        let b = host.memory.host.assumingMemoryBound(to: UInt64.self)
        for index in 0..<count where a[index] != b[index] {
            let address = plain.memory.base.value + UInt64(index * 8)
            lines.append(
                "memory at \(hex(address)): \(hex(a[index])) interpreted, "
                    + "\(hex(b[index])) compiled")
            break
        }
        return lines
    }

    /// The block that the vCPU whose turn it is goes on with.
    func describeBlock() -> BlockDescription {
        let before = vcpus(plain).map { $0.state[Slot.instructionCount] }
        guard let index = before.indices.max(by: { before[$0] < before[$1] }) else {
            return BlockDescription()
        }
        return vcpus(plain)[index].describeBlock(like: vcpus(host)[index])
    }
}

private func hex(_ value: UInt64) -> String { "0x" + String(value, radix: 16) }

extension Slot {
    /// The register of a slot, for people.
    static func name(_ slot: UInt16) -> String {
        switch slot {
        case 0...30: "x\(slot)"
        case sp: "sp"
        case pc: "pc"
        case nzcv: "nzcv"
        case v0..<v0 + 64: "v\((slot - v0) / 2)\(slot % 2 == 0 ? " low" : " high")"
        case systemRegisters..<temporaries:
            SystemRegister.table.indices.contains(Int(slot - systemRegisters))
                ? SystemRegister.table[Int(slot - systemRegisters)].name : "slot \(slot)"
        default: "slot \(slot)"
        }
    }
}
