// From a word to its row. The top eleven bits pick a bucket; its rows are tried in table order.

public enum A64Decoder {
    /// The instruction that a word encodes, or nil for an encoding that is unallocated or reserved,
    /// which executes as UNDEFINED.
    public static func decode(_ word: UInt32) -> A64Instruction? {
        decode(word, features: .all)
    }

    /// The same for a processor with these features and no others. A hint of a later extension is
    /// a NOP to the others.
    public static func decode(_ word: UInt32, features: FeatureSet) -> A64Instruction? {
        guard let instruction = match(word, features), !instruction.isReserved(features)
        else { return nil }
        return instruction
    }

    /// The row whose picture fits, reserved field values or not.
    static func match(_ word: UInt32, _ features: FeatureSet = .all) -> A64Instruction? {
        let index = Self.index
        let bucket = Int(word >> bucketShift)
        var position = Int(index.starts[bucket])
        let end = Int(index.starts[bucket + 1])
        while position < end {
            let candidate = index.candidates[position]
            if word & candidate.mask == candidate.value && features.allows(candidate.feature) {
                return A64Instruction(candidate.opcode, word)
            }
            position += 1
        }
        return nil
    }

    private static let bucketShift: UInt32 = 21
    private static let index = Index(A64Table.rows)

    private struct Candidate {
        var mask: UInt32
        var value: UInt32
        var opcode: A64Opcode
        var feature: Feature?
    }

    private struct Index {
        /// Per bucket the place of its first candidate; one more at the end.
        var starts: [UInt16]
        var candidates: [Candidate]

        init(_ rows: [A64Row]) {
            let bucketCount = 1 << (32 - Int(bucketShift))
            var counts = [UInt16](repeating: 0, count: bucketCount + 1)
            for row in rows { Self.forEachBucket(of: row.picture) { counts[$0 + 1] += 1 } }
            for bucket in 0..<bucketCount { counts[bucket + 1] += counts[bucket] }
            starts = counts
            candidates = Array(
                repeating: Candidate(mask: 0, value: 0, opcode: .adr, feature: nil),
                count: Int(counts[bucketCount]))
            for row in rows {
                let candidate = Candidate(
                    mask: row.picture.mask, value: row.picture.value, opcode: row.opcode,
                    feature: row.feature)
                Self.forEachBucket(of: row.picture) {
                    candidates[Int(counts[$0])] = candidate
                    counts[$0] += 1
                }
            }
        }

        /// The buckets that hold words of a picture: every choice of its free bits among the top
        /// ones.
        private static func forEachBucket(of picture: BitPicture, _ body: (Int) -> Void) {
            let fixed = picture.value >> bucketShift
            let free = ~picture.mask >> bucketShift
            var choice: UInt32 = 0
            repeat {
                body(Int(fixed | choice))
                choice = (choice &- free) & free
            } while choice != 0
        }
    }
}
