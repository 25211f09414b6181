// A hazard in words and as data.

extension Hazard {
    /// One line: what was used, who made it unsafe, what is missing.
    public func text(_ symbols: Symbols = Symbols()) -> String {
        func place(_ place: Place) -> String {
            let name = symbols.describe(place.pc).map { " (\($0))" } ?? ""
            return "\(place.pc.hex())\(name) on vCPU \(place.vcpu)"
        }
        let made = culprit.map { place($0) } ?? "what was there at the start"
        return "hazard \(cause.rawValue) at \(address.hex()): \(detail); made by \(made), used by "
            + "\(place(victim)); missing: \(cause.missing)"
    }

    /// The fields of the JSON object.
    public var members: [(String, JSONValue)] {
        func value(_ place: Place?) -> JSONValue {
            guard let place else { return .null }
            return .object([
                ("vcpu", .number(place.vcpu)), ("time", .number(Int(clamping: place.time))),
                ("el", .number(Int(place.el.rawValue))), ("pc", .hex(place.pc)),
            ])
        }
        return [
            ("kind", .string(HazardKinds.named.first { $0.kinds == cause.kind }?.name ?? "")),
            ("cause", .string(cause.rawValue)), ("address", .hex(address)),
            ("detail", .string(detail)), ("culprit", value(culprit)), ("victim", value(victim)),
            ("missing", .string(cause.missing)),
        ]
    }
}
