// Recorded input: a line for each delivery, its virtual time in nanoseconds and the bytes in hex,
// or the word break.

import SwiftVMM

enum InputRecording {
    static let heading = "# vmm input 1: virtual nanoseconds, bytes\n"

    static func line(_ time: UInt64, _ item: InputItem) -> String {
        switch item {
        case .break: "\(time) break\n"
        case .bytes(let bytes):
            "\(time) "
                + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\n"
        }
    }

    /// - Throws: `badData` with the line that makes no sense.
    static func decode(_ text: String, name: String) throws(VMMError) -> [(UInt64, InputItem)] {
        var items: [(UInt64, InputItem)] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated() where !line.isEmpty && !line.hasPrefix("#")
        {
            let words = line.split(separator: " ")
            guard words.count == 2, let time = UInt64(words[0]), let item = item(words[1]),
                time >= items.last?.0 ?? 0
            else {
                throw VMMError(
                    .badData, "\(name):\(index + 1): no recorded input: \(line.prefix(60))",
                    hint: "a line is a time, no earlier than the one before, and bytes in hex")
            }
            items.append((time, item))
        }
        return items
    }

    private static func item(_ word: Substring) -> InputItem? {
        if word == "break" { return .break }
        let digits = Array(word.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: digits.count, by: 2) {
            let pair = String(decoding: digits[start..<start + 2], as: UTF8.self)
            guard let first = pair.first, first.isHexDigit, let byte = UInt8(pair, radix: 16) else {
                return nil
            }
            bytes.append(byte)
        }
        return .bytes(bytes)
    }
}
