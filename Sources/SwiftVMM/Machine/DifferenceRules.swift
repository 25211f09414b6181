// Which registers two engines may hold different values in, and why.

/// Judges the registers of one vCPU at one checkpoint.
struct DifferenceRules {
    /// At this checkpoint, on the first engine and on the second.
    var now: (RegisterSnapshot, RegisterSnapshot)
    /// At the checkpoint before.
    var last: (RegisterSnapshot, RegisterSnapshot)
    /// Before the first instruction.
    var starts: (RegisterSnapshot, RegisterSnapshot)
    /// Bits that one of the engines does not keep as the architecture has them.
    var deviations: RegisterBits = [:]

    /// SCTLR_ELx bits that are RES1 where the feature they belong to is absent: LSMAOE, nTLSMD,
    /// EIS, TSCXT, EOS, SED, ITD.
    private static let optionalOnes: UInt64 = 0x3050_0980

    func judge(_ register: Register) -> ComparisonResult {
        guard now.0[register] != now.1[register] else { return .equal }
        guard let x = now.0[register], let y = now.1[register] else {
            return .allowed("one engine does not show this register")
        }
        if case .system(let id) = register, let reason = reason(SystemRegister[id], x, y) {
            return .allowed(reason)
        }
        if x == starts.0[register], y == starts.1[register] {
            return .allowed("reset value, not written since")
        }
        // N, Z, C, V, IL, PAN, DAIF, M: the rest belongs to later extensions.
        if register == .pstate, (x ^ y) & 0xf050_03df == 0 {
            return .allowed("PSTATE bits of later extensions")
        }
        if let source = source(of: (x, y)) { return .allowed("read from \(source)") }
        let lowBits: UInt64 = 0x7ff
        if case .x = register, deviations[.vbarEL2, default: 0] & lowBits == lowBits,
            (last.0[.vbarEL2] | last.1[.vbarEL2]) & lowBits != 0
        {
            return .allowed("came by another vector: KVM adds bits 10:0 of VBAR_EL2 to it")
        }
        return .suspect
    }

    /// What the register is makes the difference allowed.
    private func reason(_ row: SystemRegister, _ x: UInt64, _ y: UInt64) -> String? {
        if case .identification = row.reset { return "identification register" }
        if row.encoding.op0 == 3, row.encoding.crn == 14 {
            return "counter or timer: time differs"
        }
        if row.encoding.op0 == 2 { return "debug register, which KVM keeps itself" }
        if [.ichMisrEL2, .ichEisrEL2, .ichElrsrEL2].contains(row.id) {
            return "follows from other registers, which are compared"
        }
        let bits = x ^ y
        if bits & row.writable == 0 {
            return "only bits that the software CPU has not implemented"
        }
        if bits & row.writable & ~deviations[row.id, default: 0] == 0 {
            return "only bits that KVM's virtual EL2 fixes, or keeps though reserved"
        }
        switch row.id {
        case .sctlrEL1, .sctlrEL2:
            let implemented = bits & row.writable & ~deviations[row.id, default: 0]
            return implemented & ~Self.optionalOnes == 0
                ? "only bits that are RES1 where a feature is absent" : nil
        case .iccBpr0EL1, .iccBpr1EL1:
            // Up to 3 for 5 bits of priority.
            return max(x, y) <= 3 ? "the smallest binary point that the GIC has" : nil
        default: return nil
        }
    }

    /// The system register whose values these are, or were at the checkpoint before, if they may
    /// differ there: a guest that reads it has the difference in what it computes.
    private func source(of values: (UInt64, UInt64)) -> String? {
        for snapshots in [now, last] {
            for row in SystemRegister.table {
                let register = Register.system(row.id)
                guard let x = snapshots.0[register], let y = snapshots.1[register] else {
                    continue
                }
                let isExact = x == values.0 && y == values.1
                if isExact, reason(row, x, y) != nil { return row.name }
                // The guest reads its own copy of such a register, and sees more of what it wrote.
                guard let deviation = deviations[row.id], x == values.0 || y == values.1 else {
                    continue
                }
                let bits = row.writable & ~deviation
                let others = (x ^ values.0) | (y ^ values.1) | (values.0 ^ values.1)
                if others & bits == 0 { return row.name }
            }
        }
        return nil
    }
}
