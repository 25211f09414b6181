// Translation table descriptors of VMSAv8-64, and the geometry of each granule.

/// A translation granule, numbered by the log2 of its page size.
public enum TranslationGranule: UInt8, Sendable, CaseIterable {
    case size4KB = 12
    case size16KB = 14
    case size64KB = 16

    @inline(__always) var pageShift: Int { Int(rawValue) }
    /// Address bits that one full level of lookup resolves.
    @inline(__always) var stride: Int { pageShift - 3 }

    /// TCR_ELx.TG0 and VTCR_EL2.TG0; the reserved value behaves as 4KB. Arm ARM, `DecodeTGx`.
    init(tg0: UInt64) {
        self = tg0 == 1 ? .size64KB : tg0 == 2 ? .size16KB : .size4KB
    }

    /// TCR_ELx.TG1, which numbers the sizes differently; the reserved value behaves as 4KB.
    init(tg1: UInt64) {
        self = tg1 == 1 ? .size16KB : tg1 == 3 ? .size64KB : .size4KB
    }

    /// Log2 of what one entry of a table at `level` covers.
    @inline(__always)
    func entryShift(level: Int) -> Int { pageShift + stride * (3 - level) }

    /// Levels whose entries may be blocks. Source: Arm ARM, `AArch64.BlockDescSupported`.
    @inline(__always)
    func allowsBlock(level: Int) -> Bool {
        level == 2 || level == 1 && self == .size4KB
    }
}

/// One 64-bit descriptor. Source: Arm ARM, "VMSAv8-64 translation table format descriptors".
struct Descriptor {
    let bits: UInt64

    enum Kind { case invalid, table, leaf }

    /// Source: Arm ARM, `DecodeDescriptorType`.
    @inline(__always)
    func kind(level: Int, granule: TranslationGranule) -> Kind {
        guard bits[bit: 0] else { return .invalid }
        if level == 3 { return bits[bit: 1] ? .leaf : .invalid }
        if bits[bit: 1] { return .table }
        return granule.allowsBlock(level: level) ? .leaf : .invalid
    }

    /// Address of the next table, or of the memory mapped: bits 47 down to `shift`.
    @inline(__always)
    func outputAddress(shift: Int) -> UInt64 {
        bits & 0x0000_ffff_ffff_ffff & ~((1 << UInt64(shift)) - 1)
    }

    // Leaf, both stages.
    var isAccessed: Bool { bits[bit: 10] }
    /// DBM: hardware may make it writable.
    var hasDirtyModifier: Bool { bits[bit: 51] }
    var isExecuteNever: Bool { bits[bit: 54] }
    var shareability: UInt64 { bits[bits: 8..<10] }
    // Leaf, stage 1.
    var attributeIndex: UInt64 { bits[bits: 2..<5] }
    /// AP<1>.
    var allowsUnprivileged: Bool { bits[bit: 6] }
    /// AP<2>.
    var isReadOnly: Bool { bits[bit: 7] }
    var isNotGlobal: Bool { bits[bit: 11] }
    var isPrivilegedExecuteNever: Bool { bits[bit: 53] }
    // Leaf, stage 2.
    /// S2AP<1>.
    var isStageTwoWritable: Bool { bits[bit: 7] }
    var stageTwoAttributes: UInt64 { bits[bits: 2..<6] }
}

/// APTable, UXNTable (XNTable) and PXNTable of the tables passed on the way to a leaf.
/// Source: Arm ARM, `AArch64.S1ApplyTablePerms`.
struct HierarchicalPermissions {
    private var bits: UInt64 = 0

    @inline(__always)
    mutating func pass(_ table: Descriptor) { bits |= table.bits }

    /// APTable<0>: no access from EL0.
    var deniesUnprivileged: Bool { bits[bit: 61] }
    /// APTable<1>: no writes.
    var isReadOnly: Bool { bits[bit: 62] }
    var isExecuteNever: Bool { bits[bit: 60] }
    var isPrivilegedExecuteNever: Bool { bits[bit: 59] }
}
