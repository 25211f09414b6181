// How reports for a terminal are laid out.

/// Lines of at most 80 columns.
struct ReportPage {
    static let width = 80

    var symbols: Symbols
    private(set) var text = ""
    private static let fieldColumn = 16

    init(symbols: Symbols) { self.symbols = symbols }

    /// "0x40001234 name+0x4".
    func place(_ address: UInt64) -> String {
        address.hex() + (symbols.describe(address).map { " \($0)" } ?? "")
    }

    mutating func line(_ content: String = "") { text += content + "\n" }

    mutating func heading(_ title: String) {
        line()
        line(title)
    }

    /// One part at the left, one at the right edge; on two lines if they do not fit.
    mutating func spread(_ left: String, _ right: String) {
        let gap = Self.width - left.count - right.count
        if gap >= 2 {
            line(left + String(repeating: " ", count: gap) + right)
        } else {
            line(left)
            line(Self.pad("", Self.width - right.count) + right)
        }
    }

    mutating func field(_ name: String, _ value: String) {
        let label = "    \(Self.pad(name, Self.fieldColumn - 5)) "
        paragraph(value, first: label, rest: Self.pad("", label.count))
    }

    mutating func wrapped(_ name: String, _ words: [String]) {
        field(name, words.joined(separator: " "))
    }

    mutating func list(_ name: String, _ words: [String]) {
        line("  \(name):")
        paragraph(words.joined(separator: " "), first: "    ", rest: "    ")
    }

    /// Breaks at spaces; a word longer than the line stands alone.
    mutating func paragraph(_ content: String, first: String, rest: String) {
        var current = first
        var isEmpty = true
        for word in content.split(separator: " ", omittingEmptySubsequences: false) {
            if !isEmpty && current.count + 1 + word.count > Self.width {
                line(current)
                current = rest
                isEmpty = true
                if word.isEmpty { continue }
            }
            current += isEmpty ? String(word) : " " + word
            isEmpty = false
        }
        line(current)
    }

    static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
