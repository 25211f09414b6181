// What a stage 2 Data Abort tells a hypervisor about the instruction behind it.

extension Syndrome.AccessInstruction {
    /// The access of a load or store of one general-purpose register without writeback, exclusives
    /// and atomics not counted; nil for every other instruction, which leaves ISV clear.
    ///
    /// Source: Arm ARM, "ISS encoding for an exception from a Data Abort", ISV.
    public init?(_ word: UInt32) {
        let size = UInt8(word >> 30)
        let register = UInt8(word & 31)
        if word & 0x3b00_0000 == 0x1800_0000, word & 1 << 26 == 0 {
            // LDR, LDRSW (literal).
            guard size < 3 else { return nil }
            self.init(
                sizeLog2: size == 1 ? 3 : 2, signExtends: size == 2, register: register,
                is64Bit: size != 0)
            return
        }
        if word & 0x3fa0_8000 == 0x0880_8000 {
            // LDAR, STLR and their byte and halfword forms.
            self.init(
                sizeLog2: size, register: register, is64Bit: size == 3, isAcquireRelease: true)
            return
        }
        guard word & 0x3e00_0000 == 0x3800_0000 else { return nil }
        let isUnsignedOffset = word & 1 << 24 != 0
        let isRegisterOffset = word & 1 << 21 != 0
        let index = word >> 10 & 3
        // Unscaled and unprivileged, or register offset: neither pre- nor post-indexed nor atomic.
        guard isUnsignedOffset || (isRegisterOffset ? index == 2 : index == 0 || index == 2) else {
            return nil
        }
        let opc = word >> 22 & 3
        let signExtends = opc >= 2
        // PRFM does not fault.
        guard !(size == 3 && signExtends) else { return nil }
        self.init(
            sizeLog2: size, signExtends: signExtends, register: register,
            is64Bit: signExtends ? opc == 2 : size == 3)
    }
}
