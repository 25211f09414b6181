// A32 and T32 on the software CPU against Unicorn. The environment is that of DifferentialTests.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import Testing

@testable import SwiftVMM

/// Two engines with the same memory.
final class Comparison32 {
    let ours: Emulator32
    let theirs: Unicorn32
    private let before: UnsafeMutableRawPointer
    private(set) var exceptionCount = 0

    init(_ library: UnicornLibrary, isArmv8: Bool = false) throws {
        ours = try Emulator32(model: isArmv8 ? .maxAArch32 : .cortexA15)
        theirs = Unicorn32(library, isArmv8: isArmv8)
        before = .allocate(byteCount: Layout.dataLength, alignment: 4096)
        var random = SeededGenerator(seed: 0)
        fillData(using: &random)
    }

    deinit { before.deallocate() }

    func fillData(using random: inout SeededGenerator) {
        let data = before.assumingMemoryBound(to: UInt64.self)
        for index in 0..<Layout.dataLength / 8 { data[index] = EdgeValues.next(using: &random) }
        memcpy(ours.data, before, Layout.dataLength)
        memcpy(theirs.data, before, Layout.dataLength)
    }

    /// Nil if the engines agree; else a description.
    func run(_ sequence: Sequence32) -> String? {
        if sequence.touchesMemory { memcpy(before, ours.data, Layout.dataLength) }
        guard let first = difference(on: sequence) else { return nil }
        var text = "The engines disagree: \(first)\n"
        text += "  \(sequence.isThumb ? "T32" : "A32") at \(hex(sequence.start)):"
        for halfword in sequence.halfwords { text += " \(hex(UInt64(halfword)))" }
        text += "\n  \(sequence.rows)\n"
        memcpy(ours.data, theirs.data, Layout.dataLength)
        return text
    }

    private func difference(on sequence: Sequence32) -> String? {
        var a = sequence.state
        var b = sequence.state
        let outcome = ours.run(sequence, &a)
        let other = theirs.run(sequence, &b)
        if outcome != .finished { exceptionCount += 1 }
        // IT is not part of what Unicorn's CPSR shows; masks and mode are ours alone.
        let visible = UInt64(CPSR.nzcv | CPSR.q | CPSR.ge | CPSR.t)
        a[MachineState32.cpsrIndex] &= visible
        b[MachineState32.cpsrIndex] &= visible
        // A32 code has no address with bit 1 set: UNPREDICTABLE.
        if a[MachineState32.cpsrIndex] & UInt64(CPSR.t) == 0 {
            a[MachineState32.pcIndex] &= ~3
            b[MachineState32.pcIndex] &= ~3
        }
        if outcome != other { return "outcome: ours \(outcome), Unicorn \(other)" }
        let different = (0..<MachineState32.wordCount).filter { a[$0] != b[$0] }
        if !different.isEmpty {
            return different.map {
                "\(MachineState32.name($0)): before \(hex(sequence.state[$0])) "
                    + "ours \(hex(a[$0])), Unicorn \(hex(b[$0]))"
            }.joined(separator: "; ")
        }
        if sequence.touchesMemory, memcmp(ours.data, theirs.data, Layout.dataLength) != 0 {
            return "memory"
        }
        return nil
    }

    private func hex(_ value: UInt64) -> String { "0x" + String(value, radix: 16) }
}

@Suite(
    .serialized, .enabled(if: UnicornLibrary.shared != nil, DifferentialSettings.skipReason))
struct AArch32DifferentialTests {
    private static let mismatchLimit = 5

    @Test(arguments: [false, true]) func randomSequences(isThumb: Bool) throws {
        let comparison = try Comparison32(UnicornLibrary.shared!)
        var seeds = SeededGenerator(seed: DifferentialSettings.seed &+ (isThumb ? 1 : 0))
        let numbers = Self.rows(isThumb: isThumb)
        var mismatches = 0
        var count = 0
        while comparison.ours.instructionCount < DifferentialSettings.instructions {
            if count % 512 == 0 { comparison.fillData(using: &seeds) }
            count += 1
            var generator = Generator32(seed: seeds.next(), isThumb: isThumb)
            let number = numbers[count % numbers.count]
            guard let sequence = generator.sequence(row: number, isAlone: false) else { continue }
            if let problem = comparison.run(sequence) {
                Issue.record("\(problem)")
                mismatches += 1
                if mismatches == Self.mismatchLimit { break }
            }
        }
        print(
            "\(isThumb ? "T32" : "A32"): \(comparison.ours.instructionCount) instructions in "
                + "\(count) sequences, \(comparison.exceptionCount) ended by an exception, "
                + "\(mismatches) mismatches")
    }

    /// Every row by itself.
    @Test(arguments: [false, true]) func everyRow(isThumb: Bool) throws {
        let comparison = try Comparison32(UnicornLibrary.shared!)
        var generator = Generator32(seed: DifferentialSettings.seed, isThumb: isThumb)
        for number in Self.rows(isThumb: isThumb) {
            var mismatches = 0
            var executed = 0
            for _ in 0..<DifferentialSettings.runsPerRow where mismatches < 2 {
                guard let sequence = generator.sequence(row: number, isAlone: true) else { break }
                executed += 1
                if let problem = comparison.run(sequence) {
                    Issue.record("\(problem)")
                    mismatches += 1
                }
            }
            // MSR (immediate) to an SPSR, of which User mode has none.
            let isForSPSR =
                !isThumb && "\(A32Table.rows[number].title)" == "MSR (immediate), SPSR"
            #expect(executed > 0 || isForSPSR, "row \(number) was never executed")
        }
    }

    /// Every row that Armv8 added, by itself.
    @Test(arguments: [false, true]) func everyRowOfArmv8(isThumb: Bool) throws {
        let comparison = try Comparison32(UnicornLibrary.shared!, isArmv8: true)
        var generator = Generator32(
            seed: DifferentialSettings.seed, isThumb: isThumb, isArmv8: true)
        let numbers =
            isThumb
            ? T32Table.rows.indices.filter {
                T32Table.rows[$0].isArmv8 && Exclusions32.reason(T32Table.rows[$0].opcode) == nil
            }
            : A32Table.rows.indices.filter {
                A32Table.rows[$0].isArmv8 && Exclusions32.reason(A32Table.rows[$0].opcode) == nil
            }
        #expect(numbers.count > 50)
        for number in numbers {
            var mismatches = 0
            var executed = 0
            for _ in 0..<DifferentialSettings.runsPerRow where mismatches < 2 {
                guard let sequence = generator.sequence(row: number, isAlone: true) else { break }
                executed += 1
                if let problem = comparison.run(sequence) {
                    Issue.record("\(problem)")
                    mismatches += 1
                }
            }
            #expect(executed > 0, "row \(number) was never executed")
        }
    }

    private static func rows(isThumb: Bool) -> [Int] {
        isThumb
            ? T32Table.rows.indices.filter {
                !T32Table.rows[$0].isArmv8 && Exclusions32.reason(T32Table.rows[$0].opcode) == nil
            }
            : A32Table.rows.indices.filter {
                !A32Table.rows[$0].isArmv8 && Exclusions32.reason(A32Table.rows[$0].opcode) == nil
            }
    }
}
