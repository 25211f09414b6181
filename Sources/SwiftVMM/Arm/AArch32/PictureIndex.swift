// From a word to the first row of a table whose picture fits: the top twelve bits pick a bucket,
// whose rows are tried in table order.

struct PictureIndex: Sendable {
    private struct Candidate {
        var mask: UInt32
        var value: UInt32
        var row: UInt16
    }

    private static let shift: UInt32 = 20
    /// Per bucket the place of its first candidate; one more at the end.
    private let starts: [UInt32]
    private let candidates: [Candidate]

    /// - Parameter pictures: By row; nil for a row that no word of this index fits.
    init(_ pictures: [BitPicture?]) {
        let bucketCount = 1 << (32 - Int(Self.shift))
        var buckets = [[Candidate]](repeating: [], count: bucketCount)
        for (number, picture) in pictures.enumerated() {
            guard let picture else { continue }
            let candidate = Candidate(
                mask: picture.mask, value: picture.value, row: UInt16(number))
            let fixed = picture.value >> Self.shift
            let free = ~picture.mask >> Self.shift
            var choice: UInt32 = 0
            repeat {
                buckets[Int(fixed | choice)].append(candidate)
                choice = (choice &- free) & free
            } while choice != 0
        }
        var starts: [UInt32] = [0]
        for bucket in buckets { starts.append(starts[starts.count - 1] + UInt32(bucket.count)) }
        self.starts = starts
        candidates = buckets.flatMap { $0 }
    }

    /// The number of the first row that fits and that `accepts`.
    func find(_ word: UInt32, where accepts: (Int) -> Bool = { _ in true }) -> Int? {
        let bucket = Int(word >> Self.shift)
        for position in Int(starts[bucket])..<Int(starts[bucket + 1]) {
            let candidate = candidates[position]
            if word & candidate.mask == candidate.value, accepts(Int(candidate.row)) {
                return Int(candidate.row)
            }
        }
        return nil
    }
}
