// Events for programs: one JSON object on each line.

/// Writes each event as one line of JSON with the keys `time`, `vcpu`, `el`, `pc`, `symbol` and
/// `event`, then those of the event. Addresses and register values are strings in hex.
public final class JSONLinesSink: TraceSink {
    private let kinds: EventKinds
    private let symbols: Symbols
    private let output: (String) -> Void

    /// - Parameters:
    ///   - kinds: Events of other kinds are dropped.
    ///   - symbols: Names for the addresses.
    ///   - output: Gets one line at a time, its newline included.
    public init(
        kinds: EventKinds, symbols: Symbols = Symbols(), output: @escaping (String) -> Void
    ) {
        self.kinds = kinds
        self.symbols = symbols
        self.output = output
    }

    public func receive(_ event: Event) {
        guard !kinds.isDisjoint(with: event.kinds) else { return }
        let head: [(String, JSONValue)] = [
            ("time", .number(Int(clamping: event.time))),
            ("vcpu", .number(event.vcpu)),
            ("el", .number(Int(event.el.rawValue))),
            ("pc", .hex(event.pc)),
            ("symbol", symbols.describe(event.pc).map { .string($0) } ?? .null),
        ]
        output(JSONValue.object(head + event.detail.members(at: event.pc)).text() + "\n")
    }
}

extension Event.Detail {
    /// The event's name and fields.
    fileprivate func members(at pc: UInt64) -> [(String, JSONValue)] {
        func named(_ name: String, _ rest: [(String, JSONValue)]) -> [(String, JSONValue)] {
            [("event", .string(name))] + rest
        }
        func level(_ el: ExceptionLevel) -> JSONValue { .number(Int(el.rawValue)) }
        func register(_ id: SystemRegisterID) -> JSONValue { .string(SystemRegister[id].name) }
        switch self {
        case .exceptionTaken(
            let type, let from, let to, let syndrome, let back, let saved, let vector,
            let faultAddress):
            return named(
                "exceptionTaken",
                [
                    ("type", .string(type.name)), ("from", level(from)), ("to", level(to)),
                    ("syndrome", .hex(syndrome)), ("return", .hex(back)),
                    ("savedState", .hex(saved)), ("vector", .hex(vector)),
                    ("faultAddress", .hex(faultAddress)),
                ])
        case .exceptionReturn(let from, let to, let target, let state):
            return named(
                "exceptionReturn",
                [
                    ("from", level(from)), ("to", level(to)), ("target", .hex(target)),
                    ("state", .hex(state)),
                ])
        case .firmwareCall(let isSMC, let immediate, let arguments, let result):
            return named(
                "firmwareCall",
                [
                    ("instruction", .string(isSMC ? "smc" : "hvc")),
                    ("immediate", .number(Int(immediate))),
                    ("arguments", .array(arguments.map { .hex($0) })), ("result", .hex(result)),
                ])
        case .systemRegisterRead(let id, let value):
            return named(
                "systemRegisterRead", [("register", register(id)), ("value", .hex(value))])
        case .systemRegisterWritten(let id, let old, let new):
            return named(
                "systemRegisterWritten",
                [("register", register(id)), ("old", .hex(old)), ("new", .hex(new))])
        case .translationCached(
            let virtual, let physical, let size, let regime, let asid, let vmid):
            return named(
                "translationCached",
                [
                    ("virtual", .hex(virtual)), ("physical", .hex(physical)),
                    ("sizeBytes", .hex(size)), ("regime", .string(regime)),
                    ("asid", .number(Int(asid))), ("vmid", .number(Int(vmid))),
                ])
        case .translationsInvalidated(let operation, let value):
            return named(
                "translationsInvalidated",
                [("operation", .string(operation)), ("value", .hex(value))])
        case .instruction(let word, let set):
            let text = set.text(word, at: pc)
            return named(
                "instruction", [("word", .hex(UInt64(word))), ("text", .string(text))])
        case .deviceAccess(let device, let address, let size, let isWrite, let value):
            return named(
                "deviceAccess",
                [
                    ("device", .string(device)), ("address", .hex(address)),
                    ("sizeBytes", .number(size)), ("write", .bool(isWrite)), ("value", .hex(value)),
                ])
        case .checkpoint(let checkpoint):
            return named(
                "checkpoint",
                [
                    ("kind", .string(checkpoint.kind.rawValue)),
                    ("value", .hex(UInt64(checkpoint.value))),
                ])
        case .hazard(let hazard): return named("hazard", hazard.members)
        }
    }
}
