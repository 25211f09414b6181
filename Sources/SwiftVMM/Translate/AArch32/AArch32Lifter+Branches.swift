// Branches that link, compare, or read a table.

extension AArch32Lifter {
    private var linkAddress: UInt64 { nextAddress | (isThumb ? 1 : 0) }

    private mutating func link() { builder.constant(linkAddress, into: register(14)) }

    mutating func branchWithLink(_ i: AArch32Instruction) {
        link()
        conditionalJump(to: pcValue &+ UInt64(bitPattern: Int64(i.offset)))
    }

    /// BLX (immediate): into the other instruction set, always.
    mutating func branchWithLinkExchange(_ i: AArch32Instruction) {
        let base = isThumb ? alignedPCAddress() : pcValue
        let target = (base &+ UInt64(bitPattern: Int64(i.offset))) & 0xffff_ffff
        let destination = builder.constant(isThumb ? target & ~3 : target | 1)
        link()
        call(.changeInstructionSet, a: destination)
    }

    mutating func branchWithLinkToRegister(_ i: AArch32Instruction) {
        let target = builder.move(register(i.rm), .w32)
        link()
        branchExchange(to: target)
    }

    /// CBZ and CBNZ.
    mutating func compareAndBranch(_ i: AArch32Instruction) {
        let target = (pcValue &+ UInt64(i.immediate)) & 0xffff_ffff
        let onZero = i.shiftAmount == 0
        terminal = .branch(
            condition: register(i.rn).slot, taken: onZero ? nextAddress : target,
            otherwise: onZero ? target : nextAddress)
    }

    /// TBB and TBH.
    mutating func tableBranch(_ i: AArch32Instruction) {
        let isHalf = i.shiftAmount == 1
        var index = register(i.rm)
        if isHalf { index = builder.integer(.shiftLeft, .w32, index, .immediate(1)) }
        let address = builder.integer(.add, .w32, r(i.rn), index)
        let entry = builder.memory(
            .load, MemoryAccess(sizeLog2: isHalf ? 1 : 0), address: address,
            into: builder.temporary())
        let offset = builder.integer(.shiftLeft, .w32, entry, .immediate(1))
        let base = builder.constant(pcValue)
        branch(to: builder.integer(.add, .w32, base, offset))
    }
}
