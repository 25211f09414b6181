// What a mapping allows: at each privilege, at each stage.

/// The rights a mapping gives, for the whole regime, so that one cached translation can answer
/// later accesses of other kinds and from other Exception levels.
///
/// PSTATE.PAN and SCTLR_ELx.WXN are not folded in: they are applied when an access is checked.
public struct AccessPermissions: OptionSet, Sendable {
    public let rawValue: UInt16
    @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

    public static let privilegedRead = AccessPermissions(rawValue: 1 << 0)
    public static let privilegedWrite = AccessPermissions(rawValue: 1 << 1)
    public static let privilegedExecute = AccessPermissions(rawValue: 1 << 2)
    public static let unprivilegedRead = AccessPermissions(rawValue: 1 << 3)
    public static let unprivilegedWrite = AccessPermissions(rawValue: 1 << 4)
    public static let unprivilegedExecute = AccessPermissions(rawValue: 1 << 5)
    public static let stageTwoRead = AccessPermissions(rawValue: 1 << 6)
    public static let stageTwoWrite = AccessPermissions(rawValue: 1 << 7)
    public static let stageTwoExecute = AccessPermissions(rawValue: 1 << 8)
    /// FEAT_XNX: from EL0, where it differs from EL1.
    public static let stageTwoUnprivilegedExecute = AccessPermissions(rawValue: 1 << 9)

    /// Everything at stage 1: translation is disabled.
    public static let allOfStageOne = AccessPermissions(rawValue: 0x3f)
    /// Everything at stage 2: there is none.
    public static let allOfStageTwo = AccessPermissions(rawValue: 0x3c0)

    /// The stage 1 rights of a leaf descriptor under the accumulated limits of the tables above.
    ///
    /// - Parameter becomesDirty: A write makes the leaf writable (FEAT_HAFDBS), so it counts as so.
    ///
    /// Source: Arm ARM, `AArch64.S1DirectBasePermissions`.
    init(
        stageOneLeaf leaf: Descriptor, under tables: HierarchicalPermissions,
        hasUnprivileged: Bool, becomesDirty: Bool = false
    ) {
        var result: AccessPermissions = [.privilegedRead]
        let isReadOnly = leaf.isReadOnly && !becomesDirty || tables.isReadOnly
        if !isReadOnly { result.insert(.privilegedWrite) }
        let isExecuteNever = leaf.isExecuteNever || tables.isExecuteNever
        guard hasUnprivileged else {
            // AP<1> is RES1, PXN is RES0, and bit 54 is XN.
            if !isExecuteNever { result.insert(.privilegedExecute) }
            self = result
            return
        }
        if leaf.allowsUnprivileged && !tables.deniesUnprivileged {
            result.insert(.unprivilegedRead)
            if !isReadOnly { result.insert(.unprivilegedWrite) }
        }
        if !isExecuteNever { result.insert(.unprivilegedExecute) }
        // What EL0 can write, a higher Exception level never executes.
        let isPrivilegedExecuteNever =
            leaf.isPrivilegedExecuteNever || tables.isPrivilegedExecuteNever
            || result.contains(.unprivilegedWrite)
        if !isPrivilegedExecuteNever { result.insert(.privilegedExecute) }
        self = result
    }

    /// The rights of a stage 2 leaf: S2AP<1:0> and XN, which FEAT_XNX makes two bits: never, only
    /// at EL0, only at EL1. Source: Arm ARM, `AArch64.S2Permissions`.
    init(stageTwoLeaf leaf: Descriptor, becomesDirty: Bool = false, xnx: Bool) {
        var result: AccessPermissions = []
        if leaf.bits[bit: 6] { result.insert(.stageTwoRead) }
        if leaf.isStageTwoWritable || becomesDirty { result.insert(.stageTwoWrite) }
        let isSplit = xnx && leaf.bits[bit: 53]
        if leaf.isExecuteNever == isSplit { result.insert(.stageTwoExecute) }
        if !leaf.isExecuteNever { result.insert(.stageTwoUnprivilegedExecute) }
        self = result
    }

    /// The three rights of one privilege or stage.
    struct Rights {
        var read: Bool
        var write: Bool
        var execute: Bool
    }

    @inline(__always) var privileged: Rights { rights(at: 0) }
    @inline(__always) var unprivileged: Rights { rights(at: 3) }
    @inline(__always) func stageTwo(at el: ExceptionLevel) -> Rights {
        var rights = rights(at: 6)
        if el == .el0 { rights.execute = contains(.stageTwoUnprivilegedExecute) }
        return rights
    }

    @inline(__always)
    private func rights(at shift: UInt16) -> Rights {
        let field = rawValue >> shift
        return Rights(read: field & 1 != 0, write: field & 2 != 0, execute: field & 4 != 0)
    }
}
