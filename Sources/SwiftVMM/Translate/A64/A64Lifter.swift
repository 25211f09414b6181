// What each A64 instruction means, as IR. This file has the state of a lift and the dispatch; the
// meanings are in extensions, one file per instruction class of the manual.

struct A64Lifter {
    var builder: IRBuilder
    /// Set by an instruction that ends the block.
    var terminal: Terminal?

    init(at address: UInt64, mode: BlockMode) {
        builder = IRBuilder(at: address, mode: mode)
    }

    mutating func beginInstruction(at address: UInt64) { builder.beginInstruction(at: address) }

    /// Address of the instruction being lifted, and of the one after it.
    var address: UInt64 { builder.address }
    var nextAddress: UInt64 { builder.address &+ 4 }

    /// Calls a helper, and ends the block if the helper asks for that.
    @discardableResult
    mutating func call(
        _ helper: Helper, a: Value = .zero, immediate: Int32 = 0, into destination: Value = .discard
    ) -> Value {
        let effect = helper.effect
        if effect.contains(.diverts) {
            terminal = .diverted
        } else if effect.contains(.endsBlock) {
            terminal = .jump(nextAddress)
        }
        return builder.call(helper, a: a, immediate: immediate, into: destination)
    }

    /// A constant as an operand: in the operation where it fits, else in a temporary. Only the low
    /// half counts for a 32-bit operation.
    mutating func operand(_ value: UInt64, _ width: Width) -> Operand {
        let low = Int32(truncatingIfNeeded: value)
        if width == .w32 || UInt64(bitPattern: Int64(low)) == value { return .immediate(low) }
        return .value(builder.constant(value))
    }
}

extension A64Instruction {
    /// Width by sf.
    var width: Width { sf ? .w64 : .w32 }
}

extension A64Lifter {
    mutating func lift(_ i: A64Instruction) {
        switch i.opcode {
        // Data processing, immediate
        case .adr: builder.constant(address &+ UInt64(bitPattern: i.imm21), into: xd(i))
        case .adrp:
            let page = address.alignedDown(to: 4096)
            builder.constant(page &+ UInt64(bitPattern: i.imm21 << 12), into: xd(i))
        case .addImmediate: addSubtractImmediate(i, .add)
        case .addsImmediate: addSubtractImmediate(i, .addSetFlags)
        case .subImmediate: addSubtractImmediate(i, .subtract)
        case .subsImmediate: addSubtractImmediate(i, .subtractSetFlags)
        case .andImmediate: logicalImmediate(i, .and)
        case .orrImmediate: logicalImmediate(i, .or)
        case .eorImmediate: logicalImmediate(i, .exclusiveOr)
        case .andsImmediate: logicalImmediate(i, .andSetFlags)
        case .movn: moveWideNot(i)
        case .movz: moveWideZero(i)
        case .movk: moveWideKeep(i)
        case .sbfm: signedBitfieldMove(i)
        case .bfm: bitfieldMove(i)
        case .ubfm: unsignedBitfieldMove(i)
        case .extr: extract(i)

        // Data processing, register
        case .andShifted: logicalShifted(i, .and)
        case .bicShifted: logicalShifted(i, .andNot)
        case .orrShifted: logicalShifted(i, .or)
        case .ornShifted: logicalShifted(i, .orNot)
        case .eorShifted: logicalShifted(i, .exclusiveOr)
        case .eonShifted: logicalShifted(i, .exclusiveOrNot)
        case .andsShifted: logicalShifted(i, .andSetFlags)
        case .bicsShifted: logicalShifted(i, .andNotSetFlags)
        case .addShifted: addSubtractShifted(i, .add)
        case .addsShifted: addSubtractShifted(i, .addSetFlags)
        case .subShifted: addSubtractShifted(i, .subtract)
        case .subsShifted: addSubtractShifted(i, .subtractSetFlags)
        case .addExtended: addSubtractExtended(i, .add)
        case .addsExtended: addSubtractExtended(i, .addSetFlags)
        case .subExtended: addSubtractExtended(i, .subtract)
        case .subsExtended: addSubtractExtended(i, .subtractSetFlags)
        case .adc: threeRegisters(i, .addWithCarry)
        case .adcs: threeRegisters(i, .addWithCarrySetFlags)
        case .sbc: threeRegisters(i, .subtractWithCarry)
        case .sbcs: threeRegisters(i, .subtractWithCarrySetFlags)
        case .ccmnRegister: conditionalCompare(i, .conditionalCompareAdd, .value(xm(i)))
        case .ccmpRegister: conditionalCompare(i, .conditionalCompareSubtract, .value(xm(i)))
        case .ccmnImmediate:
            conditionalCompare(i, .conditionalCompareAdd, .immediate(Int32(i.imm5)))
        case .ccmpImmediate:
            conditionalCompare(i, .conditionalCompareSubtract, .immediate(Int32(i.imm5)))
        case .csel: builder.select(i.cond, i.width, xn(i), xm(i), into: xd(i))
        case .csinc: conditionalSelectIncrement(i)
        case .csinv: conditionalSelectInvert(i)
        case .csneg: conditionalSelectNegate(i)
        case .madd: multiplyAdd(i, .add)
        case .msub: multiplyAdd(i, .subtract)
        case .smaddl: multiplyAddLong(i, .add, signed: true)
        case .smsubl: multiplyAddLong(i, .subtract, signed: true)
        case .umaddl: multiplyAddLong(i, .add, signed: false)
        case .umsubl: multiplyAddLong(i, .subtract, signed: false)
        case .smulh: threeRegisters(i, .multiplyHighSigned)
        case .umulh: threeRegisters(i, .multiplyHighUnsigned)
        case .udiv: threeRegisters(i, .divideUnsigned)
        case .sdiv: threeRegisters(i, .divideSigned)
        case .lslv: threeRegisters(i, .shiftLeft)
        case .lsrv: threeRegisters(i, .shiftRight)
        case .asrv: threeRegisters(i, .shiftRightArithmetic)
        case .rorv: threeRegisters(i, .rotateRight)
        case .crc32b, .crc32h, .crc32w, .crc32x: checksum(i, castagnoli: false)
        case .crc32cB, .crc32cH, .crc32cW, .crc32cX: checksum(i, castagnoli: true)
        case .rbit: twoRegisters(i, .reverseBits)
        case .rev16: twoRegisters(i, .reverseBytes16)
        case .revW, .rev32: twoRegisters(i, .reverseBytes32)
        case .revX: twoRegisters(i, .reverseBytes64)
        case .clz: twoRegisters(i, .countLeadingZeros)
        case .cls: twoRegisters(i, .countLeadingSigns)

        // Branches and exceptions
        case .b: branch(i)
        case .bl: branchWithLink(i)
        case .bCond: conditionalBranch(i)
        case .cbz: compareAndBranch(i, onZero: true)
        case .cbnz: compareAndBranch(i, onZero: false)
        case .tbz: testAndBranch(i, onZero: true)
        case .tbnz: testAndBranch(i, onZero: false)
        case .br, .ret: terminal = .indirect(xn(i).slot)
        case .blr: branchWithLinkToRegister(i)
        case .eret: call(.exceptionReturn)
        case .svc: call(.supervisorCall, immediate: Int32(i.imm16))
        case .hvc: call(.hypervisorCall, immediate: Int32(i.imm16))
        case .smc: call(.secureMonitorCall, immediate: Int32(i.imm16))
        case .brk: call(.breakpoint, immediate: Int32(i.imm16))
        // UNDEFINED outside Debug state, which this machine never enters.
        case .hlt, .dcps1, .dcps2, .dcps3, .drps: call(.undefined)

        // System
        case .nop, .hint: break
        case .yield: call(.yield)
        case .wfe: call(.waitForEvent)
        case .wfi: call(.waitForInterrupt)
        case .sev: call(.sendEvent)
        case .sevl: call(.sendEventLocal)
        case .clrex: call(.clearExclusive)
        case .dsb: call(.dataSynchronizationBarrier, immediate: Int32(i.crm))
        case .dmb: call(.dataMemoryBarrier, immediate: Int32(i.crm))
        case .isb: call(.instructionSynchronizationBarrier)
        case .msrImmediate:
            call(.writePSTATEField, immediate: Int32(i.op1 << 16 | i.op2 << 8 | i.crm))
        case .sys:
            call(.systemInstruction, a: builder.x(i.rd), immediate: Int32(i.systemEncoding))
        case .sysl:
            call(
                .systemInstructionWithResult, immediate: Int32(i.systemEncoding), into: xd(i))
        case .msrRegister: writeSystemRegister(i)
        case .mrs: readSystemRegister(i)

        // Loads and stores of one register
        case .ldrLiteral: loadLiteral(i, MemoryAccess(sizeLog2: i.word[bit: 30] ? 3 : 2))
        case .ldrswLiteral: loadLiteral(i, MemoryAccess(sizeLog2: 2, signExtendTo64: true))
        case .prfmLiteral, .prfmUnsignedOffset, .prfum, .prfmRegister: break
        case .strbUnsignedOffset, .ldrbUnsignedOffset, .ldrsbUnsignedOffset, .strhUnsignedOffset,
            .ldrhUnsignedOffset, .ldrshUnsignedOffset, .strUnsignedOffset, .ldrUnsignedOffset,
            .ldrswUnsignedOffset:
            loadStore(i, offset: Int32(i.imm12 << i.size))
        case .sturb, .ldurb, .ldursb, .sturh, .ldurh, .ldursh, .stur, .ldur, .ldursw:
            loadStore(i, offset: i.imm9)
        case .sttrb, .ldtrb, .ldtrsb, .sttrh, .ldtrh, .ldtrsh, .sttr, .ldtr, .ldtrsw:
            loadStore(i, offset: i.imm9, unprivileged: true)
        case .strbPostIndex, .ldrbPostIndex, .ldrsbPostIndex, .strhPostIndex, .ldrhPostIndex,
            .ldrshPostIndex, .strPostIndex, .ldrPostIndex, .ldrswPostIndex:
            loadStoreWriteback(i, offset: 0)
        case .strbPreIndex, .ldrbPreIndex, .ldrsbPreIndex, .strhPreIndex, .ldrhPreIndex,
            .ldrshPreIndex, .strPreIndex, .ldrPreIndex, .ldrswPreIndex:
            loadStoreWriteback(i, offset: i.imm9)
        case .strbRegister, .ldrbRegister, .ldrsbRegister, .strhRegister, .ldrhRegister,
            .ldrshRegister, .strRegister, .ldrRegister, .ldrswRegister:
            loadStoreRegisterOffset(i)

        // Loads and stores of pairs
        case .stnp, .stpOffset: storePair(i, .offset)
        case .stpPostIndex: storePair(i, .postIndex)
        case .stpPreIndex: storePair(i, .preIndex)
        case .ldnp, .ldpOffset: loadPair(i, .offset)
        case .ldpPostIndex: loadPair(i, .postIndex)
        case .ldpPreIndex: loadPair(i, .preIndex)
        case .ldpswOffset: loadPair(i, .offset, signed: true)
        case .ldpswPostIndex: loadPair(i, .postIndex, signed: true)
        case .ldpswPreIndex: loadPair(i, .preIndex, signed: true)

        // Exclusive and ordered
        case .stxrb, .stlxrb, .stxrh, .stlxrh, .stxr, .stlxr: storeExclusive(i)
        case .ldxrb, .ldaxrb, .ldxrh, .ldaxrh, .ldxr, .ldaxr: loadExclusive(i)
        case .stxp, .stlxp: storeExclusivePair(i)
        case .ldxp, .ldaxp: loadExclusivePair(i)
        case .stlrb, .stlrh, .stlr: storeRelease(i)
        case .ldarb, .ldarh, .ldar: loadAcquire(i)

        // Atomic
        case .casb, .cash, .cas: compareAndSwap(i)
        case .casp: compareAndSwapPair(i)
        case .ldaddb, .ldaddh, .ldadd: atomic(i, .add)
        case .ldclrb, .ldclrh, .ldclr: atomic(i, .clear)
        case .ldeorb, .ldeorh, .ldeor: atomic(i, .exclusiveOr)
        case .ldsetb, .ldseth, .ldset: atomic(i, .set)
        case .ldsmaxb, .ldsmaxh, .ldsmax: atomic(i, .signedMax)
        case .ldsminb, .ldsminh, .ldsmin: atomic(i, .signedMin)
        case .ldumaxb, .ldumaxh, .ldumax: atomic(i, .unsignedMax)
        case .lduminb, .lduminh, .ldumin: atomic(i, .unsignedMin)
        case .swpb, .swph, .swp: atomic(i, .swap)

        case .simdLoadStore, .simdDataProcessing: call(.floatingPointAccess)
        }
    }

    // MARK: Register operands, ZR for 31

    func xd(_ i: A64Instruction) -> Value { builder.xDestination(i.rd) }
    func xn(_ i: A64Instruction) -> Value { builder.x(i.rn) }
    func xm(_ i: A64Instruction) -> Value { builder.x(i.rm) }

    // MARK: The plain shapes

    mutating func threeRegisters(_ i: A64Instruction, _ opcode: Opcode) {
        builder.integer(opcode, i.width, xn(i), xm(i), into: xd(i))
    }

    mutating func twoRegisters(_ i: A64Instruction, _ opcode: Opcode) {
        builder.unary(opcode, i.width, xn(i), into: xd(i))
    }
}
