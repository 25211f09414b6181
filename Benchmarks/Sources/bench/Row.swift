// One row of the table: a guest run by us and by QEMU, in turn.

import Measure

/// What a guest is made of.
enum Guest: Sendable {
    /// One of our images, by its name.
    case image(String)
    /// The kernel and RAM disk of the command line, on this processor.
    case kernel(cpu: String, count: Int)
    /// The 32-bit ones, in Hyp mode of a Cortex-A15.
    case kernel32
}

struct Row: Sendable {
    /// A figure of a run.
    enum Figure: String, Sendable {
        case wallMilliseconds = "ms wall"
        case cpuSeconds = "s CPU"
        case peakMemory = "MiB peak"

        func value(_ cost: Cost) -> Double {
            switch self {
            case .wallMilliseconds: cost.wallSeconds * 1000
            case .cpuSeconds: cost.cpuSeconds
            case .peakMemory: Double(cost.peakMemoryKiB) / 1024
            }
        }
    }

    var name: String
    var guest: Guest
    /// What counts; each has a line of its own.
    var figures: [Figure]
    /// Prints guest instructions per second too.
    var countsInstructions = false
    /// Accesses to the probe device in a run: prints how many a second, start-up left out.
    var exits: Int?

    /// Runs both contestants in turn and prints the row. The first run of each warms the page cache
    /// and is not counted.
    ///
    /// - Parameters:
    ///   - startUp: Seconds that a run takes which does nothing.
    /// - Returns: Seconds that ours takes, the median; nil if it cannot run.
    func run(_ contestants: Contestants, repetitions: Int, startUp: Double?) throws(LaunchFailure)
        -> Double?
    {
        guard let command = contestants.ours(guest) else {
            printLine(name, "", "no kernel in the cache", "", "")
            return nil
        }
        var ours: [Cost] = []
        var theirs: [Cost] = []
        for repetition in 0...repetitions {
            let cost = try measure(command)
            guard cost.status == 0 else {
                throw LaunchFailure(what: "vmm ended with \(cost.status)\n\(cost.output)")
            }
            if repetition > 0 { ours.append(cost) }
            guard let command = contestants.theirs(guest) else { continue }
            let other = try measure(command)
            guard other.status == 0 else {
                throw LaunchFailure(what: "qemu ended with \(other.status)\n\(other.output)")
            }
            if repetition > 0 { theirs.append(other) }
        }
        for figure in figures {
            let mine = Figures(values: ours.map(figure.value))
            let others = Figures(values: theirs.map(figure.value))
            printLine(
                figure == figures.first ? name : "", figure.rawValue, text(mine),
                theirs.isEmpty ? "-" : text(others),
                theirs.isEmpty ? "-" : fixed(others.median / mine.median))
        }
        if countsInstructions, let output = ours.first?.output,
            // 0 is an engine that does not count.
            let instructions = number("instructions", in: output), instructions > 0
        {
            let seconds = Figures(values: ours.map(\.cpuSeconds)).median
            let mips = fixed(instructions / seconds / 1e6)
            print("    \(Int(instructions)) guest instructions: \(mips) MIPS")
        }
        let seconds = Figures(values: ours.map(\.wallSeconds)).median
        if let exits, let startUp, seconds > startUp {
            let rate = Double(exits) / (seconds - startUp)
            print("    \(exits) exits through the probe device: \(Int(rate)) a second")
        }
        return seconds
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

    /// A Linux kernel and a RAM disk that powers off; nil if there is none.
    var kernel: (image: String, disk: String)?
    /// The same for 32-bit Arm, which QEMU has a command of its own for.
    var kernel32: (image: String, disk: String)?
    var qemu32: String?

    func ours(_ guest: Guest) -> [String]? {
        let run = [vmm, "run", "--backend", backend, "--no-check", "--format", "json"]
        switch guest {
        case .image(let image): return run + ["\(images)/\(image).bin"]
        case .kernel(let cpu, let count):
            guard let kernel else { return nil }
            return run + [
                "--cpu", cpu, "--cpus", "\(count)", "--memory", "512M", kernel.image, "--initrd",
                kernel.disk, "--append", Self.commandLine,
            ]
        case .kernel32:
            guard let kernel32 else { return nil }
            return run + [
                "--cpu", "cortex-a15", "--memory", "512M", kernel32.image, "--initrd",
                kernel32.disk, "--append", Self.commandLine,
            ]
        }
    }

    /// The same board and as little else as QEMU can be asked for.
    func theirs(_ guest: Guest) -> [String]? {
        let bare = ["-m", "512", "-nodefaults", "-display", "none", "-net", "none"]
        if case .kernel32 = guest {
            guard let qemu32, let kernel32 else { return nil }
            let board = [qemu32, "-M", "virt,virtualization=on,gic-version=2"] + bare
            return board + [
                "-cpu", "cortex-a15", "-serial", "stdio", "-kernel", kernel32.image, "-initrd",
                kernel32.disk, "-append", Self.commandLine,
            ]
        }
        guard let qemu else { return nil }
        let board = [qemu, "-M", "virt,virtualization=on,gic-version=3,its=off"] + bare
        switch guest {
        case .image(let image):
            return board + ["-cpu", "max", "-serial", "none", "-kernel", "\(elves)/\(image).elf"]
        case .kernel(let cpu, let count):
            guard let kernel else { return nil }
            return board + [
                "-cpu", cpu, "-smp", "\(count)", "-serial", "stdio", "-kernel", kernel.image,
                "-initrd", kernel.disk, "-append", Self.commandLine,
            ]
        case .kernel32: return nil
        }
    }

    private static let commandLine = "console=ttyAMA0 nokaslr"
}
