// A JSON value and its text. Objects keep the order they are built in, so output is stable.

/// A JSON value. Source: RFC 8259.
public enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case number(Int)
    case string(String)
    case array([JSONValue])
    case object([(String, JSONValue)])

    /// Addresses and registers are strings, "0x40000000": JSON readers lose bits beyond 2^53.
    public static func hex(_ value: UInt64) -> JSONValue { .string(value.hex()) }
    public static func hex(_ value: UInt64?) -> JSONValue { value.map { .hex($0) } ?? .null }
    public static func strings(_ values: [String]) -> JSONValue {
        .array(values.map { .string($0) })
    }

    public static func == (a: JSONValue, b: JSONValue) -> Bool { a.text() == b.text() }

    /// The value on one line, or indented by two spaces a level when `pretty`.
    public func text(pretty: Bool = false) -> String {
        var output = ""
        write(to: &output, indent: pretty ? 0 : nil)
        return output
    }

    private func write(to output: inout String, indent: Int?) {
        switch self {
        case .null: output += "null"
        case .bool(let value): output += value ? "true" : "false"
        case .number(let value): output += String(value)
        case .string(let value): Self.quote(value, to: &output)
        case .array(let values):
            Self.list("[", "]", values.count, indent, to: &output) { index, inner, output in
                values[index].write(to: &output, indent: inner)
            }
        case .object(let members):
            Self.list("{", "}", members.count, indent, to: &output) { index, inner, output in
                Self.quote(members[index].0, to: &output)
                output += inner == nil ? ":" : ": "
                members[index].1.write(to: &output, indent: inner)
            }
        }
    }

    private static func list(
        _ open: String, _ close: String, _ count: Int, _ indent: Int?, to output: inout String,
        _ element: (Int, Int?, inout String) -> Void
    ) {
        output += open
        let inner = indent.map { $0 + 2 }
        for index in 0..<count {
            if index > 0 { output += "," }
            if let inner { output += "\n" + String(repeating: " ", count: inner) }
            element(index, inner, &output)
        }
        if let indent, count > 0 { output += "\n" + String(repeating: " ", count: indent) }
        output += close
    }

    private static func quote(_ text: String, to output: inout String) {
        output += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\r": output += "\\r"
            case "\t": output += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: output.unicodeScalars.append(scalar)
            }
        }
        output += "\""
    }
}
