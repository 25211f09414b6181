// What the options of the command spell: sizes, times, addresses, kinds of events.

import ArgumentParser
import SwiftVMM

enum OutputFormat: String, ExpressibleByArgument, CaseIterable { case text, json }

enum BackendChoice: String, ExpressibleByArgument, CaseIterable {
    case auto, kvm, software
}

extension ExecutionEngine: ExpressibleByArgument {}

enum ResetChoice: String, ExpressibleByArgument, CaseIterable { case zero, poison }

/// "cortex-a57"; "help" has no model.
struct CPUChoice: ExpressibleByArgument {
    var model: CPUModel?

    init?(argument: String) {
        if argument == "help" { return }
        guard let model = CPUModel.named(argument) else { return nil }
        self.model = model
    }

    var defaultValueDescription: String { model?.name ?? "help" }
    static var allValueStrings: [String] { CPUModel.all.map(\.name) + ["help"] }

    /// Every model and what it has, for `--cpu help`.
    static var list: String {
        var rows = CPUModel.all.map { [$0.name, $0.summary] }
        rows.append(["", ""])
        for feature in Feature.allCases {
            let owners = CPUModel.all.filter { $0.features.contains(feature) }.map(\.name)
            rows.append([
                feature.name, "\(feature.row.meaning) (\(owners.joined(separator: ", ")))",
            ])
        }
        return String(Table(rows: rows).text.dropLast())
    }
}

enum E2HChoice: String, ExpressibleByArgument, CaseIterable {
    case none, writable, res1

    var personality: E2HPersonality { E2HPersonality(rawValue: rawValue).unsafelyUnwrapped }
}

/// "1", "2".
enum EntryLevel: String, ExpressibleByArgument, CaseIterable {
    case el1 = "1"
    case el2 = "2"
}

enum GICChoice: String, ExpressibleByArgument, CaseIterable {
    case v2 = "2"
    case v3 = "3"
}

/// A whole number, decimal or with 0x; underscores may group digits.
private func parseInteger(_ text: some StringProtocol) -> UInt64? {
    let text = String(text.filter { $0 != "_" })
    let isHex = text.hasPrefix("0x") || text.hasPrefix("0X")
    let digits = isHex ? text.dropFirst(2) : text[...]
    // The standard parser would take a sign.
    guard let first = digits.first, first.isHexDigit else { return nil }
    return UInt64(digits, radix: isHex ? 16 : 10)
}

/// "512M", "1G", "64K"; a plain number is bytes.
struct ByteCount: ExpressibleByArgument, Equatable {
    var bytes: UInt64

    init(bytes: UInt64) { self.bytes = bytes }

    init?(argument: String) {
        let shift: UInt64? =
            switch argument.last {
            case "K", "k": 10
            case "M", "m": 20
            case "G", "g": 30
            default: nil
            }
        guard let number = parseInteger(shift == nil ? argument[...] : argument.dropLast()),
            number <= UInt64.max >> (shift ?? 0)
        else { return nil }
        bytes = number << (shift ?? 0)
    }

    var defaultValueDescription: String {
        bytes.isAligned(to: 1 << 30) ? "\(bytes >> 30)G" : "\(bytes >> 20)M"
    }
}

/// "10s", "500ms", "2m".
struct TimeLimit: ExpressibleByArgument, Equatable {
    var nanoseconds: UInt64

    init?(argument: String) {
        let units: [(String, UInt64)] = [
            ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000),
        ]
        for (suffix, unit) in units where argument.hasSuffix(suffix) {
            guard let number = parseInteger(argument.dropLast(suffix.count)),
                !number.multipliedReportingOverflow(by: unit).overflow
            else { return nil }
            nanoseconds = number * unit
            return
        }
        return nil
    }
}

/// A number of something: instructions, a seed.
struct Count: ExpressibleByArgument, Equatable {
    var value: UInt64

    init(_ value: UInt64) { self.value = value }

    init?(argument: String) {
        guard let number = parseInteger(argument) else { return nil }
        value = number
    }

    var defaultValueDescription: String { String(value) }
}

/// An address, or the name of a symbol of the image.
enum Location: ExpressibleByArgument, Equatable {
    case address(UInt64)
    case symbol(String)

    init?(argument: String) {
        guard let first = argument.first else { return nil }
        if let number = parseInteger(argument) {
            self = .address(number)
        } else if first.isNumber {
            return nil
        } else {
            self = .symbol(argument)
        }
    }
}

/// "FILE@ADDRESS".
struct LoadRequest: ExpressibleByArgument, Equatable {
    var path: String
    var address: UInt64

    init?(argument: String) {
        guard let at = argument.lastIndex(of: "@"), at != argument.startIndex,
            let number = parseInteger(argument[argument.index(after: at)...])
        else { return nil }
        path = String(argument[..<at])
        address = number
    }
}

/// "4.12", "latest".
struct EraChoice: ExpressibleByArgument {
    var value: Era

    init?(argument: String) {
        guard let era = Era(argument) else { return nil }
        value = era
    }
}

/// "tlb,cache".
struct HazardChoice: ExpressibleByArgument, Equatable {
    var kinds: HazardKinds

    static let names = HazardKinds.named.map(\.name).joined(separator: ", ")

    init?(argument: String) {
        kinds = []
        for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
            guard let named = HazardKinds.named.first(where: { $0.name == name }) else {
                return nil
            }
            kinds.formUnion(named.kinds)
        }
    }
}

/// "hypercalls,exceptions".
struct TraceKinds: ExpressibleByArgument, Equatable {
    var kinds: EventKinds

    static let names = EventKinds.named.map(\.name).joined(separator: ", ")

    init?(argument: String) {
        kinds = []
        for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
            guard let named = EventKinds.named.first(where: { $0.name == name }) else { return nil }
            kinds.formUnion(named.kinds)
        }
    }
}
