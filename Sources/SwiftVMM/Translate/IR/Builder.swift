// What frontends call to write IR.
//
// Commit rule: an instruction's operations that can fault come before any write to a guest register
// by the same instruction. A single operation that faults writes nothing.

/// A slot that holds a value: a guest register, zero, or a temporary.
public struct Value: Equatable, Sendable {
    public let slot: UInt16
    @inlinable public init(slot: UInt16) { self.slot = slot }

    public static let zero = Value(slot: Slot.zero)
    public static let discard = Value(slot: Slot.discard)
    public static let stackPointer = Value(slot: Slot.sp)
    public static let flags = Value(slot: Slot.nzcv)
    public static let zeroVector = Value(slot: Slot.zeroVector)
}

/// The second operand of an integer operation.
public enum Operand: Sendable {
    case value(Value)
    case immediate(Int32)
}

public struct IRBuilder {
    public let mode: BlockMode
    /// Address of the guest instruction being translated.
    public private(set) var address: UInt64
    public private(set) var block: TranslatedBlock
    private var nextTemporary = Slot.temporaries

    public init(at address: UInt64, mode: BlockMode) {
        self.mode = mode
        self.address = address
        block = TranslatedBlock(
            virtualStart: address, mode: mode, operations: [], instructionStarts: [],
            terminal: .diverted)
        block.operations.reserveCapacity(64)
        block.instructionStarts.reserveCapacity(32)
    }

    /// Starts the next guest instruction; temporaries of the previous one are gone.
    public mutating func beginInstruction(at address: UInt64) {
        self.address = address
        block.instructionStarts.append(UInt16(block.operations.count))
        nextTemporary = Slot.temporaries
    }

    public mutating func end(_ terminal: Terminal) { block.terminal = terminal }

    /// Index of the current guest instruction within the block.
    private var instructionIndex: UInt8 { UInt8(block.instructionStarts.count - 1) }

    public mutating func temporary() -> Value {
        precondition(
            nextTemporary < Slot.temporaries + Slot.temporaryCount,
            "a guest instruction uses too many temporaries")
        defer { nextTemporary += 1 }
        return Value(slot: nextTemporary)
    }

    // MARK: Guest registers

    /// General-purpose register `n` as a source, XZR for 31.
    public func x(_ n: UInt32) -> Value { n == 31 ? .zero : Value(slot: UInt16(n)) }
    /// General-purpose register `n` as a source or destination, SP for 31.
    public func xOrSP(_ n: UInt32) -> Value { Value(slot: UInt16(n)) }
    /// General-purpose register `n` as a destination; writes of XZR are discarded.
    public func xDestination(_ n: UInt32) -> Value {
        n == 31 ? .discard : Value(slot: UInt16(n))
    }

    /// The low and the high half of a V register.
    public func v(_ n: UInt32) -> Value { Value(slot: Slot.v0 + UInt16(2 * n)) }
    public func vHigh(_ n: UInt32) -> Value { Value(slot: Slot.v0 + UInt16(2 * n) + 1) }

    // MARK: Operations

    @discardableResult
    public mutating func constant(_ value: UInt64, into destination: Value? = nil) -> Value {
        let destination = destination ?? temporary()
        append(
            Operation(
                .constant, destination: destination.slot,
                b: UInt16(truncatingIfNeeded: value >> 48),
                c: UInt16(truncatingIfNeeded: value >> 32),
                immediate: Int32(truncatingIfNeeded: value)))
        return destination
    }

    /// d = a in the width: 32 bits are zero-extended.
    @discardableResult
    public mutating func move(_ a: Value, _ width: Width = .w64, into destination: Value? = nil)
        -> Value
    {
        let destination = destination ?? temporary()
        append(
            Operation(.move, detail: width.rawValue, destination: destination.slot, a: a.slot))
        return destination
    }

    /// Any integer operation that takes a and b; `modifier` as the opcode says.
    @discardableResult
    public mutating func integer(
        _ opcode: Opcode, _ width: Width, _ a: Value, _ b: Operand, modifier: UInt16 = 0,
        into destination: Value? = nil
    ) -> Value {
        let destination = destination ?? temporary()
        var operation = Operation(
            opcode, detail: width.rawValue, modifier: modifier, destination: destination.slot,
            a: a.slot)
        switch b {
        case .value(let value): operation.b = value.slot
        case .immediate(let number):
            operation.b = Slot.immediate
            operation.immediate = number
        }
        append(operation)
        return destination
    }

    @discardableResult
    public mutating func integer(
        _ opcode: Opcode, _ width: Width, _ a: Value, _ b: Value, modifier: UInt16 = 0,
        into destination: Value? = nil
    ) -> Value {
        integer(opcode, width, a, .value(b), modifier: modifier, into: destination)
    }

    /// Operations with one operand, or with operands and a plain immediate (extracts, EXTR).
    @discardableResult
    public mutating func unary(
        _ opcode: Opcode, _ width: Width, _ a: Value, b: Value = .zero, immediate: Int32 = 0,
        modifier: UInt16 = 0, into destination: Value? = nil
    ) -> Value {
        let destination = destination ?? temporary()
        append(
            Operation(
                opcode, detail: width.rawValue, modifier: modifier, destination: destination.slot,
                a: a.slot, b: b.slot, immediate: immediate))
        return destination
    }

    /// Bits [lsb, lsb + length) of a, extended to the width.
    @discardableResult
    public mutating func extract(
        _ a: Value, lsb: Int, length: Int, signed: Bool = false, _ width: Width = .w64,
        into destination: Value? = nil
    ) -> Value {
        unary(
            signed ? .extractSigned : .extractUnsigned, width, a,
            immediate: Int32(lsb | length << 8), into: destination)
    }

    /// d = condition ? a : b
    @discardableResult
    public mutating func select(
        _ condition: UInt32, _ width: Width, _ a: Value, _ b: Value, into destination: Value? = nil
    ) -> Value {
        integer(.select, width, a, .value(b), modifier: UInt16(condition), into: destination)
    }

    // MARK: Memory

    /// Emits the SP alignment check when `base` is SP and the mode asks for it.
    public mutating func checkBase(_ base: Value) {
        guard base == .stackPointer && mode.stackAlignmentCheck else { return }
        append(Operation(.checkStackAlignment, detail: instructionIndex, a: base.slot))
    }

    /// Any memory operation. Endianness and SCTLR_ELx.A of the mode are added here.
    @discardableResult
    public mutating func memory(
        _ opcode: Opcode, _ access: MemoryAccess, address: Value, offset: Int32 = 0,
        b: Value = .zero, c: Value = .zero, into destination: Value = .discard
    ) -> Value {
        var access = access
        if mode.bigEndian { access.rawValue |= MemoryAccess(sizeLog2: 0, bigEndian: true).rawValue }
        if mode.alignmentCheck {
            access.rawValue |= MemoryAccess(sizeLog2: 0, mustAlign: true).rawValue
        }
        append(
            Operation(
                opcode, detail: instructionIndex, modifier: access.rawValue,
                destination: destination.slot, a: address.slot, b: b.slot, c: c.slot,
                immediate: offset))
        return destination
    }

    // MARK: SIMD and floating point

    /// d = operation(a, b, c) on one number.
    public mutating func float(
        _ operation: FloatOperation, _ shape: VectorShape, _ a: Value, _ b: Value = .zeroVector,
        _ c: Value = .zeroVector, into destination: Value
    ) {
        append(
            Operation(
                .float, detail: shape.rawValue, modifier: operation.rawValue,
                destination: destination.slot, a: a.slot, b: b.slot, c: c.slot))
    }

    /// The same on each element; `flags` as FloatOperation and VectorOperation say.
    public mutating func vectorFloat(
        _ operation: FloatOperation, _ shape: VectorShape, _ a: Value, _ b: Value = .zeroVector,
        immediate: Int32 = 0, flags: UInt16 = 0, into destination: Value
    ) {
        append(
            Operation(
                .vectorFloat, detail: shape.rawValue, modifier: operation.rawValue | flags,
                destination: destination.slot, a: a.slot, b: b.slot, immediate: immediate))
    }

    public mutating func vector(
        _ operation: VectorOperation, _ shape: VectorShape, _ a: Value, _ b: Value = .zeroVector,
        immediate: Int32 = 0, flags: UInt16 = 0, into destination: Value
    ) {
        append(
            Operation(
                .vector, detail: shape.rawValue, modifier: operation.rawValue | flags,
                destination: destination.slot, a: a.slot, b: b.slot, immediate: immediate))
    }

    public mutating func transfer(
        _ operation: FloatTransfer, _ shape: VectorShape, _ a: Value, _ b: Value = .zeroVector,
        immediate: Int32 = 0, into destination: Value
    ) {
        append(
            Operation(
                .transfer, detail: shape.rawValue, modifier: operation.rawValue,
                destination: destination.slot, a: a.slot, b: b.slot, immediate: immediate))
    }

    // MARK: Helpers

    @discardableResult
    public mutating func call(
        _ helper: Helper, a: Value = .zero, b: Value = .zero, immediate: Int32 = 0,
        into destination: Value = .discard
    ) -> Value {
        append(
            Operation(
                .call, detail: instructionIndex, modifier: helper.rawValue,
                destination: destination.slot, a: a.slot, b: b.slot, immediate: immediate))
        return destination
    }

    private mutating func append(_ operation: Operation) { block.operations.append(operation) }
}
