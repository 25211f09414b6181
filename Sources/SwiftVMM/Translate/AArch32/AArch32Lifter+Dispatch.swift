// From an opcode to its meaning.

extension AArch32Lifter {
    mutating func meaning(of i: AArch32Instruction) {
        switch i.opcode {
        case .and: logical(i, .and)
        case .eor: logical(i, .exclusiveOr)
        case .orr: logical(i, .or)
        case .bic: logical(i, .andNot)
        case .orn: logical(i, .orNot)
        case .tst: logical(i, .and, keepsResult: false)
        case .teq: logical(i, .exclusiveOr, keepsResult: false)
        case .mov: move(i, inverts: false)
        case .mvn: move(i, inverts: true)
        case .add: arithmetic(i, .add, .addSetFlags)
        case .sub: arithmetic(i, .subtract, .subtractSetFlags)
        case .adc: arithmetic(i, .addWithCarry, .addWithCarrySetFlags)
        case .sbc: arithmetic(i, .subtractWithCarry, .subtractWithCarrySetFlags)
        case .rsb: reverseArithmetic(i, .subtract, .subtractSetFlags)
        case .rsc: reverseArithmetic(i, .subtractWithCarry, .subtractWithCarrySetFlags)
        case .cmp: compare(i, .subtractSetFlags)
        case .cmn: compare(i, .addSetFlags)
        case .adr: address(i)
        case .movt:
            let high = builder.constant(UInt64(i.immediate))
            builder.unary(
                .deposit, .w32, register(i.rd), b: high, immediate: 16 | 16 << 8,
                into: register(i.rd))
        case .mul, .mla, .mls: multiply(i)
        case .umull, .umlal, .smull, .smlal, .umaal: multiplyLong(i)
        case .smlaHalf, .smlaWide, .smulWide, .smulHalf: halfMultiply(i)
        case .smlalHalf, .smlald, .smlsld: halfMultiplyLong(i)
        case .smlad: dualMultiply(i, .dualMultiplyAdd)
        case .smlsd: dualMultiply(i, .dualMultiplySubtract)
        case .smmla, .smmls: multiplyHigh(i)
        case .sdiv: threeRegisters(i, .divideSigned)
        case .udiv: threeRegisters(i, .divideUnsigned)
        // QADD and its kin name the operands in the opposite order.
        case .qadd: media(i, .saturatingAdd, i.rm, i.rn)
        case .qsub: media(i, .saturatingSubtract, i.rm, i.rn)
        case .qdadd: media(i, .saturatingDoubleAdd, i.rm, i.rn)
        case .qdsub: media(i, .saturatingDoubleSubtract, i.rm, i.rn)
        case .ssat: saturate(i, .saturateSigned)
        case .usat: saturate(i, .saturateUnsigned)
        case .ssat16: media(i, .saturateSigned16, i.rm, 0, extra: i.immediate)
        case .usat16: media(i, .saturateUnsigned16, i.rm, 0, extra: i.immediate)
        case .parallel: media(i, .parallel, i.rn, i.rm, extra: i.immediate)
        case .sel: media(i, .select, i.rn, i.rm)
        case .usada8:
            builder.call(
                .media, a: register(i.rn), b: register(i.rm), c: i.ra == 15 ? .zero : r(i.ra),
                immediate: Int32(MediaOperation.absoluteDifferences.rawValue),
                into: register(i.rd))
        case .pkh: pack(i)
        case .sxtab: extend(i, length: 8, signed: true)
        case .sxtah: extend(i, length: 16, signed: true)
        case .uxtab: extend(i, length: 8, signed: false)
        case .uxtah: extend(i, length: 16, signed: false)
        case .sxtab16: extend16(i, signed: true)
        case .uxtab16: extend16(i, signed: false)
        case .rev: builder.unary(.reverseBytes32, .w32, register(i.rm), into: register(i.rd))
        case .rev16: builder.unary(.reverseBytes16, .w32, register(i.rm), into: register(i.rd))
        case .revsh:
            let swapped = builder.unary(.reverseBytes16, .w32, register(i.rm))
            builder.extract(
                swapped, lsb: 0, length: 16, signed: true, .w32, into: register(i.rd))
        case .rbit: builder.unary(.reverseBits, .w32, register(i.rm), into: register(i.rd))
        case .clz: builder.unary(.countLeadingZeros, .w32, register(i.rm), into: register(i.rd))
        case .crc32:
            let bytes = UInt16(1) << UInt16(i.immediate & 3)
            builder.unary(
                .crc32, .w32, register(i.rn), b: register(i.rm),
                modifier: bytes | UInt16(i.immediate & 16), into: register(i.rd))
        case .bfi: bitfieldInsert(i)
        case .sbfx, .ubfx:
            builder.extract(
                register(i.rn), lsb: Int(i.shiftAmount), length: Int(i.immediate) + 1,
                signed: i.opcode == .sbfx, .w32, into: register(i.rd))
        default: branchMemoryOrSystem(i)
        }
    }

    private mutating func branchMemoryOrSystem(_ i: AArch32Instruction) {
        switch i.opcode {
        case .b: conditionalBranch(i)
        case .bl: branchWithLink(i)
        case .blxImmediate: branchWithLinkExchange(i)
        case .bx, .bxj: branchExchange(to: r(i.rm))
        case .blxRegister: branchWithLinkToRegister(i)
        case .cbz: compareAndBranch(i)
        case .tableBranch: tableBranch(i)
        case .ldr, .ldrb, .ldrh, .ldrsb, .ldrsh: load(i)
        case .str, .strb, .strh: store(i)
        case .ldrd, .strd: dual(i)
        case .ldrex, .ldrexb, .ldrexh, .ldrexd: loadExclusive(i)
        case .strex, .strexb, .strexh, .strexd: storeExclusive(i)
        case .lda, .ldab, .ldah, .stl, .stlb, .stlh: ordered(i)
        case .ldm: loadMultiple(i)
        case .stm: storeMultiple(i)
        case .ldmUser: loadMultipleUser(i)
        case .stmUser: storeMultipleUser(i)
        case .ldmReturn: loadMultipleReturn(i)
        case .srs: saveReturnState(i)
        case .rfe: returnFromStack(i)
        case .clrex: call(.clearExclusive)
        case .nop, .preload: break
        case .yield: call(.yield)
        case .wfe: call(.waitForEvent)
        case .wfi: call(.waitForInterrupt)
        case .sev: call(.sendEvent)
        case .sevl: call(.sendEventLocal)
        case .dmb: call(.dataMemoryBarrier, immediate: Int32(i.immediate))
        case .dsb: call(.dataSynchronizationBarrier, immediate: Int32(i.immediate))
        case .isb: call(.instructionSynchronizationBarrier)
        case .svc: call(.supervisorCall, immediate: Int32(bitPattern: i.immediate))
        case .hvc: call(.hypervisorCall, immediate: Int32(bitPattern: i.immediate))
        case .smc: call(.secureMonitorCall, immediate: Int32(bitPattern: i.immediate))
        case .bkpt: call(.breakpoint32)
        case .hlt, .udf: call(.undefined)
        case .mrs: readStatus(i)
        case .msr: writeStatus(i)
        case .mrsBanked, .msrBanked: transferBanked(i)
        case .cps: changeState(i)
        case .setend: call(.setEndianness, immediate: Int32(i.immediate))
        case .eret: exceptionReturn(i)
        case .mcr, .mrc, .mcrr, .mrrc: transferCoprocessor(i)
        case .floatingPoint: floatingPoint(i)
        default: call(.undefined)
        }
    }
}
