// Reading translation controls out of a vCPU's state block.

extension TranslationControls {
    /// The controls of the regime in use at the current Exception level.
    @inline(__always)
    public init(state: UnsafePointer<UInt64>) {
        let el = ExceptionLevel(rawValue: UInt8(truncatingIfNeeded: state[Int(Slot.el)]))!
        let hcr = state[Int(Slot.of(.hcrEL2))]
        self.init(state: state, regime: TranslationRegime(el, hcr: hcr))
    }

    /// The controls of `regime`, in use or not: AT and TLBI reach those of others.
    ///
    /// - Parameter state: `Slot.count` words, system registers stored under their own rows (an EL12
    ///   name or a VHE redirection is resolved before a value is stored).
    @inline(__always)
    public init(state: UnsafePointer<UInt64>, regime: TranslationRegime) {
        // SAFETY: every index is a slot, and the caller's block has `Slot.count` words.
        func value(_ register: SystemRegisterID) -> UInt64 { state[Int(Slot.of(register))] }
        let isHypAArch32 = state[Int(Slot.isHypAArch32)] != 0
        if isHypAArch32 || (regime == .el10 && !value(.hcrEL2)[bit: 31]) {
            self.init(aarch32: state, regime: regime, isHypAArch32: isHypAArch32)
            return
        }
        let isEL1 = regime == .el10
        let sctlrEL2 = value(.sctlrEL2)
        self.init(
            regime: regime,
            sctlr: isEL1 ? value(.sctlrEL1) : sctlrEL2,
            tcr: value(isEL1 ? .tcrEL1 : .tcrEL2),
            ttbr0: value(isEL1 ? .ttbr0EL1 : .ttbr0EL2),
            ttbr1: value(isEL1 ? .ttbr1EL1 : .ttbr1EL2),
            mair: value(isEL1 ? .mairEL1 : .mairEL2),
            hcr: value(.hcrEL2),
            vtcr: value(.vtcrEL2),
            vttbr: value(.vttbrEL2),
            isStageTwoBigEndian: sctlrEL2[bit: 25],
            pan: state[Int(Slot.pan)] != 0,
            physicalAddressBits: Self.physicalAddressBits(value(.idAA64Mmfr0EL1)),
            features: TableFeatures(
                mmfr0: value(.idAA64Mmfr0EL1), mmfr1: value(.idAA64Mmfr1EL1),
                isar1: value(.idAA64Isar1EL1)))
    }

    /// ID_AA64MMFR0_EL1.PARange.
    @inline(__always)
    private static func physicalAddressBits(_ mmfr0: UInt64) -> Int {
        switch mmfr0 & 0xf {
        case 0: 32
        case 1: 36
        case 2: 40
        case 3: 42
        case 4: 44
        default: 48
        }
    }
}
