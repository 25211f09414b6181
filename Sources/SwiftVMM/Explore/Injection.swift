// One thing that may happen to a vCPU at any instruction, and making it happen now.

/// What somebody else does to a kernel between two of its instructions.
public enum Injection: Hashable, Sendable {
    /// An exception handler of the kernel makes a hypercall with this number, and returns.
    case call(UInt64)
    case irq, fiq, serror
    /// The scheduler's tick moves the thread to the next vCPU, whose thread comes here. Only where
    /// IRQs are unmasked: elsewhere there is no tick.
    case migrate
    /// The CPU goes away.
    case cpuOff

    /// Reads "hvc:1", "irq", "cpu-off".
    public init?(_ text: some StringProtocol) {
        switch text {
        case "irq": self = .irq
        case "fiq": self = .fiq
        case "serror": self = .serror
        case "migrate": self = .migrate
        case "cpu-off": self = .cpuOff
        default:
            guard text.hasPrefix("hvc:") else { return nil }
            let number = text.dropFirst(4)
            let isHex = number.hasPrefix("0x")
            guard let value = UInt64(isHex ? number.dropFirst(2) : number, radix: isHex ? 16 : 10)
            else { return nil }
            self = .call(value)
        }
    }

    /// The form that `init` reads.
    public var text: String {
        switch self {
        case .call(let number): "hvc:\(number < 10 ? String(number) : number.hex())"
        case .irq: "irq"
        case .fiq: "fiq"
        case .serror: "serror"
        case .migrate: "migrate"
        case .cpuOff: "cpu-off"
        }
    }
}

extension VirtualMachine {
    /// Makes it happen before the next instruction of a vCPU; the machine stands between two.
    ///
    /// - Returns: Observers that the rest of the run needs; nil where it cannot happen.
    func inject(_ injection: Injection, into index: Int) -> [any VCPUObserver]? {
        guard let engine = engine as? SoftwareEngine else { return nil }
        let vcpu = engine.system.vcpus[index]
        switch injection {
        case .irq: vcpu.inject(.irq)
        case .fiq: vcpu.inject(.fiq)
        case .serror: vcpu.inject(.serror)
        case .call(let number):
            guard vcpu.state.el == .el1, engine.system.hasEL2 else { return nil }
            if number == 1 {
                placePayload()
                engine.system.hazards?.notePlaced(at: payload)
            }
            hub.stop = nil
            engine.observe(hub)
            return [InjectedCall(number, vcpu, payload: payload)]
        case .migrate: return engine.exchangeThreads(of: index) ? [] : nil
        case .cpuOff:
            guard engine.power.cpus.count(where: { $0 == .on }) > 1 else { return nil }
            engine.power.cpus[index] = .off
            engine.turn.left = 0
        }
        return []
    }

    /// Where an injected SOFT_RESTART leads: a branch to itself in the highest page of RAM, which
    /// no firmware and no early kernel uses.
    var payload: UInt64 { (memory.end &- 0x1000).alignedDown(to: 4096) }

    /// Puts the payload there. A snapshot undoes it.
    func placePayload() {
        let word: [UInt8] = [0x00, 0x00, 0x00, 0x14]
        try? memory.write(word, at: GuestPhysicalAddress(payload))
    }
}

extension SoftwareEngine {
    /// Threads are what EL1 and EL0 hold of a CPU: general registers, stack pointers, PC, PSTATE,
    /// floating point and the user's thread pointers. Everything else stays with the CPU.
    private static let threadRegisters: [SystemRegisterID] = [
        .spEL0, .spEL1, .tpidrEL0, .tpidrroEL0,
    ]

    /// The threads of a vCPU and of the next one that runs below EL2 change places. False if IRQs
    /// are masked, or there is no other.
    fileprivate func exchangeThreads(of index: Int) -> Bool {
        let count = system.vcpus.count
        func canMove(_ number: Int) -> Bool {
            let vcpu = system.vcpus[number]
            return power.cpus[number] == .on && vcpu.state.el < .el2
                && vcpu.state[Slot.daif] & UInt64(PSTATE.Bit.i) == 0
        }
        guard canMove(index),
            let other = (1..<count).lazy.map({ (index + $0) % count }).first(where: canMove)
        else { return false }
        let registers: [Register] =
            (0...30).map { .x($0) } + [.pc, .pstate] + Self.threadRegisters.map { .system($0) }
            + (0..<32).flatMap { [.v($0, half: 0), .v($0, half: 1)] }
        let (a, b) = (system.vcpus[index], system.vcpus[other])
        let (ofA, ofB) = (registers.map(a.read), registers.map(b.read))
        for (number, register) in registers.enumerated() {
            if let value = ofB[number] { a.write(register, value) }
            if let value = ofA[number] { b.write(register, value) }
        }
        waiting.swapAt(index, other)
        turn.left = 0
        return true
    }
}

/// A hypercall from an exception handler of the kernel: every register is again what it was when
/// EL2 has returned.
private final class InjectedCall: VCPUObserver {
    let observedKinds: EventKinds = .exceptions
    private let vcpu: Int
    private let registers: [UInt64]
    private let back: UInt64
    private var isOver = false

    init(_ number: UInt64, _ vcpu: EmulatedVCPU, payload: UInt64) {
        self.vcpu = vcpu.index
        registers = (0...30).map { vcpu.state[UInt16($0)] }
        back = vcpu.state.pc
        let isAArch32 = vcpu.state.isAArch32
        let vectors = vcpu.state[.vbarEL2]
        vcpu.write(.x(0), number)
        // SET_VECTORS to what is there; a restart to the payload; nothing that is an address.
        vcpu.write(.x(1), number == 0 ? vectors : number == 1 ? payload : 0x1_d1)
        for argument in 2...4 { vcpu.write(.x(argument), 0x1d0 + UInt64(argument)) }
        vcpu.takeSynchronous(.hvc(0, isAArch32: isAArch32), to: .el2, returnAddress: back)
    }

    func vcpu(_ vcpu: any VCPU, did event: Event) {
        guard !isOver, event.vcpu == self.vcpu,
            case .exceptionReturn(.el2, let to, back, _) = event.detail, to < .el2
        else { return }
        isOver = true
        for (index, value) in registers.enumerated() { vcpu.write(.x(index), value) }
    }
}
