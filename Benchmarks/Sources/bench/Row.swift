// One row of the table: an image run by us and by QEMU, in turn.

struct Row: Sendable {
    /// Which figure of a run counts.
    enum Kind: Sendable {
        case wallMilliseconds, cpuSeconds
        /// What `exits` of them take beyond the bare start.
        case exitsPerSecond
    }

    /// READS of Firmware/arm64/bench-exits.S.
    private static let exits = 50000.0

    var name: String
    var unit: String
    var image: String
    var kind: Kind
    /// Prints guest instructions per second too.
    var countsInstructions = false

    private func figure(_ cost: Cost) -> Double {
        switch kind {
        case .wallMilliseconds: cost.wallSeconds * 1000
        case .cpuSeconds: cost.cpuSeconds
        case .exitsPerSecond: cost.wallSeconds
        }
    }

    /// One run of a command that has to end well.
    private func cost(_ name: String, _ command: [String]) throws(LaunchFailure) -> Cost {
        let cost = try measure(command)
        guard cost.status == 0 else {
            throw LaunchFailure(what: "\(name) ended with \(cost.status)\n\(cost.output)")
        }
        return cost
    }

    /// The figure of one run, next to a run that only starts and ends where the kind wants it.
    private func figure(_ name: String, _ command: (String) -> [String]) throws(LaunchFailure)
        -> (value: Double, cost: Cost)
    {
        let cost = try cost(name, command(image))
        guard kind == .exitsPerSecond else { return (figure(cost), cost) }
        let start = try self.cost(name, command("bench-startup"))
        return (Self.exits / max(cost.wallSeconds - start.wallSeconds, 1e-6), cost)
    }

    /// How many times as fast we are.
    private func ratio(_ ours: Figures, _ theirs: Figures) -> Double {
        kind == .exitsPerSecond ? ours.median / theirs.median : theirs.median / ours.median
    }

    /// Runs both contestants in turn and prints the row. The first run of each warms the page cache
    /// and is not counted.
    func run(_ contestants: Contestants, repetitions: Int) throws(LaunchFailure) {
        var ours = Figures(values: [])
        var theirs = Figures(values: [])
        var instructions: Double?
        for repetition in 0...repetitions {
            let run = try figure("vmm", contestants.ours)
            if repetition > 0 { ours.values.append(run.value) }
            instructions = instructions ?? number("instructions", in: run.cost.output)
            guard contestants.qemu != nil else { continue }
            let other = try figure("qemu", contestants.theirs)
            if repetition > 0 { theirs.values.append(other.value) }
        }
        let hasOther = !theirs.values.isEmpty
        printLine(
            name, unit, text(ours), hasOther ? text(theirs) : "-",
            hasOther ? fixed(ratio(ours, theirs)) : "-")
        if countsInstructions, let instructions {
            let mips = fixed(instructions / ours.median / 1e6)
            print("    \(Int(instructions)) guest instructions: \(mips) MIPS")
        }
    }
}

/// Figures of several runs of one command.
struct Figures {
    var values: [Double]

    var median: Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return .nan }
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
    var minimum: Double { values.min() ?? .nan }
    var maximum: Double { values.max() ?? .nan }
}

/// The commands to compare.
struct Contestants {
    var vmm: String
    var qemu: String?
    /// Folder of the flat images, for us.
    var images: String
    /// Folder of the same images as ELF files, for QEMU, which puts a device tree where a flat
    /// image would start.
    var elves: String
    /// What `vmm run --backend` gets.
    var backend: String

    func ours(_ image: String) -> [String] {
        [
            vmm, "run", "--no-check", "--format", "json", "--backend", backend,
            "\(images)/\(image).bin",
        ]
    }

    /// The same board and as little else as QEMU can be asked for.
    func theirs(_ image: String) -> [String] {
        [
            qemu ?? "", "-M", "virt,virtualization=on,gic-version=3", "-cpu", "max", "-m", "512",
            "-nodefaults", "-display", "none", "-serial", "none", "-net", "none", "-kernel",
            "\(elves)/\(image).elf",
        ]
    }
}
