// What each AArch32 instruction means, as IR. This file has the state of a lift, conditional
// execution, and the registers; the meanings are in extensions, one file per class.
//
// A register's slot depends on the mode, which is part of BlockMode, so banked registers cost
// nothing. R0...R14 hold their value zero-extended to 64 bits.

struct AArch32Lifter {
    var builder: IRBuilder
    /// Set by an instruction that ends the block.
    var terminal: Terminal?
    let mode: ProcessorMode
    let isThumb: Bool
    /// IT of the instruction being lifted.
    var itState: UInt8
    /// Bytes of the instruction being lifted.
    private var length: UInt64 = 4
    /// The instruction being lifted runs only if its condition holds.
    private var isConditional = false
    /// Where a conditional instruction that may write PC leaves the next address.
    private var nextPC: Value?

    init(at address: UInt64, mode blockMode: BlockMode) {
        builder = IRBuilder(at: address, mode: blockMode)
        mode = blockMode.processorMode ?? .supervisor
        isThumb = blockMode.isThumb
        itState = blockMode.itState
    }

    /// Address of the instruction after the one being lifted.
    var nextAddress: UInt64 { (builder.address &+ length) & 0xffff_ffff }

    /// What R15 reads as.
    var pcValue: UInt64 { (builder.address &+ (isThumb ? 4 : 8)) & 0xffff_ffff }

    // MARK: One instruction

    /// Lifts one instruction; nil is one that is UNDEFINED.
    mutating func lift(
        _ instruction: AArch32Instruction?, at address: UInt64, lengthBytes: UInt8
    ) {
        builder.beginInstruction(at: address)
        if isThumb { builder.endInstruction(lengthBytes: lengthBytes) }
        length = UInt64(lengthBytes)
        nextPC = nil
        isConditional = false
        guard let instruction else {
            // It may be UNDEFINED only if its condition holds, or always: here it is always.
            call(.undefined)
            return
        }
        if instruction.opcode == .it {
            itState = UInt8(instruction.immediate)
            builder.constant(UInt64(itState), into: Value(slot: Slot.it))
            return
        }
        if instruction.condition >= 14 || instruction.opcode == .b {
            meaning(of: instruction)
        } else {
            isConditional = true
            if instruction.mayWritePC { nextPC = builder.constant(nextAddress) }
            let start = builder.beginSkip(unless: instruction.condition)
            meaning(of: instruction)
            builder.endSkip(start)
            if terminal == .diverted { terminal = .jump(nextAddress) }
        }
        if itState != 0 {
            itState = CPSR.advanced(itState: itState)
            builder.constant(UInt64(itState), into: Value(slot: Slot.it))
        }
    }

    // MARK: Registers

    /// R`n` as a source.
    mutating func r(_ n: UInt32) -> Value {
        n == 15 ? builder.constant(pcValue) : register(n)
    }

    /// R`n`, 0...14.
    func register(_ n: UInt32) -> Value { Value(slot: mode.x(n)) }

    /// Where an instruction puts the value of R`n`; `commit` then makes a branch of R15.
    mutating func destination(_ n: UInt32) -> Value {
        n == 15 ? builder.temporary() : register(n)
    }

    /// Source: Arm ARM, `ALUWritePC`.
    mutating func commit(_ n: UInt32, _ value: Value) {
        guard n == 15 else { return }
        if isThumb { branch(to: value) } else { branchExchange(to: value) }
    }

    // MARK: Control flow

    /// Continues at a computed address in the same instruction set. Source: `BranchWritePC`.
    mutating func branch(to value: Value) {
        let mask: Int32 = isThumb ? ~1 : ~3
        let target = builder.integer(.and, .w32, value, .immediate(mask), into: nextPC)
        terminal = .indirect(target.slot)
    }

    /// Continues at a computed address whose bit 0 names the instruction set.
    /// Source: Arm ARM, `BXWritePC`.
    mutating func branchExchange(to value: Value) {
        var changes = builder.integer(.and, .w32, value, .immediate(1))
        if isThumb { changes = builder.integer(.exclusiveOr, .w32, changes, .immediate(1)) }
        let start = builder.beginSkip(ifZero: changes)
        builder.call(.changeInstructionSet, a: value)
        builder.endSkip(start)
        branch(to: value)
    }

    /// A direct branch.
    mutating func jump(to target: UInt64) {
        terminal = .jump(target & 0xffff_ffff)
    }

    /// Calls a helper, and ends the block if the helper asks for that.
    @discardableResult
    mutating func call(
        _ helper: Helper, a: Value = .zero, b: Value = .zero, c: Value = .zero,
        immediate: Int32 = 0, into destination: Value = .discard
    ) -> Value {
        let effect = helper.effect
        if effect.contains(.diverts) {
            terminal = .diverted
        } else if effect.contains(.endsBlock) {
            terminal = .jump(nextAddress)
        }
        return builder.call(
            helper, a: a, b: b, c: c, immediate: immediate, into: destination)
    }

    /// The end of the block of instructions: its terminal, and a second look at the mode if it
    /// breaks off inside an IT block.
    mutating func end(at next: UInt64) {
        if terminal == nil && itState != 0 { builder.call(.renewContext) }
        builder.end(terminal ?? .jump(next & 0xffff_ffff))
    }

    /// B with its own condition.
    mutating func conditionalBranch(_ i: AArch32Instruction) {
        let target = (pcValue &+ UInt64(bitPattern: Int64(i.offset))) & 0xffff_ffff
        guard i.condition < 14 else { return jump(to: target) }
        let holds = builder.unary(.testCondition, .w64, .zero, modifier: UInt16(i.condition))
        terminal = .branch(condition: holds.slot, taken: target, otherwise: nextAddress)
    }

    /// Ends the block at a known address, which a conditional instruction reaches only sometimes.
    mutating func conditionalJump(to target: UInt64) {
        guard let nextPC else { return jump(to: target) }
        builder.constant(target & 0xffff_ffff, into: nextPC)
        terminal = .indirect(nextPC.slot)
    }
}

extension AArch32Instruction {
    /// Whether the instruction, executed, may continue elsewhere than after itself without raising
    /// an exception.
    var mayWritePC: Bool {
        switch opcode {
        case .bl, .blxImmediate, .bx, .blxRegister, .bxj, .tableBranch: true
        case .ldm: immediate[bit: 15]
        case .tst, .teq, .cmp, .cmn: false
        case .and, .eor, .sub, .rsb, .add, .adc, .sbc, .rsc, .orr, .mov, .bic, .mvn, .orn, .ldr:
            rd == 15
        default: false
        }
    }
}
