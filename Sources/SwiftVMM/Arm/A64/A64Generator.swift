// Random words that decode to a chosen row: the input of differential tests. Fields prefer the
// values where mistakes live, the ends of their range and registers 30 and 31.

public enum A64Generator {
    /// A valid word of a row.
    ///
    /// - Parameters:
    ///   - avoidsConstrainedUnpredictable: Leave out words on whose behaviour implementations may
    ///     differ.
    /// - Returns: nil only for a row that has hardly any such word.
    public static func word(
        of opcode: A64Opcode, avoidsConstrainedUnpredictable: Bool = false,
        using generator: inout some RandomNumberGenerator
    ) -> UInt32? {
        let picture = A64Table[opcode].picture
        for _ in 0..<2000 {
            let word = word(of: picture, using: &generator)
            guard let instruction = A64Decoder.decode(word), instruction.opcode == opcode else {
                continue
            }
            if avoidsConstrainedUnpredictable && instruction.constrainedUnpredictable != nil {
                continue
            }
            return word
        }
        return nil
    }

    private static func word(
        of picture: BitPicture, using generator: inout some RandomNumberGenerator
    ) -> UInt32 {
        var word = picture.value
        for field in picture.fields {
            let ones: UInt32 = (1 << UInt32(field.width)) - 1
            let value: UInt32 =
                switch field.letter {
                case "d", "n", "m", "a", "s": register(using: &generator)
                case "u": ones
                default: number(upTo: ones, using: &generator)
                }
            word |= value << UInt32(field.lsb)
        }
        return word
    }

    private static func register(using generator: inout some RandomNumberGenerator) -> UInt32 {
        switch UInt32.random(in: 0..<12, using: &generator) {
        case 0: 31
        case 1: 30
        default: UInt32.random(in: 0..<32, using: &generator)
        }
    }

    private static func number(
        upTo ones: UInt32, using generator: inout some RandomNumberGenerator
    ) -> UInt32 {
        let edges = [0, 1, ones, ones &- 1, ones / 2, ones / 2 + 1]
        guard UInt32.random(in: 0..<3, using: &generator) == 0 else {
            return UInt32.random(in: 0...ones, using: &generator)
        }
        return edges.randomElement(using: &generator)! & ones
    }
}
