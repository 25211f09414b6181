// The state of AArch32 in the state block, beyond what AArch64 has.

extension ProcessorState {
    @inline(__always) public var isAArch32: Bool { self[Slot.mode] != 0 }

    /// The current mode; nil in AArch64.
    public var processorMode: ProcessorMode? {
        ProcessorMode(rawValue: UInt8(truncatingIfNeeded: self[Slot.mode]))
    }

    public var isHypAArch32: Bool { self[Slot.isHypAArch32] != 0 }

    /// Whether an Exception level is in AArch32. EL0 is a matter of the return that went there.
    public func isAArch32(_ el: ExceptionLevel) -> Bool {
        switch el {
        case .el2: isHypAArch32
        case .el1: isHypAArch32 || !self[.hcrEL2][bit: 31]
        case .el0: isAArch32
        }
    }

    /// ID_AA64PFR0_EL1.EL1 and EL0: 2 is AArch32 too.
    public var supportsAArch32AtEL1: Bool { self[.idAA64Pfr0EL1][bits: 4..<8] == 2 }
    public var supportsAArch32AtEL0: Bool { self[.idAA64Pfr0EL1][bits: 0..<4] == 2 }

    /// CPSR.
    public var cpsr: UInt32 {
        var value = UInt32(truncatingIfNeeded: self[Slot.nzcv])
        if self[Slot.saturation] != 0 { value |= CPSR.q }
        value |= CPSR.placed(itState: UInt8(truncatingIfNeeded: self[Slot.it]))
        value |= UInt32(truncatingIfNeeded: self[Slot.ge]) << 16
        if self[Slot.pan] != 0 { value |= 1 << 22 }
        if self[Slot.il] != 0 { value |= 1 << 20 }
        if self[Slot.bigEndian] != 0 { value |= CPSR.e }
        value |= UInt32(truncatingIfNeeded: self[Slot.daif] & 7) << 6
        if self[Slot.thumb] != 0 { value |= CPSR.t }
        return value | UInt32(truncatingIfNeeded: self[Slot.mode])
    }

    /// Process state as SPSR saves it, of either Execution state.
    public var savedStatus: UInt64 {
        guard isAArch32 else { return pstate.spsr }
        return UInt64(cpsr) | (self[Slot.ss] != 0 ? 1 << 21 : 0)
    }

    /// Replaces all of the process state by that of AArch32 in `value`, whose mode is valid.
    func setCPSR(_ value: UInt32) {
        guard let mode = ProcessorMode(rawValue: UInt8(value & CPSR.mode)) else { return }
        if !isAArch32 { self[activeBank] = self[Slot.sp] }
        self[Slot.nzcv] = UInt64(value & CPSR.nzcv)
        self[Slot.saturation] = value & CPSR.q != 0 ? 1 : 0
        self[Slot.it] = UInt64(CPSR.itState(value))
        self[Slot.ge] = UInt64(value >> 16 & 15)
        self[Slot.bigEndian] = value & CPSR.e != 0 ? 1 : 0
        self[Slot.daif] = UInt64(value >> 6 & 7)
        self[Slot.thumb] = value & CPSR.t != 0 ? 1 : 0
        self[Slot.mode] = UInt64(mode.rawValue)
        self[Slot.el] = UInt64(mode.el.rawValue)
        self[Slot.spSel] = 0
        self[Slot.uao] = 0
    }

    /// What AArch64 does not have is gone.
    func leaveAArch32() {
        for slot in [
            Slot.mode, Slot.saturation, Slot.it, Slot.ge, Slot.bigEndian, Slot.thumb,
        ] { self[slot] = 0 }
    }

    /// The upper halves of the registers that AArch32 uses.
    func truncateRegisters() {
        for n in Slot.x0...Slot.x30 { self[n] &= 0xffff_ffff }
    }

    var blockMode32: BlockMode {
        BlockMode(
            aarch32: processorMode ?? .supervisor, isThumb: self[Slot.thumb] != 0,
            itState: UInt8(truncatingIfNeeded: self[Slot.it]),
            bigEndian: self[Slot.bigEndian] != 0, alignmentCheck: sctlr[bit: 1],
            allowsFloatingPoint: allowsFloatingPoint32)
    }

    /// CPACR, HCPTR and FPEXC together let VFP and Advanced SIMD run.
    var allowsFloatingPoint32: Bool {
        floatingPointRefusal32(isAdvancedSIMD: true, needsEnable: true) == nil
    }

    /// IT after the current instruction.
    func advanceIT() {
        self[Slot.it] = UInt64(
            CPSR.advanced(itState: UInt8(truncatingIfNeeded: self[Slot.it])))
    }
}

extension ProcessorState {
    /// FPSCR: the controls of FPCR and the status of FPSR in one word. Source: Arm ARM, "Mapping of
    /// the System registers between the Execution states".
    public var fpscr: UInt32 {
        get {
            UInt32(truncatingIfNeeded: self[.fpcr] & 0x07ff_9f00 | self[.fpsr] & 0xf800_009f)
        }
        nonmutating set {
            self[.fpcr] = UInt64(newValue & 0x07c0_0000)
            self[.fpsr] = UInt64(newValue & 0xf800_009f)
        }
    }
}

extension EmulatedVCPU {
    /// Bits that are RES0 or RES1 for AArch64 but mean something in AArch32 keep what is written:
    /// HCR_EL2.RW, and all of the registers that a 32-bit guest shares with AArch64.
    ///
    /// Source: Arm ARM, glossary, RES0 and RES1 of bits that depend on the context.
    func keepAArch32Bits(_ id: SystemRegisterID, _ value: UInt64) {
        switch id {
        case .hcrEL2: state[id][bit: 31] = value[bit: 31]
        case .sctlrEL1, .tcrEL1, .vbarEL1, .esrEL1, .contextidrEL1:
            state[id] = state[id] & ~0xffff_ffff | value & 0xffff_ffff
        default: break
        }
    }
}
