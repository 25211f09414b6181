// Decompression of the deflate format.
//
// Source: RFC 1951, "DEFLATE Compressed Data Format Specification version 1.3".

/// Unpacks deflate streams. Any bytes may come in; what comes out is bounded.
enum Inflate {
    struct Malformed: Error, CustomStringConvertible {
        var description: String
        init(_ what: String) { description = what }
    }

    /// Appends the contents of the stream that starts at byte `start`.
    ///
    /// - Returns: The offset of the first byte after the stream.
    static func unpack(
        _ bytes: [UInt8], from start: Int, into result: inout [UInt8], limitBytes: Int
    ) throws -> Int {
        try bytes.withUnsafeBufferPointer { input throws -> Int in
            var stream = BitStream(bytes: input, position: start)
            var isLast = false
            let floor = result.count
            while !isLast {
                isLast = try stream.take(1) == 1
                switch try stream.take(2) {
                case 0: try copyStored(&stream, &result, limitBytes)
                case 1:
                    try unpackBlock(
                        &stream, .fixedLiterals, .fixedDistances, &result, floor: floor, limitBytes)
                case 2:
                    let (literals, distances) = try readTables(&stream)
                    try unpackBlock(&stream, literals, distances, &result, floor: floor, limitBytes)
                default: throw Malformed("a block of the reserved type 3")
                }
            }
            return stream.byteOffset
        }
    }

    private static func tooMuch(_ limitBytes: Int) -> Malformed {
        Malformed("it unpacks to more than \(limitBytes) bytes")
    }

    private static func copyStored(
        _ stream: inout BitStream, _ result: inout [UInt8], _ limitBytes: Int
    ) throws {
        stream.dropToByte()
        let length = try stream.take(16)
        guard try stream.take(16) == ~length & 0xffff else {
            throw Malformed("a stored block whose two lengths differ")
        }
        guard result.count + Int(length) <= limitBytes else { throw tooMuch(limitBytes) }
        for _ in 0..<length { result.append(UInt8(truncatingIfNeeded: try stream.take(8))) }
    }

    private static func unpackBlock(
        _ stream: inout BitStream, _ literals: HuffmanTable, _ distances: HuffmanTable,
        _ result: inout [UInt8], floor: Int, _ limitBytes: Int
    ) throws {
        while true {
            let symbol = try literals.decode(&stream)
            if symbol < 256 {
                guard result.count < limitBytes else { throw tooMuch(limitBytes) }
                result.append(UInt8(truncatingIfNeeded: symbol))
                continue
            }
            if symbol == 256 { return }
            guard symbol <= 285 else { throw Malformed("length symbol \(symbol)") }
            let length = Int(try value(&stream, lengths[symbol - 257]))
            let code = try distances.decode(&stream)
            guard code < 30 else { throw Malformed("distance symbol \(code)") }
            let distance = Int(try value(&stream, Self.distances[code]))
            guard distance <= result.count - floor else {
                throw Malformed("a distance of \(distance) reaches before the start")
            }
            guard result.count + length <= limitBytes else { throw tooMuch(limitBytes) }
            let from = result.count - distance
            // Byte by byte: the ranges may overlap, and a slice would make `append` copy all of it.
            for offset in 0..<length { result.append(result[from + offset]) }
        }
    }

    // MARK: Lengths and distances

    /// A base and the number of extra bits added to it. Source: RFC 1951, 3.2.5.
    private struct Range {
        var base: UInt32
        var extraBits: Int
    }

    private static func value(_ stream: inout BitStream, _ range: Range) throws -> UInt32 {
        range.base + (try stream.take(range.extraBits))
    }

    /// Symbols 257...285.
    private static let lengths: [Range] = {
        var base: UInt32 = 3
        var ranges: [Range] = []
        for index in 0..<28 {
            let bits = index < 8 ? 0 : (index - 4) / 4
            ranges.append(Range(base: base, extraBits: bits))
            base += 1 << UInt32(bits)
        }
        return ranges + [Range(base: 258, extraBits: 0)]
    }()

    private static let distances: [Range] = {
        var base: UInt32 = 1
        var ranges: [Range] = []
        for index in 0..<30 {
            let bits = index < 4 ? 0 : (index - 2) / 2
            ranges.append(Range(base: base, extraBits: bits))
            base += 1 << UInt32(bits)
        }
        return ranges
    }()

    // MARK: Code tables

    /// Order in which lengths of the code length code are stored. Source: RFC 1951, 3.2.7.
    private static let codeLengthOrder = [
        16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
    ]

    private static func readTables(_ stream: inout BitStream) throws
        -> (literals: HuffmanTable, distances: HuffmanTable)
    {
        let literalCount = Int(try stream.take(5)) + 257
        let distanceCount = Int(try stream.take(5)) + 1
        let lengthCount = Int(try stream.take(4)) + 4
        guard literalCount <= 286, distanceCount <= 30 else {
            throw Malformed("\(literalCount) literal and \(distanceCount) distance codes")
        }
        var codeLengths = [UInt8](repeating: 0, count: 19)
        for index in 0..<lengthCount {
            codeLengths[codeLengthOrder[index]] = UInt8(try stream.take(3))
        }
        let lengthTable = try HuffmanTable(codeLengths)
        var widths: [UInt8] = []
        while widths.count < literalCount + distanceCount {
            let symbol = try lengthTable.decode(&stream)
            switch symbol {
            case 0..<16: widths.append(UInt8(symbol))
            case 16:
                guard let last = widths.last else {
                    throw Malformed("a code length repeats, but there is none before it")
                }
                widths += [UInt8](repeating: last, count: Int(try stream.take(2)) + 3)
            case 17: widths += [UInt8](repeating: 0, count: Int(try stream.take(3)) + 3)
            default: widths += [UInt8](repeating: 0, count: Int(try stream.take(7)) + 11)
            }
        }
        guard widths.count == literalCount + distanceCount else {
            throw Malformed("code lengths run over their end")
        }
        guard widths[256] != 0 else { throw Malformed("a block without an end code") }
        return (
            try HuffmanTable(Array(widths[..<literalCount])),
            try HuffmanTable(Array(widths[literalCount...]))
        )
    }
}

/// Bits of a stream, least significant first.
struct BitStream {
    let bytes: UnsafeBufferPointer<UInt8>
    /// The next byte to take bits from.
    var position: Int
    var held: UInt64 = 0
    var heldCount = 0

    init(bytes: UnsafeBufferPointer<UInt8>, position: Int) {
        self.bytes = bytes
        self.position = position
    }

    /// Offset of the first byte of which no bit was taken.
    var byteOffset: Int { position - heldCount / 8 }

    @inline(__always)
    private mutating func fill() {
        while heldCount <= 48, position < bytes.count {
            held |= UInt64(bytes[position]) << UInt64(heldCount)
            position += 1
            heldCount += 8
        }
    }

    /// The next `count` bits, at most 16.
    @inline(__always)
    mutating func take(_ count: Int) throws -> UInt32 {
        if heldCount < count {
            fill()
            guard heldCount >= count else { throw Inflate.Malformed("truncated") }
        }
        let value = UInt32(truncatingIfNeeded: held & (1 << UInt64(count) - 1))
        held >>= UInt64(count)
        heldCount -= count
        return value
    }

    /// The next 15 bits without taking them; zeros after the end.
    @inline(__always)
    mutating func peek() -> Int {
        if heldCount < 15 { fill() }
        return Int(held & 0x7fff)
    }

    mutating func dropToByte() {
        let odd = heldCount & 7
        held >>= UInt64(odd)
        heldCount -= odd
    }
}

/// A prefix code of at most 15 bits, as a table indexed by the next 15 bits of the stream.
struct HuffmanTable {
    /// Symbol in bits 15...4, width in bits 3...0; 0 for bits that begin no code.
    private var entries: [UInt16]

    /// - Parameter widths: The width of each symbol's code, 0 for a symbol without one.
    init(_ widths: [UInt8]) throws {
        entries = [UInt16](repeating: 0, count: 1 << 15)
        var counts = [Int](repeating: 0, count: 16)
        for width in widths { counts[Int(width)] += 1 }
        counts[0] = 0
        var code = 0
        var next = [Int](repeating: 0, count: 16)
        for width in 1..<16 {
            code = (code + counts[width - 1]) << 1
            next[width] = code
            guard code + counts[width] <= 1 << width else {
                throw Inflate.Malformed("more codes of \(width) bits than there can be")
            }
        }
        for (symbol, width) in widths.enumerated() where width > 0 {
            let code = next[Int(width)]
            next[Int(width)] += 1
            var reversed = 0
            for bit in 0..<Int(width) where code >> bit & 1 != 0 {
                reversed |= 1 << (Int(width) - 1 - bit)
            }
            for index in stride(from: reversed, to: 1 << 15, by: 1 << Int(width)) {
                entries[index] = UInt16(symbol) << 4 | UInt16(width)
            }
        }
    }

    static let fixedLiterals: HuffmanTable = {
        let widths = (0..<288).map { symbol -> UInt8 in
            switch symbol {
            case 0..<144: 8
            case 144..<256: 9
            case 256..<280: 7
            default: 8
            }
        }
        guard let table = try? HuffmanTable(widths) else { preconditionFailure("RFC 1951, 3.2.6") }
        return table
    }()

    static let fixedDistances: HuffmanTable = {
        guard let table = try? HuffmanTable([UInt8](repeating: 5, count: 30)) else {
            preconditionFailure("RFC 1951, 3.2.6")
        }
        return table
    }()

    @inline(__always)
    func decode(_ stream: inout BitStream) throws -> Int {
        let entry = entries.withUnsafeBufferPointer { $0[stream.peek()] }
        guard entry != 0 else { throw Inflate.Malformed("bits that are no code") }
        _ = try stream.take(Int(entry & 15))
        return Int(entry >> 4)
    }
}
