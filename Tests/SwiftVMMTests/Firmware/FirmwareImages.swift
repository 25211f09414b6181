// The committed firmware images, as tests use them.

import Testing

@testable import SwiftVMM

enum FirmwareImages {
    /// Firmware/arm64, found from this file.
    static let folder: String = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(4)
        return parts.joined(separator: "/") + "/Firmware/arm64"
    }()

    static func image(_ name: String) throws -> Image {
        try Image(contentsOf: "\(folder)/\(name).bin")
    }

    /// Runs an image on two vCPUs of the software CPU to its end or a generous budget, and judges
    /// it.
    static func check(_ image: Image, observation: Observation = .engine) throws
        -> (report: HypABIReport, outcome: RunOutcome)
    {
        var configuration = MachineConfiguration()
        configuration.backend = .software
        configuration.cpuCount = 2
        configuration.memoryBytes = 16 << 20
        let machine = try VirtualMachine(configuration)
        try machine.load(image)
        let checker = try machine.makeChecker(observation: observation)
        let outcome = machine.run(RunLimits(instructions: 2_000_000))
        return (checker.finish(RunEnding(outcome)), outcome)
    }

    /// Changes one instruction of a routine.
    static func patch(_ image: inout Image, _ fault: DeliberateFault) throws {
        let start = try #require(image.symbols.address(of: fault.routine))
        var offset = Int(start - image.segments[0].address.value)
        func word() -> UInt32 {
            (0..<4).reduce(0) { $0 | UInt32(image.segments[0].bytes[offset + $1]) << (8 * $1) }
        }
        while offset + 4 <= image.segments[0].bytes.count, word() != fault.original { offset += 4 }
        try #require(
            offset + 4 <= image.segments[0].bytes.count,
            "\(fault.name): the instruction is not there")
        for byte in 0..<4 {
            image.segments[0].bytes[offset + byte] = UInt8(
                truncatingIfNeeded: fault.replacement >> (8 * byte))
        }
    }
}
