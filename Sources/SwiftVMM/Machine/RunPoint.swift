// A moment of a run, by name: where a snapshot is taken, a window begins, a trace is wanted.

/// A moment that a run reaches: an address, an event, a number of instructions.
public struct RunPoint: Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        /// Before the first instruction.
        case start
        /// Where the run ends by itself.
        case end
        /// So many instructions have been executed.
        case instructions(UInt64)
        /// The instruction at a virtual address is next.
        case address(UInt64)
        /// An HVC was taken to EL2, with this number in x0 if one is given.
        case call(UInt64?)
        /// EL2 has returned to a lower level.
        case returnFromEL2
        /// The image wrote this to the probe device.
        case checkpoint(Checkpoint.Kind, UInt32?)
        /// A system register was written.
        case write(SystemRegisterID)
        /// An exception other than a call was taken to this level, or to any.
        case exception(ExceptionLevel?)
    }

    public var kind: Kind
    /// Which time it happens, 1 for the first.
    public var occurrence = 1
    /// As the user wrote it.
    public var text: String

    public init(_ kind: Kind, occurrence: Int = 1, text: String = "") {
        self.kind = kind
        self.occurrence = occurrence
        self.text = text
    }

    /// What may be written for a point, for help texts.
    public static let forms =
        "start, end, an address or symbol, hvc[:number], eret, mark[:n], call[:tag], "
        + "return[:tag], entry[:tag], fail, write:register, exception[:el1|:el2], "
        + "instructions:n; #2 behind it for the second time"

    /// Reads "hvc:0#2", "init_vectors", "0x40001000", "write:vbar_el2".
    ///
    /// - Throws: `VMMError` (`usage`) for what is none of `forms`.
    public init(_ text: String, symbols: Symbols) throws(VMMError) {
        self.text = text
        var body = text[...]
        if let mark = text.lastIndex(of: "#"),
            let number = Int(text[text.index(after: mark)...]), number > 0
        {
            occurrence = number
            body = text[..<mark]
        }
        if let address = symbols.address(of: String(body)) ?? Self.number(body) {
            kind = .address(address)
            return
        }
        let parts = body.split(separator: ":", maxSplits: 1)
        let argument = parts.count > 1 ? parts[1] : nil
        guard let kind = Self.kind(parts.first ?? "", argument) else {
            throw VMMError(
                .usage, "\(text): no such moment, and no such symbol", hint: Self.forms)
        }
        self.kind = kind
    }

    private static func kind(_ name: Substring, _ argument: Substring?) -> Kind? {
        let value = argument.flatMap(number)
        if let checkpoint = Checkpoint.Kind(rawValue: String(name)) {
            guard argument == nil || value != nil else { return nil }
            return .checkpoint(checkpoint, value.map(UInt32.init(truncatingIfNeeded:)))
        }
        switch (name, argument) {
        case ("start", nil): return .start
        case ("end", nil): return .end
        case ("hvc", nil): return .call(nil)
        case ("hvc", _?): return value.map { .call($0) }
        case ("eret", nil): return .returnFromEL2
        case ("exception", nil): return .exception(nil)
        case ("exception", "el1"?): return .exception(.el1)
        case ("exception", "el2"?): return .exception(.el2)
        case ("instructions", _?): return value.map { .instructions($0) }
        case ("write", let register?):
            return SystemRegister.find(named: String(register)).map { .write($0.id) }
        default: return nil
        }
    }

    private static func number(_ text: Substring) -> UInt64? {
        let isHex = text.hasPrefix("0x")
        return UInt64(isHex ? text.dropFirst(2) : text, radix: isHex ? 16 : 10)
    }
}

extension VirtualMachine {
    /// Runs to a moment; `.event` if it came, otherwise how the run ended before it.
    ///
    /// - Parameter occurrence: Times it is still to come; nil for what the point says.
    public func run(to point: RunPoint, _ limits: RunLimits = RunLimits()) -> RunOutcome {
        var limits = limits
        switch point.kind {
        case .start: return .event
        case .end: return run(limits)
        case .instructions(let count):
            let bound = min(limits.instructions ?? .max, count)
            limits.instructions = bound
            let outcome = run(limits)
            return outcome == .instructionLimit && bound == count ? .event : outcome
        case .address(let address):
            return run(toAddress: address, times: point.occurrence, limits)
        default: break
        }
        var left = point.occurrence
        let vcpus = vcpus
        limits.stopEvent = StopEvent(point.kinds) { event in
            guard point.matches(event, vcpus[event.vcpu]) else { return false }
            left -= 1
            return left <= 0
        }
        return run(limits)
    }

    private func run(toAddress address: UInt64, times: Int, _ limits: RunLimits) -> RunOutcome {
        let had = vcpus.map { $0.breakpoints.contains(address) }
        for vcpu in vcpus { vcpu.breakpoints.insert(address) }
        defer {
            for (vcpu, had) in zip(vcpus, had) where !had { vcpu.breakpoints.remove(address) }
        }
        var left = times
        while true {
            let outcome = run(limits)
            guard case .breakpoint(address, _) = outcome else { return outcome }
            left -= 1
            if left <= 0 { return .event }
        }
    }
}

extension RunPoint {
    fileprivate var kinds: EventKinds {
        switch kind {
        case .start, .end, .instructions, .address: []
        case .call, .returnFromEL2, .exception: .exceptions
        case .checkpoint: .hypercalls
        case .write: .systemRegisters
        }
    }

    fileprivate func matches(_ event: Event, _ vcpu: any VCPU) -> Bool {
        switch (kind, event.detail) {
        case (
            .call(let number), .exceptionTaken(.synchronous, _, .el2, let syndrome, _, _, _, _)
        ):
            // EC 0x16 and, from AArch32, 0x12.
            syndrome >> 26 & 0x3b == 0x12 && (number == nil || vcpu.read(.x(0)) == number)
        case (.exception(let level), .exceptionTaken(_, _, let to, let syndrome, _, _, _, _)):
            syndrome >> 26 & 0x3b != 0x12 && (level == nil || to == level)
        case (.returnFromEL2, .exceptionReturn(.el2, let to, _, _)): to < .el2
        case (.checkpoint(let kind, let value), .checkpoint(let checkpoint)):
            checkpoint.kind == kind && (value == nil || checkpoint.value == value)
        case (.write(let id), .systemRegisterWritten(let written, _, _)): written == id
        default: false
        }
    }
}
