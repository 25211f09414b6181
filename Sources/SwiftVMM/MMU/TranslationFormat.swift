// Which tables stage 1 of a regime has.

/// Source: Arm ARM, "VMSAv8-64", "VMSAv8-32 short-descriptor and long-descriptor formats".
public enum TranslationFormat: UInt8, Sendable {
    /// VMSAv8-64. Hyp mode's tables and those of stage 2 are a case of it: the controls say so in
    /// the terms of AArch64.
    case aarch64
    /// Long descriptors of PL1&0 in AArch32: TTBCR.EAE is set.
    case long32
    case short32
}

extension AccessPermissions {
    /// The rights with execution as AArch32 defines it: XN is for every level, PXN for PL1, and
    /// what cannot be read cannot be executed. Source: Arm ARM, `AArch32.S1DirectBasePermissions`.
    func withExecution32(
        isExecuteNever: Bool, isPrivilegedExecuteNever: Bool,
        isUnprivilegedWriteExecuteNever: Bool
    ) -> AccessPermissions {
        var result = self
        result.remove([.privilegedExecute, .unprivilegedExecute])
        if isExecuteNever { return result }
        if contains(.unprivilegedRead) { result.insert(.unprivilegedExecute) }
        let isDenied =
            isPrivilegedExecuteNever
            || isUnprivilegedWriteExecuteNever && contains(.unprivilegedWrite)
        if contains(.privilegedRead) && !isDenied { result.insert(.privilegedExecute) }
        return result
    }
}
