import Testing

@testable import SwiftVMM

@Suite struct A64TableTests {
    @Test func rowsFollowTheOpcodes() {
        #expect(A64Table.rows.map(\.opcode) == A64Opcode.allCases)
    }

    @Test func picturesHaveThirtyTwoBits() {
        for row in A64Table.rows {
            #expect(row.picture.bitCount == 32, "\(row.title)")
            #expect(row.picture.fieldCount <= 8, "\(row.title)")
            var covered = row.picture.mask
            for field in row.picture.fields {
                let bits = UInt32((UInt64(1) << UInt64(field.width)) - 1) << UInt32(field.lsb)
                #expect(covered & bits == 0, "\(row.title)")
                covered |= bits
            }
            #expect(covered == ~0, "\(row.title)")
        }
    }

    @Test func titlesAreUnique() {
        let titles = A64Table.rows.map { "\($0.title)" }
        #expect(Set(titles).count == titles.count)
    }

    /// Two rows match one word only where the first is a named case of the second: the hints, and
    /// CFINV in the space of MSR (immediate). Rows of modified immediates fit the reserved immh of
    /// the shifts, and LDnR the reserved scale of single structures.
    @Test func rowsAreDisjointOrOrdered() {
        let rows = A64Table.rows
        for (index, a) in rows.enumerated() {
            for b in rows[(index + 1)...] {
                let common = a.picture.mask & b.picture.mask
                guard a.picture.value & common == b.picture.value & common else { continue }
                switch b.format {
                case .vectorShiftRight, .vectorShiftLeft, .vectorShiftLeftLong, .vectorShiftNarrow,
                    .vectorFixed:
                    #expect(a.format == .vectorImmediate, "\(a.title) and \(b.title)")
                    continue
                case .vectorSingle: #expect(a.format == .vectorReplicate)
                case .vectorSinglePostIndex: #expect(a.format == .vectorReplicatePostIndex)
                case .pstateField: break
                default: #expect(b.opcode == .hint, "\(a.title) and \(b.title)")
                }
                #expect(common == b.picture.mask, "\(a.title) is not a case of \(b.title)")
            }
        }
    }

    @Test func everyRowDecodesToItself() {
        var generator = SplitMix(seed: 1)
        for opcode in A64Opcode.allCases {
            let word = A64Generator.word(
                of: opcode, avoidsConstrainedUnpredictable: true, using: &generator)
            #expect(word.flatMap(A64Decoder.decode)?.opcode == opcode, "\(opcode)")
        }
    }

    @Test func fieldsReadByLetter() throws {
        // add x3, x4, #0x5, lsl #12
        let add = try #require(A64Decoder.decode(0x9140_1483))
        #expect(add.opcode == .addImmediate)
        #expect(add["w"] == 1 && add["h"] == 1 && add["i"] == 5 && add["n"] == 4 && add["d"] == 3)
        #expect(add["z"] == 0)
    }
}

/// A small generator with a seed, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
