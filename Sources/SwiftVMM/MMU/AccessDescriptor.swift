// What kind of access is being translated, and on whose behalf.

/// One memory access, as far as translation cares. Source: Arm ARM, type AccessDescriptor.
public struct AccessDescriptor: Equatable, Sendable {
    public enum Kind: UInt8, Sendable, CaseIterable {
        case read
        /// Also DC ZVA, with `isAligned` false: DC ZVA to Device memory is an Alignment fault.
        case write
        /// An atomic read-modify-write: needs both rights.
        case readWrite
        case fetch
        /// DC CVAC, DC CVAU, DC CIVAC, IC IVAU: no right needed, except reading at EL0.
        case cacheMaintenance
        /// DC IVAC: needs the right to write.
        case cacheInvalidate
        /// AT S1E1R and its kin: PAN applies to S1E1RP and S1E1WP only, as the operation arranges.
        case translateRead
        /// AT S1E1W and its kin.
        case translateWrite
    }

    public var kind: Kind
    /// The Exception level whose rights count; EL0 for LDTR and STTR made at a higher one.
    public var el: ExceptionLevel
    /// Whether the address is aligned to the access size, which Device memory insists on.
    public var isAligned: Bool

    @inlinable
    public init(_ kind: Kind, at el: ExceptionLevel, isAligned: Bool = true) {
        self.kind = kind
        self.el = el
        self.isAligned = isAligned
    }

    /// Whether PSTATE.PAN restricts the access. Source: Arm ARM, the `CreateAccDesc…` functions.
    @inlinable
    public var respectsPAN: Bool {
        let isQuestion = kind == .translateRead || kind == .translateWrite
        return (kind.rawValue <= Kind.readWrite.rawValue || isQuestion) && el != .el0
    }

    /// What a fault record says before any check: an atomic counts as a read. Arm ARM, `NoFault`.
    @inlinable
    public var isWrite: Bool {
        kind == .write || kind == .cacheInvalidate || kind == .translateWrite
    }

    /// Whether ISS.CM is set: cache maintenance or address translation instruction.
    @inlinable
    public var isMaintenance: Bool { kind.rawValue >= Kind.cacheMaintenance.rawValue }
}
