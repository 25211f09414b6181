// `vmm compare --engines`: agreement is found, and a mistake is found where it is.

import Foundation
import Testing

@testable import SwiftVMM

@Suite struct EngineComparisonTests {
    private func compare(_ name: String, mistakeAt: UInt64? = nil) throws -> EngineComparison {
        var configuration = MachineConfiguration()
        configuration.memoryBytes = 16 << 20
        configuration.hostCode.mistakeAt = mistakeAt
        let path = DeterminismTests.folder.appendingPathComponent(name).path
        return try EngineComparison(
            Image(contentsOf: path), configuration, instructions: 200_000)
    }

    @Test func anImageHasNoDifference() throws {
        let comparison = try compare("hyp-stub.bin")
        #expect(comparison.difference == nil)
        #expect(comparison.text.hasPrefix("no difference in "))
        #expect(comparison.json.text().contains("\"difference\":null"))
    }

    #if arch(x86_64)
        /// A loop whose ADD adds nothing where it is compiled.
        @Test func aMistakeIsShownWithItsBlock() throws {
            var configuration = MachineConfiguration()
            configuration.memoryBytes = 1 << 20
            configuration.hostCode.mistakeAt = 0x4000_0008
            let words = [Word.movz(0, 5), Word.nop, Word.increment, Word.branch(-1)]
            let comparison = try EngineComparison(
                .words(words), configuration, instructions: 100)
            let difference = try #require(comparison.difference)
            // They agree up to the third, which adds 0 instead of 1.
            #expect(comparison.instructions == 2)
            #expect(difference.what.contains("vCPU 0 x0: 0x6 interpreted, 0x5 compiled"))
            #expect(difference.block.guestCode.first == "0x40000008  add x0, x0, #0x1")
            #expect(difference.block.operations.first?.hasPrefix("add ") == true)
            #expect(!difference.block.hostCode.isEmpty)
            let text = comparison.text
            #expect(text.hasPrefix("the engines differ after 2 instructions, in the next one\n"))
            for part in ["guest code", "IR", "host code"] { #expect(text.contains(part)) }
            let json = comparison.json.text()
            #expect(json.contains("\"instructions\":2"))
            #expect(json.contains("add x0, x0, #0x1"))
        }

        /// The same of A32: MOV r0, #5; NOP; ADD r0, r0, #1; B to the ADD.
        @Test func aMistakeInA32IsShownAsA32() throws {
            var configuration = MachineConfiguration()
            configuration.memoryBytes = 1 << 20
            configuration.cpuModel = .cortexA15
            configuration.gicVersion = .v2
            configuration.hostCode.mistakeAt = 0x4000_0008
            let words: [UInt32] = [0xe3a0_0005, 0xe320_f000, 0xe280_0001, 0xeaff_fffd]
            let comparison = try EngineComparison(
                .words(words), configuration, instructions: 100)
            let difference = try #require(comparison.difference)
            #expect(comparison.instructions == 2)
            #expect(
                difference.block.guestCode == [
                    "0x40000008  add r0, r0, #0x1", "0x4000000c  b 0x40000008",
                ])
            #expect(!difference.block.hostCode.isEmpty)
        }
    #endif
}
