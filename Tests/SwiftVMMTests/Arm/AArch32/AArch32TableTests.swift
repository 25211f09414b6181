// The tables of A32, T32 and CP15.

import Testing

@testable import SwiftVMM

@Suite struct AArch32TableTests {
    @Test func picturesHaveTheRightLength() {
        for row in A32Table.rows { #expect(row.picture.bitCount == 32, "\(row.title)") }
        for row in T32Table.rows {
            #expect(row.picture.bitCount == 16 || row.picture.bitCount == 32, "\(row.title)")
            let isWide = T32Decoder.isWide(UInt16(row.picture.value >> 16))
            #expect(isWide == (row.picture.bitCount == 32), "\(row.title)")
            #expect(row.picture.fieldCount <= 8)
        }
    }

    /// A row that no word reaches is hidden by another.
    @Test func everyRowIsReached() {
        for (number, row) in A32Table.rows.enumerated() {
            #expect(reachesA32(row, number), "\(row.title)")
        }
        for (number, row) in T32Table.rows.enumerated() {
            #expect(reachesT32(row, number), "\(row.title)")
        }
    }

    private func reachesA32(_ row: A32Row, _ number: Int) -> Bool {
        var random = SeededGenerator(seed: UInt64(number))
        for _ in 0..<20_000 {
            let noise = UInt32(truncatingIfNeeded: random.next())
            var word = row.picture.value | noise & ~row.picture.mask
            if row.picture.mask >> 28 == 0 { word = word & 0x0fff_ffff | 0xe000_0000 }
            if let (found, _) = A32Decoder.match(word, isArmv8: true),
                "\(found.title)" == "\(row.title)"
            {
                return true
            }
        }
        return false
    }

    private func reachesT32(_ row: T32Row, _ number: Int) -> Bool {
        var random = SeededGenerator(seed: UInt64(number))
        for _ in 0..<20_000 {
            let noise = UInt32(truncatingIfNeeded: random.next())
            let word = row.picture.value | noise & ~row.picture.mask
            if let (found, _) = T32Decoder.match(word, isArmv8: true),
                "\(found.title)" == "\(row.title)"
            {
                return true
            }
        }
        return false
    }

    /// Random words of both instruction sets decode, or not, and never trap.
    @Test func anyWordDecodes() {
        var random = SeededGenerator(seed: 32)
        for _ in 0..<200_000 {
            let word = UInt32(truncatingIfNeeded: random.next())
            _ = A32Decoder.decode(word, isArmv8: word & 1 != 0)
            let it = UInt8(truncatingIfNeeded: random.next())
            _ = T32Decoder.decode(word, itState: it & 15 == 0 ? 0 : it, isArmv8: word & 1 != 0)
        }
    }

    @Test func coprocessorEncodingsAreUnique() {
        let encodings = CP15Register.table.map(\.encoding)
        #expect(Set(encodings).count == encodings.count)
        for row in CP15Register.table {
            #expect(row.writable & row.ones == 0 || row.ones & ~row.writable != 0, "\(row.name)")
        }
    }

    /// Source: Arm ARM, "Mapping of the general-purpose registers between the Execution states".
    @Test func bankedRegistersAreWhereAArch64LooksForThem() {
        #expect(ProcessorMode.user.x(13) == 13)
        #expect(ProcessorMode.user.x(14) == 14)
        #expect(ProcessorMode.hyp.x(13) == 15)
        #expect(ProcessorMode.hyp.x(14) == 14)
        #expect(ProcessorMode.irq.x(14) == 16)
        #expect(ProcessorMode.irq.x(13) == 17)
        #expect(ProcessorMode.supervisor.x(14) == 18)
        #expect(ProcessorMode.supervisor.x(13) == 19)
        #expect(ProcessorMode.abort.x(13) == 21)
        #expect(ProcessorMode.undefined.x(13) == 23)
        #expect(ProcessorMode.fiq.x(8) == 24)
        #expect(ProcessorMode.fiq.x(13) == 29)
        #expect(ProcessorMode.fiq.x(14) == 30)
        #expect(ProcessorMode.supervisor.x(8) == 8)
    }

    @Test func modifiedImmediates() {
        var i = AArch32Instruction(.mov, 0)
        i.setA32Immediate(0x4ff)
        #expect(i.immediate == 0xff00_0000)
        #expect(i.immediateCarry == 1)
        i.setT32Immediate(0x1ab)
        #expect(i.immediate == 0x00ab_00ab)
        i.setT32Immediate(0x3ab)
        #expect(i.immediate == 0xabab_abab)
        i.setT32Immediate(0x47f)
        #expect(i.immediate == 0xff00_0000)
        #expect(i.immediateCarry == 1)
    }
}
