// A run depends on the image and the configuration alone, and not on how it is cut into pieces.

import Foundation
import Testing

@testable import SwiftVMM

@Suite struct DeterminismTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../../Firmware/arm64").standardizedFileURL
    /// All but the programs that run under Linux.
    static let images: [String] = Effort.sample(
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
            .filter { $0.hasSuffix(".bin") && !$0.hasPrefix("linux-") }.sorted())
    /// Enough for every image but the benchmark, which runs for ever by comparison.
    static let limit: UInt64 = 60_000

    /// Writes every event down.
    private final class Recorder: VCPUObserver {
        let observedKinds: EventKinds = [
            .hypercalls, .exceptions, .systemRegisters, .mmu, .mmio,
        ]
        var lines: [String] = []
        func vcpu(_ vcpu: any VCPU, did event: Event) { lines.append("\(event)") }
    }

    /// Everything a run leaves behind.
    private struct Result: Equatable {
        var outcome: RunOutcome
        var instructions: UInt64
        var console: [UInt8] = []
        var events: [String] = []
        var registers: [RegisterSnapshot]
    }

    /// - Parameter step: Instructions in each call of `run`; nil for one call.
    private func run(_ name: String, cpus: Int, step: UInt64? = nil, records: Bool = false) throws
        -> Result
    {
        var configuration = MachineConfiguration()
        configuration.backend = .software
        configuration.cpuCount = cpus
        let machine = try VirtualMachine(configuration)
        try machine.load(Image(contentsOf: Self.folder.appendingPathComponent(name).path))
        var console: [UInt8] = []
        machine.console.output = { console.append($0) }
        let recorder = Recorder()
        if records { machine.observers.append(recorder) }
        var end = min(step ?? Self.limit, Self.limit)
        var outcome = machine.run(RunLimits(instructions: end))
        while outcome == .instructionLimit, end < Self.limit {
            end = min(end + (step ?? Self.limit), Self.limit)
            outcome = machine.run(RunLimits(instructions: end))
        }
        return Result(
            outcome: outcome, instructions: machine.instructionCount, console: console,
            events: recorder.lines, registers: machine.vcpus.map { $0.snapshot() })
    }

    @Test("the firmware images are there") func imagesExist() { #expect(!Self.images.isEmpty) }

    @Test("two runs are the same to the last event", arguments: images, [1, 2])
    func repeats(_ image: String, cpus: Int) throws {
        let first = try run(image, cpus: cpus, records: true)
        let second = try run(image, cpus: cpus, records: true)
        #expect(first == second)
        #expect(
            !first.events.isEmpty || first.instructions < 10 || first.outcome == .instructionLimit)
    }

    @Test("watching changes nothing", arguments: images, [1, 2])
    func observation(_ image: String, cpus: Int) throws {
        var watched = try run(image, cpus: cpus, records: true)
        watched.events = []
        #expect(try watched == run(image, cpus: cpus))
    }

    @Test("pieces of any size add up to the whole", arguments: images, [1, 7, 1000])
    func stepping(_ image: String, step: Int) throws {
        #expect(try run(image, cpus: 1, step: UInt64(step)) == run(image, cpus: 1))
    }
}
