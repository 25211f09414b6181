// FEAT_PAuth. The codes are the helper's business; here is which pointer, modifier and key.

/// What the helper `pointerAuthentication` does to its operand: its immediate.
public enum PointerOperation: Int32, CaseIterable, Sendable {
    // As opc<2:0> of the instructions numbers them.
    case addIA, addIB, addDA, addDB, checkIA, checkIB, checkDA, checkDB
    case stripInstruction, stripData
    /// PACGA
    case generic
}

extension A64Lifter {
    private mutating func authenticate(
        _ operation: PointerOperation, _ pointer: Value, _ modifier: Value,
        into destination: Value? = nil
    ) -> Value {
        let destination = destination ?? builder.temporary()
        return builder.call(
            .pointerAuthentication, a: pointer, b: modifier, immediate: operation.rawValue,
            into: destination)
    }

    /// PACIA to AUTDB, with Xn|SP or zero.
    mutating func pointerCode(_ i: A64Instruction, isZero: Bool) {
        let operation = PointerOperation(rawValue: Int32(i.word[bits: 10..<13]))!
        let modifier = isZero ? .zero : builder.xOrSP(i.rn)
        _ = authenticate(operation, builder.x(i.rd), modifier, into: xd(i))
    }

    mutating func stripPointer(_ i: A64Instruction) {
        _ = authenticate(
            i.word[bit: 10] ? .stripData : .stripInstruction, builder.x(i.rd), .zero, into: xd(i))
    }

    /// The hints: X17 with X16, and X30 with zero or SP.
    mutating func pointerHint(_ i: A64Instruction) {
        let isCheck = i.word[bit: 7]
        let isKeyB = i.word[bit: 6]
        let operation: PointerOperation =
            isCheck ? (isKeyB ? .checkIB : .checkIA) : (isKeyB ? .addIB : .addIA)
        if i.opcode == .pointerCode1716 {
            _ = authenticate(operation, builder.x(17), builder.x(16), into: builder.x(17))
        } else {
            let modifier = i.word[bit: 5] ? Value.stackPointer : .zero
            _ = authenticate(operation, builder.x(30), modifier, into: builder.x(30))
        }
    }

    mutating func stripLinkRegister() {
        _ = authenticate(.stripInstruction, builder.x(30), .zero, into: builder.x(30))
    }

    mutating func genericCode(_ i: A64Instruction) {
        _ = authenticate(.generic, xn(i), builder.xOrSP(i.rm), into: xd(i))
    }

    /// BRAA, BLRAA and their kin: bit 24 tells an operand from zero, bit 10 the key.
    mutating func branchAuthenticated(_ i: A64Instruction, links: Bool) {
        let modifier = i.word[bit: 24] ? builder.xOrSP(i.rd) : .zero
        let target = authenticate(i.word[bit: 10] ? .checkIB : .checkIA, xn(i), modifier)
        if links { builder.constant(nextAddress, into: Value(slot: Slot.x30)) }
        terminal = .indirect(target.slot)
    }

    mutating func returnAuthenticated(_ i: A64Instruction) {
        let target = authenticate(
            i.word[bit: 10] ? .checkIB : .checkIA, builder.x(30), .stackPointer)
        terminal = .indirect(target.slot)
    }

    /// LDRAA, LDRAB: S:imm9 times eight from an address checked with zero.
    mutating func loadAuthenticated(_ i: A64Instruction) {
        let base = builder.xOrSP(i.rn)
        builder.checkBase(base)
        let isWriteback = i.word[bit: 11]
        let magnitude = Int32(i.word[bits: 12..<21])
        let offset = (i.word[bit: 22] ? magnitude - 512 : magnitude) * 8
        let checked = authenticate(i.word[bit: 23] ? .checkDB : .checkDA, base, .zero)
        builder.memory(
            .load, MemoryAccess(sizeLog2: 3), address: checked, offset: offset,
            into: isWriteback && i.rd == i.rn ? .discard : xd(i))
        if isWriteback {
            builder.integer(.add, .w64, checked, .immediate(offset), into: base)
        }
    }
}
