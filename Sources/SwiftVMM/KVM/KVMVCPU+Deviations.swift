// Which bits of its EL2 registers a virtual CPU really has.
//
// Where EL2 is virtual, the kernel keeps its registers in memory and fixes the bits that it takes
// for reserved: bit 4 of SCTLR_EL2, RES1 without VHE, is zero since Linux 7.0, and bits 10:0 of
// VBAR_EL2 are kept as written. Software must rely on neither (Arm ARM glossary, RES0, RES1), so no
// verdict may either.

extension KVMVCPU {
    /// EL2 registers that rules expect to hold a value.
    private static let candidates: [SystemRegisterID] = [
        .vbarEL2, .sctlrEL2, .hcrEL2, .mairEL2, .tcrEL2, .ttbr0EL2, .ttbr1EL2, .tpidrEL2,
        .vttbrEL2, .vtcrEL2,
    ]

    /// Bits that differ from the register table in whether they hold what is written.
    ///
    /// Before the first run, and changes nothing. The kernel applies its masks at the first
    /// KVM_RUN, even one that ends before it enters the guest.
    func findDeviations() throws(KVMError) -> RegisterBits {
        try finishSetUp()
        var deviations: RegisterBits = [:]
        for id in Self.candidates {
            let register = Register.system(id)
            guard let reset = read(register), write(register, ~0), let ones = read(register),
                write(register, 0), let zeros = read(register), write(register, reset)
            else { continue }
            let difference = (ones & ~zeros) ^ SystemRegister[id].writable
            if difference != 0 { deviations[id] = difference }
        }
        return deviations
    }
}
