// The architectural state of one software vCPU: a flat block of 64-bit slots
// (Translate/IR/Slot.swift).

/// A view of a state block. The vCPU that allocated the block owns it.
public struct ProcessorState: @unchecked Sendable {
    // SAFETY: points at Slot.count words that live as long as the owning vCPU.
    public let slots: UnsafeMutablePointer<UInt64>

    @inline(__always)
    public subscript(slot: UInt16) -> UInt64 {
        get { slots[Int(slot)] }
        nonmutating set { slots[Int(slot)] = newValue }
    }

    /// A system register's stored value, without any access rule.
    @inline(__always)
    public subscript(register: SystemRegisterID) -> UInt64 {
        get { slots[Int(Slot.of(register))] }
        nonmutating set { slots[Int(Slot.of(register))] = newValue }
    }

    public var pc: UInt64 {
        get { self[Slot.pc] }
        nonmutating set { self[Slot.pc] = newValue }
    }

    @inline(__always)
    public var el: ExceptionLevel {
        ExceptionLevel(rawValue: UInt8(truncatingIfNeeded: self[Slot.el])).unsafelyUnwrapped
    }

    /// HCR_EL2.E2H and TGE.
    public var e2h: Bool { self[.hcrEL2][bit: 34] }
    public var tge: Bool { self[.hcrEL2][bit: 27] }

    /// The slot that banks the stack pointer in use.
    var activeBank: UInt16 {
        self[Slot.spSel] == 0
            ? Slot.spBank : Slot.spBank + UInt16(truncatingIfNeeded: self[Slot.el])
    }

    /// Process state; setting it switches the stack pointer.
    public var pstate: PSTATE {
        get {
            var pstate = PSTATE(
                nzcv: self[Slot.nzcv], daif: UInt8(truncatingIfNeeded: self[Slot.daif]), el: el,
                spSel: self[Slot.spSel] != 0, il: self[Slot.il] != 0, ss: self[Slot.ss] != 0,
                pan: self[Slot.pan] != 0, uao: self[Slot.uao] != 0)
            pstate.dit = self[Slot.dit] != 0
            pstate.ssbs = self[Slot.ssbs] != 0
            return pstate
        }
        nonmutating set {
            if isAArch32 { leaveAArch32() } else { self[activeBank] = self[Slot.sp] }
            self[Slot.nzcv] = newValue.nzcv
            self[Slot.daif] = UInt64(newValue.daif)
            self[Slot.el] = UInt64(newValue.el.rawValue)
            self[Slot.spSel] = newValue.spSel && newValue.el != .el0 ? 1 : 0
            self[Slot.il] = newValue.il ? 1 : 0
            self[Slot.ss] = newValue.ss ? 1 : 0
            self[Slot.pan] = newValue.pan ? 1 : 0
            self[Slot.uao] = newValue.uao ? 1 : 0
            self[Slot.dit] = newValue.dit ? 1 : 0
            self[Slot.ssbs] = newValue.ssbs ? 1 : 0
            self[Slot.sp] = self[activeBank]
        }
    }

    /// SP_EL0, SP_EL1 or SP_EL2, whether in use or not.
    public func stackPointer(of el: ExceptionLevel) -> UInt64 {
        let bank = Slot.spBank + UInt16(el.rawValue)
        return bank == activeBank && !isAArch32 ? self[Slot.sp] : self[bank]
    }

    public func setStackPointer(of el: ExceptionLevel, _ value: UInt64) {
        let bank = Slot.spBank + UInt16(el.rawValue)
        if bank == activeBank && !isAArch32 { self[Slot.sp] = value } else { self[bank] = value }
    }

    /// SCTLR of the regime that the current Exception level uses.
    public var sctlr: UInt64 {
        switch self[Slot.el] {
        case 2: self[.sctlrEL2]
        case 1: self[.sctlrEL1]
        default: e2h && tge ? self[.sctlrEL2] : self[.sctlrEL1]
        }
    }

    /// The state that translations depend on.
    public var blockMode: BlockMode {
        if isAArch32 { return blockMode32 }
        let sctlr = sctlr
        let isEL0 = self[Slot.el] == 0
        return BlockMode(
            el: UInt8(truncatingIfNeeded: self[Slot.el]),
            bigEndian: sctlr[bit: isEL0 ? 24 : 25], alignmentCheck: sctlr[bit: 1],
            stackAlignmentCheck: sctlr[bit: isEL0 ? 4 : 3],
            allowsFloatingPoint: hasFloatingPoint && floatingPointTrap == nil)
    }
}
