// Events as lines for people: fixed columns, so that two runs can be compared with diff.

/// Writes one line for each event:
///
///           1204 0 EL1 0x0000000040001238 kernel+0x38              HVC #0 to EL2, ...
///
/// The columns are time (instructions executed), vCPU, Exception level before the event, address
/// of the instruction, symbol, and what happened.
public final class TextSink: TraceSink {
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
        let time = String(event.time)
        let symbol = symbols.describe(event.pc) ?? "-"
        output(
            pad(time, 12, atLeft: true) + " \(event.vcpu) \(event.el) \(event.pc.fullHex) "
                + pad(symbol, 24) + " " + event.detail.text(symbols, at: event.pc) + "\n")
    }

    private func pad(_ text: String, _ width: Int, atLeft: Bool = false) -> String {
        let spaces = String(repeating: " ", count: max(0, width - text.count))
        return atLeft ? spaces + text : text + spaces
    }
}

extension Event.Detail {
    /// What happened, in a few words.
    func text(_ symbols: Symbols, at pc: UInt64) -> String {
        func place(_ address: UInt64) -> String { symbols.describe(address) ?? address.hex() }
        switch self {
        case .exceptionTaken(
            let type, let from, let to, let syndrome, let back, let saved, let vector,
            let faultAddress):
            let what = type == .synchronous ? Self.call(syndrome) ?? "exception" : type.name
            var text = "\(what) \(from) -> \(to) at \(place(vector))"
            if type == .synchronous { text += ", syndrome \(syndrome.hex())" }
            if let faultAddress { text += ", address \(faultAddress.hex())" }
            return text + ", return \(place(back)), saved \(saved.hex())"
        case .exceptionReturn(let from, let to, let target, let state):
            return "return \(from) -> \(to) to \(place(target)), state \(state.hex())"
        case .firmwareCall(let isSMC, let immediate, let arguments, let result):
            let list = arguments.map { $0.hex() }.joined(separator: ", ")
            return "\(isSMC ? "smc" : "hvc") #\(immediate) (\(list)) = \(result.hex())"
        case .systemRegisterRead(let id, let value):
            return "\(SystemRegister[id].name) is \(value.hex())"
        case .systemRegisterWritten(let id, let old, let new):
            return "\(SystemRegister[id].name) \(old.hex()) -> \(new.hex())"
        case .translationCached(
            let virtual, let physical, let size, let regime, let asid, let vmid):
            return "map \(virtual.hex()) -> \(physical.hex()), \(size.hex()) bytes, \(regime),"
                + " asid \(asid), vmid \(vmid)"
        case .translationsInvalidated(let operation, let value):
            return "tlbi \(operation) \(value.hex())"
        case .instruction(let word, let set):
            return "\(set.hex(word))  \(set.text(word, at: pc))"
        case .deviceAccess(let device, let address, let size, let isWrite, let value):
            return "\(device) \(isWrite ? "write" : "read") \(size) at \(address.hex()):"
                + " \(value.hex())"
        case .checkpoint(let checkpoint):
            return "checkpoint \(checkpoint.kind.rawValue) \(checkpoint.value.hex())"
        case .hazard(let hazard): return hazard.text(symbols)
        }
    }

    /// "hvc #0", from a syndrome that says so. Source: Arm ARM, ESR_ELx, EC 0x15 to 0x17.
    private static func call(_ syndrome: UInt64) -> String? {
        let immediate = syndrome & 0xffff
        switch syndrome >> 26 & 0x3f {
        case 0x15: return "svc #\(immediate)"
        case 0x16: return "hvc #\(immediate)"
        case 0x17: return "smc #\(immediate)"
        default: return nil
        }
    }
}

extension ExceptionType {
    var name: String {
        switch self {
        case .synchronous: "synchronous"
        case .irq: "irq"
        case .fiq: "fiq"
        case .serror: "serror"
        }
    }
}
