// Numbers and columns as text, without Foundation.

import Measure

func text(_ figures: Figures) -> String {
    "\(fixed(figures.median)) (\(fixed(figures.minimum))...\(fixed(figures.maximum)))"
}

func printLine(_ name: String, _ unit: String, _ ours: String, _ theirs: String, _ ratio: String) {
    func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
    print(pad(name, 22) + pad(unit, 10) + pad(ours, 26) + pad(theirs, 26) + ratio)
}

/// The number after `"key":` in JSON text.
func number(_ key: String, in json: String) -> Double? {
    let pattern = "\"\(key)\":"
    var rest = json[...]
    while let start = rest.firstIndex(of: "\"") {
        rest = rest[start...]
        if rest.hasPrefix(pattern) {
            let digits = rest.dropFirst(pattern.count).drop { $0 == " " }.prefix { $0.isNumber }
            return Double(digits)
        }
        rest = rest.dropFirst()
    }
    return nil
}
