// One row of the table: an image run by us and by QEMU, in turn.

struct Row: Sendable {
    /// Which figure of a run counts.
    enum Kind: Sendable { case wallMilliseconds, cpuSeconds }

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
        }
    }

    /// Runs both contestants in turn and prints the row. The first run of each warms the page cache
    /// and is not counted.
    func run(_ contestants: Contestants, repetitions: Int) throws(LaunchFailure) {
        var ours = Figures(values: [])
        var theirs = Figures(values: [])
        var instructions: Double?
        for repetition in 0...repetitions {
            let cost = try measure(contestants.ours(image))
            guard cost.status == 0 else {
                throw LaunchFailure(what: "vmm ended with \(cost.status)\n\(cost.output)")
            }
            if repetition > 0 { ours.values.append(figure(cost)) }
            instructions = instructions ?? number("instructions", in: cost.output)
            guard let command = contestants.theirs(image) else { continue }
            let other = try measure(command)
            guard other.status == 0 else {
                throw LaunchFailure(what: "qemu ended with \(other.status)\n\(other.output)")
            }
            if repetition > 0 { theirs.values.append(figure(other)) }
        }
        let hasOther = !theirs.values.isEmpty
        printLine(
            name, unit, text(ours), hasOther ? text(theirs) : "-",
            hasOther ? fixed(theirs.median / ours.median) : "-")
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

    func ours(_ image: String) -> [String] {
        [vmm, "run", "--no-check", "--format", "json", "\(images)/\(image).bin"]
    }

    /// The same board and as little else as QEMU can be asked for.
    func theirs(_ image: String) -> [String]? {
        guard let qemu else { return nil }
        return [
            qemu, "-M", "virt,virtualization=on,gic-version=3", "-cpu", "max", "-m", "512",
            "-nodefaults", "-display", "none", "-serial", "none", "-net", "none", "-kernel",
            "\(elves)/\(image).elf",
        ]
    }
}
