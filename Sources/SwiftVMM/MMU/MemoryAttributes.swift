// Memory types and shareability, and how the two stages combine them.

/// Memory type and shareability of a mapping.
///
/// The type is kept in the form of a MAIR_ELx field, which is also the form PAR_EL1.ATTR reports,
/// and which can say everything that either stage can.
public struct MemoryAttributes: Equatable, Sendable {
    /// As the SH field of a descriptor numbers them.
    public enum Shareability: UInt8, Sendable {
        case nonShareable = 0
        case outer = 2
        case inner = 3

        /// The reserved value 1 behaves as Outer Shareable (CONSTRAINED UNPREDICTABLE).
        init(field: UInt64) { self = Shareability(rawValue: UInt8(field & 3)) ?? .outer }
    }

    public let encoding: UInt8
    public let shareability: Shareability

    /// Device memory and memory that is Non-cacheable at both levels are Outer Shareable whatever
    /// the tables say. Source: Arm ARM, `EffectiveShareability`.
    public init(encoding: UInt8, shareability: Shareability) {
        self.encoding = encoding
        let isFixed = encoding & 0xf0 == 0 || encoding == 0x44
        self.shareability = isFixed ? .outer : shareability
    }

    public static let deviceNGnRnE = MemoryAttributes(encoding: 0x00, shareability: .outer)
    public static let nonCacheable = MemoryAttributes(encoding: 0x44, shareability: .outer)

    @inlinable
    public var isDevice: Bool { encoding & 0xf0 == 0 }

    /// Whether data caches may hold it.
    public var isCacheable: Bool { !isDevice && encoding & 0xf != 4 }

    /// Stage 1: `index` selects a field of MAIR_ELx. UNPREDICTABLE encodings behave as the nearest
    /// defined one: the Device type in bits 3:2, or inner Non-cacheable.
    ///
    /// Source: Arm ARM, `S1DecodeMemAttrs`.
    init(mair: UInt64, index: UInt64, shareability: UInt64) {
        var field = UInt8(truncatingIfNeeded: mair >> (index * 8))
        if field & 0xf0 == 0 {
            field &= 0x0c
        } else if field & 0x0f == 0 {
            field |= 0x04
        }
        self.init(encoding: field, shareability: Shareability(field: shareability))
    }

    /// Stage 2: MemAttr<3:0> of a descriptor. Source: Arm ARM, `S2DecodeMemAttrs`.
    init(stageTwo field: UInt64, shareability: UInt64) {
        let outer = UInt8(field >> 2 & 3)
        let inner = UInt8(field & 3)
        let encoding =
            outer == 0 ? inner << 2 : Self.nibble(outer) << 4 | Self.nibble(max(inner, 1))
        self.init(encoding: encoding, shareability: Shareability(field: shareability))
    }

    /// 1 Non-cacheable, 2 Write-Through, 3 Write-Back; allocating, not transient.
    private static func nibble(_ cacheability: UInt8) -> UInt8 {
        switch cacheability {
        case 1: 0x4
        case 2: 0xb
        default: 0xf
        }
    }

    /// The stricter of the two stages; allocation hints come from stage 1.
    ///
    /// Source: Arm ARM, `S2CombineS1MemAttrs`.
    func combined(withStageTwo other: MemoryAttributes) -> MemoryAttributes {
        if isDevice || other.isDevice {
            let both = isDevice && other.isDevice
            let encoding =
                both ? min(self.encoding, other.encoding) : isDevice ? encoding : other.encoding
            return MemoryAttributes(encoding: encoding, shareability: .outer)
        }
        let outer = Self.combinedNibble(encoding >> 4, other.encoding >> 4)
        let inner = Self.combinedNibble(encoding & 15, other.encoding & 15)
        let share: Shareability =
            if shareability == .outer || other.shareability == .outer {
                .outer
            } else if shareability == .inner || other.shareability == .inner {
                .inner
            } else {
                .nonShareable
            }
        return MemoryAttributes(encoding: outer << 4 | inner, shareability: share)
    }

    /// Source: Arm ARM, `S2CombineS1AttrHints`.
    private static func combinedNibble(_ one: UInt8, _ two: UInt8) -> UInt8 {
        if one == 0x4 || two == 0x4 { return 0x4 }
        // Bit 2 tells Write-Back from Write-Through in both the transient and the other forms.
        return two & 0x4 == 0 ? one & ~0x4 : one
    }
}

extension MemoryAttributes: CustomStringConvertible {
    public var description: String {
        if isDevice {
            return ["Device-nGnRnE", "Device-nGnRE", "Device-nGRE", "Device-GRE"][
                Int(encoding >> 2)]
        }
        func name(_ nibble: UInt8) -> String {
            nibble == 4 ? "Non-cacheable" : nibble & 4 == 0 ? "Write-Through" : "Write-Back"
        }
        let share = shareability == .nonShareable ? "Non-" : "\(shareability) ".capitalizedFirst
        let inner = name(encoding & 15)
        let outer = name(encoding >> 4)
        let cacheability = inner == outer ? inner : "inner \(inner), outer \(outer)"
        return "Normal \(cacheability), \(share)shareable"
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
