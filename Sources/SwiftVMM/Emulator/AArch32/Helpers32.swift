// The helpers that only AArch32 calls.

extension EmulatedVCPU {
    func callHelper32(_ op: Operation) -> ExecutionStatus {
        let v = state.slots
        let a = v[Int(op.a)]
        let word = UInt32(bitPattern: op.immediate)
        switch Helper(rawValue: op.modifier).unsafelyUnwrapped {
        case .changeInstructionSet:
            let isThumb = a & 1 != 0
            state[Slot.thumb] = isThumb ? 1 : 0
            // A branch is the last instruction of its IT block.
            state[Slot.it] = 0
            state.pc = a & (isThumb ? 0xffff_fffe : 0xffff_fffc)
            contextIsStale = true
            return .diverted
        case .readStatus:
            // Only the bits that MRS may see: no execution state. In User mode the masks and M are
            // UNKNOWN: here what they are.
            let hidden = CPSR.it | CPSR.t | CPSR.j | 1 << 20 | 1 << 21
            v[Int(op.destination)] = UInt64(state.cpsr & ~hidden)
        case .writeStatus: writeCPSR(UInt32(truncatingIfNeeded: a), fields: word)
        case .setEndianness:
            state[Slot.bigEndian] = UInt64(word & 1)
            contextIsStale = true
        case .exceptionReturn32:
            exceptionReturn32(
                to: a & 0xffff_ffff, UInt32(truncatingIfNeeded: v[Int(op.b)]))
            return .diverted
        case .readCoprocessor: return readCoprocessor(word, into: op.destination)
        case .writeCoprocessor: return writeCoprocessor(word, a, v[Int(op.b)])
        case .media:
            let result = MediaUnit.apply(
                MediaOperation(rawValue: UInt8(truncatingIfNeeded: word)).unsafelyUnwrapped,
                UInt32(truncatingIfNeeded: a), UInt32(truncatingIfNeeded: v[Int(op.b)]),
                UInt32(truncatingIfNeeded: v[Int(op.c)]), extra: word >> 8,
                ge: UInt8(truncatingIfNeeded: state[Slot.ge]))
            v[Int(op.destination)] = UInt64(result.value)
            if result.saturated { state[Slot.saturation] = 1 }
            if let ge = result.ge { state[Slot.ge] = UInt64(ge) }
        case .shiftWithCarry:
            v[Int(op.destination)] = MediaUnit.shift(
                UInt32(truncatingIfNeeded: a),
                RegisterShift(rawValue: UInt8(truncatingIfNeeded: word)) ?? .lsl,
                by: UInt32(truncatingIfNeeded: v[Int(op.b)]),
                carry: Flags.carry(state[Slot.nzcv]) != 0)
        case .floatingPointAccess32:
            return checkFloatingPoint32(
                isAdvancedSIMD: word & 1 != 0, needsEnable: word & 2 != 0) ? .proceed : .diverted
        case .readFloatingPointRegister:
            return readFloatingPoint(word & 15, transfer: word >> 8, into: op.destination)
        case .writeFloatingPointRegister: return writeFloatingPoint(word & 15, a)
        case .renewContext: contextIsStale = true
        case .breakpoint32:
            let routesToEL2 = state.el != .el2 && (state[.mdcrEL2][bit: 8] || state.tge)
            let target = routesToEL2 ? ExceptionLevel.el2 : defaultSynchronousTarget
            // For a handler in AArch32 it is a Prefetch Abort with a status of its own.
            let syndrome =
                state.isHypAArch32 && target == .el2
                ? Syndrome.instructionAbort(
                    fromLowerEL: state.el != .el2, faultStatusCode: 0b10_0010)
                : Syndrome(.bkpt32, il: !isCurrentNarrow)
            if state.isAArch32(target) { state[.mdscrEL1][bits: 2..<6] = DebugMethod.bkpt }
            takeSynchronous(
                syndrome, to: target, faultAddress: state.isAArch32(target) ? state.pc : nil)
            return .diverted
        default: break
        }
        return .proceed
    }

    /// A block that ended inside an IT block, or an exception return into one, changes the mode
    /// without anyone having said so.
    func checkITState() {
        if UInt64(currentITState) != state[Slot.it] { contextIsStale = true }
    }

    /// What the next instruction in AArch32 is of.
    var instructionSet32: InstructionSet {
        state[Slot.thumb] == 0
            ? .a32 : .t32(itState: UInt8(truncatingIfNeeded: state[Slot.it]))
    }

    /// Translates AArch32 code; nil after a Prefetch Abort on the second half of an instruction.
    func translate32(at pc: UInt64, physical: UInt64, mode: BlockMode) -> TranslatedBlock? {
        // The halfword on the next page matters only to a T32 instruction that begins on this one.
        var second: UInt64?
        if mode.isThumb, pc & 0xfff == 0xffe, let first = memory.halfword(at: physical),
            T32Decoder.isWide(first)
        {
            guard let found = translateFetch((pc &+ 2) & 0xffff_ffff) else { return nil }
            second = found
        }
        let page = pc & ~0xfff
        return translator32.translate(
            at: pc, mode: mode, maximumInstructions: mode.isSingleStepped ? 1 : 64,
            halfword: { address in
                if address & ~0xfff != page {
                    return second.flatMap { self.memory.halfword(at: $0) }
                }
                return self.memory.halfword(at: physical &+ (address &- pc))
            },
            isBreakpoint: { $0 != pc && self.breakpoints.contains($0) })
    }
}

extension GuestMemory {
    /// A little-endian halfword; nil outside RAM and ROM.
    func halfword(at address: UInt64) -> UInt16? {
        guard canRead(address, sizeBytes: 2) else { return nil }
        return host.loadUnaligned(
            fromByteOffset: Int(truncatingIfNeeded: address &- base.value), as: UInt16.self
        ).littleEndian
    }
}
