// What reset leaves in a processor that has no AArch64.

extension ProcessorState {
    /// Follows `reset`: registers have 32 bits, and those with a reset value of their own in
    /// AArch32 get it. The processor is in Hyp mode, or in Supervisor mode if the guest has no EL2.
    ///
    /// Source: Arm ARM DDI 0406C, `TakeReset`, and the reset paragraphs of B4.1.
    func resetToAArch32(hasEL2: Bool) {
        self[Slot.isHypAArch32] = 1
        truncateRegisters()
        for row in CP15Register.table {
            switch row.target {
            // Registers that AArch32 sees only the lower half of.
            case .low(let id) where !Self.usesUpperHalf.contains(id): self[id] &= 0xffff_ffff
            case .whole(let id): self[id] &= row.writable == 0 ? ~0 : row.writable
            default: break
            }
        }
        for id in [SystemRegisterID.spsrIrq, .spsrAbt, .spsrUnd, .spsrFiq, .spsrEL1, .spsrEL2] {
            self[id] &= 0xffff_ffff
        }
        self[.elrEL2] &= 0xffff_ffff
        self[.sctlrEL1] = 0x00c5_0078
        self[.sctlrEL2] = 0x30c5_0830
        self[.tcrEL1] = 0
        self[.vbarEL1] = 0
        self[.cpacrEL1] = 0
        self[.hcrEL2] = 0
        self[.hstrEL2] = 0
        self[.cptrEL2] = 0x33ff
        // HPMN: every counter is the guest's.
        self[.mdcrEL2] = UInt64(SystemRegister.eventCounterCount)
        self[.fpexc32EL2] = 0
        self[.cnthctlEL2] = 3
        self[.vpidrEL2] = self[.midrEL1]
        self[.vmpidrEL2] = self[.mpidrEL1]
        if !hasEL2 {
            self[.cntvoffEL2] = 0
            self[.idPfr1EL1][bits: 12..<16] = 0
        }
        let mode: ProcessorMode = hasEL2 ? .hyp : .supervisor
        self[Slot.sp] = 0
        setCPSR(CPSR.a | CPSR.i | CPSR.f | UInt32(mode.rawValue))
    }

    private static let usesUpperHalf: Set<SystemRegisterID> = [
        .farEL1, .farEL2, .mairEL1, .mairEL2, .amairEL1, .amairEL2, .ttbr0EL1, .ttbr1EL1, .parEL1,
    ]
}
