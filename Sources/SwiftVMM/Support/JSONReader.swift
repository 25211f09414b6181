// Reading JSON: what another run of the command wrote.

extension JSONValue {
    /// Reads one JSON value. Numbers must be whole.
    ///
    /// - Throws: `VMMError` (`badData`) that names the file and the offset.
    public init(parsing bytes: [UInt8], name: String) throws(VMMError) {
        var parser = JSONParser(bytes: bytes, name: name)
        self = try parser.value(depth: 0)
        parser.skipBlanks()
        guard parser.position == bytes.count else { throw parser.error("text after the value") }
    }

    /// The member of an object; nil where there is none, or no object.
    public subscript(_ key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.0 == key }?.1
    }

    public var integer: Int? { if case .number(let value) = self { value } else { nil } }
    public var text: String? { if case .string(let value) = self { value } else { nil } }
    public var elements: [JSONValue]? { if case .array(let values) = self { values } else { nil } }
    /// A string as `hex` writes it.
    public var address: UInt64? {
        guard let text, text.hasPrefix("0x") else { return nil }
        return UInt64(text.dropFirst(2), radix: 16)
    }
}

private struct JSONParser {
    let bytes: [UInt8]
    let name: String
    var position = 0

    /// Deeper than anything written here; bounds the recursion.
    static let maximumDepth = 64

    init(bytes: [UInt8], name: String) {
        self.bytes = bytes
        self.name = name
    }

    func error(_ what: String) -> VMMError {
        VMMError(.badData, "\(name): not JSON at byte \(position): \(what)")
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skipBlanks() {
        while let byte = next, [0x20, 0x09, 0x0a, 0x0d].contains(byte) { position += 1 }
    }

    private mutating func take(_ character: Character) -> Bool {
        skipBlanks()
        guard next == character.asciiValue else { return false }
        position += 1
        return true
    }

    mutating func value(depth: Int) throws(VMMError) -> JSONValue {
        guard depth < Self.maximumDepth else { throw error("nested too deep") }
        skipBlanks()
        switch next {
        case UInt8(ascii: "{"): return try object(depth)
        case UInt8(ascii: "["): return try array(depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func word(_ text: String, _ value: JSONValue) throws(VMMError) -> JSONValue {
        guard bytes[position...].starts(with: text.utf8) else { throw error("expected \(text)") }
        position += text.utf8.count
        return value
    }

    private mutating func number() throws(VMMError) -> Int {
        let start = position
        if next == UInt8(ascii: "-") { position += 1 }
        while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
        guard let number = Int(String(decoding: bytes[start..<position], as: UTF8.self)) else {
            throw error("expected a value")
        }
        return number
    }

    private mutating func object(_ depth: Int) throws(VMMError) -> JSONValue {
        position += 1
        var members: [(String, JSONValue)] = []
        if take("}") { return .object([]) }
        repeat {
            skipBlanks()
            guard next == UInt8(ascii: "\"") else { throw error("expected a name") }
            let key = try string()
            guard take(":") else { throw error("expected a colon") }
            members.append((key, try value(depth: depth + 1)))
        } while take(",")
        guard take("}") else { throw error("expected } or a comma") }
        return .object(members)
    }

    private mutating func array(_ depth: Int) throws(VMMError) -> JSONValue {
        position += 1
        var values: [JSONValue] = []
        if take("]") { return .array([]) }
        repeat { values.append(try value(depth: depth + 1)) } while take(",")
        guard take("]") else { throw error("expected ] or a comma") }
        return .array(values)
    }

    private mutating func string() throws(VMMError) -> String {
        position += 1
        var text: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text += Array(String(try escape()).utf8)
            default: text.append(byte)
            }
        }
        throw error("a string without an end")
    }

    private mutating func escape() throws(VMMError) -> Character {
        guard let byte = next else { throw error("a string without an end") }
        position += 1
        switch byte {
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            return Character(Unicode.Scalar(byte))
        case UInt8(ascii: "u"):
            guard position + 4 <= bytes.count,
                let value = UInt32(
                    String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16),
                let scalar = Unicode.Scalar(value)
            else { throw error("a bad \\u escape") }
            position += 4
            return Character(scalar)
        default: throw error("a bad escape")
        }
    }
}
