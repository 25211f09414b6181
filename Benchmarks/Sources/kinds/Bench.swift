// `make bench`: CPU seconds of guests of ours, beside QEMU on the same ELF files.
//
// The contestants take turns, so that a drift of the host's speed meets all; medians and their
// ratios are what to quote. A guest that finds its own check failed ends the whole benchmark.

import Measure

@main
struct Bench {
    static func main() {
        var options = Options(Array(CommandLine.arguments.dropFirst()))
        if options.has("--list") {
            for row in Row.all where !row.isKernel {
                print(row.guest, row.rounds)
                if !row.isStartUp { print(row.guest, row.shortRounds) }
            }
            return
        }
        let repetitions = options.take("--runs").flatMap { Int($0) } ?? 5
        let only = options.take("--rows")?.split(separator: ",").map(String.init)
        let runner = Runner(
            vmm: options.take("--vmm") ?? "vmm", qemu: options.take("--qemu"),
            guests: options.take("--guests") ?? ".", kernel: options.take("--kernel"),
            disk: options.take("--initrd"))
        let output = options.take("--output")
        let environment = options.take("--environment") ?? ""
        if let unknown = options.rest.first {
            print("bench: unknown option \(unknown)")
            print(
                "usage: bench --vmm PATH --guests FOLDER [--qemu PATH] [--runs N] "
                    + "[--rows NAME,…] [--output FOLDER] [--environment TEXT] "
                    + "[--kernel IMAGE --initrd FILE]")
            exitProcess(64)
        }
        var report = Report(environment: environment, repetitions: repetitions)
        print(report.heading)
        for row in Row.all where only?.contains(row.guest) ?? true {
            if row.isKernel && runner.kernel == nil { continue }
            do {
                let measurement = try runner.measureRow(row, repetitions: repetitions)
                report.measurements.append(measurement)
                print(report.line(measurement))
            } catch {
                print("\(row.guest): \(error)")
                exitProcess(69)
            }
        }
        guard let output else { return }
        let files = [
            ("benchmarks.txt", report.text), ("benchmarks.json", report.json),
            ("benchmarks.svg", report.svg),
        ]
        for (name, text) in files where !write(text, to: output + "/" + name) {
            print("bench: cannot write \(output)/\(name)")
            exitProcess(74)
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

    mutating func has(_ name: String) -> Bool {
        guard let index = rest.firstIndex(of: name) else { return false }
        rest.remove(at: index)
        return true
    }
}

/// Runs rows.
struct Runner {
    var vmm: String
    var qemu: String?
    /// Folder of the guests as GUEST-ROUNDS.elf.
    var guests: String
    /// A Linux kernel and a RAM disk that powers off.
    var kernel: String?
    var disk: String?

    private func command(_ who: Contestant, _ row: Row, _ image: String) -> [String]? {
        let isKernel = row.isKernel
        if who == .vmm {
            var command = [
                vmm, "run", "--no-check", "--backend", "software", "--engine", "translator",
                "--format", "json", image,
            ]
            if isKernel, let disk {
                command += ["--cpu", "cortex-a57", "--memory", "\(Self.memoryMiB)M"]
                command += ["--initrd", disk, "--append", Self.commandLine]
            }
            return command
        }
        guard let qemu else { return nil }
        // The same board and as little else as QEMU can be asked for.
        var command = [
            qemu, "-M", "virt,virtualization=on,gic-version=3\(isKernel ? ",its=off" : "")",
            "-cpu", isKernel ? "cortex-a57" : "cortex-a72", "-m", "\(Self.memoryMiB)",
            "-nodefaults", "-display", "none", "-serial", isKernel ? "stdio" : "none", "-net",
            "none", "-kernel", image,
        ]
        if isKernel, let disk { command += ["-initrd", disk, "-append", Self.commandLine] }
        if who == .qemuDeterministic { command += ["-icount", "shift=0,sleep=off"] }
        return command
    }

    private static let memoryMiB = 512
    private static let commandLine = "console=ttyAMA0 nokaslr"

    private func run(_ who: Contestant, _ row: Row, rounds: Int) throws(LaunchFailure) -> Cost? {
        let image = row.isKernel ? kernel ?? "" : "\(guests)/\(row.guest)-\(rounds).elf"
        guard let command = command(who, row, image) else { return nil }
        let cost = try measure(
            command, mappingKiB: row.isKernel && who == .vmm ? Self.memoryMiB << 10 : nil)
        guard cost.status == 0 else {
            throw LaunchFailure(what: "\(who.rawValue) ended with \(cost.status)\n\(cost.output)")
        }
        return cost
    }

    /// The first run of each warms the page cache and is not counted.
    func measureRow(_ row: Row, repetitions: Int) throws(LaunchFailure) -> Measurement {
        var measurement = Measurement(row)
        for repetition in 0...repetitions {
            for who in Contestant.allCases {
                if let cost = try run(who, row, rounds: row.rounds), repetition > 0 {
                    measurement.long[who, default: []].append(cost.cpuSeconds)
                    if let mapping = cost.mappingKiB {
                        measurement.overhead.append(Double(cost.peakMemoryKiB - mapping))
                    }
                }
                if row.isStartUp { continue }
                if let cost = try run(who, row, rounds: row.shortRounds), repetition > 0 {
                    measurement.short[who, default: []].append(cost.cpuSeconds)
                }
            }
        }
        return measurement
    }
}
