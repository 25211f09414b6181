// The reference executor of IR.
//
// It defines what each operation means; a code generator must agree with it in every register at
// every instruction. Operands are read straight from the state block; there is one dispatch per
// operation and no reference counting inside the loop.

/// What happened in an operation that can do more than compute.
enum ExecutionStatus {
    /// Go on with the next operation.
    case proceed
    /// Control went elsewhere: PC holds where.
    case diverted
    /// The vCPU must return to the machine; `EmulatedVCPU.exit` says why and PC is exact.
    case exit
}

extension EmulatedVCPU {
    /// Executes the first `limit` instructions of a block (all of them if it has no more).
    ///
    /// On return PC is exact and `retired` holds the instructions executed, one that raised an
    /// exception included.
    func execute(_ block: UnsafeMutablePointer<CodeBlock>, limit: Int) -> ExecutionStatus {
        let total = Int(block.pointee.instructionCount)
        if limit >= total {
            return execute(
                block, from: 0, to: Int(block.pointee.operationCount), completing: total,
                runsTerminal: true)
        }
        return execute(
            block, from: 0, to: Int(block.pointee.instructionStarts[limit]), completing: limit,
            runsTerminal: false)
    }

    /// Executes operations `start..<end` of a block, which complete its first `completing`
    /// instructions; then PC is that of the next one, or what the terminal says.
    ///
    /// `hasLeftBlock` becomes true if an operation asked for the block to be left: the rest of its
    /// instruction is executed then, and nothing after it.
    func execute(
        _ block: UnsafeMutablePointer<CodeBlock>, from start: Int, to end: Int,
        completing: Int, runsTerminal: Bool
    ) -> ExecutionStatus {
        let v = state.slots
        let operations = block.pointee.operations
        var end = end
        var completed = completing
        var runsTerminal = runsTerminal
        currentBlock = block

        var index = start
        while index < end {
            let op = operations[index]
            index &+= 1
            switch op.opcode {
            // MARK: Moves
            case .constant:
                v[Int(op.destination)] =
                    UInt64(op.b) << 48 | UInt64(op.c) << 32
                    | UInt64(UInt32(bitPattern: op.immediate))
            case .move: v[Int(op.destination)] = op.narrow(v[Int(op.a)])

            // MARK: Integer
            case .add: v[Int(op.destination)] = op.narrow(v[Int(op.a)] &+ op.operandB(v))
            case .subtract: v[Int(op.destination)] = op.narrow(v[Int(op.a)] &- op.operandB(v))
            case .and: v[Int(op.destination)] = op.narrow(v[Int(op.a)] & op.operandB(v))
            case .or: v[Int(op.destination)] = op.narrow(v[Int(op.a)] | op.operandB(v))
            case .exclusiveOr: v[Int(op.destination)] = op.narrow(v[Int(op.a)] ^ op.operandB(v))
            case .andNot: v[Int(op.destination)] = op.narrow(v[Int(op.a)] & ~op.operandB(v))
            case .orNot: v[Int(op.destination)] = op.narrow(v[Int(op.a)] | ~op.operandB(v))
            case .exclusiveOrNot:
                v[Int(op.destination)] = op.narrow(v[Int(op.a)] ^ ~op.operandB(v))
            case .addWithCarry:
                v[Int(op.destination)] = op.narrow(
                    v[Int(op.a)] &+ op.operandB(v) &+ Flags.carry(v[Int(Slot.nzcv)]))
            case .subtractWithCarry:
                v[Int(op.destination)] = op.narrow(
                    v[Int(op.a)] &+ ~op.operandB(v) &+ Flags.carry(v[Int(Slot.nzcv)]))
            case .multiply: v[Int(op.destination)] = op.narrow(v[Int(op.a)] &* op.operandB(v))
            case .multiplyHighUnsigned:
                v[Int(op.destination)] = v[Int(op.a)].multipliedFullWidth(by: op.operandB(v)).high
            case .multiplyHighSigned:
                v[Int(op.destination)] = UInt64(
                    bitPattern: Int64(bitPattern: v[Int(op.a)])
                        .multipliedFullWidth(by: Int64(bitPattern: op.operandB(v))).high)
            case .divideUnsigned:
                let divisor = op.narrow(op.operandB(v))
                v[Int(op.destination)] = divisor == 0 ? 0 : op.narrow(v[Int(op.a)]) / divisor
            case .divideSigned:
                v[Int(op.destination)] = op.divideSigned(v[Int(op.a)], op.operandB(v))
            case .shiftLeft:
                let shift = op.operandB(v) & op.shiftMask
                v[Int(op.destination)] = op.narrow(v[Int(op.a)] &<< shift)
            case .shiftRight:
                let shift = op.operandB(v) & op.shiftMask
                v[Int(op.destination)] = op.narrow(v[Int(op.a)]) &>> shift
            case .shiftRightArithmetic:
                let shift = Int64(bitPattern: op.operandB(v) & op.shiftMask)
                v[Int(op.destination)] = op.narrow(
                    UInt64(bitPattern: op.signed(v[Int(op.a)]) &>> shift))
            case .rotateRight:
                v[Int(op.destination)] = op.rotateRight(v[Int(op.a)], by: op.operandB(v))
            case .extractPair:
                v[Int(op.destination)] = op.extractPair(v[Int(op.a)], v[Int(op.b)])
            case .extractUnsigned:
                v[Int(op.destination)] = op.narrow(op.field(of: v[Int(op.a)]))
            case .extractSigned:
                v[Int(op.destination)] = op.narrow(
                    op.field(of: v[Int(op.a)]).signExtended(from: op.fieldLength))
            case .deposit:
                v[Int(op.destination)] = op.deposit(v[Int(op.b)], into: v[Int(op.a)])
            case .countLeadingZeros:
                let value = op.narrow(v[Int(op.a)])
                v[Int(op.destination)] = UInt64(
                    value.leadingZeroBitCount &- (64 &- op.width.bits))
            case .countLeadingSigns:
                let value = UInt64(bitPattern: op.signed(v[Int(op.a)]))
                let flipped = value ^ UInt64(bitPattern: Int64(bitPattern: value) &>> 63)
                v[Int(op.destination)] = UInt64(
                    flipped.leadingZeroBitCount &- (64 &- op.width.bits) &- 1)
            case .reverseBits:
                let value = v[Int(op.a)].bitsReversed
                v[Int(op.destination)] = op.width == .w64 ? value : value >> 32
            case .reverseBytes16:
                let value = v[Int(op.a)]
                v[Int(op.destination)] = op.narrow(
                    (value & 0x00ff_00ff_00ff_00ff) << 8 | (value >> 8) & 0x00ff_00ff_00ff_00ff)
            case .reverseBytes32:
                let value = v[Int(op.a)].byteSwapped
                v[Int(op.destination)] = op.narrow(value >> 32 | value << 32)
            case .reverseBytes64: v[Int(op.destination)] = v[Int(op.a)].byteSwapped
            case .crc32:
                v[Int(op.destination)] = CRC32.accumulate(
                    v[Int(op.a)], v[Int(op.b)], byteCount: Int(op.modifier & 15),
                    isCastagnoli: op.modifier & 16 != 0)

            // MARK: Flags
            case .addSetFlags:
                let (result, flags) = op.addWithCarry(v[Int(op.a)], op.operandB(v), 0)
                v[Int(op.destination)] = result
                v[Int(Slot.nzcv)] = flags
            case .subtractSetFlags:
                let (result, flags) = op.addWithCarry(v[Int(op.a)], ~op.operandB(v), 1)
                v[Int(op.destination)] = result
                v[Int(Slot.nzcv)] = flags
            case .addWithCarrySetFlags:
                let carry = Flags.carry(v[Int(Slot.nzcv)])
                let (result, flags) = op.addWithCarry(v[Int(op.a)], op.operandB(v), carry)
                v[Int(op.destination)] = result
                v[Int(Slot.nzcv)] = flags
            case .subtractWithCarrySetFlags:
                let carry = Flags.carry(v[Int(Slot.nzcv)])
                let (result, flags) = op.addWithCarry(v[Int(op.a)], ~op.operandB(v), carry)
                v[Int(op.destination)] = result
                v[Int(Slot.nzcv)] = flags
            case .andSetFlags:
                let result = op.narrow(v[Int(op.a)] & op.operandB(v))
                v[Int(op.destination)] = result
                v[Int(Slot.nzcv)] = op.logicalFlags(result)
            case .andNotSetFlags:
                let result = op.narrow(v[Int(op.a)] & ~op.operandB(v))
                v[Int(op.destination)] = result
                v[Int(Slot.nzcv)] = op.logicalFlags(result)
            case .conditionalCompareAdd, .conditionalCompareSubtract:
                if Condition.holds(UInt8(op.modifier & 15), nzcv: v[Int(Slot.nzcv)]) {
                    let isAdd = op.opcode == .conditionalCompareAdd
                    let b = op.operandB(v)
                    v[Int(Slot.nzcv)] =
                        op.addWithCarry(v[Int(op.a)], isAdd ? b : ~b, isAdd ? 0 : 1).flags
                } else {
                    v[Int(Slot.nzcv)] = UInt64(op.modifier >> 4 & 15) << 28
                }
            case .select:
                let holds = Condition.holds(
                    UInt8(truncatingIfNeeded: op.modifier), nzcv: v[Int(Slot.nzcv)])
                v[Int(op.destination)] = op.narrow(holds ? v[Int(op.a)] : op.operandB(v))
            case .testCondition:
                v[Int(op.destination)] =
                    Condition.holds(
                        UInt8(truncatingIfNeeded: op.modifier), nzcv: v[Int(Slot.nzcv)]) ? 1 : 0
            case .isZero: v[Int(op.destination)] = op.narrow(v[Int(op.a)]) == 0 ? 1 : 0
            case .setNegativeZero:
                v[Int(Slot.nzcv)] =
                    v[Int(Slot.nzcv)] & 0x3000_0000 | op.logicalFlags(op.narrow(v[Int(op.a)]))
            case .skipUnless:
                if !Condition.holds(
                    UInt8(truncatingIfNeeded: op.modifier), nzcv: v[Int(Slot.nzcv)])
                {
                    index &+= Int(op.immediate)
                }
            case .skipIfZero:
                if v[Int(op.a)] == 0 { index &+= Int(op.immediate) }

            // MARK: Memory
            case .load:
                let access = MemoryAccess(rawValue: op.modifier)
                let address = v[Int(op.a)] &+ UInt64(bitPattern: Int64(op.immediate))
                if let host = fastHost(address, access, isWrite: false) {
                    v[Int(op.destination)] = access.extend(access.loadPlain(host))
                } else {
                    let status = loadSlow(op, address, access)
                    if status != .proceed { return leave(status, after: op) }
                }
            case .store:
                let access = MemoryAccess(rawValue: op.modifier)
                let address = v[Int(op.a)] &+ UInt64(bitPattern: Int64(op.immediate))
                if let host = fastHost(address, access, isWrite: true) {
                    access.storePlain(host, v[Int(op.b)])
                } else {
                    let status = storeSlow(op, address, access)
                    if status != .proceed { return leave(status, after: op) }
                }
            case .checkStackAlignment:
                if v[Int(op.a)] & 15 != 0 {
                    setPC(of: op)
                    takeStackAlignmentFault()
                    return leave(.diverted, after: op)
                }
            case .loadPair, .storePair, .loadExclusive, .loadExclusivePair, .storeExclusive,
                .storeExclusivePair, .atomic, .compareAndSwap, .compareAndSwapPair:
                let status = accessSlow(op)
                if status != .proceed { return leave(status, after: op) }

            case .loadVector:
                let status = loadVector(op)
                if status != .proceed { return leave(status, after: op) }
            case .storeVector:
                let status = storeVector(op)
                if status != .proceed { return leave(status, after: op) }
            case .loadStructure:
                let status = loadStructure(op)
                if status != .proceed { return leave(status, after: op) }
            case .storeStructure:
                let status = storeStructure(op)
                if status != .proceed { return leave(status, after: op) }

            // MARK: SIMD and floating point
            case .float: executeFloat(op)
            case .vectorFloat: executeVectorFloat(op)
            case .vector: executeVector(op)
            case .transfer: executeTransfer(op)

            // MARK: Everything else
            case .call:
                setPC(of: op)
                let status = callHelper(op)
                if status != .proceed { return leave(status, after: op) }
            }
            if mustLeaveBlock {
                // A store changed code of this very block: finish the instruction, then look again.
                mustLeaveBlock = false
                hasLeftBlock = true
                let next = Int(op.detail) + 1
                let total = Int(block.pointee.instructionCount)
                runsTerminal = next >= total
                completed = runsTerminal ? total : next
                end = Int(
                    runsTerminal
                        ? block.pointee.operationCount : block.pointee.instructionStarts[next])
            }
        }

        retired = completed
        if runsTerminal {
            switch block.pointee.terminal {
            case .jump(let target): state.pc = target
            case .branch(let condition, let taken, let otherwise):
                state.pc = v[Int(condition)] != 0 ? taken : otherwise
            case .indirect(let slot): state.pc = v[Int(slot)]
            case .diverted: break
            }
        } else {
            state.pc = block.pointee.virtualStart &+ block.pointee.offset(of: completed)
        }
        return .proceed
    }

    /// Puts the address of the operation's instruction in PC.
    @inline(__always)
    func setPC(of op: Operation) {
        retired = Int(op.detail)
        state.pc =
            currentBlock.pointee.virtualStart &+ currentBlock.pointee.offset(of: Int(op.detail))
    }

    /// The address after the operation's instruction.
    @inline(__always)
    func nextPC(of op: Operation) -> UInt64 {
        currentBlock.pointee.virtualStart &+ currentBlock.pointee.offset(of: Int(op.detail) &+ 1)
    }

    @inline(__always)
    private func leave(_ status: ExecutionStatus, after op: Operation) -> ExecutionStatus {
        retired = Int(op.detail) + 1
        return status
    }
}

/// NZCV in PSTATE position.
enum Flags {
    @inline(__always)
    static func carry(_ nzcv: UInt64) -> UInt64 { nzcv >> 29 & 1 }
}

extension Operation {
    @inline(__always)
    func operandB(_ v: UnsafeMutablePointer<UInt64>) -> UInt64 {
        b == Slot.immediate ? UInt64(bitPattern: Int64(immediate)) : v[Int(b)]
    }

    /// Truncates to the operation's width.
    @inline(__always)
    func narrow(_ value: UInt64) -> UInt64 { detail == 0 ? value & 0xffff_ffff : value }

    @inline(__always)
    var shiftMask: UInt64 { detail == 0 ? 31 : 63 }

    /// The value as a signed number of the operation's width.
    @inline(__always)
    func signed(_ value: UInt64) -> Int64 {
        detail == 0 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
    }

    /// Arm ARM `AddWithCarry`: the result and NZCV.
    @inline(__always)
    func addWithCarry(_ a: UInt64, _ b: UInt64, _ carry: UInt64) -> (result: UInt64, flags: UInt64)
    {
        if detail == 0 {
            let x = UInt32(truncatingIfNeeded: a)
            let y = UInt32(truncatingIfNeeded: b)
            let wide = UInt64(x) &+ UInt64(y) &+ carry
            let result = UInt32(truncatingIfNeeded: wide)
            var flags = UInt64(result & 0x8000_0000)
            if result == 0 { flags |= 1 << 30 }
            flags |= (wide >> 32) << 29
            flags |= UInt64((~(x ^ y) & (x ^ result)) >> 31) << 28
            return (UInt64(result), flags)
        }
        let (partial, carry1) = a.addingReportingOverflow(b)
        let (result, carry2) = partial.addingReportingOverflow(carry)
        var flags = (result >> 63) << 31
        if result == 0 { flags |= 1 << 30 }
        if carry1 || carry2 { flags |= 1 << 29 }
        flags |= ((~(a ^ b) & (a ^ result)) >> 63) << 28
        return (result, flags)
    }

    @inline(__always)
    func logicalFlags(_ result: UInt64) -> UInt64 {
        let sign = detail == 0 ? result >> 31 & 1 : result >> 63
        return sign << 31 | (result == 0 ? 1 << 30 : 0)
    }

    @inline(__always)
    func rotateRight(_ value: UInt64, by amount: UInt64) -> UInt64 {
        if detail == 0 {
            let x = UInt32(truncatingIfNeeded: value)
            let n = UInt32(truncatingIfNeeded: amount & 31)
            return n == 0 ? UInt64(x) : UInt64(x &>> n | x &<< (32 &- n))
        }
        let n = amount & 63
        return n == 0 ? value : value &>> n | value &<< (64 &- n)
    }

    @inline(__always)
    func extractPair(_ high: UInt64, _ low: UInt64) -> UInt64 {
        let lsb = UInt64(immediate)
        if lsb == 0 { return narrow(low) }
        if detail == 0 { return narrow((high << 32 | low & 0xffff_ffff) &>> lsb) }
        return low &>> lsb | high &<< (64 &- lsb)
    }

    @inline(__always)
    var fieldLength: Int { Int(immediate >> 8) }

    @inline(__always)
    func field(of value: UInt64) -> UInt64 {
        let length = UInt64(immediate >> 8)
        let mask = length >= 64 ? ~0 : (1 &<< length) &- 1
        return value &>> UInt64(immediate & 0xff) & mask
    }

    @inline(__always)
    func deposit(_ source: UInt64, into target: UInt64) -> UInt64 {
        let length = UInt64(immediate >> 8)
        let lsb = UInt64(immediate & 0xff)
        let mask = (length >= 64 ? ~0 : (1 &<< length) &- 1) &<< lsb
        return narrow(target & ~mask | source &<< lsb & mask)
    }

    @inline(__always)
    func divideSigned(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let dividend = signed(a)
        let divisor = signed(b)
        if divisor == 0 { return 0 }
        return narrow(
            UInt64(bitPattern: dividend.dividedReportingOverflow(by: divisor).partialValue))
    }
}

/// CRC32 and CRC32C. Source: Arm ARM, CRC32B and CRC32CB; polynomials 0x04C11DB7, 0x1EDC6F41.
enum CRC32 {
    static func accumulate(
        _ accumulator: UInt64, _ data: UInt64, byteCount: Int, isCastagnoli: Bool
    ) -> UInt64 {
        let polynomial: UInt32 = isCastagnoli ? 0x82f6_3b78 : 0xedb8_8320
        var crc = UInt32(truncatingIfNeeded: accumulator)
        for byte in 0..<byteCount {
            crc ^= UInt32(truncatingIfNeeded: data >> UInt64(8 * byte)) & 0xff
            for _ in 0..<8 { crc = crc & 1 != 0 ? crc >> 1 ^ polynomial : crc >> 1 }
        }
        return UInt64(crc)
    }
}
