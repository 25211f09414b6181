// Translation controls of regimes in AArch32. Hyp mode and stage 2 use what AArch64 has with a few
// fields elsewhere, so their controls are restated in its terms: 4 KiB granule, 40-bit addresses.

extension TranslationControls {
    init(aarch32 state: UnsafePointer<UInt64>, regime: TranslationRegime, isHypAArch32: Bool) {
        func value(_ register: SystemRegisterID) -> UInt64 { state[Int(Slot.of(register))] }
        let hsctlr = value(.sctlrEL2)
        let isLong = value(.tcrEL1)[bit: 31]
        var vtcr = value(.vtcrEL2)
        if isHypAArch32 {
            // VTCR.T0SZ is signed; S, bit 4, repeats its sign. PS is 40 bits.
            let size = (vtcr & 15).signExtended(from: 4)
            vtcr = vtcr & 0x3fc0 | (32 &+ size) & 0x3f | 2 << 16
        }
        let vttbr = isHypAArch32 ? value(.vttbrEL2) & 0x00ff_00ff_ffff_ffff : value(.vttbrEL2)
        if regime == .el10 {
            self.init(
                regime: .el10, sctlr: value(.sctlrEL1), tcr: value(.tcrEL1) & 0xffff_ffff,
                ttbr0: value(.ttbr0EL1), ttbr1: value(.ttbr1EL1), mair: value(.mairEL1),
                hcr: value(.hcrEL2), vtcr: vtcr, vttbr: vttbr,
                isStageTwoBigEndian: hsctlr[bit: 25], pan: state[Int(Slot.pan)] != 0,
                physicalAddressBits: isHypAArch32 ? 40 : 48)
            format = isLong ? .long32 : .short32
            dacr = isLong ? 0 : UInt32(truncatingIfNeeded: value(.dacr32EL2))
            contextASID = UInt16(value(.contextidrEL1) & 0xff)
        } else {
            // HTCR: T0SZ has three bits, TG0 and PS none.
            let tcr = value(.tcrEL2) & 0x3f00 | 32 + (value(.tcrEL2) & 7) | 2 << 16
            self.init(
                regime: .el2, sctlr: hsctlr, tcr: tcr, ttbr0: value(.ttbr0EL2),
                mair: value(.mairEL2), hcr: value(.hcrEL2), vtcr: vtcr, vttbr: vttbr,
                isStageTwoBigEndian: hsctlr[bit: 25], pan: false, physicalAddressBits: 40)
        }
    }
}
