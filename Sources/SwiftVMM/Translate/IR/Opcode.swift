// The operations of the IR.
//
// Every guest instruction means exactly one sequence of these, written once by a frontend. The
// interpreter executes them, and a code generator compiles them; neither sees a guest instruction.
// Integer operations work on 32 or 64 bits (`Operation.width`); a 32-bit result is zero-extended.

public enum Opcode: UInt8, Sendable {
    // MARK: Moves and constants
    /// d = the 64-bit constant b:c:immediate (16, 16 and 32 bits).
    case constant
    /// d = a
    case move

    // MARK: Integer. b may be Slot.immediate, then the sign-extended immediate is used.
    /// d = a + b, a - b
    case add, subtract
    /// d = a + b + C, a + NOT(b) + C
    case addWithCarry, subtractWithCarry
    /// d = a AND b, a OR b, a EOR b, a AND NOT(b), a OR NOT(b), a EOR NOT(b)
    case and, or, exclusiveOr, andNot, orNot, exclusiveOrNot
    /// d = a * b, and the high 64 bits of the unsigned and signed product
    case multiply, multiplyHighUnsigned, multiplyHighSigned
    /// d = a / b rounding to zero; 0 when b is 0; the most negative number when that overflows
    case divideUnsigned, divideSigned
    /// d = a shifted or rotated by b modulo the width
    case shiftLeft, shiftRight, shiftRightArithmetic, rotateRight
    /// d = the low bits of (a:b) shifted right by the immediate: EXTR
    case extractPair
    /// d = bits [lsb, lsb + length) of a, zero- or sign-extended to the width;
    /// immediate = lsb | length << 8
    case extractUnsigned, extractSigned
    /// d = a with bits [lsb, lsb + length) replaced by the low bits of b; immediate as above
    case deposit
    case countLeadingZeros, countLeadingSigns
    /// Bits, and bytes within each 16, 32 or 64 bits, in the opposite order
    case reverseBits, reverseBytes16, reverseBytes32, reverseBytes64
    /// d = CRC32 of the low `modifier & 15` bytes of b, accumulated on a; modifier bit 4: CRC32C
    case crc32

    // MARK: Flags
    /// As the plain operation, and NZCV from the result
    case addSetFlags, subtractSetFlags, addWithCarrySetFlags, subtractWithCarrySetFlags
    case andSetFlags, andNotSetFlags
    /// If condition (modifier & 15) holds: flags of a + b or a - b; else NZCV = modifier bits 7...4
    case conditionalCompareAdd, conditionalCompareSubtract
    /// d = condition (modifier) holds ? a : b
    case select
    /// d = condition (modifier) holds ? 1 : 0
    case testCondition
    /// d = a == 0 ? 1 : 0, in the width
    case isZero
    /// N and Z from a, C and V stay
    case setNegativeZero
    /// Unless the condition (modifier) holds, the next `immediate` operations are passed over, all
    /// of them of the same guest instruction
    case skipUnless
    /// The same if a == 0
    case skipIfZero

    // MARK: Memory
    /// SP alignment fault unless the low four bits of a are zero: SCTLR_ELx.SA
    case checkStackAlignment

    // The address is a + immediate; `modifier` is a MemoryAccess.
    /// d = memory
    case load
    /// memory = b
    case store
    /// d, c = two adjacent elements, as one access for faults
    case loadPair
    /// memory = b, c
    case storePair
    /// As load and loadPair, and mark the location in the exclusive monitor
    case loadExclusive, loadExclusivePair
    /// memory = b (and c); d = 0 if the monitor allowed it, else 1 and nothing stored.
    /// For the pair form c is the second element.
    case storeExclusive, storeExclusivePair
    /// d = memory; memory = op(memory, b); the AtomicOperation is `immediate`, no offset
    case atomic
    /// d = memory; if it equals b, memory = c
    case compareAndSwap
    /// As compareAndSwap on the register pairs (b, b+1) and (c, c+1); result in (d, d+1)
    case compareAndSwapPair

    /// d, d+1 = 16 bytes of memory; memory = b, b+1
    case loadVector, storeVector
    /// The V registers from b up = elements of memory, and the other way; `immediate` is a
    /// StructureAccess, no offset
    case loadStructure, storeStructure

    // MARK: SIMD and floating point. `detail` is a VectorShape.
    /// d = FloatOperation(a, b, c), the rest of the V register zero; FPSR gathers exceptions
    case float
    /// The same for each element; c is not used, d is the third operand
    case vectorFloat
    /// d = VectorOperation(a, b, d)
    case vector
    /// FloatTransfer
    case transfer

    // MARK: Everything else
    /// Call the Helper numbered `modifier` with operands a, b, c and the immediate; result in d
    case call
}

/// Read-modify-write operations of FEAT_LSE. Source: Arm ARM, `MemAtomic`.
public enum AtomicOperation: UInt8, Sendable {
    case add, clear, exclusiveOr, set, signedMax, signedMin, unsignedMax, unsignedMin, swap
}

/// How one memory operation accesses memory; fits `Operation.modifier`.
public struct MemoryAccess: RawRepresentable, Equatable, Sendable {
    public var rawValue: UInt16
    @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// - Parameters:
    ///   - sizeLog2: 0...3 for 1, 2, 4, 8 bytes, of each element.
    ///   - signExtendTo64: Loads sign-extend to 64 bits; `signExtendTo32` to 32, then zero-extend.
    @inlinable
    public init(
        sizeLog2: Int, signExtendTo64: Bool = false, signExtendTo32: Bool = false,
        acquire: Bool = false, release: Bool = false, unprivileged: Bool = false,
        mustAlign: Bool = false, bigEndian: Bool = false
    ) {
        rawValue =
            UInt16(sizeLog2) | (signExtendTo64 ? 1 << 3 : 0) | (signExtendTo32 ? 1 << 4 : 0)
            | (acquire ? 1 << 5 : 0) | (release ? 1 << 6 : 0) | (unprivileged ? 1 << 7 : 0)
            | (mustAlign ? 1 << 8 : 0) | (bigEndian ? 1 << 9 : 0)
    }

    @inlinable public var sizeLog2: Int { Int(rawValue & 7) }
    @inlinable public var sizeBytes: Int { 1 << Int(rawValue & 7) }
    @inlinable public var signExtendsTo64: Bool { rawValue & 1 << 3 != 0 }
    @inlinable public var signExtendsTo32: Bool { rawValue & 1 << 4 != 0 }
    @inlinable public var isAcquire: Bool { rawValue & 1 << 5 != 0 }
    @inlinable public var isRelease: Bool { rawValue & 1 << 6 != 0 }
    /// LDTR and STTR: with the rights of EL0.
    @inlinable public var isUnprivileged: Bool { rawValue & 1 << 7 != 0 }
    /// Faults if the address is not a multiple of the access size, whatever SCTLR_ELx.A says.
    @inlinable public var mustAlign: Bool { rawValue & 1 << 8 != 0 }
    @inlinable public var isBigEndian: Bool { rawValue & 1 << 9 != 0 }
}
