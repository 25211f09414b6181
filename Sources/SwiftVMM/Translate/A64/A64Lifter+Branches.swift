// Branches. They write X30 if they link, and leave the rest to the block's terminal.

extension A64Lifter {
    private func target(_ offset: Int64) -> UInt64 { address &+ UInt64(bitPattern: offset) }

    private mutating func link() {
        builder.constant(nextAddress, into: Value(slot: Slot.x30))
    }

    mutating func branch(_ i: A64Instruction) { terminal = .jump(target(i.imm26Offset)) }

    mutating func branchWithLink(_ i: A64Instruction) {
        link()
        terminal = .jump(target(i.imm26Offset))
    }

    mutating func branchWithLinkToRegister(_ i: A64Instruction) {
        var destination = xn(i)
        if i.rn == 30 { destination = builder.move(destination) }
        link()
        terminal = .indirect(destination.slot)
    }

    mutating func conditionalBranch(_ i: A64Instruction) {
        let condition = i.word & 15
        if condition >= 14 {
            terminal = .jump(target(i.imm19Offset))
            return
        }
        let holds = builder.unary(.testCondition, .w64, .zero, modifier: UInt16(condition))
        terminal = .branch(
            condition: holds.slot, taken: target(i.imm19Offset), otherwise: nextAddress)
    }

    mutating func compareAndBranch(_ i: A64Instruction, onZero: Bool) {
        var value = builder.x(i.rd)
        if !i.sf { value = builder.move(value, .w32) }
        branch(on: value, onZero: onZero, to: target(i.imm19Offset))
    }

    mutating func testAndBranch(_ i: A64Instruction, onZero: Bool) {
        let bit = builder.extract(builder.x(i.rd), lsb: Int(i.testedBit), length: 1)
        branch(on: bit, onZero: onZero, to: target(i.imm14Offset))
    }

    private mutating func branch(on value: Value, onZero: Bool, to target: UInt64) {
        terminal = .branch(
            condition: value.slot, taken: onZero ? nextAddress : target,
            otherwise: onZero ? target : nextAddress)
    }
}
