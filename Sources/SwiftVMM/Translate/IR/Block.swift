// A translated block: straight-line IR for a run of guest instructions, and how it ends.

/// The closed set of block endings. Each leaves the next address in the PC slot.
public enum Terminal: Equatable, Sendable {
    /// Continue at a known address.
    case jump(UInt64)
    /// If the slot is not zero continue at `taken`, else at `otherwise`.
    case branch(condition: UInt16, taken: UInt64, otherwise: UInt64)
    /// Continue at the address in the slot.
    case indirect(UInt16)
    /// The last operation diverts control and has set PC itself.
    case diverted
}

/// The processor state that a translation depends on, beyond the bytes of the instructions.
public struct BlockMode: RawRepresentable, Hashable, Sendable {
    public var rawValue: UInt32
    @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

    @inlinable
    public init(
        el: UInt8, bigEndian: Bool, alignmentCheck: Bool, stackAlignmentCheck: Bool,
        allowsFloatingPoint: Bool = false
    ) {
        rawValue =
            UInt32(el) | (bigEndian ? 4 : 0) | (alignmentCheck ? 8 : 0)
            | (stackAlignmentCheck ? 16 : 0) | (allowsFloatingPoint ? 64 : 0)
    }

    @inlinable public var el: UInt8 { UInt8(rawValue & 3) }
    /// SCTLR_ELx.EE or E0E: data accesses are big-endian.
    @inlinable public var bigEndian: Bool { rawValue & 4 != 0 }
    /// SCTLR_ELx.A: unaligned accesses fault.
    @inlinable public var alignmentCheck: Bool { rawValue & 8 != 0 }
    /// SCTLR_ELx.SA or SA0: the stack pointer must be 16-byte aligned when used as a base.
    @inlinable public var stackAlignmentCheck: Bool { rawValue & 16 != 0 }
    /// Floating point and AdvSIMD are there, and CPACR_EL1 and CPTR_EL2 do not trap them.
    @inlinable public var allowsFloatingPoint: Bool { rawValue & 64 != 0 }
    /// Stage 1 is off: data are Device memory, where unaligned accesses fault.
    @inlinable public var accessesDeviceMemory: Bool {
        get { rawValue & 128 != 0 }
        set { rawValue = newValue ? rawValue | 128 : rawValue & ~128 }
    }
}

extension BlockMode {
    /// Debug looks before each instruction: the block has one.
    @inlinable public var isSingleStepped: Bool {
        get { rawValue & 256 != 0 }
        set { rawValue = newValue ? rawValue | 256 : rawValue & ~256 }
    }
}

// AArch32: M[4:0] in bits 20...16, of which M[4] is set, T in bit 21, IT in bits 31...24.
extension BlockMode {
    public init(
        aarch32 mode: ProcessorMode, isThumb: Bool, itState: UInt8, bigEndian: Bool,
        alignmentCheck: Bool, allowsFloatingPoint: Bool
    ) {
        self.init(
            el: mode.el.rawValue, bigEndian: bigEndian, alignmentCheck: alignmentCheck,
            stackAlignmentCheck: false, allowsFloatingPoint: allowsFloatingPoint)
        rawValue |= UInt32(mode.rawValue) << 16 | (isThumb ? 1 << 21 : 0)
        rawValue |= UInt32(itState) << 24
    }

    @inlinable public var isAArch32: Bool { rawValue & 1 << 20 != 0 }
    /// Nil in AArch64.
    @inlinable public var processorMode: ProcessorMode? {
        ProcessorMode(rawValue: UInt8(truncatingIfNeeded: rawValue >> 16 & 31))
    }
    @inlinable public var isThumb: Bool { rawValue & 1 << 21 != 0 }
    @inlinable public var itState: UInt8 { UInt8(rawValue >> 24) }
}

/// A block as a frontend leaves it. Plain value; the engine copies it into its block cache.
public struct TranslatedBlock: Sendable {
    public var virtualStart: UInt64
    public var mode: BlockMode
    public var operations: [Operation]
    /// For each guest instruction the index of its first operation.
    public var instructionStarts: [UInt16]
    public var terminal: Terminal
    /// T32: for each instruction the end of it, in bytes from the start. Empty where each has four.
    public var instructionEnds: [UInt16] = []

    public var instructionCount: Int { instructionStarts.count }
}
