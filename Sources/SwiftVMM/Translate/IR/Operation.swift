// One IR operation: sixteen bytes, no references, so that blocks are plain memory.

/// Operand width of an integer operation.
public enum Width: UInt8, Sendable {
    case w32 = 0
    case w64 = 1

    @inlinable public var bits: Int { self == .w64 ? 64 : 32 }
}

public struct Operation: Sendable {
    public var opcode: Opcode
    /// The Width of an integer operation; for the others, which can fault or leave the block, the
    /// index within the block of the guest instruction they belong to.
    public var detail: UInt8
    /// A condition, a MemoryAccess, a Helper or other detail, as the opcode says.
    public var modifier: UInt16
    /// Slot that receives the result.
    public var destination: UInt16
    /// Slots of the operands.
    public var a: UInt16
    public var b: UInt16
    public var c: UInt16
    public var immediate: Int32

    @inlinable
    public init(
        _ opcode: Opcode, detail: UInt8 = 0, modifier: UInt16 = 0,
        destination: UInt16 = Slot.discard, a: UInt16 = Slot.zero, b: UInt16 = Slot.zero,
        c: UInt16 = Slot.zero, immediate: Int32 = 0
    ) {
        self.opcode = opcode
        self.detail = detail
        self.modifier = modifier
        self.destination = destination
        self.a = a
        self.b = b
        self.c = c
        self.immediate = immediate
    }

    @inlinable public var width: Width { detail == 0 ? .w32 : .w64 }
}
