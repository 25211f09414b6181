// `make bench`: how fast the machine runs guests and how soon it starts, beside QEMU.
//
// The two take turns, so that a drift of the host's speed meets both; medians and their ratio are
// what to quote. Nothing here is a test: it judges nothing.

import Measure

@main
struct Bench {
    static let rows = [
        Row(name: "start-up", guest: .image("bench-startup"), figures: [.wallMilliseconds]),
        Row(
            name: "hyp-stub, whole run", guest: .image("hyp-stub"), figures: [.wallMilliseconds]),
        // READS of Firmware/arm64/bench-exits.S.
        Row(
            name: "probe device", guest: .image("bench-exits"), figures: [.wallMilliseconds],
            exits: 50_000),
        Row(
            name: "integer mix", guest: .image("bench-integer"), figures: [.cpuSeconds],
            countsInstructions: true),
        Row(
            name: "Linux to user space", guest: .kernel(cpu: "cortex-a57", count: 1),
            figures: [.cpuSeconds, .peakMemory], countsInstructions: true),
        Row(
            name: "Linux, 4 CPUs", guest: .kernel(cpu: "cortex-a57", count: 4),
            figures: [.cpuSeconds, .peakMemory], countsInstructions: true),
        Row(
            name: "32-bit Linux", guest: .kernel32, figures: [.cpuSeconds, .peakMemory],
            countsInstructions: true),
    ]

    static func main() {
        var options = Options(Array(CommandLine.arguments.dropFirst()))
        let repetitions = options.take("--runs").flatMap { Int($0) } ?? 5
        var contestants = Contestants(
            vmm: options.take("--vmm") ?? "vmm", qemu: options.take("--qemu"),
            images: options.take("--images") ?? ".", elves: options.take("--elves") ?? ".",
            backend: options.take("--backend") ?? "auto")
        if let image = options.take("--kernel"), let disk = options.take("--initrd") {
            contestants.kernel = (image, disk)
        }
        if let image = options.take("--kernel32"), let disk = options.take("--initrd32") {
            contestants.kernel32 = (image, disk)
            contestants.qemu32 = options.take("--qemu32")
        }
        if let unknown = options.rest.first {
            print("bench: unknown option \(unknown)")
            print("usage: bench --vmm PATH --images FOLDER [--backend NAME]")
            print("             [--qemu PATH --elves FOLDER] [--runs N]")
            exitProcess(64)
        }
        if let qemu = contestants.qemu, let version = try? measure([qemu, "--version"]).output {
            print("against \(version.prefix { $0 != "\n" })")
        } else {
            print("no qemu-system-aarch64: our figures only")
        }
        print("backend \(contestants.backend)")
        print("median of \(repetitions) runs each (minimum...maximum), in turn\n")
        printLine("", "unit", "vmm", "qemu", "qemu/vmm")
        var startUp: Double?
        for row in rows {
            do {
                let seconds = try row.run(
                    contestants, repetitions: repetitions, startUp: startUp)
                startUp = startUp ?? seconds
            } catch {
                print("\(row.name): \(error)")
                exitProcess(69)
            }
        }
    }
}

/// `--name value` pairs.
struct Options {
    private(set) var rest: [String]

    init(_ arguments: [String]) { rest = arguments }

    mutating func take(_ name: String) -> String? {
        guard let index = rest.firstIndex(of: name), index + 1 < rest.count else { return nil }
        defer { rest.removeSubrange(index...index + 1) }
        return rest[index + 1]
    }
}
