// What was seen of each call, installation and restart; facts only, no judgement of what they mean.

/// One HVC taken to EL2, from the instruction to what became of it.
public struct HypercallRecord: Sendable {
    public enum Outcome: Sendable, Equatable {
        /// Control came back to the caller's side.
        case returned
        /// Control went on at a payload.
        case restarted(at: UInt64)
        /// Came back at EL2 instead of EL1: the VHE upgrade.
        case movedToEL2
        /// The run ended, or went on elsewhere, without either.
        case neverReturned
        /// The engine could not show how it ended.
        case unknown
    }

    /// Position among all calls, from 1.
    public var index: Int
    public var vcpu: Int
    /// Instructions the machine had executed.
    public var time: UInt64
    /// x0 at the call.
    public var number: UInt64
    /// Its meaning for this owner in this era; nil if it has none.
    public var call: StubCall?
    /// Kernel release whose meanings apply.
    var era = Era.latest
    public var owner: OwnerKind
    /// VBAR_EL2 at the call; nil if the engine cannot read it.
    public var vectorBase: UInt64?
    /// The HVC's immediate, where known.
    public var immediate: UInt16?
    /// Address of the HVC.
    public var callerPC: UInt64
    /// Vector address it was taken to; nil when only checkpoints are seen.
    public var handlerPC: UInt64?
    /// PSTATE on arrival at the vector, in the layout of SPSR_ELx; nil with checkpoints only.
    public var handlerState: UInt64?
    /// SPSR_EL2 on arrival at the vector; nil with checkpoints only.
    public var handlerSavedState: UInt64?
    /// Registers at the HVC: `pc` is the HVC, `pstate` and `sp` are the caller's.
    public var before: RegisterSnapshot
    /// Registers where control went on; nil if it never did.
    public var after: RegisterSnapshot?
    public var outcome: Outcome
    /// For KVM's init call, the parameter block x1 points at; nil where memory cannot be read.
    public var initParameters: KVMInitParameters?
    /// A guest of KVM made it (HCR_EL2.VM was set): not a call of the host's ABI.
    public var isFromGuest: Bool
    /// KVM/arm: registers at the first instruction of the Hyp function; nil where it was not seen.
    var function: RegisterSnapshot?
    /// KVM/arm: the call ran a guest.
    var ranGuest = false
    /// Rules this call satisfied, in the order of the table.
    public var satisfied: [String] = []
    /// Positions of the findings about this call in the report.
    public var findings: [Int] = []

    public var action: StubCall.Action? { call?.action }

    /// Where a restart goes. In AArch32 bit 0 selects the instruction set.
    var restartEntry: UInt64? {
        action == .softRestart ? before.isAArch32 ? before.x[1] & ~1 : before.x[1] : nil
    }

    /// KVM/arm: where the Hyp function that r0 names starts; nil if the call is another.
    var functionEntry: UInt64? {
        guard owner == .kf32, era >= Era(3, 9), !isFromGuest, before.el < .el2 else { return nil }
        let isFunction =
            era.stubCallCount32.map { number >= $0 } ?? (number != StubCall.allOnes)
        return isFunction ? number & ~1 : nil
    }

    /// KVM's init call.
    var isInit: Bool {
        if owner == .ki64 { return KVMCall.isInit(number) }
        guard owner == .ki32 else { return false }
        return era.stubCallCount32.map { number >= $0 } ?? (number != StubCall.allOnes)
    }

    /// The address a SET_VECTORS carries.
    var vectorsAskedFor: UInt64 { owner == .is32L ? number : before.x[1] }

    /// "SET_VECTORS", or what can be said of a number without a name.
    public var name: String {
        if let call { return call.name }
        if isInit { return "KVM init" }
        if functionEntry != nil { return "Hyp function" }
        if owner == .kf32 && number == StubCall.allOnes { return "GET_VECTORS" }
        if KVMCall.isKVM(number) { return "KVM hypercall" }
        return "unknown call"
    }
}

/// What KVM's init reads from memory, in the order it lies there, 64 bits each.
/// Source: Linux `asm/kvm_asm.h`, `struct kvm_nvhe_init_params`, 5.10 and later.
public struct KVMInitParameters: Sendable, Equatable {
    public var mairEL2: UInt64
    public var tcrEL2: UInt64
    public var tpidrEL2: UInt64
    public var stackVA: UInt64
    public var stackPA: UInt64
    public var tablePA: UInt64
    public var hcrEL2: UInt64
    public var vttbr: UInt64
    public var vtcr: UInt64

    static let fieldCount: UInt64 = 9

    /// Nil if the block cannot be read whole.
    init?(at address: UInt64, read: (UInt64) -> UInt64?) {
        var fields: [UInt64] = []
        for index in 0..<Self.fieldCount {
            guard let field = read(address &+ index * 8) else { return nil }
            fields.append(field)
        }
        mairEL2 = fields[0]
        tcrEL2 = fields[1]
        tpidrEL2 = fields[2]
        stackVA = fields[3]
        stackPA = fields[4]
        tablePA = fields[5]
        hcrEL2 = fields[6]
        vttbr = fields[7]
        vtcr = fields[8]
    }
}

/// VBAR_EL2 given a new value.
public struct VectorInstallation: Sendable, Equatable {
    public var vcpu: Int
    public var time: UInt64
    /// The instruction, or the call with checkpoints only.
    public var pc: UInt64
    public var old: UInt64?
    public var new: UInt64
    public var owner: OwnerKind
}

/// A soft restart that arrived at its payload.
public struct Restart: Sendable, Equatable {
    /// The call that asked for it.
    public var call: Int
    public var vcpu: Int
    public var time: UInt64
    public var owner: OwnerKind
    public var entry: UInt64
    /// PSTATE on arrival, in the layout of SPSR_ELx.
    public var state: UInt64
    /// x0, x1, x2 on arrival.
    public var arguments: [UInt64]
}

/// How the checker watches a run.
public enum Observation: String, Sendable {
    /// Exceptions, returns and register writes as they happen.
    case engine
    /// Only the checkpoints that the image writes to the probe device.
    case probe
}

/// Identifiers of KVM's own hypercalls, which share the wire with the stub calls.
/// Source: SMCCC DEN 0028, function identifiers; Linux `asm/kvm_asm.h`, `KVM_HOST_SMCCC_ID`.
enum KVMCall {
    /// Callers may set the SMCCC hint "no live SVE state", bit 16.
    static let hint: UInt64 = 1 << 16

    /// Fast call, 64-bit, vendor specific hypervisor service.
    static func isKVM(_ number: UInt64) -> Bool { number & 0xffff_ffff_ff00_0000 == 0xc600_0000 }

    /// `__kvm_hyp_init`, number 0 of that range.
    static func isInit(_ number: UInt64) -> Bool { number & ~hint == 0xc600_0000 }
}
