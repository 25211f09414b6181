// The registers a translation reads, gathered once.

/// A snapshot of everything that translation depends on besides memory, for one regime.
///
/// SCTLR, TCR, TTBR and MAIR are those of the regime: the EL1 registers for EL1&0, the EL2 ones for
/// the other two. A plain value: copy it, change a field, translate again.
public struct TranslationControls: Equatable, Sendable {
    public var regime: TranslationRegime
    public var sctlr: UInt64
    public var tcr: UInt64
    public var ttbr0: UInt64
    public var ttbr1: UInt64
    public var mair: UInt64
    public var hcr: UInt64
    public var vtcr: UInt64
    public var vttbr: UInt64
    /// SCTLR_EL2.EE, the byte order of stage 2 tables.
    public var isStageTwoBigEndian: Bool
    /// PSTATE.PAN.
    public var pan: Bool
    /// What ID_AA64MMFR0_EL1.PARange reports, in bits. Source: Arm ARM, `AArch64.PAMax`.
    public var physicalAddressBits: Int
    /// What the processor's tables may ask for.
    public var features: TableFeatures

    /// Extensions of translation tables whose controls other features share bits with.
    public struct TableFeatures: OptionSet, Sendable {
        public let rawValue: UInt8
        @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// FEAT_HAFDBS: walks set the access flag, and the dirty state.
        public static let accessFlag = TableFeatures(rawValue: 1)
        public static let dirtyState = TableFeatures(rawValue: 2)
        /// FEAT_HPDS
        public static let permissionDisables = TableFeatures(rawValue: 4)
        /// FEAT_XNX
        public static let executeNeverByPrivilege = TableFeatures(rawValue: 8)
        public static let granule16KB = TableFeatures(rawValue: 16)
        /// FEAT_PAuth: TBID
        public static let instructionTags = TableFeatures(rawValue: 32)

        /// As ID_AA64MMFR0_EL1, ID_AA64MMFR1_EL1 and ID_AA64ISAR1_EL1 declare them.
        @inline(__always)
        init(mmfr0: UInt64, mmfr1: UInt64, isar1: UInt64) {
            var bits: UInt8 = 0
            let updates = mmfr1 & 0xf
            if updates >= 1 { bits |= 1 }
            if updates >= 2 { bits |= 2 }
            if mmfr1[bits: 12..<16] != 0 { bits |= 4 }
            if mmfr1[bits: 28..<32] != 0 { bits |= 8 }
            if mmfr0[bits: 20..<24] != 0 { bits |= 16 }
            if isar1[bits: 4..<12] != 0 { bits |= 32 }
            rawValue = bits
        }
    }

    public init(
        regime: TranslationRegime, sctlr: UInt64 = 0, tcr: UInt64 = 0, ttbr0: UInt64 = 0,
        ttbr1: UInt64 = 0, mair: UInt64 = 0, hcr: UInt64 = 0, vtcr: UInt64 = 0, vttbr: UInt64 = 0,
        isStageTwoBigEndian: Bool = false, pan: Bool = false, physicalAddressBits: Int = 48,
        features: TableFeatures = TableFeatures(rawValue: 0x3f)
    ) {
        self.regime = regime
        self.sctlr = sctlr
        self.tcr = tcr
        self.ttbr0 = ttbr0
        self.ttbr1 = ttbr1
        self.mair = mair
        self.hcr = hcr
        self.vtcr = vtcr
        self.vttbr = vttbr
        self.isStageTwoBigEndian = isStageTwoBigEndian
        self.pan = pan
        self.physicalAddressBits = physicalAddressBits
        self.features = features
    }
}

extension TranslationControls {
    /// HCR_EL2.DC, which {E2H, TGE} of {1, 1} makes 0.
    @inline(__always)
    var isDefaultCacheable: Bool {
        regime == .el10 && hcr[bit: 12] && !TranslationRegime.isHost(hcr)
    }

    /// Source: Arm ARM, `AArch64.S1Enabled`.
    @inline(__always)
    public var isStageOneEnabled: Bool {
        guard sctlr[bit: 0] else { return false }
        return regime != .el10 || !(hcr[bit: 27] || isDefaultCacheable)
    }

    /// Stage 2 exists for EL1&0 only, under HCR_EL2.VM or DC, neither of which has an effect while
    /// {E2H, TGE} is {1, 1}. TGE alone leaves stage 2 on for EL0.
    ///
    /// Source: Arm ARM, `AArch64.FullTranslate`, `AArch64.GetS2TTWParams`.
    @inline(__always)
    public var isStageTwoEnabled: Bool {
        regime == .el10 && (hcr[bit: 0] || hcr[bit: 12]) && !TranslationRegime.isHost(hcr)
    }

    /// SCTLR_ELx.WXN; it matters only where tables do.
    @inline(__always)
    var isWriteExecuteNever: Bool { sctlr[bit: 19] }

    /// The ASID in use: from TTBR1 when TCR.A1 says so, cut to 8 bits unless TCR.AS is set.
    /// Zero for EL2, which has none.
    @inline(__always)
    public var asid: UInt16 {
        guard regime.hasUnprivileged else { return 0 }
        let field = UInt16(truncatingIfNeeded: (tcr[bit: 22] ? ttbr1 : ttbr0) >> 48)
        return tcr[bit: 36] ? field : field & 0xff
    }

    /// The VMID in use, cut to 8 bits unless VTCR_EL2.VS is set (FEAT_VMID16). EL1&0 carries it
    /// whether or not stage 2 is enabled; the others have none and give zero.
    @inline(__always)
    public var vmid: UInt16 {
        guard regime == .el10 else { return 0 }
        let field = UInt16(truncatingIfNeeded: vttbr >> 48)
        return vtcr[bit: 19] ? field : field & 0xff
    }

    /// TCR_ELx.HA and VTCR_EL2.HA: walks set the access flag.
    @inline(__always)
    var managesAccessFlag: Bool {
        features.contains(.accessFlag) && tcr[bit: regime == .el2 ? 21 : 39]
    }

    @inline(__always)
    var managesStageTwoAccessFlag: Bool { features.contains(.accessFlag) && vtcr[bit: 21] }

    /// HD, which has an effect only with HA: writes to a descriptor with DBM make it dirty.
    @inline(__always)
    var managesDirtyState: Bool {
        managesAccessFlag && features.contains(.dirtyState) && tcr[bit: regime == .el2 ? 22 : 40]
    }

    @inline(__always)
    var managesStageTwoDirtyState: Bool {
        managesStageTwoAccessFlag && features.contains(.dirtyState) && vtcr[bit: 22]
    }

    /// HPD0 or HPD1, by bit 55, or HPD of EL2: tables limit nothing. Arm ARM, `S1TTWParams`.
    @inline(__always)
    func ignoresTablePermissions(of address: UInt64) -> Bool {
        guard features.contains(.permissionDisables) else { return false }
        guard regime != .el2 else { return tcr[bit: 24] }
        return tcr[bit: address[bit: 55] ? 42 : 41]
    }

    /// A granule that the processor has: 4KB in place of one it has not, which is IMPLEMENTATION
    /// DEFINED.
    @inline(__always)
    func supported(_ granule: TranslationGranule) -> TranslationGranule {
        granule == .size16KB && !features.contains(.granule16KB) ? .size4KB : granule
    }

    /// Whether the top byte of `address` is a tag: TBI0 or TBI1 by bit 55, or TBI of EL2.
    /// Source: Arm ARM, `AArch64.AddrTop`, `EffectiveTBI`.
    @inline(__always)
    public func ignoresTopByte(of address: UInt64, isFetch: Bool = false) -> Bool {
        guard regime.hasUnprivileged else {
            // TBID, which FEAT_VHE alone makes writable too, has no meaning without FEAT_PAuth.
            return tcr[bit: 20] && !(isFetch && tcr[bit: 29] && features.contains(.instructionTags))
        }
        let upper = address[bit: 55]
        return tcr[bit: upper ? 38 : 37] && !(isFetch && tcr[bit: upper ? 52 : 51])
    }

    /// `address` with a tag, if it may have one, replaced by copies of bit 55; EL2 has one range,
    /// so there the tag becomes zeros. What the TLB compares.
    @inline(__always)
    public func withoutTag(_ address: UInt64, isFetch: Bool = false) -> UInt64 {
        guard ignoresTopByte(of: address, isFetch: isFetch) else { return address }
        return regime.hasUnprivileged ? address.signExtended(from: 56) : address & (1 << 56 - 1)
    }

    /// Bits of an output address for a PS or IPS field, no more than the machine has.
    /// Source: Arm ARM, `AArch64.PhysicalAddressSize`.
    @inline(__always)
    func outputBits(_ field: UInt64) -> Int {
        let size: Int
        switch field {
        case 0: size = 32
        case 1: size = 36
        case 2: size = 40
        case 3: size = 42
        case 4: size = 44
        default: size = 48
        }
        return min(size, physicalAddressBits)
    }
}
